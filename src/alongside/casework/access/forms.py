"""What emergency access asks: which case and why, and afterwards why it was right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.design import forms


class Ask(forms.Form):
    reference = forms.CharField(
        label=_("Reference of the case"), max_length=20, help_text=_("For example 7K2M-Q4XD. Ask a colleague for it.")
    )
    reason = forms.LongTextField(
        label=_("Why do you have to see it now?"), max_length=2000,
        help_text=_("Who is in danger, from what, and what you would do with it. Whoever is on call reads this."),
    )  # fmt: skip


class Justify(forms.Form):
    why = forms.LongTextField(
        label=_("Why did it have to be opened?"), max_length=3000,
        help_text=_("What you read, what you did with it, and why it could not wait for somebody who has the case."),
    )  # fmt: skip
