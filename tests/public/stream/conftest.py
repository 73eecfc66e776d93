"""One cluster and one stream process for the folder; tests that kill either start their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from tests.public.stream.place import Database, Event, Stream


@pytest.fixture(scope="session")
def database() -> Iterator[Database]:
    database = Database(f"stream-{os.getpid()}")
    yield database
    database.remove()


@pytest.fixture(scope="session")
def stream(database: Database) -> Iterator[Stream]:
    stream = Stream(database, public_origin="https://alongside.example", poll_seconds=2)
    yield stream
    stream.kill()


@pytest.fixture
def start(database: Database) -> Iterator[Any]:
    """Start stream processes with settings of a test's own; they end with the test."""
    started: list[Stream] = []

    def start(**settings: Any) -> Stream:
        started.append(Stream(database, **settings))
        return started[-1]

    yield start
    for stream in started:
        if stream.process.poll() is None:
            stream.kill()


@pytest.fixture
def event(database: Database) -> Event:
    return database.make_event()
