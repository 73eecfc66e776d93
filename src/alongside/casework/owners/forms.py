"""What is asked of whoever hands a referral over, and of whoever is asked to take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.organisation.models import Staff
from alongside.design import forms


class Offer(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=_("To whom?"))
    reason = forms.LongTextField(
        label=_("Why do you hand it over?"), max_length=2000,
        help_text=_("It stays yours until your colleague has accepted. Say what comes next, and by when."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(each.pk), each.name) for each in colleagues]  # type: ignore[attr-defined]


class Refuse(forms.Form):
    """Why somebody does not take it over."""

    why = forms.LongTextField(label=_("Or say why you do not take it over"), max_length=2000)
