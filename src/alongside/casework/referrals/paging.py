"""Pages of a list that can be very long."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

AHEAD = 20
"""So many pages after the one that is shown are counted; the list may go on behind them."""


class FarPages(Paginator):
    """Pages of rows whose number is not counted to the end: that would weigh every row that somebody sees."""

    def __init__(self, rows: QuerySet[Any], per_page: int, number: str | None) -> None:
        super().__init__(rows, per_page)
        at = int(number) if number and number.isdecimal() and len(number) < 7 else 1
        self.rows = rows
        self.counted = (at + AHEAD) * per_page

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, as far as they are counted."""
        return self.rows.order_by()[: self.counted].count()


def far_page(rows: QuerySet[Any], per_page: int, number: str | None) -> Page[Any]:
    """Return one page; the last that is counted where the number is beyond it, as Django's own paginator does."""
    return FarPages(rows, per_page, number).get_page(number)
