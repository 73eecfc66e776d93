"""kill -9 of the worker at any point: an hour is closed or it is not, and no promise is lost or logged twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alongside.commons import clock, ledger, promise
from alongside.public.promises import queries
from tests.conftest import LONG
from tests.public.concerns.way import Visitor
from tests.public.promises.log import close_hour, rows
from tests.public.promises.test_the_log import logged, wait
from tests.public.promises.test_the_promise import keys

KILLS = 200 if LONG else 20
PROMISES = 300 if not LONG else 60

# Closes hour after hour as fast as it can: whenever it is killed, it is in the middle of one. The first process only
# starts the next worker, which saves it the start of Python, and sees it gone.
CLOSING = """
import os, sys
import django; django.setup()
from datetime import timedelta
from alongside.commons import clock
from alongside.public.promises import actions
for _order in sys.stdin:
    worker = os.fork()
    if not worker:
        while True:
            actions.close_hour()
            clock.shift(timedelta(hours=1))
    print(worker, flush=True)
    os.waitpid(worker, 0)
    print("gone", flush=True)
"""


class Workers:
    """Starts one worker after another, and kills each in the middle of what it does."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._orders, self._answers = process.stdin, process.stdout

    def killed_after(self, seconds: float) -> None:
        self._orders.write("next\n")
        self._orders.flush()
        worker = int(self._answers.readline())
        time.sleep(seconds)
        os.kill(worker, signal.SIGKILL)
        assert self._answers.readline() == "gone\n"


@pytest.fixture
def workers(own_state: Path) -> Iterator[Workers]:
    environment = {**os.environ, "ALONGSIDE_ROLE": "public_worker"}
    with subprocess.Popen(
        [sys.executable, "-c", CLOSING], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Workers(process)
        assert process.stdin
        process.stdin.close()


def test_nothing_is_lost_or_logged_twice(committed: Visitor, workers: Workers) -> None:
    mine: set[bytes] = set()
    for number in range(KILLS):
        mine |= set(wait(PROMISES))
        workers.killed_after(0.02 + 0.013 * (number % 20))
    while rows("leaf"):
        clock.shift(timedelta(hours=1))
        close_hour()
    all_of_it = logged()
    assert mine < set(all_of_it)
    assert len(set(all_of_it)) == len(all_of_it)
    check_every_checkpoint(all_of_it)


def check_every_checkpoint(all_of_it: list[bytes]) -> None:
    """Each stands at its hour and is signed over the log as it was, and none is missing."""
    _signers, log = keys()
    tree = ledger.Frontier()
    notes = queries.notes()
    assert len(notes) == len(all_of_it) // 256
    for number, note in enumerate(notes):
        tree = tree.extend(ledger.leaf_hash(one) for one in all_of_it[number * 256 : (number + 1) * 256])
        assert ledger.read_checkpoint(note, promise.LOG, log) == ledger.Checkpoint(promise.LOG, tree.size, tree.root())
