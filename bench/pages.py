"""Server time of the campaign page and of the case page, and what row-level security, encryption and audit cost.

In process: the real WSGI application with all its middleware, one request after another. The case page and its rivals
take turns, a few requests each, so that what else the machine does falls on all of them alike.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests import cast

from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres
from alongside.command.testing import free_ports
from bench import house, prices, register
from bench.frame import Number, measures

WALLS = ("row-security", "encryption", "audit")
VARIANTS = [frozenset[str](), *(frozenset({wall}) for wall in WALLS), frozenset(WALLS)]
PRICE_AT_MOST = 20
A_TURN = 5
CASES = 50


@dataclass
class Times:
    """How long the same page took, in seconds, by the clock on the wall and in CPU of Python and PostgreSQL."""

    took: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    queries: int = 0

    def add(self, worker: house.Worker, paths: list[str]) -> None:
        answer = worker.ask(paths=paths)
        self.took += answer["took"]
        self.cpu += answer["cpu"]
        self.queries = answer["queries"]

    @property
    def median(self) -> float:
        return statistics.median(self.took) * 1000

    @property
    def median_cpu(self) -> float:
        return statistics.median(self.cpu) * 1000

    @property
    def p95(self) -> float:
        return house.p95(self.took) * 1000


@measures("pages")
def pages(quick: bool) -> Iterator[Number]:
    with house.standing() as server:
        yield from _campaign(server, 100 if quick else 1_000)
        yield from _case(server, 2_000 if quick else 20_000, turns=20 if quick else 100)


def _campaign(server: Postgres, requests: int) -> Iterator[Number]:
    place = house.fresh(server, "campaign")
    times = Times()
    with house.Worker("bench.asked", "public", half="public", role="public_web", place=place) as worker:
        worker.ask(paths=["/"] * 20)
        times.add(worker, ["/"] * requests)
    yield Number("campaign page, in process: median", "ms", times.median)
    yield Number("campaign page, in process: p95", "ms", times.p95)
    yield Number("campaign page: queries", "", times.queries)
    served = _over_granian(place, requests)
    in_process = "campaign page, in process: median"
    yield Number("campaign page, granian: median", "ms", statistics.median(served) * 1000, beside=in_process)
    yield Number("campaign page, granian: p95", "ms", house.p95(served) * 1000)


def _over_granian(place: Place, requests: int) -> list[float]:
    """Ask a real granian, as the demo starts it, over one connection that stays open."""
    with served(place) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        took = []
        for _ in range(20 + requests):
            begun = time.perf_counter()
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - begun)
            if answer.status != 200:
                raise SystemExit(f"The campaign page answered {answer.status}.")
        connection.close()
    return took[20:]


@contextlib.contextmanager
def served(place: Place) -> Iterator[int]:
    """Serve the public half by a real granian, as the demo starts it, and give its port."""
    from alongside.command.supervise import programs

    port = free_ports().public
    arguments = list(next(each for each in programs(place) if each.name == "public").arguments)
    arguments[arguments.index("--port") + 1] = str(port)
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=CHECKOUT, env=house.environment("public", "public_web", place),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise SystemExit("granian did not start.")


def _case(server: Postgres, count: int, turns: int) -> Iterator[Number]:
    place = register.standing(server, count)
    paths = _some_cases(server, place)
    walls = prices.copies(server, place)
    try:
        times = _take_turns(walls, paths, turns)
    finally:
        prices.remove(server, walls)
    yield from _numbers(f"case page of {count:,}", times)


def _some_cases(server: Postgres, place: Place) -> list[str]:
    """Return the addresses of some cases from all over the register, by chance with a seed."""
    with server.connect(place.casework_db) as administrator:
        rows = administrator.execute(
            "SELECT r.id FROM referrals_referral r JOIN organisation_area a ON a.id = r.area_id"
            " WHERE a.code = 'northmere' ORDER BY r.id"
        ).fetchall()
    return [f"/referrals/{row}/" for (row,) in random.Random(20150308).sample(rows, CASES)]


def _take_turns(walls: dict[frozenset[str], Place], paths: list[str], turns: int) -> dict[frozenset[str], Times]:
    times = {without: Times() for without in VARIANTS}
    with contextlib.ExitStack() as stack:
        workers = {without: stack.enter_context(_worker(walls[without - {"audit"}], without)) for without in VARIANTS}
        for worker in workers.values():
            worker.ask(paths=paths[:20])
        for turn in range(turns):
            begin = turn * A_TURN % CASES
            # Another begins each turn, so that coming after a certain one is nobody's advantage.
            for without in VARIANTS[turn % len(VARIANTS) :] + VARIANTS[: turn % len(VARIANTS)]:
                times[without].add(workers[without], paths[begin : begin + A_TURN])
    return times


def _worker(place: Place, without: frozenset[str]) -> house.Worker:
    return house.Worker(
        "bench.asked", "casework", cast.INTAKE.email, *without, half="casework", role="casework_web", place=place
    )


def _numbers(page: str, times: dict[frozenset[str], Times]) -> Iterator[Number]:
    everything, nothing = times[frozenset()], times[frozenset(WALLS)]
    yield Number(f"{page}: median", "ms", everything.median)
    yield Number(f"{page}: p95", "ms", everything.p95)
    yield Number(f"{page}: CPU", "ms", everything.median_cpu)
    yield Number(f"{page}: queries", "", everything.queries)
    yield Number(f"{page}, without all three: median", "ms", nothing.median)
    yield Number(f"{page}, without all three: CPU", "ms", nothing.median_cpu)
    yield Number(f"{page}: price of all three", "%", price(everything.took, nothing.took), at_most=PRICE_AT_MOST)
    yield Number(f"{page}: price of all three, CPU", "%", price(everything.cpu, nothing.cpu), at_most=PRICE_AT_MOST)
    for wall in WALLS:
        less = times[frozenset({wall})]
        yield Number(f"{page}: price of {wall}", "%", price(everything.took, less.took))
        yield Number(f"{page}: price of {wall}, CPU", "%", price(everything.cpu, less.cpu))


def price(everything: list[float], less: list[float]) -> float:
    """Return by how many per cent a page costs more: the median over turns, each beside the rival's same turn."""
    turns = range(0, len(everything), A_TURN)
    ratios = (sum(everything[at : at + A_TURN]) / sum(less[at : at + A_TURN]) for at in turns)
    return (statistics.median(ratios) - 1) * 100
