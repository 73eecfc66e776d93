"""How a sheet is ticked, and a month signed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.design import forms


class Tick(forms.Form):
    keyed_on = forms.DateField(label=_("On which day was it keyed?"))
    reference = forms.CharField(
        label=_("Which reference did the tracker give?"), help_text=_("As it stands there."), max_length=60
    )


class Compare(forms.Form):
    differences = forms.LongTextField(
        label=_("What differs between this page and the tracker?"),
        help_text=_("Our references and what is done about it, never a name. Leave it empty where both agree."),
        max_length=1000,
        required=False,
    )
