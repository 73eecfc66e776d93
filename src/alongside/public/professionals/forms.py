"""One form for each task, made from the table of fields; what two answers say together is judged here too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, cast

from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from alongside.commons import clock
from alongside.design import forms
from alongside.public.concerns.models import Area
from alongside.site.typed import ShortWords, Words

from . import fields
from .fields import Field, Section

NOT_SURE: Final = "not_sure"
YEARS: Final = 120
LARGEST_DRAFT: Final = 200_000
SHORTEST_PASSPHRASE: Final = 12
# The years that each band of ages has: from, and up to but not including.
YEARS_OF: Final = {
    "10_and_under": (0, 11), "11_15": (11, 16), "16_17": (16, 18), "18_20": (18, 21), "21_30": (21, 31),
    "31_40": (31, 41), "41_50": (41, 51), "51_and_over": (51, YEARS + 1),
}  # fmt: skip
EMAIL_WRONG = _("Enter an e-mail address, like name@school.example.")
TELEPHONE_WRONG = _("Enter a telephone number, like 01632 960 001.")


class Danger(forms.Form):
    danger = forms.ChoiceField(
        label=_("Is anybody in danger right now?"),
        choices=(("no", _("No")), ("yes", _("Yes, or it could happen soon"))),
        widget=forms.RadioSelect,
        help_text=_(
            "Also when a child is about to be taken abroad, or when you know of a plan, a date, a place or a weapon."
        ),
        error_messages={"required": _("Say whether anybody is in danger right now.")},
    )


class Task(forms.Form):
    """The form of one section. `areas` are the places to choose from."""

    section: Section

    def __init__(self, *args: Any, areas: Sequence[Area] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "area" in self.fields:
            named = [(area.code, str(area)) for area in areas]
            cast(forms.ChoiceField, self.fields["area"]).choices = [*named, (NOT_SURE, _("I am not sure"))]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        for one in self.section.fields:
            if self._is_missing(one, clean):
                self.add_error(one.name, str(one.missing))
        self._refuse_days_to_come(clean)
        self._refuse_ages_that_disagree(clean)
        return clean

    def _is_missing(self, one: Field, clean: Mapping[str, Any]) -> bool:
        if one.when is None or one.name in self.errors:
            return False
        other, answers = one.when
        return clean.get(other) in answers and not clean.get(one.name)

    def _refuse_days_to_come(self, clean: Mapping[str, Any]) -> None:
        oldest = clock.today() - timedelta(days=YEARS * 365)
        for one in self.section.fields:
            day = clean.get(one.name) if one.kind == fields.DAY else None
            if day and not oldest <= day <= clock.today():
                self.add_error(one.name, str(_("The day must be today or earlier, and not too long ago.")))

    def _refuse_ages_that_disagree(self, clean: Mapping[str, Any]) -> None:
        born, band = clean.get("born_on"), clean.get("age_band")
        if not born or band not in YEARS_OF or "born_on" in self.errors:
            return
        least, most = YEARS_OF[band]
        if not least <= age_on(clock.today(), born) < most:
            self.add_error("age_band", str(_("This age does not agree with the date of birth. Mend one of them.")))


def age_on(day: date, born: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _drawn(section: Section, one: Field) -> forms.Field:
    """The form's field for one row of the table."""
    drawn = _of_its_kind(one, lazy(fields.said_with, str)(section, one))
    drawn.needed_sometimes = one.when is not None  # type: ignore[attr-defined]
    return drawn


def _of_its_kind(one: Field, hint: Any) -> forms.Field:
    said: dict[str, Any] = {"label": one.label, "required": one.required, "help_text": hint}
    if one.at_first:
        said["initial"] = one.at_first
    if one.missing:
        said["error_messages"] = {"required": one.missing, "invalid_choice": one.missing}
    match one.kind:
        case fields.PLACE | fields.CHOICE:
            return forms.ChoiceField(choices=one.choices, widget=forms.RadioSelect, **said)
        case fields.DAY:
            return forms.DateField(**said)
        case fields.TICK:
            return forms.BooleanField(**said)
        case fields.WORDS:
            return Words(max_length=one.limit, rows=one.rows, **said)
        case _:
            return ShortWords(max_length=one.limit, **_looks(one), **said)


def _looks(one: Field) -> dict[str, Any]:
    if one.kind == fields.EMAIL:
        return {"widget": forms.EmailInput, "validators": [RegexValidator(fields.EMAIL_LOOKS_LIKE, EMAIL_WRONG)]}
    if one.kind == fields.TELEPHONE:
        return {"widget": forms.TelInput, "validators": [RegexValidator(fields.TELEPHONE_LOOKS_LIKE, TELEPHONE_WRONG)]}
    return {}


def _task(name: str) -> type[Task]:
    section = fields.BY_NAME[name]
    drawn = {one.name: _drawn(section, one) for one in section.fields}
    kind = type(name.title().replace("_", ""), (Task,), {**drawn, "section": section, "__module__": __name__})
    return cast(type[Task], kind)


# Named one by one, so that the tests of the five myths find them.
Place, Person, Concern = _task("place"), _task("person"), _task("concern")
Strengths, Told, Others, DecidedBy = _task("strengths"), _task("told"), _task("others"), _task("decided_by")
TASKS: Final[dict[str, type[Task]]] = {
    kind.section.name: kind for kind in (Place, Person, Concern, Strengths, Told, Others, DecidedBy)
}


class Passphrase(forms.Form):
    """What locks a draft. It is never kept."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        min_length=SHORTEST_PASSPHRASE,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "12 characters or more: four words that do not belong together are good. Nobody can find it again."
        ),
        error_messages={
            "required": _("Enter a passphrase."),
            "min_length": _("The passphrase needs 12 characters or more."),
        },
    )
    again = forms.CharField(
        label=_("The same passphrase once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the passphrase once more.")},
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if "passphrase" in clean and "again" in clean and clean["passphrase"] != clean["again"]:
            self.add_error("again", str(_("The two passphrases differ. Enter the same one twice.")))
        return clean


class OpenDraft(forms.Form):
    draft = forms.FileField(
        label=_("Your draft"),
        help_text=_("The file that you downloaded here; its name ends in .alongside."),
        error_messages={"required": _("Choose your draft."), "empty": _("This file is empty. Choose your draft.")},
    )
    passphrase = forms.CharField(
        label=_("Its passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the passphrase of the draft.")},
    )

    def clean_draft(self) -> bytes:
        """The file's bytes: it is read into memory and nowhere else."""
        return bytes(self.cleaned_data["draft"].read(LARGEST_DRAFT + 1))
