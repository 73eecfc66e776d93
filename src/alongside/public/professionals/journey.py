"""What stands among the unsent answers besides answers, and how far each task is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alongside.public.concerns.models import Area

from . import fields, forms
from .fields import Field, Section

FIRST, LIST, CHECK, DRAFT, SENT = "danger", "list", "check", "draft", "sent"
STEPS: Final = (FIRST, LIST, *fields.BY_NAME, CHECK, DRAFT, SENT)
PARTS_OF_A_DAY: Final = ("day", "month", "year")
# Made once for each telling: the same Send twice is one concern, however many pages lie between.
NONCE: Final = "nonce"
SENT_AT: Final = "sent_at"
DONE: Final = "done-"

NOT_STARTED, IN_PROGRESS, FINISHED = _("Not started"), _("In progress"), _("Done")


def begun() -> dict[str, str]:
    """The answers of somebody who has answered nothing yet."""
    return {NONCE: secrets.token_urlsafe(16)}


def keys_of(one: Field) -> tuple[str, ...]:
    """The names under which a form sends one field."""
    return tuple(f"{one.name}-{part}" for part in PARTS_OF_A_DAY) if one.kind == fields.DAY else (one.name,)


KEYS: Final = frozenset(key for one in fields.all_fields() for key in keys_of(one))


def typed(section: Section, data: Mapping[str, str]) -> dict[str, str]:
    """What was typed on the page of one section."""
    return {key: data.get(key, "") for one in section.fields for key in keys_of(one)}


def of_a_draft(answers: Mapping[str, str]) -> dict[str, str]:
    """What a draft keeps: answers, and which tasks were done. It begins a telling of its own when it is opened."""
    marks = {DONE + name for name in fields.BY_NAME}
    return {key: text for key, text in answers.items() if key in KEYS | marks and text}


@dataclass(frozen=True)
class Row:
    """One task of the list."""

    section: Section
    status: Any
    is_done: bool


def rows(answers: Mapping[str, str], areas: Sequence[Area]) -> list[Row]:
    """The task list."""
    return [Row(section, *_how_far(section, answers, areas)) for section in fields.SECTIONS]


def _how_far(section: Section, answers: Mapping[str, str], areas: Sequence[Area]) -> tuple[Any, bool]:
    done = bool(answers.get(DONE + section.name))
    if done and forms.TASKS[section.name](answers, areas=areas).is_valid():
        return FINISHED, True
    began = done or any(typed(section, answers).values())
    return (IN_PROGRESS if began else NOT_STARTED), False


def judged(answers: Mapping[str, str], areas: Sequence[Area]) -> list[forms.Task]:
    """The form of every section with what was answered; whoever asks `is_valid` or `errors` judges it."""
    return [kind(answers, areas=areas) for kind in forms.TASKS.values()]


def unjudged(name: str, answers: Mapping[str, str], areas: Sequence[Area]) -> forms.Task:
    """The form of one section with what was typed before, and no errors: a page that opens does not scold."""
    initial: dict[str, Any] = dict(answers)
    for one in fields.BY_NAME[name].fields:
        if one.kind == fields.DAY:
            initial[one.name] = {part: answers.get(f"{one.name}-{part}", "") for part in PARTS_OF_A_DAY}
    return forms.TASKS[name](initial=initial, areas=areas)


@dataclass(frozen=True)
class Answered:
    """One row of the last page and of a copy: the question, and the answer as a person reads it."""

    name: str
    question: Any
    answer: str


def answered(task: forms.Task) -> list[Answered]:
    """The questions of one section with their answers; one left open has an empty answer."""
    task.is_valid()
    return [Answered(one.name, one.label, _in_words(task, one)) for one in task.section.fields]


def _in_words(task: forms.Task, one: Field) -> str:
    choices = getattr(task.fields[one.name], "choices", None)
    if choices is not None:
        return str(dict(choices).get(task[one.name].value() or "", ""))
    if one.kind == fields.TICK:
        return str(_("Yes")) if task[one.name].value() else ""
    if one.kind == fields.DAY and one.name not in task.cleaned_data:
        return " ".join(filter(None, (task[one.name].value() or {}).values()))
    if one.kind == fields.DAY:
        day = task.cleaned_data[one.name]
        return date_format(day, "j F Y") if day else ""
    return str(task[one.name].value() or "")
