"""Postcodes: which area one lies in, from a small table of beginnings. What was typed is kept nowhere.

A row names a postcode area (`NM`), a district (`NM1`) or a sector (`NM1 4`) and the code of an area; the longest one
that fits counts, so that a district that is cut by a border gets one row and its odd sectors get theirs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

FULL = re.compile(r"(?P<district>[A-Z]{1,2}[0-9][0-9A-Z]?)(?P<sector>[0-9])[A-Z]{2}\Z")
DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?\Z")
BEGINNING = re.compile(r"[A-Z]{1,2}([0-9][0-9A-Z]?( [0-9])?)?\Z")
LETTERS = re.compile(r"[A-Z]+")


class BadTable(ValueError):
    """A table of postcodes that cannot be read; the sentence names the line."""


def beginnings(typed: str) -> list[str]:
    """What to look up for a postcode or its first half, the longest first; empty when it is no postcode."""
    text = "".join(typed.upper().split())
    if full := FULL.match(text):
        district = full["district"]
        return [f"{district} {full['sector']}", district, _letters(district)]
    return [text, _letters(text)] if DISTRICT.match(text) else []


def read_table(lines: Iterable[str]) -> dict[str, str]:
    """Rows of a CSV file, `beginning,area`. Raises BadTable for a line that is no such row."""
    rows: dict[str, str] = {}
    for number, row in enumerate(csv.reader(lines), 1):
        if not row or (number == 1 and row[0].strip().lower() == "beginning"):
            continue
        beginning = " ".join(row[0].upper().split())
        if len(row) != 2 or not BEGINNING.match(beginning) or not row[1].strip():
            raise BadTable(f"Line {number} is not a postcode's beginning, a comma and the code of an area.")
        rows[beginning] = row[1].strip()
    return rows


def _letters(district: str) -> str:
    found = LETTERS.match(district)
    return found[0] if found else ""
