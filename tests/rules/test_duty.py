"""When somebody reads: hours are those of the clock on the wall, over both changes of the clock and New Year."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.casework.rules import duty, roles
from alongside.casework.rules.duty import Hours, Reading, Roster, Turn
from alongside.commons.calendars import Nation

INES, BO = uuid.uuid4(), uuid.uuid4()
ALWAYS = (date(2020, 1, 1), date(2030, 12, 31))
NINE_TO_FIVE = tuple(Hours(weekday, time(9), time(17)) for weekday in range(5))
DAY = timedelta(days=1)


def roster(
    *hours: Hours,
    nation: Nation = Nation.ENGLAND_AND_WALES,
    turns: tuple[Turn, ...] = (),
    away: tuple[Turn, ...] = (),
) -> Roster:
    return Roster(
        nation, hours or NINE_TO_FIVE, turns or (Turn(INES, *ALWAYS),), away, (Turn(INES, *ALWAYS), Turn(BO, *ALWAYS))
    )


def read_on(of: Roster, day: date) -> list[tuple[str, str]]:
    return [(f"{each.from_at:%d %H:%M}", f"{each.until_at:%d %H:%M}") for each in duty.readings(of, day, day)]


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (date(2027, 3, 26), "", ""),  # Good Friday
        (date(2027, 3, 25), "25 09:00", "25 17:00"),
        (date(2027, 3, 30), "30 08:00", "30 16:00"),  # the Tuesday after clocks went forward
        (date(2027, 10, 29), "29 08:00", "29 16:00"),
        (date(2027, 11, 1), "01 09:00", "01 17:00"),  # the Monday after clocks went back
        (date(2026, 12, 31), "31 09:00", "31 17:00"),
        (date(2027, 1, 1), "", ""),
        (date(2027, 1, 4), "04 09:00", "04 17:00"),
    ],
)
def test_nine_to_five_is_nine_to_five_on_the_wall(day: date, opens: str, closes: str) -> None:
    assert read_on(roster(), day) == ([(opens, closes)] if opens else [])


def test_bank_holidays_are_those_of_the_nation() -> None:
    second_of_january = date(2026, 1, 2)
    assert read_on(roster(), second_of_january)
    assert not read_on(roster(nation=Nation.SCOTLAND), second_of_january)
    assert read_on(roster(Hours(4, time(9), time(12), holidays=True), nation=Nation.SCOTLAND), second_of_january)


NIGHTS = {
    # Sunday 29 March 2026: at 1:00 the clock leaps to 2:00. Sunday 25 October 2026: 1:00 to 2:00 comes twice.
    "night over the leap": (date(2026, 3, 28), Hours(5, time(22), time(6)), "28 22:00", "29 05:00"),
    "opens in the hour that is not there": (date(2026, 3, 29), Hours(6, time(1, 30), time(4)), "29 01:00", "29 03:00"),
    "closes in the hour that is not there": (date(2026, 3, 29), Hours(6, time(0), time(1, 30)), "29 00:00", "29 01:00"),
    "night over the hour that comes twice": (date(2026, 10, 24), Hours(5, time(22), time(6)), "24 21:00", "25 06:00"),
    "opens at the first of the two": (date(2026, 10, 25), Hours(6, time(1, 30), time(4)), "25 00:30", "25 04:00"),
    "closes at the second of the two": (date(2026, 10, 25), Hours(6, time(0), time(1, 30)), "24 23:00", "25 01:30"),
    "over New Year": (date(2026, 12, 31), Hours(3, time(20), time(8)), "31 20:00", "01 08:00"),
    "until midnight": (date(2026, 12, 31), Hours(3, time(20), time(0)), "31 20:00", "01 00:00"),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_nights_over_a_change_of_the_clock_and_new_year(night: str) -> None:
    day, hours, opens, closes = NIGHTS[night]
    assert read_on(roster(hours), day) == [(opens, closes)]


@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)), st.times(), st.times())
def test_hours_that_meet_leave_no_moment_between_them(day: date, opens: time, closes: time) -> None:
    if opens == closes:
        return
    first = duty.moments(day, Hours(day.weekday(), opens, closes))
    next_day = day if opens < closes else day + DAY
    then = duty.moments(next_day, Hours(next_day.weekday(), closes, time(0)))
    assert first[0] < first[1] or first[1] - first[0] == timedelta(0)
    assert then[0] <= first[1]


def test_who_is_away_or_no_longer_holds_the_post_is_not_on_duty() -> None:
    monday = date(2026, 11, 23)
    assert duty.on_duty(roster(), monday) == {INES}
    assert duty.on_duty(roster(away=(Turn(INES, monday, monday),)), monday) == frozenset()
    left = Roster(
        Nation.ENGLAND_AND_WALES, NINE_TO_FIVE, (Turn(INES, *ALWAYS),), (), (Turn(INES, monday - DAY, monday),)
    )
    assert duty.on_duty(left, monday) == {INES}
    assert duty.on_duty(left, monday + DAY) == frozenset()


def test_a_gap_is_an_hour_of_reading_with_nobody() -> None:
    monday = date(2026, 11, 23)
    of = roster(*NINE_TO_FIVE, Hours(5, time(10), time(14)), turns=(Turn(INES, monday, monday + 3 * DAY),))
    found = duty.readings(of, monday, monday + 6 * DAY)
    missing = duty.gaps(found, datetime(2026, 11, 23, tzinfo=UTC))
    assert [f"{gap.from_at:%a}" for gap in missing] == ["Fri", "Sat"]
    assert len(duty.in_which_somebody_reads(found)) == 4


def test_spans_that_meet_are_one() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    hour = timedelta(hours=1)
    found = [Reading(at, at + hour, frozenset({INES})), Reading(at + hour, at + 2 * hour, frozenset({BO})),
             Reading(at + 3 * hour, at + 4 * hour), Reading(at + 5 * hour, at + 6 * hour, frozenset({BO}))]  # fmt: skip
    assert duty.in_which_somebody_reads(found) == [(at, at + 2 * hour), (at + 5 * hour, at + 6 * hour)]


def test_reading_at_a_moment_of_the_night_belongs_to_the_day_before() -> None:
    of = roster(Hours(5, time(22), time(6)), turns=(Turn(BO, date(2026, 10, 24), date(2026, 10, 24)),))
    assert duty.reading_at(of, datetime(2026, 10, 25, 5, 59, tzinfo=UTC)) == {BO}
    assert duty.reading_at(of, datetime(2026, 10, 25, 6, 0, tzinfo=UTC)) == frozenset()


def test_who_keeps_a_roster() -> None:
    assert duty.reason_against_keeping(["coordinator"], "Northmere") is None
    assert duty.reason_against_keeping(["manager"], "Northmere") is None
    for role in set(roles.ROLES) - {"coordinator", "manager"}:
        assert duty.reason_against_keeping([role], "Northmere") is not None


def test_hours_may_not_overlap_or_be_empty() -> None:
    there = [Hours(0, time(9), time(17))]
    assert duty.reason_against_hours(Hours(0, time(17), time(20)), there) is None
    assert duty.reason_against_hours(Hours(1, time(9), time(17)), there) is None
    assert duty.reason_against_hours(Hours(0, time(16), time(18)), there) is not None
    assert duty.reason_against_hours(Hours(0, time(16), time(2)), there) is not None
    assert duty.reason_against_hours(Hours(0, time(7), time(7)), there) is not None


def test_steps_go_from_duty_to_cover_to_those_who_lead_and_end() -> None:
    assert [step.word for step in duty.steps_after("")] == ["on_duty", "cover", "leads"]
    assert [step.word for step in duty.steps_after("on_duty")] == ["cover", "leads"]
    assert duty.steps_after("leads") == ()
    assert duty.STEPS[-1].roles == ("coordinator", "chair", "deputy_chair")


def test_fifteen_minutes_are_fifteen_minutes() -> None:
    told = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    assert not duty.is_late(told, told + timedelta(minutes=14, seconds=59))
    assert duty.is_late(told, told + timedelta(minutes=15))
