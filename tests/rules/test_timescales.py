"""Clocks: New Year, 29 February, Scotland's 2 January, holds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.casework.rules.journey import STAGES
from alongside.casework.rules.roles import ROLES
from alongside.casework.rules.timescales import (
    CLOCKS,
    UNITS,
    add_months,
    age_on,
    appears_on,
    due_after_holds,
    due_on,
    late_sentence,
    overdue_in_words,
    turns_18_on,
)
from alongside.commons.calendars import Nation

ENGLAND = "england_and_wales"
GATEWAY = CLOCKS["gateway"]


def test_a_deadline_over_new_year_in_england():
    assert due_on(GATEWAY, date(2026, 12, 30), ENGLAND) == date(2027, 1, 7)


def test_scotland_rests_on_2_january_so_its_deadline_is_later():
    assert due_on(CLOCKS["acknowledge"], date(2025, 12, 31), ENGLAND) == date(2026, 1, 2)
    assert due_on(CLOCKS["acknowledge"], date(2025, 12, 31), "scotland") == date(2026, 1, 5)


def test_northern_ireland_rests_on_12_july():
    assert due_on(CLOCKS["acknowledge"], date(2027, 7, 9), ENGLAND) == date(2027, 7, 12)
    assert due_on(CLOCKS["acknowledge"], date(2027, 7, 9), "northern_ireland") == date(2027, 7, 13)


def test_reviews_6_and_12_months_after_29_february():
    assert due_on(CLOCKS["review_6m"], date(2028, 2, 29), ENGLAND) == date(2028, 8, 29)
    assert due_on(CLOCKS["review_12m"], date(2028, 2, 29), ENGLAND) == date(2029, 2, 28)
    assert due_on(CLOCKS["review_6m"], date(2026, 8, 31), ENGLAND) == date(2027, 2, 28)


def test_an_area_can_have_a_length_of_its_own():
    assert due_on(GATEWAY, date(2026, 11, 2), ENGLAND, {"gateway": 3}) == date(2026, 11, 5)


def test_a_nation_without_a_calendar_is_refused():
    with pytest.raises(ValueError, match="france"):
        due_on(GATEWAY, date(2026, 11, 2), "france")


def test_a_hold_moves_the_day_on_by_the_working_days_it_lasted():
    holds = [(date(2026, 11, 4), date(2026, 11, 11))]
    assert due_on(GATEWAY, date(2026, 11, 2), ENGLAND) == date(2026, 11, 9)
    assert due_after_holds(GATEWAY, date(2026, 11, 2), ENGLAND, holds, date(2026, 11, 20)) == date(2026, 11, 16)


def test_while_a_hold_lasts_the_day_keeps_moving():
    for today, due in ((date(2026, 11, 5), date(2026, 11, 10)), (date(2026, 11, 6), date(2026, 11, 11))):
        assert due_after_holds(GATEWAY, date(2026, 11, 2), ENGLAND, [(date(2026, 11, 4), None)], today) == due


def test_a_hold_after_the_day_it_was_due_changes_nothing():
    holds = [(date(2026, 11, 12), date(2026, 11, 20))]
    assert due_after_holds(GATEWAY, date(2026, 11, 2), ENGLAND, holds, date(2026, 12, 1)) == date(2026, 11, 9)


def test_reviews_after_exit_do_not_wait_for_a_hold():
    holds = [(date(2026, 11, 12), date(2026, 11, 20))]
    due = due_after_holds(CLOCKS["review_6m"], date(2026, 11, 2), ENGLAND, holds, date(2026, 12, 1))
    assert due == date(2027, 5, 2)


def test_lateness_is_told_in_words():
    due = date(2026, 11, 10)
    told = [overdue_in_words(due, date(2026, 11, day)) for day in (5, 9, 10, 11, 13)]
    assert told == ["due in 5 days", "due tomorrow", "due today", "1 day overdue", "3 days overdue"]
    assert late_sentence(CLOCKS["review_6m"], due, date(2026, 11, 13)) == (
        "Review 6 months after exit: 3 days overdue. This is told to the panel chair, then the director."
    )


def test_a_review_appears_30_days_before_its_day():
    assert appears_on(date(2027, 5, 2)) == date(2027, 4, 2)


def test_somebody_born_on_29_february_turns_18_on_1_march():
    assert turns_18_on(date(2008, 2, 29)) == date(2026, 3, 1)
    assert age_on(date(2026, 2, 28), date(2008, 2, 29)) == 17
    assert age_on(date(2026, 3, 1), date(2008, 2, 29)) == 18


def test_the_table_uses_known_words():
    for clock in CLOCKS.values():
        assert clock.unit in UNITS
        assert clock.tells
        assert set(clock.tells) <= set(ROLES)
        assert clock.mark in ("published", "background", "design")
    assert {stage.clock for stage in STAGES.values() if stage.clock} <= set(CLOCKS)
    assert CLOCKS["acknowledge"].duration == "1 working day"
    assert GATEWAY.duration == "5 working days"


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(derandomize=True, max_examples=100, deadline=None)
@given(day=days, clock=st.sampled_from(sorted(CLOCKS)), nation=st.sampled_from(list(Nation)))
def test_what_starts_later_is_never_due_sooner(day, clock, nation):
    due = due_on(CLOCKS[clock], day, nation)
    assert due > day
    assert due <= due_on(CLOCKS[clock], date.fromordinal(day.toordinal() + 1), nation)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(day=days, months=st.integers(0, 60))
def test_months_land_in_the_right_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
