"""“Open now” and “opens at”: tables that an editor can check."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.commons import calendars
from alongside.commons.clock import LONDON
from alongside.public.help import rules
from alongside.public.help.rules import Answering, Closed, Hours, OnBankHolidays

NINE_TO_FIVE = ((time(9), time(17)),)
EVERY_DAY = Hours(dict.fromkeys(range(7), NINE_TO_FIVE))
WEEKDAYS = Hours(dict.fromkeys(range(5), NINE_TO_FIVE), on_bank_holidays=OnBankHolidays.CLOSED)
NIGHTS = Hours(dict.fromkeys(range(7), ((time(20), time(2)),)))
ROUND_THE_CLOCK = Hours(dict.fromkeys(range(7), ((time(0), time(0)),)))
SPECIAL = Hours(
    {**dict.fromkeys(range(5), NINE_TO_FIVE), rules.BANK_HOLIDAY: ((time(10), time(12)),)},
    on_bank_holidays=OnBankHolidays.OTHER_HOURS,
)


def in_england(day: date) -> bool:
    return day in calendars.bank_holidays(day.year, calendars.Nation.ENGLAND_AND_WALES)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "now", "state"),
    [
        # Sunday 22 November 2026.
        (EVERY_DAY, at(2026, 11, 22, 8, 59), Closed(at(2026, 11, 22, 9))),
        (EVERY_DAY, at(2026, 11, 22, 9), Answering(at(2026, 11, 22, 17))),
        (EVERY_DAY, at(2026, 11, 22, 16, 59), Answering(at(2026, 11, 22, 17))),
        (EVERY_DAY, at(2026, 11, 22, 17), Closed(at(2026, 11, 23, 9))),
        (WEEKDAYS, at(2026, 11, 20, 18), Closed(at(2026, 11, 23, 9))),
        # Christmas 2026 is a Friday; Boxing Day is kept on Monday 28.
        (WEEKDAYS, at(2026, 12, 24, 18), Closed(at(2026, 12, 29, 9))),
        (EVERY_DAY, at(2026, 12, 25, 10), Answering(at(2026, 12, 25, 17))),
        (SPECIAL, at(2026, 12, 25, 11), Answering(at(2026, 12, 25, 12))),
        (SPECIAL, at(2026, 12, 25, 13), Closed(at(2026, 12, 28, 10))),
        # After midnight the evening before still counts.
        (NIGHTS, at(2026, 11, 22, 1), Answering(at(2026, 11, 22, 2))),
        (NIGHTS, at(2026, 11, 22, 3), Closed(at(2026, 11, 22, 20))),
        (Hours({}, always=True), at(2026, 12, 25, 3), Answering(None)),
        # Hours that nobody has written down are not “closed”.
        (Hours({}), at(2026, 11, 22, 12), None),
        # Summer time ends on Sunday 25 October 2026.
        (EVERY_DAY, at(2026, 10, 24, 20), Closed(at(2026, 10, 25, 9))),
    ],
)
def test_a_service_answers_when_its_hours_say(hours: Hours, now: datetime, state: object) -> None:
    assert rules.state_at(now, hours, in_england) == state


def test_a_service_in_germany_keeps_its_own_clock() -> None:
    berlin = Hours({0: ((time(9), time(15)),)}, zone=ZoneInfo("Europe/Berlin"))
    assert rules.state_at(at(2026, 11, 23, 8), berlin, in_england) == Answering(at(2026, 11, 23, 14))
    assert rules.state_at(at(2026, 11, 23, 7, 59), berlin, in_england) == Closed(at(2026, 11, 23, 8))


def test_who_answers_through_midnight_does_not_close_at_midnight() -> None:
    state = rules.state_at(at(2026, 11, 22, 23, 59), ROUND_THE_CLOCK, in_england)
    assert isinstance(state, Answering)
    assert state.until is not None
    assert state.until > at(2026, 11, 24, 0)


def test_a_service_that_does_not_open_for_a_fortnight_names_no_moment() -> None:
    closed = Hours({rules.BANK_HOLIDAY: NINE_TO_FIVE}, on_bank_holidays=OnBankHolidays.OTHER_HOURS)
    assert rules.state_at(at(2026, 11, 1, 9), closed, in_england) == Closed(None)


@pytest.mark.parametrize(("days", "fresh", "due"), [(0, True, False), (89, True, False), (90, True, True),
                                                    (180, True, True), (181, False, True)])  # fmt: skip
def test_an_entry_is_checked_again_after_90_days_and_hidden_after_180(days: int, fresh: bool, due: bool) -> None:
    today = date(2026, 11, 22)
    checked_on = today - timedelta(days=days)
    assert rules.is_fresh(checked_on, today) is fresh
    assert rules.is_due(checked_on, today) is due
