"""The panel's decision record (R-05, domain page 2.8), and who will ask for consent (CTSA 2015 s36(5))."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import closure
from alongside.design import forms


class Decision(forms.Form):
    title = _("Decision record")
    field_order = [field.word for field in closure.DECISION_FIELDS]


for row in closure.DECISION_FIELDS:
    Decision.base_fields[row.word] = forms.LongTextField(label=_(row.label), max_length=3000, required=row.needed)


class ConsentAsker(forms.Form):
    title = _("Asking for consent")
    who = forms.CharField(label=_("Who asks for consent?"), max_length=200)
    how = forms.CharField(label=_("How is consent asked for?"), max_length=300)
    when = forms.DateField(label=_("By which day?"))
