"""Who takes a concern about staff, a panel member or their kin; and who takes the place of one of the two."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import apart as rules
from alongside.design import forms


class WhoTakesIt(forms.Form):
    """Recorded with the move, under the case's key."""

    title = _("Who takes it")
    takes = forms.ChoiceField(
        label=_("Who takes it?"),
        choices=list(rules.TAKES.items()),
        widget=forms.RadioSelect,
        help_text=_(
            "If it is about one of the two of the area or their kin, or one of them is away, pass it to the two of the"
            " area that takes what has no place."
        ),
    )


class PassOn(WhoTakesIt):
    """What the page of passing on asks; the reason stands in the history."""

    reason = forms.LongTextField(
        label=_("Why does it go to them?"),
        max_length=2000,
        help_text=_("Who it is about and what they are to us. The two read this, and nobody else."),
    )


class Replace(forms.Form):
    """One of the two hands over to somebody who is named."""

    gone = forms.ChoiceField(label=_("Whose place is taken?"), widget=forms.RadioSelect)
    taker = forms.ChoiceField(label=_("By whom?"), widget=forms.RadioSelect)
    reason = forms.LongTextField(label=_("Why?"), max_length=2000)

    def __init__(self, *args: Any, two: list[Any], could: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["gone"].choices = [(str(staff.pk), staff.name) for staff in two]  # type: ignore[attr-defined]
        self.fields["taker"].choices = [  # type: ignore[attr-defined]
            (str(staff.pk), f"{staff.name}, {staff.agency.name}") for staff in could
        ]
