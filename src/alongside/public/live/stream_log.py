"""The database side of the stream: one thread, one connection, which reads, listens and gives a sign of life.

The thread exists so that a slow or absent database never holds up the loop that serves readers. The loop asks with
``Log.ask`` and is told through the callable ``tell``, on the log's thread:

    ("connected",)                                    every stream in memory may have grown meanwhile
    ("lost", sentence)                                questions wait until the connection is back
    ("notified", event_id)                            something was published
    ("opened", slug, Found | None)                    the end of a stream
    ("read", (event_id, after), Found | None)         one chunk of a stream

Nothing is lost or doubled, because every read is "entries with a number above the last one", and numbers become
visible in order (see ``stream.py``). A notification that arrives during a read is passed on after that read's answer.
"""

from __future__ import annotations

import select
import socket
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString

from alongside.commons.beats import EVERY_SECONDS, beat
from alongside.public.live.stream_protocol import CHUNK_ENTRIES, Entry

if TYPE_CHECKING:
    import psycopg

RECENT = 500
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5)

# One statement each: whether a stream is closed and what it holds belong to the same moment, so that nobody is
# told of the end before the last entry.
OPEN: LiteralString = """
    SELECT e.id, e.stream_closed, n.number, n.body
    FROM live_event e LEFT JOIN LATERAL (
        SELECT number, body FROM live_entry WHERE event_id = e.id ORDER BY number DESC LIMIT %(limit)s
    ) n ON true WHERE e.slug = %(slug)s"""
READ: LiteralString = """
    SELECT e.id, e.stream_closed, n.number, n.body
    FROM live_event e LEFT JOIN LATERAL (
        SELECT number, body FROM live_entry WHERE event_id = e.id AND number > %(after)s ORDER BY number LIMIT %(limit)s
    ) n ON true WHERE e.id = %(id)s"""

Connect = Callable[[], "psycopg.Connection[Any]"]
Tell = Callable[[tuple[Any, ...]], None]


@dataclass(frozen=True, slots=True)
class Found:
    """Some entries of one stream, in order; ``more`` when there may be others behind them."""

    event_id: uuid.UUID
    closed: bool
    entries: list[Entry]
    more: bool


class Log(threading.Thread):
    """Reads events and entries for the loop; reconnects by itself."""

    def __init__(self, connect: Connect, tell: Tell) -> None:
        super().__init__(name="stream log", daemon=True)
        self._connect = connect
        self._tell = tell
        self._asked: deque[tuple[str, Any]] = deque()
        self._notified: list[uuid.UUID] = []
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._stopping = False

    def ask(self, question: str, about: Any) -> None:
        """Ask ``open`` about a slug or ``read`` about (event_id, after); callable from any thread."""
        self._asked.append((question, about))
        self._ring()

    def stop(self) -> None:
        self._stopping = True
        self._ring()

    def _ring(self) -> None:
        # A full bell has rung already.
        try:
            self._bell.send(b"!")
        except BlockingIOError:
            return

    def run(self) -> None:
        failures = 0
        while not self._stopping:
            try:
                with self._connect() as connection:
                    self._listen(connection)
                    failures = 0
                    self._tell(("connected",))
                    self._work(connection)
            # Whatever it is (no password file yet, a restarting server), the thread must outlive it.
            except Exception as error:
                self._tell(("lost", type(error).__name__))
                time.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        connection.autocommit = True
        connection.execute("SET statement_timeout = '5s'")
        connection.add_notify_handler(lambda notify: self._hear(notify.payload))
        connection.execute("LISTEN live")

    def _hear(self, payload: str) -> None:
        try:
            self._notified.append(uuid.UUID(payload))
        except ValueError:
            # Anybody with a connection may NOTIFY; only a UUID means something to us.
            return

    def _work(self, connection: psycopg.Connection[Any]) -> None:
        beaten = -EVERY_SECONDS * 2.0
        while not self._stopping:
            if time.monotonic() - beaten > EVERY_SECONDS:
                # It shows besides that the connection still answers.
                beat(connection, "stream")
                beaten = time.monotonic()
            self._answer_all(connection)
            self._take_notifications(connection)
            if self._asked:
                continue
            readable = _wait_for([connection.fileno(), self._ear.fileno()], EVERY_SECONDS)
            if self._ear.fileno() in readable:
                self._ear.recv(4096)
            if connection.fileno() in readable:
                connection.pgconn.consume_input()

    def _take_notifications(self, connection: psycopg.Connection[Any]) -> None:
        while note := connection.pgconn.notifies():
            self._hear(note.extra.decode("utf-8", "replace"))
        # A burst for one event needs one look.
        for event_id in dict.fromkeys(self._notified):
            self._tell(("notified", event_id))
        self._notified.clear()

    def _answer_all(self, connection: psycopg.Connection[Any]) -> None:
        while self._asked:
            question, about = self._asked[0]
            if question == "open":
                self._tell(("opened", about, self._open(connection, about)))
            else:
                self._tell(("read", about, self._read(connection, *about)))
            # Only now: a question that a lost connection left unanswered is asked again.
            self._asked.popleft()

    def _open(self, connection: psycopg.Connection[Any], slug: str) -> Found | None:
        rows = connection.execute(OPEN, {"slug": slug, "limit": RECENT}, binary=True).fetchall()
        return _found(rows, RECENT)

    def _read(self, connection: psycopg.Connection[Any], event_id: uuid.UUID, after: int) -> Found | None:
        words = {"id": event_id, "after": after, "limit": CHUNK_ENTRIES}
        return _found(connection.execute(READ, words, binary=True).fetchall(), CHUNK_ENTRIES)


def _found(rows: list[tuple[Any, ...]], limit: int) -> Found | None:
    if not rows:
        return None
    entries = sorted(Entry(number, bytes(body)) for _, _, number, body in rows if number is not None)
    return Found(rows[0][0], rows[0][1], entries, len(rows) == limit)


def _wait_for(files: list[int], seconds: float) -> list[int]:
    """Wait until one of a few descriptors is readable (poll, because select stops at descriptor 1023)."""
    poll = select.poll()
    for file in files:
        poll.register(file, select.POLLIN)
    return [file for file, _ in poll.poll(seconds * 1000)]
