"""What is known of a day of birth, and how far two such statements agree. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Birth:
    """A day of birth: all of it, or its year alone, or a year give or take `within` years (from an age told)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    within: int = 0

    @property
    def is_day(self) -> bool:
        return None not in (self.year, self.month, self.day) and not self.within


UNKNOWN = Birth()


def on(day: date) -> Birth:
    return Birth(day.year, day.month, day.day)


def of_age(age: int, *, today: date, within: int = 2) -> Birth:
    """Return the birth of somebody said to be about so old."""
    return Birth(year=today.year - age, within=within)


SAME_DAY = 12.5
"""Bits: of 45 birth years in use one in some 20,000 days agrees by chance, less the few wrong entries that agree."""

SWAPPED = 8.5
ANOTHER_YEAR = (7.5, 6.0, 4.5)
"""Same day and month; another year by one, by two, or by ten or one digit."""

ONE_PART = 4.5
"""Same year and month, or same year and day."""

SAME_YEAR = 1.0
YEARS_APART = {0: 3.5, 1: 2.0, 2: 1.0, 3: -1.0, 4: -3.0}
"""Of year alone or of an age told, by years beyond what is allowed for."""

AGAINST = -8.0


def evidence(one: Birth, other: Birth) -> float:
    """Return in bits how much two statements speak for one person (above 0) or against it (below).

    The weights are logarithms of how much likelier an agreement is for one person than for two (Fellegi and Sunter
    1969); they were set by the seeded test and are no statement about anybody.
    """
    if one.year is None or other.year is None:
        return 0.0
    if not (one.is_day and other.is_day):
        beyond = max(0, abs(one.year - other.year) - max(one.within, other.within) // 2)
        return YEARS_APART.get(beyond, AGAINST)
    return _of_days(one, other)


def _of_days(one: Birth, other: Birth) -> float:
    years = abs((one.year or 0) - (other.year or 0))
    same_day, same_month = one.day == other.day, one.month == other.month
    if years == 0:
        return _in_one_year(one, other, same_day=same_day, same_month=same_month)
    if same_day and same_month:
        return _by_years(years)
    if (one.day, one.month) == (other.month, other.day) and years <= 1:
        return ONE_PART
    return AGAINST / 2 if years == 1 and (same_day or same_month) else AGAINST


def _in_one_year(one: Birth, other: Birth, *, same_day: bool, same_month: bool) -> float:
    if same_day and same_month:
        return SAME_DAY
    if (one.day, one.month) == (other.month, other.day):
        return SWAPPED
    return ONE_PART if same_day or same_month else SAME_YEAR - 5.0


def _by_years(years: int) -> float:
    if years <= len(ANOTHER_YEAR) - 1:
        return ANOTHER_YEAR[years - 1]
    return ANOTHER_YEAR[-1] if years % 10 == 0 else 0.0
