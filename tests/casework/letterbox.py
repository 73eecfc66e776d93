"""Post concerns as the public half does, and run the intake worker so that it can be killed at any moment."""

from __future__ import annotations

import os
import secrets
import signal
import time
import uuid
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from alongside.commons import clock, installation
from alongside.commons.envelope import key_names, receipt
from alongside.commons.envelope.contents import Concern, Message, Part, Reply, ReplyTo, ToIntake
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.receipt import ReplyKey, SealedReply, open_reply
from alongside.commons.envelope.seal import Envelope, seal


def sealed(
    worry: str, *, area: str = "northmere", id: UUID | None = None, reply_to: ReplyTo | None = None, **told: Any
) -> Envelope:
    """Seal a concern as the public half would, to this week's key."""
    concern = Concern(kind_of_door="somebody", area=area, worry=worry, sent_at=clock.now(), reply_to=reply_to, **told)
    return seal_any(concern, id=id)


def seal_any(contents: ToIntake, *, id: UUID | None = None) -> Envelope:
    """Seal anything to this week's key."""
    name = key_names.name_at(clock.now())
    key = PrivateKey(installation.state("keys", "intake", f"{name}.key").read_bytes()).public()
    return seal(contents, id=id or uuid.uuid4(), key_id=name, public_key=key)


def message(reply_to: ReplyTo, act: str = "more", words: str = "More words", **said: Any) -> Envelope:
    """Seal what a returning person does."""
    said = {"concern": uuid.uuid4(), "sent_at": clock.now(), **said}
    return seal_any(Message(act=act, words=words, reply_to=reply_to, **said))


def file(data: bytes, name: str = "picture.jpg", *, id: UUID | None = None) -> Envelope:
    """Seal a file."""
    return seal_any(Part(name=name, sent_at=clock.now(), data=data), id=id)


def a_receipt() -> ReplyKey:
    """Return the key of a receipt that nobody had before, without stretching one, which is slow on purpose."""
    return ReplyKey(receipt.new().locator, PrivateKey(secrets.token_bytes(32)))


def post(*envelopes: Envelope) -> None:
    """Put envelopes into the letterbox as the web role, durably."""
    with installation.connect("public", "public_web") as connection:
        for each in envelopes:
            connection.execute(
                "INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (each.id, each.kind, each.key_id, each.sealed),
            )


def waiting() -> int:
    """Count what is in the letterbox, as intake may."""
    with installation.connect("public", "intake") as connection:
        return _number(connection, "SELECT count(*) FROM letterbox.envelope")


def collected(state: str) -> int:
    with installation.connect("casework", "intake") as connection:
        return _number(connection, "SELECT count(*) FROM intake_collected WHERE state = %s", state)


def _number(connection: psycopg.Connection[Any], query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


def work() -> None:
    """Be the intake worker until there is nothing left to do."""
    from alongside.casework.intake import actions
    from alongside.casework.intake.letterbox import Letterbox

    box = Letterbox()
    while actions.work_once(box):
        pass
    box.close()


def answers_to(key: ReplyKey) -> list[Reply]:
    """Open what lies in the tray for the holder of a receipt, as the post would carry it, oldest first."""
    with installation.connect("casework", "post") as connection:
        found = connection.execute(
            "SELECT id, locator, mark, closes_on, body FROM outgoing_outgoing WHERE mark = %s ORDER BY made_at",
            (key.reply_to().mark(),),
        ).fetchall()
    opened = [
        open_reply(SealedReply(id, place, bytes(mark), day, bytes(body)), key) for id, place, mark, day, body in found
    ]
    return [each for each in opened if isinstance(each, Reply)]


def start_worker() -> int:
    """Start the intake worker in a process of its own (a fork: Django is loaded already) and return its number."""
    pid = os.fork()
    if pid:
        return pid
    try:
        _be_the_worker()
    finally:
        os._exit(1)


def _be_the_worker() -> None:
    from alongside.casework.intake.management.commands.collect import Command

    connection = connections["default"]
    # The parent's connection is left alone, neither used nor closed: closing it here would end it there too.
    _left_alone.append(connection.connection)
    connection.connection = None
    connection.settings_dict = {**connection.settings_dict, **installation.database("casework"), "USER": "intake"}
    connection.settings_dict["OPTIONS"] = {"passfile": str(installation.password_file("intake"))}
    connection.inc_thread_sharing()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    Command().handle()


_left_alone: list[Any] = []


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def until(holds: Any, seconds: float = 30) -> None:
    """Wait until something holds; the assertion says that it never did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come about in time")


def empty() -> None:
    """Take what earlier tests left in the letterbox out of the way."""
    with installation.connect("public", "intake") as connection:
        connection.execute("DELETE FROM letterbox.envelope")
