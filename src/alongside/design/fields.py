"""Fields that Django lacks, and error messages in plain sentences for those it has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PARTS = ("day", "month", "year")


class LongTextField(forms.CharField):
    """An answer of several lines. A line break counts as one character, as it does in the counter on the page."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class DateWidget(forms.Widget):
    """Three boxes: day, month, year."""

    template_name = "django/forms/widgets/text.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        parts = {part: str(data.get(f"{name}-{part}") or "").strip() for part in PARTS}
        return parts if any(parts.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}-day"

    @staticmethod
    def parts(value: Any) -> dict[str, str]:
        """What stands in each box for a value that was typed or that was known before."""
        if isinstance(value, dict):
            return value
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return dict.fromkeys(PARTS, "")


class DateField(forms.Field):
    """A day, asked for in three boxes; months may be written as words."""

    widget = DateWidget
    default_error_messages = {
        "required": gettext_lazy("Enter a date"),
        "missing": gettext_lazy("The date must include %(what)s"),
        "invalid": gettext_lazy("The date must be a real date, like 27 3 2026"),
        "year": gettext_lazy("The year must have four digits"),
        "too_early": gettext_lazy("The date must be %(limit)s or later"),
        "too_late": gettext_lazy("The date must be %(limit)s or earlier"),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        return self._day_from(value)

    def _day_from(self, parts: dict[str, str]) -> date:
        self._refuse_missing(parts)
        if not parts["year"].isdecimal() or len(parts["year"]) != 4:
            raise ValidationError(self.error_messages["year"], code="year", params={"parts": ["year"]})
        try:
            return date(int(parts["year"]), month_number(parts["month"]), int(parts["day"]))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"parts": PARTS}) from None

    def _refuse_missing(self, parts: dict[str, str]) -> None:
        missing = [part for part in PARTS if not parts.get(part)]
        if missing:
            words = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
            what = _(" and ").join(words[part] for part in missing)
            params = {"what": what, "parts": missing}
            raise ValidationError(self.error_messages["missing"], code="missing", params=params)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, outside in (
            ("too_early", self.earliest, self.earliest and value < self.earliest),
            ("too_late", self.latest, self.latest and value > self.latest),
        ):
            if limit and outside:
                params = {"limit": f"{limit.day} {month_name(limit.month)} {limit.year}", "parts": PARTS}
                raise ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateWidget.parts(initial) != DateWidget.parts(data)


def month_number(word: str) -> int:
    """3, 03, March and mar all mean March; ValueError for anything else."""
    if word.isdecimal():
        return int(word)
    beginnings = {number: month_name(number).lower() for number in range(1, 13)}
    found = [number for number, name in beginnings.items() if len(word) >= 3 and name.startswith(word.lower())]
    if len(found) != 1:
        raise ValueError(word)
    return found[0]


def month_name(number: int) -> str:
    from django.utils.dates import MONTHS

    return str(MONTHS[number])


PLACE = re.compile(r"\{([a-z_]+)\}")


class SentenceErrors:
    """The words that replace Django's, each with the field's own label in it."""

    fill_in = gettext_lazy("Fill in “%(label)s”")
    choose = gettext_lazy("Choose an answer for “%(label)s”")
    choose_file = gettext_lazy("Choose a file for “%(label)s”")
    tick = gettext_lazy("Tick “%(label)s” to go on")
    too_long = gettext_lazy("“%(label)s” must be {limit_value} characters or fewer. You wrote {show_value}")
    not_a_choice = gettext_lazy("Choose one of the answers shown for “%(label)s”")
    not_a_number = gettext_lazy("“%(label)s” must be a number, like 12")
    date = gettext_lazy("Enter a date for “%(label)s”")
    date_lacks = gettext_lazy("“%(label)s” must include {what}")
    date_is_unreal = gettext_lazy("“%(label)s” must be a real date, like 27 3 2026")
    date_year = gettext_lazy("“%(label)s” must have a year of four digits")
    date_too_early = gettext_lazy("“%(label)s” must be {limit} or later")
    date_too_late = gettext_lazy("“%(label)s” must be {limit} or earlier")
    not_an_email = gettext_lazy("Enter an e-mail address like name@example.com")


def plain_sentences(field: forms.Field) -> None:
    """Give a field sentences a person can act on, wherever the form did not write its own."""
    for code, words in _sentences_for(field).items():
        if _is_djangos_own(field, code):
            # Put together when it is shown: a form has dozens of sentences, and most are never needed.
            field.error_messages[code] = _with_label(words, field.label)


def _sentences_for(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, DateField):
        return {
            "required": SentenceErrors.date,
            "missing": SentenceErrors.date_lacks,
            "invalid": SentenceErrors.date_is_unreal,
            "year": SentenceErrors.date_year,
            "too_early": SentenceErrors.date_too_early,
            "too_late": SentenceErrors.date_too_late,
        }
    if isinstance(field, forms.BooleanField):
        return {"required": SentenceErrors.tick}
    if isinstance(field, forms.FileField):
        return {"required": SentenceErrors.choose_file}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return {"required": SentenceErrors.choose, "invalid_choice": SentenceErrors.not_a_choice}
    if isinstance(field, forms.EmailField):
        return {"required": SentenceErrors.fill_in, "invalid": SentenceErrors.not_an_email}
    if isinstance(field, forms.IntegerField):
        return {"required": SentenceErrors.fill_in, "invalid": SentenceErrors.not_a_number}
    return {"required": SentenceErrors.fill_in, "max_length": SentenceErrors.too_long}


def _is_djangos_own(field: forms.Field, code: str) -> bool:
    """Whether the message for `code` comes from Django's classes rather than from the form's author."""
    inherited = [
        messages[code]
        for kind in type(field).__mro__
        if code in (messages := vars(kind).get("default_error_messages", {}))
    ]
    # The very object, for to compare the words would be to translate them.
    return code not in field.error_messages or any(field.error_messages[code] is one for one in inherited)


def _labelled(words: Any, label: Any) -> str:
    """Put the label in, and keep places for what only the validator knows."""
    label = str(label or _("this")).replace("%", "%%")
    return PLACE.sub(r"%(\1)s", str(words % {"label": label}))


_with_label = lazy(_labelled, str)
