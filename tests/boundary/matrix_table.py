"""The table of the matrix of routes: how it is read, and how what was found is written for a person to judge."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from tests.boundary.matrix_cast import PEOPLE

ROOMS = tuple(filter(None, os.environ.get("MATRIX_ROOM", "").split(",")))
"""The first parts of the addresses to ask for, while somebody works on a room or two: everything takes minutes."""
TABLE = Path(__file__).with_name("route_matrix.txt")
METHODS = ("GET", "POST")

Key = tuple[str, str, str]
"""Method, route, thing."""
Cells = dict[Key, dict[str, str]]
"""What each person got, in a word."""


def room_of(route: str) -> str:
    return route.strip("/").split("/")[0]


def written() -> Cells:
    """Read the table. Raises ValueError for a line that nobody has judged yet, or that cannot be read."""
    table: Cells = {}
    methods: list[str] = []
    route = ""
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("?"):
            raise ValueError(f"Line {number} of {TABLE.name} is not judged yet: is it right that they get this?")
        if not line.startswith(" "):
            *methods, route = line.replace(",", " ").split()
            continue
        things, _, said = line.strip().partition("  ")
        if ROOMS and room_of(route) not in ROOMS:
            continue
        row = _read(said, number)
        table |= {(method, route, thing): row for method in methods for thing in things.split(", ")}
    return table


def _read(said: str, number: int) -> dict[str, str]:
    """Read one line: ``page: intake, chair; else not found``. Raises ValueError."""
    *groups, rest = (part.strip() for part in said.split(";"))
    if not rest.startswith("else "):
        raise ValueError(f"Line {number} of {TABLE.name} does not say what everybody else gets: “; else not found”.")
    row = dict.fromkeys(PEOPLE, rest.removeprefix("else "))
    for group in groups:
        word, _, names = group.partition(":")
        for name in names.replace(",", " ").split():
            if name not in row:
                raise ValueError(f"Line {number} of {TABLE.name} names “{name}”, who is not in matrix_cast.py.")
            row[name] = word.strip()
    return row


def as_text(table: Cells, *, mark: str = "") -> str:
    """Write rows as the table has them, each line after a mark: what is printed is for a person to judge."""
    lines = []
    for route in dict.fromkeys(route for _method, route, _thing in table):
        by_method = {method: _lines(table, method, route) for method in METHODS}
        for said in dict.fromkeys(filter(None, by_method.values())):
            methods = [method for method, lines_of in by_method.items() if lines_of == said]
            lines += ["", f"{', '.join(methods)} {route}", *(f"{mark}    {line}" for line in said)]
    return "\n".join(lines)


def _lines(table: Cells, method: str, route: str) -> tuple[str, ...]:
    """Return the lines of one method of a route; things of which everybody gets the same share one."""
    things: dict[str, list[str]] = {}
    for (of_method, of_route, thing), row in table.items():
        if (of_method, of_route) == (method, route):
            things.setdefault(_said(row), []).append(thing)
    return tuple(f"{', '.join(names)}  {said}" for said, names in things.items())


def _said(row: dict[str, str]) -> str:
    most = Counter(row.values()).most_common(1)[0][0]
    words = sorted({word for word in row.values() if word != most})
    groups = [f"{word}: {', '.join(who for who in PEOPLE if row.get(who) == word)}" for word in words]
    return "; ".join([*groups, f"else {most}"])
