"""Working days in the three parts of the United Kingdom whose bank holidays differ.

Known years come from GOV.UK's list, as the package `govuk-bank-holidays` carries it; nothing is fetched. Other years
are worked out by rule (Banking and Financial Dealings Act 1971, Schedule 1, and the proclamations made every year),
which cannot foresee an extra or a moved holiday: `is_known` tells which of the two an answer rests on.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

DAY = timedelta(days=1)
SATURDAY = 5
MONDAY = 0


class Nation(StrEnum):
    """Which bank holidays an area keeps."""

    ENGLAND_AND_WALES = "england_and_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


# Holidays on the same date every year, as (month, day). On a weekend they move to the next free weekday.
ON_A_DATE = {
    Nation.ENGLAND_AND_WALES: ((1, 1), (12, 25), (12, 26)),
    Nation.SCOTLAND: ((1, 1), (1, 2), (11, 30), (12, 25), (12, 26)),
    Nation.NORTHERN_IRELAND: ((1, 1), (3, 17), (7, 12), (12, 25), (12, 26)),
}
# Mondays, as (month, which): 1 is the first of the month, -1 the last.
ON_A_MONDAY = {
    Nation.ENGLAND_AND_WALES: ((5, 1), (5, -1), (8, -1)),
    Nation.SCOTLAND: ((5, 1), (5, -1), (8, 1)),
    Nation.NORTHERN_IRELAND: ((5, 1), (5, -1), (8, -1)),
}
# Days after Easter Sunday.
BY_EASTER = {
    Nation.ENGLAND_AND_WALES: (-2, 1),
    Nation.SCOTLAND: (-2,),
    Nation.NORTHERN_IRELAND: (-2, 1),
}


def is_working_day(day: date, nation: Nation) -> bool:
    """Whether people work on this day: not on Saturdays, Sundays and bank holidays."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year, nation)


def add_working_days(day: date, count: int, nation: Nation) -> date:
    """The `count`-th working day after `day`; the clock starts the day after. None at all leaves the day as it is.

    Raises ValueError for fewer than none.
    """
    if count < 0:
        raise ValueError("Working days are counted forwards.")
    for _each in range(count):
        day = _next_working_day(day, nation)
    return day


def working_days_between(start: date, end: date, nation: Nation) -> int:
    """How many working days come after `start`, up to and with `end`; none when `end` is not later."""
    days = (start + DAY * ahead for ahead in range(1, (end - start).days + 1))
    return sum(is_working_day(day, nation) for day in days)


@cache
def bank_holidays(year: int, nation: Nation) -> frozenset[date]:
    """The bank holidays of a year: GOV.UK's where it has listed them, else by rule."""
    return _listed(nation).get(year) or by_rule(year, nation)


def is_known(day: date, nation: Nation) -> bool:
    """Whether GOV.UK has listed the bank holidays of this day's year."""
    return day.year in _listed(nation)


def known_years(nation: Nation) -> range:
    """The years that GOV.UK's list holds in full."""
    years = _listed(nation)
    return range(min(years), max(years) + 1)


@cache
def by_rule(year: int, nation: Nation) -> frozenset[date]:
    """The bank holidays that every year has, as far as rules can say."""
    easter = easter_sunday(year)
    days = {_monday(year, month, which) for month, which in ON_A_MONDAY[nation]}
    days |= {easter + DAY * after for after in BY_EASTER[nation]}
    return frozenset(_with_substitutes((date(year, month, day) for month, day in ON_A_DATE[nation]), days))


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by the anonymous algorithm (Nature, 20 April 1876; Meeus, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _next_working_day(day: date, nation: Nation) -> date:
    day += DAY
    while not is_working_day(day, nation):
        day += DAY
    return day


def _with_substitutes(dated: Iterable[date], others: set[date]) -> set[date]:
    """All of these days, those on a weekend moved to the next weekday that is not a holiday already."""
    dated = sorted(dated)
    taken = others | {day for day in dated if day.weekday() < SATURDAY}
    for day in dated:
        if day.weekday() >= SATURDAY:
            taken.add(_next_free_weekday(day, taken))
    return taken


def _next_free_weekday(day: date, taken: set[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += DAY
    return day


def _monday(year: int, month: int, which: int) -> date:
    if which > 0:
        first = date(year, month, 1)
        return first + DAY * ((MONDAY - first.weekday()) % 7 + 7 * (which - 1))
    last = date(year, month + 1, 1) - DAY
    return last - DAY * ((last.weekday() - MONDAY) % 7)


@cache
def _listed(nation: Nation) -> dict[int, frozenset[date]]:
    """GOV.UK's list by year. Without `use_cached_holidays` the package would call out."""
    years: dict[int, set[date]] = {}
    for holiday in BankHolidays(use_cached_holidays=True).get_holidays(nation.replace("_", "-")):
        years.setdefault(holiday["date"].year, set()).add(holiday["date"])
    return {year: frozenset(days) for year, days in years.items()}
