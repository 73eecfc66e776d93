"""No oracle: a receipt that opens nothing tells nobody why. Every path does the same work and says the same bytes.

Each way in is sent once and everything is written down that our code calls meanwhile, C functions such as hashes too,
with every query. What differs between two ways is a difference that could be measured. Distributions of times are
in bench/.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.commons import clock, installation
from alongside.commons.envelope import keys
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.receipt import Receipt
from alongside.public.concerns import duty, queries
from alongside.public.promises import jobs
from tests.public.concerns.returning import Returning, reply, told, told_on_the_telephone
from tests.public.concerns.way import RETURN, Visitor
from tests.public.promises.log import as_worker

HALF_A_YEAR = timedelta(days=181)


@dataclass
class Seen:
    """What one request did: its answer, its queries without their values, and every call from our code."""

    answer: Any
    queries: list[str]
    calls: Counter[str]


def seen(returning: Returning, receipt: Receipt) -> Seen:
    """Come back with a receipt under a magnifying glass."""
    # What is public is read again every half minute: here before each look, so that no look is the one that does it.
    for public in (queries.areas, queries.postcode_areas, queries._services, duty._newest):
        public.forget()
    returning.answer = returning.client.get(RETURN)
    form = {**returning.hidden(), "receipt": receipt.shown()}
    calls: Counter[str] = Counter()
    with CaptureQueriesContext(connection) as asked:
        sys.setprofile(lambda frame, event, what: _write_down(calls, frame, event, what))
        try:
            returning.answer = returning.client.post(RETURN, form)
        finally:
            sys.setprofile(None)
    # Checking for a slip takes a step less for each 0 that was typed, which whoever typed it knows.
    del calls["alongside.commons.envelope.receipt: tuple.index"]
    kinds = [query["sql"].split("(")[0] for query in asked.captured_queries]
    return Seen(returning.answer, kinds, calls)


def _write_down(calls: Counter[str], frame: FrameType, event: str, what: Any) -> None:
    here = str(frame.f_globals.get("__name__", ""))
    if event == "call" and here.startswith("alongside."):
        calls[f"{here}.{frame.f_code.co_qualname}"] += 1
    if event == "c_call" and here.startswith(("alongside.commons", "alongside.public", "hashlib", "cryptography")):
        calls[f"{here}: {getattr(what, '__qualname__', what)}"] += 1


def unknown() -> Receipt:
    return receipts.new()


def wrong() -> Receipt:
    """The right place with another secret."""
    known, _concern = told()
    reply(known)
    return Receipt(known.locator, receipts.new().secret)


def expired() -> Receipt:
    known, _concern = told()
    reply(known)
    clock.shift(HALF_A_YEAR)
    return known


def forgotten() -> Receipt:
    known = expired()
    with as_worker():
        jobs._forget_closed_boxes()
    return known


def burnt(returning: Returning) -> Receipt:
    known, _concern = told()
    reply(known)
    returning.come(known).do("burn")
    reply(known)
    return known


def exchanged(returning: Returning) -> Receipt:
    code, _concern = told_on_the_telephone()
    returning.come(code).post(go="do")
    return code


WAYS: dict[str, Callable[[Returning], Receipt]] = {
    "wrong": lambda _: wrong(),
    "expired": lambda _: expired(),
    "forgotten": lambda _: forgotten(),
    "burnt": burnt,
    "exchanged": exchanged,
}


@pytest.fixture
def returning(committed: Visitor, own_state: Path) -> Returning:
    (own_state / "clock").unlink(missing_ok=True)
    return Returning(committed.client)


@pytest.mark.parametrize("way", WAYS)
def test_what_opens_nothing_does_and_says_the_same_as_what_never_was(returning: Returning, way: str) -> None:
    receipt = WAYS[way](returning)
    seen(returning, unknown())
    never, this = seen(returning, unknown()), seen(returning, receipt)
    assert "This receipt opens nothing" in returning.says
    assert this.answer.status_code == never.answer.status_code == 200
    assert this.answer.content == never.answer.content
    assert sorted(this.answer.headers.items()) == sorted(never.answer.headers.items())
    assert this.queries == never.queries
    assert this.calls == never.calls


def test_the_glass_sees_stretching_query_and_hash(returning: Returning) -> None:
    never = seen(returning, unknown())
    assert never.calls["alongside.commons.envelope.receipt.stretch"] == 1
    assert any("derive" in name for name in never.calls)
    assert any("sha256" in name for name in never.calls)
    assert [query for query in never.queries if "letterbox.at" in query]


def test_the_glass_sees_an_opening_too_many(returning: Returning, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were marks not compared in the database, a wrong secret would cost an opening: that is found."""
    from alongside.public.concerns import returning_queries

    receipt = wrong()
    with installation.connect("public", "public_owner") as owner:
        rows = owner.execute("SELECT * FROM letterbox.box WHERE locator = %s", (receipt.locator,)).fetchall()
    sealed = [receipts.SealedReply(row[0], row[1], bytes(row[2]), row[3], bytes(row[4])) for row in rows]
    monkeypatch.setattr(returning_queries.letterbox, "waiting", lambda key: sealed if key.locator == rows[0][1] else [])
    never, this = seen(returning, unknown()), seen(returning, receipt)
    opening = f"{keys.PrivateKey.__module__}.{keys.PrivateKey.open.__qualname__}"
    assert (never.calls[opening], this.calls[opening]) == (0, 1)


def test_a_page_of_a_receipt_that_died_meanwhile_says_the_same(returning: Returning) -> None:
    receipt, _concern = told()
    never = returning.come(unknown()).answer
    returning.come(receipt).post(page="more")
    form = returning.hidden()
    returning.come(receipt).do("burn")
    answer = returning.client.post(RETURN, {**form, "go": "do", "words": "Too late."})
    assert answer.content == never.content
