"""What readers keep when a process, or the database, dies under them: everything, once, in order."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from tests.public.stream.place import (
    START_SECONDS,
    Database,
    Event,
    Stream,
    ask,
    events,
    free_port,
    health,
    read_all,
    take,
    until,
)

READERS = 200


class Follower(threading.Thread):
    """A reader who returns to its place whenever its connection ends, as a browser does."""

    def __init__(self, port: int, slug: str, wanted: int) -> None:
        super().__init__(daemon=True)
        self.port, self.slug, self.wanted = port, slug, wanted
        self.numbers: list[int] = []
        self.offset = "-1"

    def run(self) -> None:
        while len(self.numbers) < self.wanted:
            try:
                self._follow()
            except (OSError, json.JSONDecodeError, AssertionError):
                time.sleep(0.1)

    def _follow(self) -> None:
        with events(self.port, self.slug, self.offset) as feed:
            waiting: list[int] = []
            for kind, words in feed:
                if kind == "data":
                    waiting += [entry["number"] for entry in words]
                else:
                    self.numbers += waiting
                    waiting, self.offset = [], words["streamNextOffset"]
                if len(self.numbers) >= self.wanted:
                    return


def follow(stream: Stream, event: Event, wanted: int, readers: int = READERS) -> list[Follower]:
    followers = [Follower(stream.port, event.slug, wanted) for _ in range(readers)]
    for follower in followers:
        follower.start()
    return followers


def wait_for(followers: list[Follower], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    for follower in followers:
        follower.join(max(0.1, ends - time.monotonic()))


def test_kill_9_of_the_stream_loses_and_doubles_nothing_for_200_readers(start: Any, event: Event) -> None:
    stream = start()
    followers = follow(stream, event, wanted=60)
    for step in range(6):
        event.publish(10, in_one_go=False)
        if step in (1, 3):
            stream.kill()
            stream.restart()
    wait_for(followers)
    assert all(follower.numbers == list(range(1, 61)) for follower in followers)


def test_entries_published_while_nothing_serves_are_there_afterwards(start: Any, event: Event) -> None:
    stream = start()
    followers = follow(stream, event, wanted=30, readers=20)
    event.publish(10)
    stream.kill()
    event.publish(10)
    stream.restart()
    event.publish(10)
    wait_for(followers)
    assert all(follower.numbers == list(range(1, 31)) for follower in followers)


@pytest.fixture
def own_database() -> Iterator[Database]:
    database = Database(f"stream-{os.getpid()}-own")
    yield database
    database.remove()


def test_a_restart_of_the_database_costs_no_reader_its_connection_or_an_entry(own_database: Database) -> None:
    stream = Stream(own_database, answer_seconds=1)
    try:
        event = own_database.make_event()
        event.publish(3)
        with events(stream.port, event.slug) as feed:
            got = take(feed, 3)
            own_database.postgres.kill()
            until(lambda: health(stream.port) == 503, "health does not notice")
            failing = json.loads(ask(stream.port, "/health").body)
            assert failing["failing"] == "database"
            # What is in memory is still served; what needs the database gets 503 in good time.
            assert ask(stream.port, f"/stream/{event.slug}?offset=-1").entries == event.everything
            unknown = ask(stream.port, "/stream/not-in-memory?offset=-1")
            assert (unknown.status, unknown.headers["retry-after"]) == (503, "2")
            own_database.postgres.start()
            publish_when_possible(event)
            until(lambda: health(stream.port) == 200, "health does not recover")
            event.publish(2)
            got += take(feed, 3)
        assert got == event.everything
        assert read_all(stream.port, event.slug)[0] == event.everything
    finally:
        stream.kill()


def publish_when_possible(event: Event) -> None:
    for _ in range(50):
        try:
            event.publish()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("the database does not come back")


def test_a_lost_connection_alone_loses_nothing(stream: Stream, database: Database, event: Event) -> None:
    with events(stream.port, event.slug) as feed:
        for _ in range(5):
            with database.postgres.connect() as admin:
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'stream'")
            event.publish(3, in_one_go=False)
        assert take(feed, 15) == event.everything


def test_sigterm_answers_those_who_wait_and_ends_with_status_0(start: Any, event: Event) -> None:
    event.publish(3)
    own = start()
    answers: list[Any] = []
    wait = threading.Thread(
        target=lambda: answers.append(ask(own.port, f"/stream/{event.slug}?offset=now&live=long-poll"))
    )
    wait.start()
    with events(own.port, event.slug) as feed:
        take(feed, 3)
        next(feed)
        begun = time.monotonic()
        assert own.stop() == 0
        assert time.monotonic() - begun < 3
        assert list(feed) == []
    wait.join(5)
    assert answers[0].status == 204
    assert answers[0].headers["connection"] == "close"


def test_it_starts_as_the_supervisor_starts_it_and_says_its_limits(database: Database, event: Event) -> None:
    event.publish(3)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "alongside.public.live.stream", "--port", str(port)],
        env=database.place.environment("stream"),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        until(lambda: health(port) == 200, "the stream is not healthy", START_SECONDS)
        answer = ask(port, f"/stream/{event.slug}?offset=-1")
        assert answer.entries == event.everything
        assert answer.headers["access-control-allow-origin"] == "http://localhost:8000"
    finally:
        process.terminate()
        printed, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert re.match(r"stream: listening on 127.0.0.1:\d+; open files \d+, connections \d+, per address 100", printed)


def test_two_processes_share_one_port(start: Any, event: Event) -> None:
    port = free_port()
    one, _ = start(port=port), start(port=port)
    event.publish(5)
    for _ in range(10):
        assert read_all(port, event.slug)[0] == event.everything
    one.kill()
    assert read_all(port, event.slug)[0] == event.everything


def test_the_role_of_the_stream_can_write_nothing(database: Database, event: Event) -> None:
    with psycopg.connect(**database.as_stream(), autocommit=True) as reader:
        for statement in ("DELETE FROM live_entry", "UPDATE live_event SET slug = 'x'", "CREATE TABLE t (x int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(statement.encode())
