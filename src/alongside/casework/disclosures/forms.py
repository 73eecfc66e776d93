"""What is written into the register by hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import disclosures as rules
from alongside.commons import clock
from alongside.design import forms


class ByHand(forms.Form):
    """A disclosure that was made by telephone, letter or in person."""

    recipient = forms.CharField(
        label=_("To whom exactly?"), help_text=_("A name, and whom they work for."), max_length=200
    )
    recipient_kind = forms.ChoiceField(
        label=_("What kind of recipient is that?"), choices=list(rules.RECIPIENTS.items())
    )
    parts = forms.LongTextField(
        label=_("What were they told?"),
        help_text=_("Each thing on a line of its own, such as “name and school”: which, not what it says."),
        max_length=2000,
    )
    purpose = forms.CharField(label=_("What for?"), max_length=300)
    legal_basis = forms.ChoiceField(
        label=_("On which legal basis?"),
        help_text=_("Consent is none: it gates support, and nobody has to agree to what would be shared anyway."),
        choices=list(rules.BASES.items()),
        widget=forms.RadioSelect,
    )
    necessity = forms.CharField(label=_("Why would less not do?"), max_length=300)
    route = forms.ChoiceField(label=_("By which way?"), choices=[(word, rules.ROUTES[word]) for word in rules.BY_HAND])
    until = forms.DateField(
        label=_("Until when may they keep it?"), help_text=_("Leave it empty for as long as the case is kept here."),
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("until") and said["until"] < clock.today():
            self.add_error("until", now_("This day is over."))
        return said


class Correction(forms.Form):
    words = forms.LongTextField(
        label=_("What was wrong, and what is true?"),
        help_text=_("The row stays as it is; this stands beside it."),
        max_length=1000,
    )


class Recall(forms.Form):
    why = forms.ChoiceField(
        label=_("Why is it recalled?"), choices=list(rules.WHY_RECALLED.items()), widget=forms.RadioSelect
    )
    words = forms.LongTextField(
        label=_("What else have they to know?"),
        help_text=_("Never what the information was. It stays in the register."),
        max_length=1000,
        required=False,
    )


class Answered(forms.Form):
    words = forms.LongTextField(
        label=_("What did they answer?"), help_text=_("Who said it, by which way and when."), max_length=1000
    )
