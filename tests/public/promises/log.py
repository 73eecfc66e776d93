"""The worker at work, what the tables hold, and somebody who told us something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection

from alongside.commons import clock, installation
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Box, Concern
from alongside.commons.envelope.receipt import ReplyKey
from alongside.commons.envelope.seal import Envelope, seal
from alongside.public.concerns import intake_keys
from alongside.public.letterbox import queries as letterbox
from alongside.public.promises import actions


def empty() -> None:
    with installation.connect("public", "public_owner") as owner:
        owner.execute("TRUNCATE letterbox.leaf, letterbox.logged, letterbox.checkpoint")


@contextmanager
def as_worker() -> Iterator[None]:
    """Work under the role of the public half's worker, as its own process does."""
    kept = dict(connection.settings_dict)
    connection.close()
    reached = installation.reach("public", "public_worker")
    try:
        connection.settings_dict.update(USER="public_worker", PASSWORD=reached.get("password", ""))
        connection.settings_dict["OPTIONS"] = {"passfile": reached.get("passfile", "")}
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def close_hour() -> bool:
    with as_worker():
        return actions.close_hour()


def rows(table: str, columns: str = "*", order: str = "1") -> list[tuple[Any, ...]]:
    with installation.connect("public", "public_owner") as owner:
        return owner.execute(f"SELECT {columns} FROM letterbox.{table} ORDER BY {order}").fetchall()  # type: ignore[call-overload, no-any-return]


def told(key: ReplyKey) -> tuple[Envelope, Concern]:
    """What somebody with this receipt tells, sealed."""
    concern = Concern("somebody", "northmere", "He says odd things.", clock.now(), reply_to=key.reply_to())
    now = intake_keys.current()
    return seal(concern, id=uuid4(), key_id=now.key_id, public_key=now.public_key), concern


def new_key() -> ReplyKey:
    return receipts.stretch(receipts.new())


def boxes(key: ReplyKey) -> list[Box]:
    """What this receipt opens."""
    opened = [receipts.open_reply(one, key) for one in letterbox.waiting(key)]
    return [one for one in opened if isinstance(one, Box)]
