"""The story of a referral as dated facts in plain words, newest first. Each step registers what it tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from . import queries
from .queries import Line, Seen


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, what in a few words, who did it (and as what), more in words, where to read on.

    `folded` are records as `queries.in_words` gives them: the page folds them.
    """

    at: datetime
    what: str
    by: str = ""
    as_role: str = ""
    note: str = ""
    words: str = ""
    folded: tuple[dict[str, Any], ...] = ()
    href: str = ""


Tells = Callable[[Seen], Iterable[Moment]]
_tells: list[Tells] = []


def add(tells: Tells) -> None:
    """Register what a step tells of a case; it tells nothing that whoever is looking may not read."""
    _tells.append(tells)


def of(seen: Seen) -> list[Moment]:
    """Return the whole story, newest first; nothing to who may not read the referral."""
    if "referral" not in queries.sees(seen):
        return []
    told = [*_moves(seen), *_concerns(seen), *(moment for tells in _tells for moment in tells(seen))]
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def _moves(seen: Seen) -> Iterator[Moment]:
    """Return every move with what was recorded for it; what was recorded since stands for itself."""
    recorded = queries.records(seen)[::-1]
    for line in queries.history(seen)[::-1]:
        its = tuple(each for each in recorded if each["at"] <= line.at)
        recorded = recorded[len(its) :]
        yield _move(line, its)
    for each in recorded:
        yield Moment(each["at"], str(each["title"]), each["by"], each["as_role"], folded=(each,))


def _move(line: Line, recorded: tuple[dict[str, Any], ...]) -> Moment:
    note = _("Now at: %(stage)s") % {"stage": _(line.enters)}
    closed = f"; {_(line.closed_with)}" if line.closed_with else ""
    return Moment(line.at, _(line.label), line.by, line.as_role, note + closed, line.reason, recorded)


def _concerns(seen: Seen) -> Iterator[Moment]:
    """Return that a concern was received, each but the first, whose arrival the history tells."""
    received = sorted(seen.referral.concerns.values_list("received_at", flat=True))
    if "concern" in queries.sees(seen):
        yield from (Moment(at, _("Another concern was received"), href="#told") for at in received[1:])
