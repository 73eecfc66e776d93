"""Whose a case is: what the steps know of it, and why somebody who reads a case may decide nothing about it (R-09).

A grant lets somebody read. Roles come with it where a post of another area reads for a while (queries.roles_on), so a
step that lets others read says here that the case is not theirs. Telling 999 or social care asks nothing of this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

from alongside.commons.refusals import NotAllowed

if TYPE_CHECKING:
    from alongside.casework.organisation.models import Area, Staff

    from .queries import Seen

Rule = Callable[["Seen"], "str | None"]
Warns = Callable[["Staff"], list[str]]
Gate = Callable[["Staff"], "str | None"]
Passed = Callable[["Seen", "Area", Collection[datetime]], None]

_not_theirs: list[Rule] = []
_waits: list[Rule] = []
_gates: list[Gate] = []
_warned: list[Warns] = []
_passed: list[Passed] = []


def not_theirs(rule: Rule) -> None:
    """Register a rule that says, in a sentence, why a case is not that of whoever is looking, or None."""
    _not_theirs.append(rule)


def waits(rule: Rule) -> None:
    """Register a rule that says why nobody decides about a case now, its owner neither, or None."""
    _waits.append(rule)


def who_decides(gate: Gate) -> None:
    """Register a rule that says why somebody takes no new decision at all today, or None (R-30)."""
    _gates.append(gate)


def who_is_warned(warns: Warns) -> None:
    """Register what says, in sentences, that somebody soon takes no new decision any more."""
    _warned.append(warns)


def warnings(staff: Staff) -> list[str]:
    """Return what somebody is warned of on the first page that they see."""
    return [sentence for warns in _warned for sentence in warns(staff)]


def when_passed(does: Passed) -> None:
    """Register what a step does when another area has become the owner: see ``passed``."""
    _passed.append(does)


def reason_not_theirs(seen: Seen) -> str | None:
    """Say why whoever is looking reads this case and does not own it, or None."""
    return next((reason for rule in _not_theirs if (reason := rule(seen))), None)


def reason_against_new_decisions(staff: Staff) -> str | None:
    """Say why somebody takes no new decision today, whatever it is about, or None."""
    return next((reason for gate in _gates if (reason := gate(staff))), None)


def refuse_new_decisions(staff: Staff) -> None:
    """Raise NotAllowed where somebody takes no new decision today: for decisions that are no move of a case."""
    if sentence := reason_against_new_decisions(staff):
        raise NotAllowed(sentence)


def reason_against_deciding(seen: Seen, *, still_open: bool = False) -> str | None:
    """Say why whoever is looking makes no move now and records nothing for one, or None.

    Args:
        still_open: it is one of what rules/training leaves to somebody whose training has lapsed.
    """
    found = next((reason for rule in (*_not_theirs, *_waits) if (reason := rule(seen))), None)
    return found or (None if still_open else reason_against_new_decisions(seen.staff))


def passed(seen: Seen, from_area: Area, danger_told_at: Collection[datetime]) -> None:
    """Do what follows from a case's new owner, in the transaction in which it is accepted.

    Args:
        seen: the case, of its new area already, for who accepted it.
        danger_told_at: the moments at which it came to us that somebody could be hurt.
    """
    for does in _passed:
        does(seen, from_area, danger_told_at)
