"""What screening asks to be recorded (domain page 2.2, stages 2 to 5)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import closure, gateway
from alongside.design import forms

from .words import WHO


class Emergency(forms.Form):
    """A disclosure that could not wait, written down afterwards (R-28)."""

    whom = forms.ChoiceField(label=_("Who was told?"), choices=WHO, widget=forms.RadioSelect)
    what = forms.LongTextField(label=_("What were they told?"), max_length=3000)
    when = forms.CharField(label=_("When?"), max_length=60)
    who = forms.CharField(
        label=_("Whom exactly, and under which reference?"), max_length=200, required=False,
        help_text=_("For example a name, a shoulder number or an incident number."),
    )  # fmt: skip
    told_by = forms.CharField(label=_("Who told them, if it was not you?"), max_length=120, required=False)


class Deconfliction(forms.Form):
    """The answer of the police, and nothing else: the table of section 9 has no field for details (R-17)."""

    title = _("Deconfliction")
    answer = forms.ChoiceField(
        label=_("What did the police answer?"),
        choices=[("clear", _("Clear")), ("hold", _("Hold")), ("police_owned", _("A police investigation owns it"))],
        widget=forms.RadioSelect,
    )


def _choices(words: dict[str, str]) -> list[tuple[str, Any]]:
    return [(word, _(label)) for word, label in words.items()]


class Gateway(forms.Form):
    """The gateway assessment (domain page 2.2, stage 3): what a police case officer answers and a supervisor signs."""

    title = _("Gateway assessment")
    basis = forms.ChoiceField(
        label=_("Is there a reasonable basis for a Prevent concern?"), widget=forms.RadioSelect,
        choices=_choices(gateway.BASIS),
    )  # fmt: skip
    checked = forms.LongTextField(
        label=_("What was checked?"), max_length=3000,
        help_text=_("Which sources, on which day, and what they say. Nothing above OFFICIAL-SENSITIVE."),
    )  # fmt: skip
    spoken = forms.ChoiceField(
        label=_("Has somebody spoken with whoever told us?"), widget=forms.RadioSelect, choices=_choices(gateway.SPOKEN)
    )
    spoken_about = forms.LongTextField(label=_("What came of it, or why not?"), max_length=2000)
    explanation = forms.ChoiceField(
        label=_("Does one of these explain it?"), widget=forms.RadioSelect, choices=_choices(gateway.EXPLANATIONS)
    )
    outcome = forms.ChoiceField(
        label=_("What is the outcome?"), widget=forms.RadioSelect, choices=_choices(gateway.OUTCOMES)
    )
    why = forms.LongTextField(
        label=_("What is it that leads you to this outcome?"), max_length=4000,
        help_text=_("What was seen or told, by whom and when. Lawful views, faith and protest are no grounds."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        refusal = None if self.errors else gateway.reason_against_keeping(said)
        if refusal:
            self.add_error("outcome", refusal)
        return said


class HeldElsewhere(forms.Form):
    """The stub of a matter that a police investigation has: who and since when, and nothing of what it is."""

    title = _("Matter held elsewhere")
    held_by = forms.CharField(
        label=_("Who holds the matter?"), max_length=120,
        help_text=_("A force or a unit. No names, no operations, and nothing above OFFICIAL-SENSITIVE."),
    )  # fmt: skip
    since = forms.DateField(label=_("Since when?"))


class HoldGoesOn(forms.Form):
    """What the director says of a hold that has lasted 28 days."""

    goes_on = forms.ChoiceField(
        label=_("Does the hold go on?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, for 28 days more at most")), ("no", _("No, it ends"))],
    )  # fmt: skip
    why = forms.LongTextField(
        label=_("Why?"), max_length=2000, help_text=_("Nothing above OFFICIAL-SENSITIVE, and nothing of the person.")
    )


class Grounds(forms.Form):
    """The reasonable grounds of CTSA 2015 s36(3)."""

    title = _("Reasonable grounds")
    grounds = forms.LongTextField(
        label=_("What are the reasonable grounds to believe that the person is vulnerable to being drawn in?"),
        help_text=_("What was seen or told, by whom and when. Lawful views, faith and protest are no grounds."),
        max_length=4000,
    )


class Adult(forms.Form):
    title = _("Age")
    how_known = forms.CharField(
        label=_("How do we know that the person is 18 or over?"),
        help_text=_("Leave this out if it is not known: the stricter rule for children then holds."),
        max_length=300,
    )


class Checklist(forms.Form):
    """The closing checklist (R-08): each question is answered in words."""

    title = _("Before closing")


for question in closure.CHECKLIST:
    Checklist.base_fields[question.word] = forms.CharField(
        label=_(question.question), help_text=_(question.help), max_length=600
    )


class ServiceAccepted(forms.Form):
    title = _("The receiving service")
    service = forms.CharField(label=_("Which service has accepted?"), max_length=200)
    accepted_on = forms.DateField(label=_("On which day?"))


class AreaAccepted(forms.Form):
    title = _("The receiving area")
    area = forms.CharField(label=_("Which area has accepted, and who there?"), max_length=200)
    accepted_on = forms.DateField(label=_("On which day?"))
