"""What each step knows (facts) and does (effects), by the words of rules/journey.

A move declares what it needs and what it causes; the steps stand beside or above this room, so each registers its own
when its app is ready (house.md, layers). A test checks that every word of the rules is registered or recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alongside.casework.rules import journey

if TYPE_CHECKING:
    from alongside.casework.organisation.models import Area
    from alongside.commons.envelope.contents import Concern
    from alongside.design import forms

    from .models import History, Referral
    from .queries import Seen

Holds = Callable[["Referral", bytes], bool]
Alarm = Callable[["Area", datetime], None]
Effect = Callable[["Referral", "History", bytes], None]
Opening = Callable[["Concern", "Referral", bytes], None]
Shared = Callable[["Referral"], None]
First = Callable[["Referral", bytes], str | None]
Keep = Callable[["Seen", str, Mapping[str, Any]], None]


@dataclass(frozen=True)
class Recordable:
    """A fact that people record: its form, and whether a record counts only for the stage it was made at.

    ``keep`` stores the answers where a step has a table of its own for them; else they become a ``Record``.
    ``stands_alone``: an answer is kept even where it is the very reason why the move cannot be made.
    ``written_by``: the roles that record it; empty where whoever makes the move does. Without a ``page`` it is on the
    page of the move for those alone.
    ``page``: the name of an address, which takes the referral's id, where it is recorded and not on the move's page.
    ``first``: says why it is recorded on its own ``page`` for this referral and not on that of the move, or None.
    ``signed_off_at``: the stage that nobody lets a referral leave on their own record of this fact: a colleague signs.
    """

    fact: str
    form: type[forms.Form]
    for_this_stage: bool = False
    keep: Keep | None = None
    stands_alone: bool = False
    written_by: tuple[str, ...] = ()
    page: str = ""
    signed_off_at: str = ""
    first: First | None = None

    def is_asked_on_the_page_of_a_move(self, roles: Container[str]) -> bool:
        """Say whether somebody with these roles records it beside the move that needs it."""
        return not self.written_by or (not self.page and any(role in roles for role in self.written_by))


_holds: dict[str, Holds] = {}
_effects: dict[str, list[Effect]] = {}
_recordable: dict[str, Recordable] = {}
_last: dict[str, Effect] = {}
_after_each: list[Effect] = []
_after_opening: list[Opening] = []
_when_hurt_is_told: list[Alarm] = []
_when_shared_to_sign: list[Shared] = []


def known(fact: str, holds: Holds) -> None:
    """Register how a step tells whether a fact is true of a referral now."""
    _check(fact, journey.FACTS)
    _holds[fact] = holds


def recorded(
    fact: str,
    form: type[forms.Form],
    *,
    for_this_stage: bool = False,
    keep: Keep | None = None,
    stands_alone: bool = False,
    written_by: tuple[str, ...] = (),
    page: str = "",
    signed_off_at: str = "",
    first: First | None = None,
) -> None:
    """Register the form in which a fact is recorded; it is true once recorded, unless ``known`` says otherwise."""
    _check(fact, journey.FACTS)
    _recordable[fact] = Recordable(
        fact, form, for_this_stage, keep, stands_alone, written_by, page, signed_off_at, first
    )  # fmt: skip


def effect(word: str, does: Effect) -> None:
    """Register what a step does when a move causes this; several steps may."""
    _check(word, journey.EFFECTS)
    _effects.setdefault(word, []).append(does)


def last_effect(word: str, does: Effect) -> None:
    """Register what a step does as the last thing of a move: who moves may see the case no more afterwards."""
    _check(word, journey.EFFECTS)
    _last[word] = does


def bring_about_last(words: tuple[str, ...], referral: Referral, history: History, case_key: bytes) -> None:
    for word in words:
        if word in _last:
            _last[word](referral, history, case_key)


def after_each_move(does: Effect) -> None:
    """Register what a step does after every move, when the stage is already the new one."""
    _after_each.append(does)


def after_opening(does: Opening) -> None:
    """Register what a step does when the intake worker has opened a concern: in its transaction, with its rights."""
    _after_opening.append(does)


def when_hurt_is_told_later(does: Alarm) -> None:
    """Register what a step does when somebody says afterwards that a person could be hurt: in which area, told when."""
    _when_hurt_is_told.append(does)


def when_shared_to_sign(does: Shared) -> None:
    """Register what a step does when a referral was shared with those who may sign a second time."""
    _when_shared_to_sign.append(does)


def shared_to_sign(referral: Referral) -> None:
    for does in _when_shared_to_sign:
        does(referral)


def hurt_is_told_later(area: Area, at: datetime) -> None:
    for does in _when_hurt_is_told:
        does(area, at)


def opened(told: Concern, referral: Referral, case_key: bytes) -> None:
    """Do what follows from a concern that was opened."""
    for does in _after_opening:
        does(told, referral, case_key)


def recordable(fact: str) -> Recordable | None:
    return _recordable.get(fact)


def why_first(fact: str, referral: Referral, case_key: bytes) -> str | None:
    """Say why a fact is recorded on a page of its own before a move of this referral, or None."""
    row = _recordable.get(fact)
    return row.first(referral, case_key) if row and row.first else None


def stands_alone(fact: str) -> bool:
    row = _recordable.get(fact)
    return row is not None and row.stands_alone


def signed_off_at(stage: str) -> list[str]:
    """Return the facts that one person records and another signs off, before a referral leaves this stage."""
    return [fact for fact, row in _recordable.items() if row.signed_off_at == stage]


def true_of(referral: Referral, case_key: bytes, *, among: Container[str] = journey.FACTS) -> set[str]:
    """Return the words of the facts that are true of a referral now, but for signatures.

    A page that asks only ``among`` some words spares the database the other questions.
    """
    made = list(referral.records.values_list("fact", "made_at"))
    told = {word for word in _recordable if word not in _holds and _counts(word, made, referral)}
    told |= {word for word, holds in _holds.items() if word in among and holds(referral, case_key)}
    return {word for word in told if word in among}


def _counts(word: str, made: list[tuple[str, datetime]], referral: Referral) -> bool:
    since = referral.entered_at if _recordable[word].for_this_stage else referral.received_at
    return any(fact == word and moment >= since for fact, moment in made)


def bring_about(words: tuple[str, ...], referral: Referral, history: History, case_key: bytes) -> None:
    """Do what a move causes, in the order that the rule names."""
    for word in words:
        for does in _effects.get(word, []):
            does(referral, history, case_key)
    for does in _after_each:
        does(referral, history, case_key)


def registered() -> tuple[set[str], set[str]]:
    """Return the facts and the effects that some step has registered."""
    return {*_holds, *_recordable}, {*_effects, *_last}


def _check(word: str, known_words: object) -> None:
    if word not in known_words:  # type: ignore[operator]
        raise ValueError(f"{word!r} is no word of rules/journey")
