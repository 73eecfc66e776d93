"""Counts that casework has published: the newest signed bulletin, shown only when its signature holds.

Numbers left casework through its disclosure gate (commons/small_numbers): ``Release.as_data`` is what arrives, and what
is hidden arrives as words. Nothing is worked out from it here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from alongside.commons import exchange
from alongside.public.letterbox import bulletins

KIND: Final = "published_table"
QUARTER: Final = re.compile(r"([0-9]{4})-Q([1-4])")


@dataclass(frozen=True)
class Grid:
    """Columns, and rows that begin with their label."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PublishedTable:
    """A table, and when casework made it."""

    number: int
    made_at: datetime
    quarter: str
    counts: str
    hidden: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    openings: Grid | None = None
    emergencies: Grid | None = None


def newest() -> PublishedTable | None:
    """The newest table that is genuine and can be read; None when there is none."""
    return bulletins.newest(KIND, _table)


def _table(bulletin: exchange.Bulletin) -> PublishedTable:
    says = bulletin.says()
    table = says["table"]
    return PublishedTable(
        bulletin.number,
        bulletin.made_at,
        quarter_in_words(says["quarter"]),
        str(says["counts"]),
        str(says["hidden"]),
        *_with_totals(table["rows"]["labels"], table["columns"]["labels"], table["grid"]),
        _beside(says.get("openings")),
        _beside(says.get("emergencies")),
    )


def _beside(table: dict[str, Any] | None) -> Grid | None:
    """A table that leaves beside that of the stages; the first ones left without it."""
    if table is None:
        return None
    return Grid(*_with_totals(table["rows"]["labels"], table["columns"]["labels"], table["grid"]))


def _with_totals(
    row_labels: list[str], column_labels: list[str], grid: list[list[Any]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Columns and rows with their labels. A total that would only repeat another number arrives as nothing."""
    if len(grid) != len(row_labels) + 1 or any(len(row) != len(column_labels) + 1 for row in grid):
        raise ValueError("The grid of this table does not fit its labels.")
    columns = [*map(str, column_labels), _("Total")]
    rows = [[label, *map(_cell, row)] for label, row in zip([*row_labels, _("Total")], grid, strict=True)]
    if all(row[-1] is None for row in grid[:-1]):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    if all(cell is None for cell in grid[-1][: len(columns)]):
        rows = rows[:-1]
    return tuple(columns), tuple(tuple(row) for row in rows)


def _cell(published: Any) -> str:
    if published is None:
        return ""
    return f"{published:,}" if isinstance(published, int) else str(published)


def quarter_in_words(word: str) -> str:
    """“2026-Q4” as “October to December 2026”. Raises ValueError for anything else."""
    if not (found := QUARTER.fullmatch(word)):
        raise ValueError("This is not a quarter.")
    first = 3 * int(found[2]) - 2
    return _("%(first)s to %(last)s %(year)s") % {"first": MONTHS[first], "last": MONTHS[first + 2], "year": found[1]}
