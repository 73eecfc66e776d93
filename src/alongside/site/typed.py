"""What people type into open forms: made fit to keep, and refused where a letter was lost on its way."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.commons.envelope.contents import tidied
from alongside.design import forms

LOST = "\N{REPLACEMENT CHARACTER}"
LOST_SAID = _("Some letters arrived damaged and are shown as �. Write them again.")


class ShortWords(forms.CharField):
    """One line of text. Characters that cannot be seen are left out."""

    def to_python(self, value: Any) -> Any:
        return _tidied(super().to_python(value))

    def validate(self, value: Any) -> None:
        super().validate(value)
        _refuse_lost_letters(value)


class Words(forms.LongTextField):
    """Several lines of text. Characters that cannot be seen are left out."""

    def to_python(self, value: Any) -> Any:
        return _tidied(super().to_python(value))

    def validate(self, value: Any) -> None:
        super().validate(value)
        _refuse_lost_letters(value)


def _tidied(value: Any) -> Any:
    return tidied(value) if isinstance(value, str) else value


def _refuse_lost_letters(value: Any) -> None:
    # Django reads bytes that are no UTF-8 as U+FFFD; to send that on would lose what was meant.
    if isinstance(value, str) and LOST in value:
        raise ValidationError(LOST_SAID, code="lost")
