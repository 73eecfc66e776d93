"""Both databases with their real roles, and the post as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from alongside.commons import clock, installation

Row = dict[str, Any]
SEALED = b"sealed".ljust(5_232, b".")
"""Of a length that a sealed reply may have."""


class Post:
    """The post's process; it can be killed and started again."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        here = {**os.environ, "ALONGSIDE_ROLE": "post"}
        command = [sys.executable, "-m", "alongside.casework.outgoing.post"]
        self.process = subprocess.Popen(command, env=here, stderr=subprocess.PIPE)

    def end(self, with_signal: int) -> tuple[int, str]:
        """End it and return its exit code and its log."""
        assert self.process is not None
        self.process.send_signal(with_signal)
        log = self.process.communicate(timeout=10)[1].decode()
        code, self.process = self.process.returncode, None
        return code, log


@pytest.fixture
def post() -> Iterator[Post]:
    running = Post()
    yield running
    if running.process is not None:
        running.end(signal.SIGKILL)


@pytest.fixture
def casework() -> Iterator[psycopg.Connection[Any]]:
    """The casework database as its owner, who sees what is there; the tray is emptied before and after."""
    with installation.connect("casework", "casework_owner", autocommit=True) as connection:
        connection.execute("DELETE FROM outgoing_outgoing")
        yield connection
        connection.execute("DELETE FROM outgoing_outgoing")


@pytest.fixture
def public() -> Iterator[psycopg.Connection[Any]]:
    with installation.connect("public", "public_owner", autocommit=True) as connection:
        connection.execute("DELETE FROM letterbox.reply")
        connection.execute("DELETE FROM letterbox.bulletin")
        yield connection
        connection.execute("DELETE FROM letterbox.reply")
        connection.execute("DELETE FROM letterbox.bulletin")


@pytest.fixture
def put_in(casework: psycopg.Connection[Any]) -> Callable[..., uuid.UUID]:
    """Put a reply into the tray as the web does: by the role that may only INSERT."""

    def put(**columns: Any) -> uuid.UUID:
        place = {"locator": "7K3M9Q", "mark": bytes(32), "closes_on": clock.today()}
        if columns.get("shape") == "bulletin":
            place = {"locator": "", "mark": b"", "closes_on": None}
        row: Row = {
            "id": uuid.uuid4(), "shape": "reply", **place, "kind": "", "number": 0, "key_id": "", "body": SEALED,
            "signature": b"", "made_at": clock.now(), **columns,
        }  # fmt: skip
        names = ", ".join(row)
        places = ", ".join(f"%({name})s" for name in row)
        with installation.connect("casework", "casework_web") as web:
            web.execute(f"INSERT INTO outgoing_outgoing ({names}) VALUES ({places})", row)
        return row["id"]  # type: ignore[no-any-return]

    return put


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something, and fail when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come in time."
        time.sleep(0.05)


def count(connection: psycopg.Connection[Any], table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert found is not None
    return int(found[0])
