"""What was typed on the chair's screen, box by box: in words, and which boxes hold one answer alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from alongside.casework.referrals import facts
from alongside.casework.rules import closure, journey
from alongside.casework.rules import panel as rules
from alongside.design import forms
from alongside.design.fields import PARTS

from .forms import Decision, GiveAction, Screen

DECISION, ACTION = "decision_recorded", "action"
PLAIN = ("note", "votes_for", "votes_against", "closure_code", "decide")
NOTE = "note"
"""What goes into the minutes beside the decision record and the actions."""


def written_in(data: Mapping[str, str]) -> dict[str, str]:
    """Return what of a request is the screen's own, by box: all that a saving keeps."""
    kept = {name: data[name] for name in PLAIN if name in data}
    return kept | {name: data[name] for name in data if name.partition("-")[0] in (*journey.FACTS, ACTION)}


def one_answer() -> frozenset[str]:
    """Return the boxes in which two answers cannot stand one after the other: choices, numbers, days."""
    found = {"decide", "closure_code"}
    for name, field in _fields():
        if not isinstance(field, forms.CharField):
            found |= set(_boxes(name, field))
    return frozenset(found)


def in_words(written: Mapping[str, str], people: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was typed as question and answer, also what the item does not ask any more.

    Args:
        people: names of those who can have an action, by the value of their box.
    """
    left = {name: text for name, text in written.items() if text.strip()}
    said = [(_("What does the panel decide?"), _chosen(left.pop("decide", "")))]
    code = left.pop("closure_code", "")
    said.append((_("How does it end?"), _(closure.CODES[code].label) if code in closure.CODES else code))
    for name, field in _fields():
        texts = [left.pop(box) for box in _boxes(name, field) if box in left]
        said.append((str(field.label), " ".join(people.get(text, text) for text in texts)))
    said += [(_("Typed besides"), text) for text in left.values()]
    return [(question, answer) for question, answer in said if answer]


def _chosen(word: str) -> str:
    return _(rules.OUTCOMES[word].label) if word in rules.OUTCOMES else word


def _fields() -> Iterator[tuple[str, Any]]:
    """Return every box that the screen can ask, whatever the decision, with the field it belongs to."""
    rows = (facts.recordable(fact) for fact in journey.FACTS)
    kinds: dict[str, type[forms.Form]] = {"": Screen, DECISION: Decision, ACTION: GiveAction}
    for prefix, form in (kinds | {row.fact: row.form for row in rows if row}).items():
        for name, field in form.base_fields.items():
            yield f"{prefix}-{name}" if prefix else name, field


def _boxes(name: str, field: Any) -> list[str]:
    return [f"{name}-{part}" for part in PARTS] if isinstance(field, forms.DateField) else [name]
