"""When a person will read it: the signed bulletin of casework's duty roster, in the words of a page.

Nothing is guessed. Without a bulletin that is genuine and fresh, the page says that we do not know when.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError
from django.utils.safestring import SafeString

from alongside.commons import clock
from alongside.commons.exchange import Bulletin
from alongside.design import languages
from alongside.public.letterbox import bulletins

from .queries import Remembered

KIND: Final = "duty"
# Casework makes one an hour, and one at each change of the roster. An older one may not know who fell ill.
NOBODY: Final = SafeString("")
FRESH_FOR: Final = timedelta(hours=3)
A_NUMBER: Final = re.compile(r"\+?[0-9 ]{3,25}")


@dataclass(frozen=True)
class Reading:
    """Who reads, and when: now until a moment, or from a moment on, or neither where we do not know.

    `line` is a number that takes calls while nobody reads, or empty. `both`: casework delivers what comes here to the
    police and the authority at once (R-01).
    """

    reader: SafeString = NOBODY
    line: str = ""
    until: datetime | None = None
    not_before: datetime | None = None
    both: bool = False

    @property
    def known(self) -> bool:
        return bool(self.until or self.not_before)


@dataclass(frozen=True)
class Duty:
    """What a bulletin says, and when it was made."""

    made_at: datetime
    areas: Mapping[str, Any]
    unplaced: Mapping[str, Any]


def reading(area: str, now: datetime) -> Reading:
    """When somebody reads what is sent from this area, by its code; any other word is for what has no place."""
    try:
        found = _newest()
    except DatabaseError:
        return Reading()
    if found is None or not timedelta(0) <= now - found.made_at <= FRESH_FOR:
        return Reading()
    return _read(found.areas.get(area, found.unplaced), now)


def _of(bulletin: Bulletin) -> Duty:
    says = bulletin.says()
    return Duty(bulletin.made_at, dict(says["areas"]), dict(says["unplaced"]))


_newest: Final = Remembered(lambda: bulletins.newest(KIND, _of))


def _read(row: Mapping[str, Any], now: datetime) -> Reading:
    try:
        reader = _reader(row.get("reader", {}))
        spans = sorted((_moment(start), _moment(end)) for start, end in row["reads"])
        line, both = _line(str(row.get("line", ""))), row.get("both") is True
    except (KeyError, TypeError, ValueError, AttributeError):
        return Reading()
    for start, end in spans:
        if start <= now < end:
            return Reading(reader, line, until=end, both=both)
        if now < start:
            return Reading(reader, line, not_before=start, both=both)
    return Reading(reader, line, both=both)


def _reader(said: Mapping[str, str]) -> SafeString:
    """In the language of the page; elsewhere nothing, so that a page says it in words of its own."""
    return languages.marked(str(said.get(languages.now(), "")), languages.now())


def _line(said: str) -> str:
    """Only a number is shown as one to press."""
    return said if A_NUMBER.fullmatch(said) else ""


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A span needs moments that know their time zone.")
    return moment.astimezone(clock.LONDON)
