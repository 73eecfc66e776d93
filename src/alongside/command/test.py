"""``./alongside test``: every part as a pytest run of its own, with one closing line."""

from __future__ import annotations

import argparse
import fcntl
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alongside.command import halves, testing
from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres
from alongside.command.words import Stop, say

FAILED_WITHOUT_TESTS = 1
NO_TESTS_COLLECTED = 5


@dataclass(frozen=True)
class Part:
    """A folder of tests, or a file that runs beside the rest of its folder, and what it runs under.

    ``half`` is None for tests without Django's settings of a half.
    """

    folder: str
    half: str | None = None
    role: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or self.folder

    @property
    def path(self) -> Path:
        return CHECKOUT / "tests" / self.folder


PARTS = (
    # The longest first: two run side by side.
    Part("casework", "casework", "casework_web"),
    Part("public", "public", "public_web"),
    Part("casework/test_random_journeys.py", "casework", "casework_web", "walks"),
    # A database of its own: how PostgreSQL goes about a query depends on what other tests left in the tables.
    Part("casework/test_plans.py", "casework", "casework_web", "plans"),
    Part("rules"),
    Part("commons"),
    Part("design"),
    Part("command"),
    Part("site", "casework", "casework_web"),
    Part("boundary"),
    Part("journeys"),
)
ALONE = ("boundary", "journeys")
"""Parts that start whole installations or measure what others disturb: they run one after another, at the end."""


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def run(arguments: list[str]) -> int:
    """Run all parts, or those that the given paths lie in. 0 when nothing failed and something ran."""
    asked = _parse(arguments)
    chosen = _chosen(asked.paths)
    began = time.monotonic()
    with _only_one():
        counts = _run_all(chosen, asked)
    total = sum(counts, Count())
    say(f"\nAll parts took {time.monotonic() - began:.0f} s.")
    say(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed or not total.passed else 0


@contextmanager
def _only_one() -> Iterator[None]:
    """Wait for another run of this checkout's tests: they share one server."""
    testing.TEMPLATE_PLACE.state.mkdir(parents=True, exist_ok=True)
    with (testing.TEMPLATE_PLACE.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another run of these tests is going on in this checkout; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run_all(chosen: dict[Part, list[str]], asked: argparse.Namespace) -> list[Count]:
    server = testing.stand_up()
    try:
        side_by_side = [part for part in chosen if part.folder not in ALONE]
        with ThreadPoolExecutor(2) as pool:
            counts = list(pool.map(lambda part: _run(part, chosen[part], asked, server), side_by_side))
        counts += [_run(part, chosen[part], asked, server) for part in chosen if part.folder in ALONE]
    finally:
        server.stop()
    return counts


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./alongside test", description=__doc__)
    parser.add_argument("paths", nargs="*", help="folders or files below tests/; everything when left out")
    parser.add_argument("--long", action="store_true", help="the full counts of kills and random journeys")
    parser.add_argument("-k", default="", help="only tests whose names match, as in pytest")
    parser.add_argument("-x", action="store_true", help="stop a part at its first failure")
    return parser.parse_args(arguments)


def _chosen(paths: list[str]) -> dict[Part, list[str]]:
    """Return each part with the paths of it to run. Raises Stop for a path outside the parts."""
    if not paths:
        return {part: [str(part.path)] for part in PARTS if part.path.exists()}
    chosen: dict[Part, list[str]] = {}
    for path in paths:
        wanted = (CHECKOUT / path.split("::")[0]).resolve()
        inside = [part for part in PARTS if wanted == part.path or part.path in wanted.parents]
        if not inside or not wanted.exists():
            raise Stop(f"There are no tests at {path}. Name a folder or file below tests/, for example tests/rules.")
        chosen.setdefault(max(inside, key=lambda part: len(part.path.parts)), []).append(path)
        for part in PARTS:
            if wanted in part.path.parents:
                chosen.setdefault(part, []).append(str(part.path))
    return chosen


def _run(part: Part, paths: list[str], asked: argparse.Namespace, server: Postgres) -> Count:
    results = CHECKOUT / "var" / "test" / f"results-{part.name}.xml"
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junit-xml={results}", "-p", "no:cacheprovider", "--color=no"]
    command += [*(["-k", asked.k] if asked.k else []), *(["-x"] if asked.x else []), *paths]
    command += [f"--ignore={other.path}" for other in PARTS if part.path in other.path.parents]
    place = testing.fresh(server, part.name)
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=CHECKOUT, env=_environment(part, place, asked.long), capture_output=True, text=True
    )
    if done.returncode and done.returncode != NO_TESTS_COLLECTED:
        say(done.stdout[-20_000:] + done.stderr[-4_000:])
    count = _count(results, done.returncode)
    say(f"{part.name:<10} {count.passed:>5} passed {count.failed:>3} failed {count.skipped:>3} skipped"
        f"  {time.monotonic() - began:5.0f} s")  # fmt: skip
    _say_why_skipped(results)
    return count


def _environment(part: Part, place: Place, long: bool) -> dict[str, str]:
    role = part.role or "public_web"
    environment = halves.environment(part.half, role, place) if part.half else place.environment(role)
    environment["PYTHONPATH"] = f"{CHECKOUT / 'src'}:{CHECKOUT}"
    environment["ALONGSIDE_LONG"] = "1" if long else ""
    if "ALONGSIDE_CHROMIUM" in os.environ:
        environment["ALONGSIDE_CHROMIUM"] = os.environ["ALONGSIDE_CHROMIUM"]
    return environment


def _count(results: Path, returncode: int) -> Count:
    """Read what pytest counted; a run that left no results, or failed outside a test, counts as one failure."""
    if not results.exists():
        return Count(failed=FAILED_WITHOUT_TESTS)
    suites = list(ElementTree.parse(results).getroot().iter("testsuite"))  # noqa: S314 (our own pytest wrote it)
    tests, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    if returncode not in (0, NO_TESTS_COLLECTED) and not failed:
        failed = FAILED_WITHOUT_TESTS
    return Count(tests - failures - errors - skipped, failed, skipped)


def _say_why_skipped(results: Path) -> None:
    if results.exists():
        for skipped in ElementTree.parse(results).getroot().iter("skipped"):  # noqa: S314
            say(f"           skipped: {skipped.get('message', '')}")
