"""Casework with 100,000 referrals: the page of a case, the queue of intake, who it may be, and a panel's papers.

Server time in process, by the real WSGI application with all its middleware, as the role that serves, with encryption,
row-level security and audit on; what each of the last two costs a page is seen beside it, turn by turn (pages.py).
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator

from tests import cast

from alongside.command.place import Place
from alongside.command.postgres import Postgres
from bench import house, national, prices
from bench.frame import Number, measures
from bench.pages import A_TURN, Times, price

REFERRALS = 100_000
WALLS = ("row-security", "audit")
VARIANTS = [frozenset[str](), *(frozenset({wall}) for wall in WALLS), frozenset(WALLS)]
CASES = 40
FLOOR = "/given-back/"
"""A page of casework that asks the database for nothing but who is looking."""


@measures("casework")
def casework(quick: bool) -> Iterator[Number]:
    count = REFERRALS // 10 if quick else REFERRALS
    turns = 8 if quick else 40
    with house.standing() as server:
        place = national.standing(server, count)
        yield from _floor(place, turns)
        yield from _pages(server, place, f"of {count:,}", turns)
        yield from _lists(server, place, f"of {count:,}", turns)
        yield from _candidates(server, place, count, turns)
        yield from _pack(server, place)


def _worker(place: Place, email: str, *without: str) -> house.Worker:
    return house.Worker("bench.asked", "casework", email, *without, half="casework", role="casework_web", place=place)


def _floor(place: Place, turns: int) -> Iterator[Number]:
    times = Times()
    with _worker(place, cast.INTAKE.email) as worker:
        worker.ask(paths=[FLOOR] * A_TURN)
        times.add(worker, [FLOOR] * (turns * A_TURN))
    yield Number("casework, a page that asks nothing: p95", "ms", times.p95)


def _pages(server: Postgres, place: Place, size: str, turns: int) -> Iterator[Number]:
    """Yield the page of a case, for the case manager, and the queue, for intake."""
    some = _some(server, place, "r.stage NOT IN ('received', 'closed')")
    case_pages = [f"/referrals/{case}/" for case in some]
    walls = prices.without_rows(server, place)
    try:
        case = _take_turns(walls, cast.CASE_MANAGER.email, case_pages, turns)
        queue = _take_turns(walls, cast.INTAKE.email, ["/intake/"] * A_TURN, turns)
    finally:
        prices.remove(server, walls)
    yield from _numbers(f"case page {size}", case, at_most=200)
    yield from _numbers(f"triage queue {size}", queue, at_most=100)


def _some(server: Postgres, place: Place, which: str) -> list[str]:
    """Return some cases of Northmere from all over the register, by chance with a seed."""
    with server.connect(place.casework_db) as administrator:
        rows = administrator.execute(
            "SELECT r.id::text FROM referrals_referral r JOIN organisation_area a ON a.id = r.area_id"
            f" WHERE a.code = 'northmere' AND {which} ORDER BY r.reference"
        ).fetchall()
    found = [case for (case,) in rows]
    return random.Random(20150701).sample(found, min(CASES, len(found)))


def _take_turns(
    walls: dict[frozenset[str], Place], email: str, paths: list[str], turns: int
) -> dict[frozenset[str], Times]:
    times = {without: Times() for without in VARIANTS}
    with contextlib.ExitStack() as stack:
        workers = {
            without: stack.enter_context(_worker(walls[without - {"audit"}], email, *without)) for without in VARIANTS
        }
        for worker in workers.values():
            worker.ask(paths=paths[:A_TURN])
        for turn in range(turns):
            begin = turn * A_TURN % len(paths)
            for without in VARIANTS[turn % len(VARIANTS) :] + VARIANTS[: turn % len(VARIANTS)]:
                times[without].add(workers[without], paths[begin : begin + A_TURN])
    return times


def _numbers(page: str, times: dict[frozenset[str], Times], *, at_most: float) -> Iterator[Number]:
    everything = times[frozenset()]
    yield Number(f"{page}: p95", "ms", everything.p95, at_most=at_most)
    yield Number(f"{page}: median", "ms", everything.median, beside="casework, a page that asks nothing: p95")
    yield Number(f"{page}: CPU", "ms", everything.median_cpu)
    yield Number(f"{page}: queries", "", everything.queries)
    for wall in WALLS:
        less = times[frozenset({wall})]
        yield Number(f"{page}: price of {wall}", "%", price(everything.took, less.took))
        yield Number(f"{page}: price of {wall}, CPU", "%", price(everything.cpu, less.cpu))


def _lists(server: Postgres, place: Place, size: str, turns: int) -> Iterator[Number]:
    closed = _some(server, place, "r.stage = 'closed'")[0]
    lists = {
        "my work": (cast.CASE_MANAGER, "/"),
        "my work, what is my turn": (cast.CASE_MANAGER, "/?show=mine"),
        "my work, closed": (cast.CASE_MANAGER, "/?show=closed"),
        "my work, closed, newest first, page 40": (cast.CASE_MANAGER, "/?show=closed&sort=received&page=40"),
        "not yet keyed": (cast.COORDINATOR, "/national/"),
        "look-ups to review": (cast.CHAIR, "/people/look-ups/"),
        "register of disclosures of a case": (cast.CASE_MANAGER, f"/disclosures/{closed}/"),
    }
    for name, (person, path) in lists.items():
        times = Times()
        with _worker(place, person.email) as worker:
            worker.ask(paths=[path])
            times.add(worker, [path] * turns)
        yield Number(f"{name}, {size}: p95", "ms", times.p95)


def _candidates(server: Postgres, place: Place, count: int, turns: int) -> Iterator[Number]:
    cases = _some(server, place, "r.stage <> 'closed'")
    times = Times()
    with house.Worker("bench.looked", half="casework", role="casework_web", place=place) as worker:
        worker.ask(cases=cases[:A_TURN])
        for turn in range(turns):
            answer = worker.ask(cases=cases[turn % len(cases) : turn % len(cases) + 1])
            times.took += answer["took"]
            times.cpu += answer["cpu"]
    yield Number(f"candidates among {count:,} people: p95", "ms", times.p95, at_most=300)
    yield Number(f"candidates among {count:,} people: median", "ms", times.median)
    yield Number(f"candidates among {count:,} people: CPU", "ms", times.median_cpu)


def _pack(server: Postgres, place: Place) -> Iterator[Number]:
    with server.connect(place.casework_db) as administrator:
        meeting = administrator.execute("SELECT id::text FROM panel_meeting ORDER BY planned_at DESC").fetchone()[0]
    times, page = Times(), Times()
    with _worker(place, cast.PANEL_MEMBER.email) as worker:
        page.add(worker, [f"/panel/{meeting}/"] * 3)
        times.add(worker, [f"/panel/{meeting}/papers.pdf"] * 3)
    agenda = f"agenda of {national.PANEL_OF} items: median"
    yield Number(agenda, "ms", page.median)
    yield Number(f"papers of {national.PANEL_OF} items as PDF", "ms", times.median, at_most=20_000)
    yield Number(f"papers of {national.PANEL_OF} items as PDF, beside the page", "ms", times.median, beside=agenda)
