"""Post concerns as the public half does, and run the intake worker so that it can be killed at any moment."""

from __future__ import annotations

import os
import signal
import time
import uuid
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from alongside.commons import clock, installation
from alongside.commons.envelope import key_names
from alongside.commons.envelope.contents import Concern
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.seal import Envelope, seal


def sealed(worry: str, *, area: str = "northmere", id: UUID | None = None) -> Envelope:
    """Seal a concern as the public half would, to this week's key."""
    name = key_names.name_at(clock.now())
    key = PrivateKey(installation.state("keys", "intake", f"{name}.key").read_bytes()).public()
    told = Concern(kind_of_door="somebody", area=area, worry=worry, sent_at=clock.now())
    return seal(told, id=id or uuid.uuid4(), key_id=name, public_key=key)


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
