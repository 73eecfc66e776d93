"""The support plan and how support ends (domain page 2.9; CTSA 2015 s36(5))."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from alongside.design import forms


class Plan(forms.Form):
    title = _("Support plan")
    need = forms.LongTextField(label=_("What is needed, in plain words?"), max_length=2000)
    outcome = forms.CharField(label=_("What should be different afterwards?"), max_length=600)
    action = forms.LongTextField(label=_("What support is given?"), max_length=2000)
    owner = forms.CharField(label=_("Who is responsible: agency and named person?"), max_length=200)
    from_when = forms.DateField(label=_("From which day?"))


class NeedsAnswered(forms.Form):
    """Each need has an action or a recorded reason for none (R-12): in words, where no assessment names the needs.

    ``besides``: the questions of the page of needs, which answers them one by one (``assessment.needs``).
    """

    title = _("Needs and actions")
    besides: ClassVar[dict[str, forms.Field | None]] = {
        "what": forms.CharField(label=_("Need")),
        "done": forms.CharField(label=_("Action")),
        "why": forms.CharField(label=_("Why nothing is done, or what to know of the action")),
        "need": None,
        "action": None,
    }
    answered = forms.LongTextField(
        label=_("Which action answers each need? Where there is none, why?"), max_length=3000
    )


class ClosingReport(forms.Form):
    title = _("Closing report")
    report = forms.LongTextField(label=_("What was done, and what came of it?"), max_length=4000)
    step_down = forms.LongTextField(
        label=_("What continues, and whom can the person turn to?"),
        help_text=_("The person is given this in plain language."),
        max_length=2000,
    )


class Attempts(forms.Form):
    title = _("Attempts to keep in touch")
    attempts = forms.LongTextField(label=_("How and when did people try to keep in touch?"), max_length=2000)
