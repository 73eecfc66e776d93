"""Quarters of a year, as counts are published. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from alongside.commons.refusals import BadInput


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, from 1 (January to March) to 4."""

    year: int
    number: int

    @property
    def word(self) -> str:
        """How it is stored and written in addresses: `2026-Q4`."""
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        first = 3 * self.number - 2
        return _("%(first)s to %(last)s %(year)s") % {
            "first": MONTHS[first],
            "last": MONTHS[first + 2],
            "year": self.year,
        }

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def before(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def is_over(self, today: date) -> bool:
        return self.last_day < today


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def read(word: str) -> Quarter:
    """Raises BadInput for anything that is not spelled like `2026-Q4`."""
    year, _dash, number = word.partition("-Q")
    if not (
        len(year) == 4 and year.isascii() and year.isdecimal() and year >= "1900" and number in ("1", "2", "3", "4")
    ):
        raise BadInput("There is no such quarter.")
    return Quarter(int(year), int(number))


def latest(today: date, count: int = 8) -> list[Quarter]:
    """The present quarter and those before it, the latest first."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(found[-1].before())
    return found
