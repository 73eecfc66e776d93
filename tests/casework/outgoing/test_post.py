"""The post, killed at each step with the real roles: nothing is lost, nothing is there twice.

A lock that the test holds stops the post at a step: on the public table before it puts something in, on the row in the
tray after that and before it takes it out.
"""

from __future__ import annotations

import os
import random
import signal
import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from alongside.commons import clock, installation
from tests.casework.outgoing.conftest import SEALED, Post, count, until

Connection = psycopg.Connection[Any]
PutIn = Callable[..., uuid.UUID]
TRAY, REPLIES, BULLETINS = "outgoing_outgoing", "letterbox.reply", "letterbox.bulletin"
ROUNDS = 25 if os.environ.get("ALONGSIDE_LONG") else 2


def is_blocked(owner: Connection) -> bool:
    """Whether the post waits for a lock in this database; another role's waiting shows in pg_locks alone."""
    held_up = "SELECT 1 FROM pg_locks WHERE NOT granted AND (database IS NULL OR database = (%s)::oid)"
    here = owner.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert here is not None
    return owner.execute(held_up, [here[0]]).fetchone() is not None


def test_a_reply_and_a_bulletin_go_over_and_leave_the_tray(
    post: Post, put_in: PutIn, casework: Connection, public: Connection
) -> None:
    reply = put_in()
    put_in(shape="bulletin", kind="published_table", number=1, key_id="k", signature=b"s")
    post.start()
    until(lambda: count(casework, TRAY) == 0)
    assert public.execute("SELECT id, locator, mark, closes_on, sealed FROM letterbox.reply").fetchall() == [
        (reply, "7K3M9Q", bytes(32), clock.today(), SEALED)
    ]
    assert public.execute("SELECT kind, number, body, key_id, signature FROM letterbox.bulletin").fetchall() == [
        ("published_table", 1, SEALED, "k", b"s")
    ]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_killed_before_it_puts_in_it_loses_nothing(
    post: Post, put_in: PutIn, casework: Connection, public: Connection, _round: int
) -> None:
    put_in()
    with public.transaction():
        public.execute(f"LOCK TABLE {REPLIES} IN EXCLUSIVE MODE")
        post.start()
        until(lambda: is_blocked(public))
        assert (count(public, REPLIES), count(casework, TRAY)) == (0, 1)
        post.end(signal.SIGKILL)
    post.start()
    until(lambda: count(casework, TRAY) == 0)
    assert count(public, REPLIES) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_killed_between_putting_in_and_taking_out_it_doubles_nothing(
    post: Post, put_in: PutIn, casework: Connection, public: Connection, _round: int
) -> None:
    put_in()
    put_in(shape="bulletin", kind="published_table", number=1, key_id="k", signature=b"s")
    with casework.transaction():
        casework.execute(f"SELECT 1 FROM {TRAY} FOR UPDATE")
        post.start()
        until(lambda: is_blocked(casework))
        assert (count(public, REPLIES), count(casework, TRAY)) == (1, 2)
        post.end(signal.SIGKILL)
    post.start()
    until(lambda: count(casework, TRAY) == 0)
    assert (count(public, REPLIES), count(public, BULLETINS)) == (1, 1)


@pytest.mark.long
def test_killed_at_any_moment_each_thing_arrives_once(
    post: Post, put_in: PutIn, casework: Connection, public: Connection
) -> None:
    chance, wanted = random.Random(8), set()
    for _ in range(40):
        wanted |= {put_in() for _each in range(5)}
        post.start()
        time.sleep(chance.uniform(0.15, 0.6))
        post.end(signal.SIGKILL)
    post.start()
    until(lambda: count(casework, TRAY) == 0)
    arrived = [row[0] for row in public.execute(f"SELECT id FROM {REPLIES}")]
    assert sorted(arrived) == sorted(wanted)


def test_it_comes_back_after_the_database_cut_it_off(
    post: Post, put_in: PutIn, casework: Connection, public: Connection
) -> None:
    post.start()
    until(lambda: _is_connected(casework))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'post'"
    # A role may end its own back ends; the connection that asks is among them.
    itself = installation.connect("casework", "post", autocommit=True)
    with pytest.raises(psycopg.OperationalError):
        itself.execute(cut)
    put_in()
    until(lambda: count(casework, TRAY) == 0)
    assert count(public, REPLIES) == 1


def _is_connected(owner: Connection) -> bool:
    found = owner.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'post'").fetchone()
    return found is not None and found[0] >= 2


def test_one_that_is_refused_stays_and_holds_up_nobody(
    post: Post, put_in: PutIn, casework: Connection, public: Connection
) -> None:
    refused = put_in(locator="x")
    put_in()
    post.start()
    until(lambda: count(public, REPLIES) == 1)
    code, log = post.end(signal.SIGTERM)
    assert casework.execute(f"SELECT id FROM {TRAY}").fetchall() == [(refused,)]
    assert code == 0
    assert str(refused) in log
    assert "sealed" not in log


def test_it_ends_when_asked_and_gives_a_sign_of_life_before(post: Post, casework: Connection) -> None:
    casework.execute("DELETE FROM beats_beat WHERE worker = 'post'")
    post.start()
    until(lambda: casework.execute("SELECT 1 FROM beats_beat WHERE worker = 'post'").fetchone() is not None)
    assert post.end(signal.SIGTERM)[0] == 0


REFUSED = [
    ("public", "post", f"SELECT 1 FROM {REPLIES}"),
    ("public", "post", f"DELETE FROM {REPLIES}"),
    ("public", "post", f"UPDATE {BULLETINS} SET number = 1"),
    ("public", "post", "SELECT 1 FROM letterbox.envelope"),
    ("casework", "post", f"UPDATE {TRAY} SET number = 1"),
    ("casework", "post", "SELECT 1 FROM organisation_staff"),
    ("casework", "post", "SELECT 1 FROM referrals_referral"),
    ("casework", "casework_web", f"SELECT 1 FROM {TRAY}"),
    ("casework", "casework_web", f"DELETE FROM {TRAY}"),
]


@pytest.mark.parametrize(("half", "role", "statement"), REFUSED)
def test_a_role_may_do_no_more_than_its_part(half: Any, role: str, statement: str) -> None:
    with installation.connect(half, role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.django_db
def test_the_same_bulletin_twice_is_one_row_in_the_tray() -> None:
    from alongside.casework.outgoing import actions
    from alongside.casework.outgoing.signing import signing_key
    from alongside.commons import exchange

    bulletin = exchange.sign("published_table", 1, clock.now(), {"rows": []}, signing_key())
    actions.send_bulletin(bulletin)
    actions.send_bulletin(bulletin)
