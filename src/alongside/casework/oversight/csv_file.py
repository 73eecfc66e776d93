"""A table as CSV: what it is first, then one row for each number, hidden ones in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from alongside.commons.small_numbers import Cell

from .queries import Shown


def as_csv(shown: Shown, *, code_list_version: str) -> str:
    """RFC 4180, after lines of metadata that begin with a hash sign."""
    file = io.StringIO()
    for words, value in _about(shown, code_list_version):
        file.write(f"# {words}: {value}\r\n")
    writer = csv.writer(file)
    writer.writerow(["quarter", "stage", "area", "referrals"])
    writer.writerows(_rows(shown))
    return file.getvalue()


def _about(shown: Shown, code_list_version: str) -> Iterator[tuple[str, str]]:
    yield _("Table"), _("Referrals by stage and area")
    yield _("Quarter"), f"{shown.quarter.label} ({shown.quarter.word})"
    yield _("Counted"), _("referrals, once for each stage that they reached in the quarter")
    yield (
        _("Hidden"),
        _("1 to 7 is hidden, other numbers are rounded to the nearest 5, and more is hidden to protect those"),
    )
    yield _("Version of the list of stages"), code_list_version


def _rows(shown: Shown) -> Iterator[list[str]]:
    columns = [*shown.columns, *([_("All areas")] if shown.with_total else [])]
    for row in shown.rows:
        for column, cell in zip(columns, row.cells, strict=True):
            if cell is not None:
                yield [shown.quarter.word, row.label, column, plain(cell)]


def plain(cell: Cell) -> str:
    """A number without separators, or the words for what is hidden."""
    return str(cell) if cell.number is None else str(cell.number)
