"""The matrix of routes: every address of casework, asked by everybody of the cast, for things in and out of scope.

``route_matrix.txt`` is the table that people have judged; this reads it, asks, and compares.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from alongside.casework.rules import who_may_see
from tests.boundary import halves, matrix_ids
from tests.boundary.databases import Connection, Database
from tests.boundary.matrix_cast import PEOPLE
from tests.boundary.matrix_table import METHODS, ROOMS, Cells, Key, room_of

AREAS = ("northmere", "glanaber")
NOTHING, CROSSED, GAP = "nothing", "crossed", "gap"
NOWHERE = "00000000-0000-4000-8000-000000000000"
OF_CASES = ("supported", "fresh", "sitting", "glanaber")
OF_PANELS = ("supported", "decided", "sitting", "listed", "glanaber")
"""Where a case can be, and where an item of a panel can be."""
NEVER_GRANTED = {
    role
    for role, data in who_may_see.OF_A_CASE.items()
    if not set(data.values()) - {"none", "audit", "sample", "own", "pseudonym"}
}
SOME = ["intake", "case_manager", "chair", "panel_member", "provider", "dpo", "manager", "glanaber_intake"]
OF_ONE_CASE = set(matrix_ids.OF_A_CASE) - {"meeting_id", "guest_id"}
"""Parts of an address that name something of one case; a meeting is its area's, and a guest is asked in person."""
NO_ROOM = f"/there-is-no-such-room/{NOWHERE}/"
"""What is asked for beside the routes: what an address says at which nothing ever was."""
NOT_THERE = {"uuid": NOWHERE, "slug": "nowhere", "int": "999999", "str": "nowhere"}
THE_CASE = {"referral_id", "case_id"}
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
NOT_TAKEN = "not taken"

ASKED = (
    "SELECT id::text FROM agencies_request WHERE of_case = %(case)s"
    " UNION SELECT id::text FROM agencies_contribution WHERE of_case = %(case)s"
)
TOLD_OF = (
    "SELECT r.id::text FROM reporters_reporter r JOIN referrals_concern c ON c.id = r.told_of"
    " WHERE c.case_id = %(case)s"
)


@dataclass(frozen=True)
class Ask:
    """One address to ask for: of which route and thing."""

    method: str
    route: str
    thing: str
    path: str

    @property
    def key(self) -> Key:
        return (self.method, self.route, self.thing)


@dataclass(frozen=True)
class Answer:
    """What somebody got: the word, a digest of the whole answer, and the marks of cases that it held."""

    ask: Ask
    who: str
    word: str
    digest: str
    marks: tuple[str, ...]


def routes() -> list[str]:
    """Every address of casework that is ours, from the URLconf; or those of one room, where one was asked for."""
    found = [f"/{address['route']}" for address in halves.known("casework").addresses if address["ours"]]
    return [route for route in found if not ROOMS or room_of(route) in ROOMS]


def of_the_library() -> set[str]:
    """The addresses of signing in, which are the same for everybody."""
    return {f"/{address['route']}" for address in halves.known("casework").addresses if not address["ours"]}


def asked_by(ask: Ask) -> list[str]:
    """Return who asks: everybody, but of what is not there some, and of cases those who can have a grant on one.

    For whom the rules know no grant, one case stands for all.
    """
    thing = ask.thing.split(":")[0]
    if thing == NOTHING:
        return SOME
    if thing in OF_CASES + OF_PANELS and thing != "supported" and OF_ONE_CASE & names_in(ask.route):
        return [who for who, person in PEOPLE.items() if not set(person.roles) & NEVER_GRANTED]
    return list(PEOPLE)


def names_in(route: str) -> set[str]:
    return {name for _kind, name in parts_of(route)}


def parts_of(route: str) -> list[tuple[str, str]]:
    """Return the parts of an address that vary: kind and name."""
    return [(kind or "str", name) for kind, name in PART.findall(route)]


def unnamed() -> list[str]:
    """Return the parts of addresses for which matrix_ids.py says no row."""
    return sorted(
        f"{route}: {name}"
        for route in routes()
        for _kind, name in parts_of(route)
        if not matrix_ids.named(room_of(route), name) and not matrix_ids.words_of(room_of(route), name)
    )


def asks(administrator: Connection, cases: dict[str, str]) -> list[Ask]:
    """Return what to ask for: each method of each route for each thing that it can name."""
    found = {route: list(dict.fromkeys(_of_route(route, administrator, cases))) for route in routes()}
    no_room = [(NO_ROOM, "-", NO_ROOM)]
    return [Ask(method, *rest) for of in (no_room, *found.values()) for method in METHODS for rest in of]


def _of_route(route: str, administrator: Connection, cases: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    parts, room = parts_of(route), room_of(route)
    names = [name for _kind, name in parts]
    if not parts:
        yield route, "-", route
        return
    places = OF_PANELS if room == "panel" else OF_CASES
    things = {thing: cases[thing] for thing in places}
    if not matrix_ids.is_of_a_case(room, names):
        things = dict.fromkeys(AREAS, NOWHERE)
    for thing, case in things.items():
        if ids := _ids(administrator, room, names, case, _area(thing)):
            yield from _with_words(route, thing, ids)
    yield from _with_words(route, NOTHING, _nothing(room, parts))
    if (of_case := THE_CASE & set(names)) and len(set(names) & set(matrix_ids.OF_A_CASE)) > 1:
        ids, other = _ids(administrator, room, names, cases["supported"], "northmere"), cases["sitting"]
        if ids:
            yield from _with_words(route, CROSSED, ids | dict.fromkeys(of_case, other))
            yield from _with_words(route, GAP, _nothing(room, parts) | dict.fromkeys(of_case, other))


def _area(thing: str) -> str:
    return "glanaber" if thing == "glanaber" else "northmere"


def _ids(administrator: Connection, room: str, names: list[str], case: str, area: str) -> dict[str, str] | None:
    """Return what stands for each part of an address; None where a thing has no such row."""
    found: dict[str, str] = {}
    for name in names:
        query = matrix_ids.named(room, name)
        row = administrator.execute(query, {"case": case, "area": area}).fetchone() if query else ("",)
        if row is None or row[0] is None:
            return None
        found[name] = str(row[0])
    return found


def _nothing(room: str, parts: list[tuple[str, str]]) -> dict[str, str]:
    """What stands for each part of an address at which there is nothing; a kind of page stays that kind."""
    return {name: "turn" if name == "kind" else NOT_THERE[kind] for kind, name in parts}


def _with_words(route: str, thing: str, ids: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the address once for each word that its last part can be, or once."""
    room = room_of(route)
    words = [(name, said[thing]) for name in ids if (said := matrix_ids.words_of(room, name)) and thing in said]
    if not words:
        yield route, thing, _path(route, ids)
    for name, choices in words:
        for word in choices:
            yield route, f"{thing}:{word}", _path(route, ids | {name: word})


def _path(route: str, ids: dict[str, str]) -> str:
    return PART.sub(lambda part: ids[part.group(2)], route)


def answers(database: Database, asked: list[Ask], marks: list[str]) -> list[Answer]:
    """Ask everything as everybody, in two processes side by side."""
    people = list(PEOPLE.items())
    begun = [_begin(database, asked, marks, dict(people[half::2])) for half in (0, 1)]
    return [
        Answer(asked[one["ask"]], one["who"], one["word"], one["digest"], tuple(one["marks"]))
        for process in begun
        for one in _finish(process)
    ]


def _begin(database: Database, asked: list[Ask], marks: list[str], people: dict[str, Any]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.boundary.matrix_ask"], cwd=halves.CHECKOUT, env=environment(database),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    question = {
        "people": {who: person.email for who, person in people.items()}, "marks": marks,
        "asks": [
            {
                "id": number, "method": ask.method, "route": ask.route, "path": ask.path,
                "who": asked_by(ask),
            }
            for number, ask in enumerate(asked)
        ],
    }  # fmt: skip
    assert process.stdin
    process.stdin.write(json.dumps(question))
    process.stdin.close()
    # Or communicate() would close it again.
    process.stdin = None
    return process


def _finish(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    said, _errors = process.communicate()
    assert process.returncode == 0, "matrix_ask ended before it had asked everything"
    found: list[dict[str, Any]] = json.loads(said.splitlines()[-1])
    return found


def environment(database: Database, role: str = "casework_web") -> dict[str, str]:
    return {**halves.environment("casework", role), "ALONGSIDE_CASEWORK_DB": database.name}


def cells(found: Iterable[Answer]) -> Cells:
    """Return what everybody got; a method that a route does not take has one row."""
    table: Cells = {}
    for answer in found:
        method, route, thing = answer.ask.key
        if route != NO_ROOM:
            if answer.word == NOT_TAKEN:
                table[method, route, "-"] = dict.fromkeys(PEOPLE, NOT_TAKEN)
            else:
                table.setdefault((method, route, thing), {})[answer.who] = answer.word
    return table


def scope(administrator: Connection, now: str) -> dict[str, set[str]]:
    """Return, for everybody, the ids that they have a grant for now: cases, items, and whatever has a key of its own.

    Read from the rows alone, without the function that row-level security asks.
    """
    rows = administrator.execute(
        "SELECT s.email, g.case_id::text FROM keys.given g JOIN organisation_staff s ON g.staff_id = s.id OR EXISTS"
        " (SELECT 1 FROM organisation_holding h WHERE h.staff_id = s.id AND h.post_id = g.post_id AND h.from_on <="
        " %(now)s::date AND (h.until_on IS NULL OR h.until_on >= %(now)s::date)) WHERE g.ends_at > %(now)s",
        {"now": now},
    ).fetchall()
    return {who: {case for email, case in rows if email == person.email} for who, person in PEOPLE.items()}


def keys_of(administrator: Connection, cases: dict[str, str]) -> dict[str, dict[str, set[str]]]:
    """Return, for each thing and each room that has keys of its own, the ids of which one opens what is there."""
    found = {}
    for thing, case in cases.items():
        items = administrator.execute("SELECT id::text FROM panel_item WHERE of_case = %s", (case,)).fetchall()
        told = administrator.execute(TOLD_OF, {"case": case}).fetchall()
        asked = administrator.execute(ASKED, {"case": case}).fetchall()
        own = {"panel": items, "agencies": asked, "reporters": told}
        found[thing] = {room: {case, *(row for (row,) in rows)} for room, rows in own.items()} | {"": {case}}
    return found


def marks(keys: dict[str, dict[str, set[str]]]) -> dict[str, set[str]]:
    """Return what nobody may read without a grant, each with the ids of which one has to be held."""
    of_case: dict[str, set[str]] = {}
    for thing, opens in keys.items():
        (case,), items = opens[""], opens["panel"]
        of_case |= {case: {case}, f"canary-worry-of-{thing}": {case}, f"canary-called-{thing}": items}
        of_case |= {item: {item, case} for item in items - {case}}
    return of_case
