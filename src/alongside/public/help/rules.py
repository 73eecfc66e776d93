"""When a service answers, and whether what we say of it is fresh enough to show. Pure, without a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from alongside.commons.clock import LONDON

# Domain page 7.1: an entry is checked again after 90 days and hidden after 180.
CHECK_AGAIN_AFTER: Final = timedelta(days=90)
HIDE_AFTER: Final = timedelta(days=180)
LOOKS_AHEAD: Final = 15
"""Days. A service that does not open within a fortnight says so in words of its own."""

BANK_HOLIDAY: Final = 7
"""Beside the weekdays 0 (Monday) to 6 (Sunday)."""


class OnBankHolidays(StrEnum):
    AS_USUAL = "as_usual"
    CLOSED = "closed"
    OTHER_HOURS = "other_hours"


@dataclass(frozen=True)
class Hours:
    """When a service answers, by its own clock. Closing at or before opening means on the next day."""

    by_weekday: Mapping[int, tuple[tuple[time, time], ...]]
    always: bool = False
    on_bank_holidays: OnBankHolidays = OnBankHolidays.AS_USUAL
    zone: tzinfo = LONDON


@dataclass(frozen=True)
class Answering:
    """Open now; ``until`` is None when it never closes."""

    until: datetime | None


@dataclass(frozen=True)
class Closed:
    """Closed now; ``opens_at`` is None when it does not open within a fortnight."""

    opens_at: datetime | None


def state_at(now: datetime, hours: Hours, is_bank_holiday: Callable[[date], bool]) -> Answering | Closed | None:
    """Say whether a service answers now, and until when or from when; None where its hours are not known."""
    if hours.always:
        return Answering(until=None)
    if not hours.by_weekday:
        return None
    here = now.astimezone(hours.zone)
    for opens_at, closes_at in _joined(_spans(here.date(), hours, is_bank_holiday)):
        if now < opens_at:
            return Closed(opens_at)
        if now < closes_at:
            return Answering(closes_at)
    return Closed(None)


def is_fresh(checked_on: date, today: date) -> bool:
    return today - checked_on <= HIDE_AFTER


def is_due(checked_on: date, today: date) -> bool:
    """Whether somebody should check an entry again."""
    return today - checked_on >= CHECK_AGAIN_AFTER


def _spans(day: date, hours: Hours, is_bank_holiday: Callable[[date], bool]) -> Iterator[tuple[datetime, datetime]]:
    """All spans of opening from yesterday (whose may reach past midnight) for a fortnight."""
    for ahead in range(-1, LOOKS_AHEAD):
        on = day + timedelta(days=ahead)
        for opens, closes in hours.by_weekday.get(_row_for(on, hours, is_bank_holiday), ()):
            last_day = on if closes > opens else on + timedelta(days=1)
            yield datetime.combine(on, opens, hours.zone), datetime.combine(last_day, closes, hours.zone)


def _row_for(day: date, hours: Hours, is_bank_holiday: Callable[[date], bool]) -> int:
    if hours.on_bank_holidays == OnBankHolidays.AS_USUAL or not is_bank_holiday(day):
        return day.weekday()
    # Hours for bank holidays are read only where a service has other ones; a closed service has no such row.
    return BANK_HOLIDAY if hours.on_bank_holidays == OnBankHolidays.OTHER_HOURS else -1


def _joined(spans: Iterator[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The spans in order, those that touch made one: who answers through midnight does not close at midnight."""
    joined: list[tuple[datetime, datetime]] = []
    for opens_at, closes_at in sorted(spans):
        if joined and opens_at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes_at))
        else:
            joined.append((opens_at, closes_at))
    return joined
