import socket
from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import calendars
from alongside.commons.calendars import Nation

ENGLAND, SCOTLAND, ULSTER = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND
DAYS = st.dates(date(2010, 1, 1), date(2045, 12, 31))
NATIONS = st.sampled_from(Nation)

# Proclaimed once: (added, taken away), for all three.
ONCE = {
    2012: ({date(2012, 6, 4), date(2012, 6, 5)}, {date(2012, 5, 28)}),
    2020: ({date(2020, 5, 8)}, {date(2020, 5, 4)}),
    2022: ({date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}, {date(2022, 5, 30)}),
    2023: ({date(2023, 5, 8)}, set()),
}


@pytest.mark.parametrize("nation", Nation)
def test_the_rules_foretell_every_listed_year_but_for_what_was_proclaimed_once(nation):
    assert len(calendars.known_years(nation)) >= 17
    for year in calendars.known_years(nation):
        added, taken = ONCE.get(year, (set(), set()))
        assert (calendars.by_rule(year, nation) - taken) | added == calendars.bank_holidays(year, nation), year


def test_easter_falls_where_another_library_says():
    assert [calendars.easter_sunday(year) for year in range(1900, 2200)] == [easter(year) for year in range(1900, 2200)]


@pytest.mark.parametrize(
    ("day", "working_in"),
    [
        (date(2026, 8, 3), {ENGLAND, ULSTER}),  # Scotland's summer holiday
        (date(2026, 8, 31), {SCOTLAND}),
        (date(2027, 3, 29), {SCOTLAND}),  # Easter Monday
        (date(2026, 1, 2), {ENGLAND, ULSTER}),
        (date(2026, 11, 30), {ENGLAND, ULSTER}),  # St Andrew
        (date(2026, 3, 17), {ENGLAND, SCOTLAND}),  # St Patrick
        (date(2026, 7, 13), {ENGLAND, SCOTLAND}),  # 12 July on a Sunday
        (date(2026, 12, 28), set()),  # Boxing Day on a Saturday
        (date(2026, 11, 28), set()),  # a Saturday
        (date(2026, 11, 25), set(Nation)),
        (date(2039, 1, 4), {ENGLAND, ULSTER}),  # 2 January on a Sunday, by rule
        (date(2039, 1, 3), set()),
    ],
)
def test_who_works_on_a_day_differs_by_nation(day, working_in):
    assert {nation for nation in Nation if calendars.is_working_day(day, nation)} == working_in


@pytest.mark.parametrize(
    ("day", "count", "nation", "due"),
    [
        (date(2026, 12, 24), 1, ENGLAND, date(2026, 12, 29)),
        (date(2026, 12, 31), 1, ENGLAND, date(2027, 1, 4)),
        (date(2026, 12, 31), 1, SCOTLAND, date(2027, 1, 5)),
        (date(2026, 11, 27), 5, ENGLAND, date(2026, 12, 4)),
        (date(2026, 11, 27), 5, SCOTLAND, date(2026, 12, 7)),
        (date(2026, 11, 28), 1, ENGLAND, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, ENGLAND, date(2026, 11, 28)),
    ],
)
def test_the_clock_starts_the_day_after(day, count, nation, due):
    assert calendars.add_working_days(day, count, nation) == due


@settings(max_examples=60, derandomize=True)
@given(DAYS, st.integers(0, 60), NATIONS)
def test_counting_and_adding_agree(day, count, nation):
    due = calendars.add_working_days(day, count, nation)
    assert calendars.working_days_between(day, due, nation) == count
    assert count == 0 or calendars.is_working_day(due, nation)
    assert count == 0 or calendars.working_days_between(day, due - timedelta(days=1), nation) == count - 1


@settings(max_examples=60, derandomize=True)
@given(st.integers(1990, 2199), NATIONS)
def test_every_year_by_rule_has_as_many_holidays_and_none_on_a_weekend(year, nation):
    days = calendars.by_rule(year, nation)
    assert len(days) == {ENGLAND: 8, SCOTLAND: 9, ULSTER: 10}[nation]
    assert all(day.weekday() < 5 and day.year == year for day in days)


def test_it_says_which_years_are_listed_and_which_worked_out():
    last = calendars.known_years(ENGLAND)[-1]
    assert calendars.is_known(date(last, 12, 31), ENGLAND)
    assert not calendars.is_known(date(last + 1, 1, 1), ENGLAND)
    assert calendars.bank_holidays(last + 1, ENGLAND) == calendars.by_rule(last + 1, ENGLAND)


def test_days_are_counted_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        calendars.add_working_days(date(2026, 1, 1), -1, ENGLAND)
    assert calendars.working_days_between(date(2026, 1, 5), date(2026, 1, 1), ENGLAND) == 0


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("The calendar called out.")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    calendars._listed.cache_clear()
    calendars.bank_holidays.cache_clear()
    assert date(2026, 12, 25) in calendars.bank_holidays(2026, ENGLAND)
