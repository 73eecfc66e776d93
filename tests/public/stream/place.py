"""A real database and real stream processes for these tests: one throw-away cluster, loopback only."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from alongside.command.place import Place
from alongside.command.postgres import Postgres, write_password_file

CHECKOUT = Path(__file__).resolve().parents[3]

# A machine that runs a browser's tests at the same time is slow to start a process.
START_SECONDS = 40

# The contract of stream.py as plain SQL; the app ``live`` makes the same names with its migrations.
TABLES = """
    CREATE TABLE live_event (
        id uuid PRIMARY KEY, slug text UNIQUE NOT NULL, stream_closed boolean NOT NULL DEFAULT false
    );
    CREATE TABLE live_entry (
        event_id uuid NOT NULL REFERENCES live_event, number bigint NOT NULL, entry_at timestamptz NOT NULL,
        body bytea NOT NULL, content_type text NOT NULL DEFAULT 'application/json', UNIQUE (event_id, number)
    );
    CREATE ROLE stream LOGIN PASSWORD '{password}';
    CREATE TABLE beats_beat (worker text PRIMARY KEY, beaten_at timestamptz NOT NULL);
    GRANT SELECT ON live_event, live_entry TO stream;
    GRANT SELECT, INSERT, UPDATE ON beats_beat TO stream;
"""


class Database:
    """The cluster, with the two tables and the role ``stream``."""

    def __init__(self, name: str) -> None:
        self.place = place = Place(name, public_db="postgres")
        self.postgres = Postgres(place)
        self.postgres.start()
        self.socket = str(place.socket)
        self.password_file = place.state / "passwords" / "stream.pgpass"
        with self.postgres.connect() as admin:
            if admin.execute("SELECT to_regclass('live_event')").fetchone() == (None,):
                password = secrets.token_urlsafe(16)
                write_password_file(self.password_file, "stream", password)
                admin.execute(TABLES.replace("{password}", password).encode())

    def remove(self) -> None:
        self.postgres.remove()
        shutil.rmtree(self.password_file.parent.parent, ignore_errors=True)

    def as_stream(self) -> dict[str, Any]:
        return {"host": self.socket, "dbname": "postgres", "user": "stream", "passfile": str(self.password_file)}

    def make_event(self, closed: bool = False) -> Event:
        event = Event(self, uuid.uuid4(), f"event-{secrets.token_hex(4)}")
        with self.postgres.connect() as admin:
            admin.execute("INSERT INTO live_event VALUES (%s, %s, %s)", (event.id, event.slug, closed))
        return event


@dataclass
class Event:
    """One event, and the publisher's side of the contract."""

    database: Database
    id: uuid.UUID
    slug: str
    bodies: list[bytes] = field(default_factory=list)

    def publish(self, count: int = 1, html: str = "", in_one_go: bool = True) -> None:
        bodies = [self.body(len(self.bodies) + 1 + step, html) for step in range(count)]
        with self.database.postgres.connect() as writer:
            for start in range(0, count, count if in_one_go else 1):
                self.insert(writer, bodies[start : start + (count if in_one_go else 1)])

    def body(self, number: int, html: str) -> bytes:
        words = {"number": number, "kind": "answer", "at": "2026-11-05T18:00:00Z", "html": html or f"<p>{number} é"}
        return json.dumps(words, ensure_ascii=False).encode()

    def insert(self, writer: psycopg.Connection[Any], bodies: list[bytes]) -> None:
        with writer.transaction():
            writer.execute("SELECT 1 FROM live_event WHERE id = %s FOR UPDATE", (self.id,))
            for body in bodies:
                writer.execute(
                    "INSERT INTO live_entry SELECT %s, coalesce(max(number), 0) + 1, now(), %s FROM live_entry"
                    " WHERE event_id = %s",
                    (self.id, body, self.id),
                )
            writer.execute("SELECT pg_notify('live', %s)", (str(self.id),))
        self.bodies += bodies

    def close(self) -> None:
        with self.database.postgres.connect() as writer, writer.transaction():
            writer.execute("UPDATE live_event SET stream_closed = true WHERE id = %s", (self.id,))
            writer.execute("SELECT pg_notify('live', %s)", (str(self.id),))

    @property
    def everything(self) -> list[Any]:
        return [json.loads(body) for body in self.bodies]


class Stream:
    """One stream process; ``kill`` is kill -9."""

    def __init__(self, database: Database, port: int = 0, **settings: Any) -> None:
        self.database = database
        self.port = port or free_port()
        self.settings = {**settings, "port": self.port}
        # A file: nobody reads a pipe while a test runs, and a full one would stop the process.
        self.printed = tempfile.NamedTemporaryFile(prefix="stream-")  # noqa: SIM115 (it lives as long as we do)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        starts = self.log.count("listening") + 1
        words = json.dumps({"settings": self.settings, "database": self.database.as_stream()})
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("serve.py"))],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT / "src"), "STREAM_TEST": words},
            stdout=self.printed,
        )
        # Its own word as well: another process may answer on the same port.
        try:
            until(lambda: self.log.count("listening") >= starts, "the stream does not start", START_SECONDS)
            until(lambda: health(self.port) == 200, "the stream is not healthy", START_SECONDS)
        except AssertionError:
            process.kill()
            raise
        return process

    @property
    def log(self) -> str:
        return Path(self.printed.name).read_text()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        self.process = self._start()

    def stop(self) -> int:
        """Stop it as systemd does and return its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)

    def memory_kb(self) -> int:
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * 4

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def health(port: int) -> int:
    try:
        return ask(port, "/health").status
    except OSError:
        return 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(true: Any, otherwise: str, seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, otherwise
        time.sleep(0.02)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def next(self) -> str:
        return self.headers["stream-next-offset"]

    @property
    def entries(self) -> list[Any]:
        words: list[Any] = json.loads(self.body)
        return words


def ask(port: int, target: str, method: str = "GET", seconds: float = 10, **headers: str) -> Answer:
    """Send one request on a connection of its own and return the whole answer."""
    with dial(port, seconds) as sock:
        sock.sendall(request(target, method, Connection="close", **headers))
        return read_answer(sock.makefile("rb"), method)


def dial(port: int, seconds: float = 10) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=seconds)


def request(target: str, method: str = "GET", **headers: str) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def read_head(file: Any) -> tuple[int, dict[str, str]]:
    first = file.readline()
    if not first:
        raise ConnectionError("closed without an answer")
    headers = {}
    while line := file.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return int(first.split()[1]), headers


def read_answer(file: Any, method: str = "GET") -> Answer:
    status, headers = read_head(file)
    body = b"" if method == "HEAD" else file.read(int(headers.get("content-length", "0")))
    return Answer(status, headers, body)


def read_all(port: int, slug: str, offset: str = "-1") -> tuple[list[Any], str]:
    """Catch up chunk by chunk; return the entries and the last offset."""
    entries: list[Any] = []
    while True:
        answer = ask(port, f"/stream/{slug}?offset={offset}")
        assert answer.status == 200, answer
        entries += answer.entries
        offset = answer.next
        if "stream-up-to-date" in answer.headers:
            return entries, offset


@contextlib.contextmanager
def events(port: int, slug: str, offset: str = "-1", **headers: str) -> Iterator[Iterator[tuple[str, Any]]]:
    """Follow a stream as events: pairs of a kind and its JSON."""
    with dial(port) as sock:
        sock.sendall(request(f"/stream/{slug}?offset={offset}&live=sse", **headers))
        file = sock.makefile("rb")
        status, head = read_head(file)
        assert status == 200, (status, head)
        yield parse_events(file)


def parse_events(lines: Any) -> Iterator[tuple[str, Any]]:
    kind, data = "", b""
    for line in lines:
        if line.startswith(b"event: "):
            kind, data = line[7:].strip().decode(), b""
        elif line.startswith(b"data:"):
            data += line[5:]
        elif line == b"\n" and kind:
            yield kind, json.loads(data)
            kind = ""


def take(feed: Iterator[tuple[str, Any]], count: int) -> list[Any]:
    """Return the next entries of a feed of events."""
    entries: list[Any] = []
    for kind, words in feed:
        if kind == "data":
            entries += words
        if len(entries) >= count:
            break
    return entries
