"""An installation of the bench's own, beside those of the tests and the demo: a server with both halves migrated, the
cast and the demo's content in them, and throw-away copies of it.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from alongside.command import halves, provision, testing
from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres

# The functions of testing work on whatever place this names; the tests' own server stays as it is.
testing.TEMPLATE_PLACE = replace(testing.TEMPLATE_PLACE, name="bench-house")


@contextlib.contextmanager
def standing() -> Iterator[Postgres]:
    """Have the server run; the first time makes it (half a minute)."""
    server = testing.stand_up()
    try:
        yield server
    finally:
        server.stop()


def fresh(server: Postgres, suffix: str) -> Place:
    """Return a place with new copies of both templates and a state folder of its own."""
    return replace(testing.fresh(server, suffix), name=testing.TEMPLATE_PLACE.name)


def casework_copy(server: Postgres, place: Place, name: str) -> Place:
    """Return a place whose casework database is a copy of another's; state and keys are the other's own."""
    with server.connect() as administrator:
        provision.drop_database(administrator, name)
        provision.make_database(administrator, "casework", name, template=place.casework_db)
    return replace(place, casework_db=name)


def environment(half: str, role: str, place: Place) -> dict[str, str]:
    return {**halves.environment(half, role, place), "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}"}


class Worker:
    """A process of one half that answers one JSON line with another: Django knows one half a process."""

    def __init__(self, module: str, *arguments: str, half: str, role: str, place: Place) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=CHECKOUT, env=environment(half, role, place), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, **question: Any) -> Any:
        """Send one question and wait for its answer. Raises RuntimeError when the process ended instead."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(map(str, self._process.args))} ended; what it said is above.")  # type: ignore[union-attr]
        return json.loads(line)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.wait()


def answer(question_to_answer: Any) -> None:
    """Be such a process: answer each line of standard input by a function until there is no more."""
    for line in sys.stdin:
        print(json.dumps(question_to_answer(**json.loads(line))), flush=True)


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
