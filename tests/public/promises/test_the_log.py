"""Every hour the log grows by the same number, whatever was told, and nothing is lost or logged twice."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from alongside.commons import clock, installation, ledger, promise
from alongside.public.promises import actions, jobs, queries, rules
from tests.public.concerns.way import Visitor
from tests.public.promises.log import as_worker, boxes, close_hour, new_key, rows, told
from tests.public.promises.test_the_promise import keys


def wait(number: int) -> list[bytes]:
    """Let so many commitments wait."""
    made = [secrets.token_bytes(32) for _unused in range(number)]
    hour = rules.hour_of(clock.now())
    with installation.connect("public", "public_web") as web:
        for one in made:
            web.execute("INSERT INTO letterbox.leaf (id, commitment, hour) VALUES (%s, %s, %s)", (uuid4(), one, hour))
    return made


def logged() -> list[bytes]:
    return [bytes(commitment) for _number, commitment in rows("logged")]


def test_an_hour_has_256_leaves_whether_nothing_was_told_or_much(committed: Visitor, own_state: Path) -> None:
    assert close_hour()
    assert len(logged()) == 256
    clock.shift(timedelta(hours=1))
    mine = wait(300)
    assert close_hour()
    assert len(logged()) == 512
    assert len(rows("leaf")) == 44
    clock.shift(timedelta(hours=1))
    later = wait(10)
    assert close_hour()
    assert rows("leaf") == []
    assert set(mine) | set(later) < set(logged())
    assert [row[0] for row in rows("checkpoint", "size")] == [256, 512, 768]


def test_what_waited_longer_goes_first(committed: Visitor, own_state: Path) -> None:
    close_hour()
    early = wait(200)
    clock.shift(timedelta(hours=1))
    wait(300)
    close_hour()
    assert set(early) < set(logged())


def test_an_hour_is_closed_once(committed: Visitor, own_state: Path) -> None:
    assert close_hour()
    wait(1)
    assert not close_hour()
    assert len(logged()) == 256


def test_a_clock_put_back_closes_no_hour_again(committed: Visitor, own_state: Path) -> None:
    close_hour()
    clock.shift(timedelta(hours=-2))
    assert not close_hour()


def test_neighbours_in_time_are_no_neighbours_in_the_log(committed: Visitor, own_state: Path) -> None:
    mine = wait(40)
    close_hour()
    places = [logged().index(one) for one in mine]
    assert places != sorted(places)
    assert max(places) > 64


def test_every_checkpoint_is_signed_by_the_worker_and_extends_the_one_before(
    committed: Visitor, own_state: Path
) -> None:
    for _hour in range(3):
        close_hour()
        clock.shift(timedelta(hours=1))
    _signers, log = keys()
    hashes = [ledger.leaf_hash(one) for one in logged()]
    for note in queries.notes():
        checkpoint = ledger.read_checkpoint(note, promise.LOG, log)
        assert checkpoint.root == ledger.root(hashes[: checkpoint.size])
    assert checkpoint.size == 768


def test_a_promise_is_shown_to_be_in_the_log_hours_later(committed: Visitor, own_state: Path) -> None:
    close_hour()
    key = new_key()
    actions.post_with_promise(*told(key))
    [box] = boxes(key)
    for _hour in range(4):
        clock.shift(timedelta(hours=1))
        close_hour()
        proof = queries.proof(box)
        assert proof is not None
        assert proof.place is not None
        assert 256 <= proof.place.index < 512
        promise.verify(proof, *keys())


def test_the_worker_closes_the_hour_when_it_begins_and_asks_nothing_between(
    committed: Visitor, own_state: Path
) -> None:
    duty = "alongside.public.promises.jobs.close_the_hour"
    assert duty in settings.DUTIES
    assert "alongside.public.promises.jobs.forget_closed_boxes" in settings.DUTIES
    jobs._closed.clear()
    with as_worker():
        import_string(duty)()
        with CaptureQueriesContext(connection) as between:
            import_string(duty)()
        clock.shift(timedelta(hours=1))
        import_string(duty)()
    assert len(between) == 0
    assert len(logged()) == 512
