"""kill -9 of the worker at any point: an hour is closed or it is not, and no promise is lost or logged twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from alongside.commons import clock, ledger, promise
from alongside.public.promises import queries
from tests.public.concerns.way import Visitor
from tests.public.promises.log import close_hour, rows
from tests.public.promises.test_the_log import logged, wait
from tests.public.promises.test_the_promise import keys

KILLS = 20

# Closes hour after hour as fast as it can: whenever it is killed, it is in the middle of one.
CLOSING = """
import django; django.setup()
from datetime import timedelta
from alongside.commons import clock
from alongside.public.promises import actions
print("ready", flush=True)
while True:
    actions.close_hour()
    clock.shift(timedelta(hours=1))
"""


def killed_after(seconds: float) -> None:
    environment = {**os.environ, "ALONGSIDE_ROLE": "public_worker"}
    with subprocess.Popen([sys.executable, "-c", CLOSING], env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        worker.send_signal(signal.SIGKILL)


def test_nothing_is_lost_or_logged_twice(committed: Visitor, own_state: Path) -> None:
    mine: set[bytes] = set()
    for number in range(KILLS):
        mine |= set(wait(300))
        killed_after(0.02 + 0.013 * number)
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
