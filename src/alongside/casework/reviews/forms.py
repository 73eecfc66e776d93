from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.design import forms


class Complete(forms.Form):
    outcome = forms.LongTextField(
        label=_("What came of it?"),
        help_text=_("For a review: what was looked at, by whom, and what follows."),
        max_length=4000,
    )


class MoveDate(forms.Form):
    to = forms.DateField(label=_("New date"))
    reason = forms.LongTextField(label=_("Why is the date moved?"), max_length=1000)
