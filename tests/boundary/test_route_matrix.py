"""Every route of casework, asked by every role, for what is theirs, what is not, and what is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from alongside.casework.rules.roles import ROLES
from alongside.commons import clock
from tests.boundary import databases, halves, matrix, matrix_table
from tests.boundary.case import Story
from tests.boundary.databases import Database
from tests.boundary.matrix import NOTHING, Answer
from tests.boundary.matrix_cast import PEOPLE
from tests.boundary.matrix_table import Cells


@dataclass(frozen=True)
class Walked:
    """Everything that was asked, and what is known of the cases beside it."""

    answers: list[Answer]
    keys: dict[str, dict[str, set[str]]]
    scope: dict[str, set[str]]
    open_to: dict[str, set[str]]


@pytest.fixture(scope="module")
def walked(story: Story, casework: Database) -> Iterator[Walked]:
    """Bring more cases to where cases can be, in a copy of the database of the story, and ask for everything once."""
    copy = databases.copy(casework, f"{casework.name}_matrix")
    try:
        opened = _tell(copy, "intake", "open")
        _tell(copy, "casework_web", "carry", json.dumps(opened))
        yield _walk(copy, {"supported": story.case, **opened})
    finally:
        clock.reset()
        databases.drop(copy)


def _tell(database: Database, role: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.boundary.matrix_told", *arguments], cwd=halves.CHECKOUT, text=True,
        env=matrix.environment(database, role), capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-6_000:]
    return json.loads(done.stdout.splitlines()[-1])


def _walk(copy: Database, cases: dict[str, str]) -> Walked:
    with copy.as_administrator() as administrator:
        keys = matrix.keys_of(administrator, cases)
        asked = matrix.asks(administrator, cases)
        scope = matrix.scope(administrator, clock.now().isoformat())
    open_to = matrix.marks(keys)
    return Walked(matrix.answers(copy, asked, list(open_to)), keys, scope, open_to)


def test_every_role_of_the_rules_asks() -> None:
    assert {role for person in PEOPLE.values() for role in person.roles} == set(ROLES)


def test_every_part_of_an_address_names_a_row() -> None:
    assert matrix.unnamed() == [], "Say in matrix_ids.py which row of which thing stands there: one line of SQL each."


def test_every_route_of_the_library_is_about_signing_in() -> None:
    assert {route for route in matrix.of_the_library() if not route.startswith("/sign-in/")} == set()


def missing(found: Cells, table: Cells) -> Cells:
    return {key: row for key, row in found.items() if key not in table}


def gone(found: Cells, table: Cells) -> list[str]:
    return [" ".join(key) for key in table if key not in found]


def otherwise(found: Cells, table: Cells) -> list[str]:
    """Return who gets something else than the table says."""
    return [
        f"{' '.join(key)}: {who} gets “{word}”, not “{table[key][who]}”"
        for key, row in found.items()
        if key in table
        for who, word in row.items()
        if word != table[key][who]
    ]


TO_ADD = """Routes, or things they are asked for, that have no row in tests/boundary/route_matrix.txt. This is what
everybody gets of them now. Judge each line with docs/practice and rules/who_may_see.py: is it right that they get it,
and right that the others do not? Then add it to the table without its question mark; the test takes no line with one.
"""


def test_every_route_has_its_row(walked: Walked) -> None:
    new = missing(matrix.cells(walked.answers), matrix_table.written())
    assert not new, TO_ADD + matrix_table.as_text(new, mark="?")


def test_every_row_has_its_route(walked: Walked) -> None:
    lost = gone(matrix.cells(walked.answers), matrix_table.written())
    assert lost == [], "Rows of routes, or of things, that are gone: take them out of tests/boundary/route_matrix.txt."


def test_everybody_gets_what_the_table_says(walked: Walked) -> None:
    found = otherwise(matrix.cells(walked.answers), matrix_table.written())
    assert not found, "Mend the view; or, where the table is wrong, judge its line anew:\n" + "\n".join(found)


def test_a_route_without_a_row_and_a_row_without_a_route_are_found(walked: Walked) -> None:
    found, table = matrix.cells(walked.answers), matrix_table.written()
    key = next(key for key in found if key[2] == "fresh")
    assert list(missing(found, {other: row for other, row in table.items() if other != key})) == [key]
    assert gone({other: row for other, row in found.items() if other != key}, table) == [" ".join(key)]
    opened = found | {key: found[key] | {"coordinator": "another"}}
    assert len(otherwise(opened, table)) == len(otherwise(found, table)) + 1


def test_a_line_that_nobody_has_judged_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict([*matrix_table.written().items()][:1])
    monkeypatch.setattr(matrix_table, "TABLE", tmp_path / "table.txt")
    matrix_table.TABLE.write_text(matrix_table.as_text(row))
    assert matrix_table.written() == row
    matrix_table.TABLE.write_text(matrix_table.as_text(row, mark="?"))
    with pytest.raises(ValueError, match="not judged yet"):
        matrix_table.written()


IS_ASKED = {
    # The area to which a concern is offered reads it to answer (docs/passing.md).
    ("/intake/offers/<uuid:offer_id>/", "glanaber_intake"),
}
"""Who gets an answer of a case without a grant on it, and why."""


def without_a_grant(walked: Walked) -> list[Answer]:
    """Return the answers to people who have no grant on what they asked for."""
    return [
        answer for answer in walked.answers if (keys := _keys(walked, answer)) and not keys & walked.scope[answer.who]
    ]


def _keys(walked: Walked, answer: Answer) -> set[str]:
    """Return the ids of which one opens what was asked for; none where it is of no case, a meeting for example."""
    route, thing = answer.ask.route, answer.ask.thing.split(":")[0]
    room = matrix_table.room_of(route)
    if thing not in walked.keys or not matrix.names_in(route) & matrix.OF_ONE_CASE:
        return set()
    return walked.keys[thing].get(room, walked.keys[thing][""])


def given_away(walked: Walked, answers: list[Answer]) -> list[str]:
    """Return what answers otherwise than an address at which there never was anything: words, length, headers."""
    nothing = {(a.ask.method, a.who): a.digest for a in walked.answers if a.ask.route == matrix.NO_ROOM}
    return [
        f"{' '.join(a.ask.key)} as {a.who}: {a.word}"
        for a in answers
        if a.word != matrix.NOT_TAKEN and a.digest != nothing[a.ask.method, a.who]
    ]


def test_what_is_not_theirs_answers_like_what_is_not_there(walked: Walked) -> None:
    asked = [a for a in without_a_grant(walked) if (a.ask.route, a.who) not in IS_ASKED]
    assert matrix_table.ROOMS or len(asked) > 1_000
    assert given_away(walked, asked) == []


def test_what_is_not_there_is_not_found_by_anybody(walked: Walked) -> None:
    asked = [
        a
        for a in walked.answers
        if a.ask.thing.split(":")[0] == NOTHING and matrix.OF_ONE_CASE & matrix.names_in(a.ask.route)
    ]
    assert given_away(walked, asked) == []


def test_a_row_of_another_case_answers_like_one_that_is_not_there(walked: Walked) -> None:
    """Somebody sees both cases, or one: a file, a message, a link of one is not found under the other's address."""
    gaps = {(a.ask.method, a.ask.route, a.who): a.digest for a in walked.answers if a.ask.thing.startswith(matrix.GAP)}
    crossed = [a for a in walked.answers if a.ask.thing.startswith(matrix.CROSSED)]
    assert matrix_table.ROOMS or len({a.ask.route for a in crossed}) > 5
    assert [a.ask for a in crossed if a.digest != gaps[a.ask.method, a.ask.route, a.who]] == []


def test_an_answer_that_gives_away_what_is_there_is_found(walked: Walked) -> None:
    one = without_a_grant(walked)[0]
    assert len(given_away(walked, [replace(one, word="refused", digest="another")])) == 1


def read_without_a_grant(walked: Walked, answers: list[Answer]) -> list[str]:
    """Return marks of a case in answers to somebody who has no grant on it: lists, pickers, counts, files, notices."""
    return [
        f"{a.ask.method} {a.ask.path} as {a.who}: {mark}"
        for a in answers
        for mark in a.marks
        if not walked.open_to[mark] & walked.scope[a.who]
    ]


def test_no_page_names_what_its_reader_has_no_grant_for(walked: Walked) -> None:
    assert matrix_table.ROOMS or sum(bool(answer.marks) for answer in walked.answers) > 100
    assert read_without_a_grant(walked, walked.answers) == []


def test_a_page_that_names_it_is_found(walked: Walked) -> None:
    one = next(a for a in walked.answers if a.who == "statistician")
    assert len(read_without_a_grant(walked, [replace(one, marks=(next(iter(walked.open_to)),))])) == 1
