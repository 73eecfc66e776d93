"""kill -9 of the web process while it takes a Send: what was acknowledged is there, and sending again makes it one."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from typing import Any

from django.db import connections
from django.test import Client

from alongside.commons import installation
from alongside.commons.envelope.receipt import parse
from tests.conftest import LONG
from tests.public.concerns.way import ANSWERS, NAME, TELL, Visitor, envelopes

KILLS = 200 if LONG else 20
_left_alone: list[Any] = []


def test_kills_at_random_moments_of_a_send_lose_nothing_and_double_nothing(committed: Visitor) -> None:
    moments, receipts = random.Random(20150308), []
    before = set(envelopes())
    acknowledged, longest = 0, 5.0
    for number in range(KILLS + 1):
        committed.answer = None
        form = committed.go_to_questions().form()
        form |= {**ANSWERS, **NAME, "called": f"Danny {number}", "go": "send"}
        first, took = _sent_and_killed(form, longest if number == 0 else moments.uniform(0, longest))
        # The first is let through, to see how long it takes here: later ones die before, within or after.
        longest = 1.5 * took if number == 0 else longest
        if first:
            acknowledged += 1
            assert _rows_at(first) == 1
        committed.answer = committed.client.post(TELL, form)
        receipts.append(committed.receipt)
        assert first in ("", committed.receipt)
    came = [one.kind for id, one in envelopes().items() if id not in before]
    assert (came.count("concern"), came.count("identity")) == (KILLS + 1, KILLS + 1)
    assert [_rows_at(receipt) for receipt in receipts] == [1] * (KILLS + 1)
    assert 0 < acknowledged <= KILLS


def _sent_and_killed(form: dict[str, str], seconds: float) -> tuple[str, float]:
    """Send from a process of its own (a fork: Django is loaded already) and kill it after so many seconds at most.

    Returns the receipt it showed, or nothing, and how long it lived.
    """
    answers, answer = os.pipe()
    begun = time.monotonic()
    pid = os.fork()
    if not pid:
        try:
            _be_the_web(form, answer)
        finally:
            os._exit(1)
    os.close(answer)
    select.select([answers], [], [], seconds)
    lived = time.monotonic() - begun
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(answers, "rb") as said:
        return said.read().decode(), lived


def _be_the_web(form: dict[str, str], answer: int) -> None:
    connection = connections["default"]
    # The parent's connection is left alone, neither used nor closed: closing it here would end it there too.
    _left_alone.append(connection.connection)
    connection.connection = None
    connection.inc_thread_sharing()
    visitor = Visitor(Client())
    visitor.answer = visitor.client.post(TELL, form)
    os.write(answer, visitor.receipt.encode())
    time.sleep(60)


def _rows_at(receipt: str) -> int:
    """How many boxes wait for a receipt: one is made in the transaction of each concern."""
    with installation.connect("public", "public_owner") as owner:
        row = owner.execute(
            "SELECT count(*) FROM letterbox.box WHERE locator = %s", (parse(receipt).locator,)
        ).fetchone()
    assert row
    return int(row[0])
