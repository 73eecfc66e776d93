"""The walls between the halves, tried with real roles over real connections, and each broken on purpose in a copy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.boundary import case, databases, halves
from tests.boundary.databases import Database

Copy = Callable[[Database], Database]


@pytest.fixture(scope="session")
def public() -> Database:
    return Database("public", os.environ["ALONGSIDE_PUBLIC_DB"])


@pytest.fixture(scope="session")
def empty_casework() -> Database:
    return Database("casework", os.environ["ALONGSIDE_CASEWORK_DB"])


@pytest.fixture(scope="session")
def story(public: Database, empty_casework: Database) -> case.Story:
    """A concern carried as far as it goes by the people who may, so that every table of a case has a row."""
    return case.tell()


@pytest.fixture(scope="session")
def casework(story: case.Story, empty_casework: Database) -> Database:
    """The casework database with one whole case in it."""
    return empty_casework


@pytest.fixture
def copy() -> Iterator[Copy]:
    """Make copies that a test may break; they are gone afterwards."""
    made: list[Database] = []

    def make(of: Database) -> Database:
        made.append(databases.copy(of, f"{of.name}_broken_{len(made)}"))
        return made[-1]

    yield make
    for database in made:
        databases.drop(database)


@pytest.fixture(scope="session", params=["public", "casework"])
def half(request: pytest.FixtureRequest) -> halves.Half:
    """Each half, as Django sees it in a process of its own."""
    return halves.known(request.param)


@pytest.fixture(scope="session")
def package() -> Path:
    return halves.SOURCE
