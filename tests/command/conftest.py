"""Installations for the tests of the command: each with state, keys and databases of its own.

The databases are copies of the tests' migrated templates, on the tests' server, which for such an installation is
"another server": making a cluster and migrating for each would take half a minute.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from alongside.command import prepare, provision, testing
from alongside.command.place import Place
from alongside.command.postgres import ADMINISTRATOR, Postgres

TESTS = testing.TEMPLATE_PLACE


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """The tests' server with its templates; ``./alongside test`` has started it already."""
    one = Postgres(TESTS)
    if (one.data / "PG_VERSION").exists() and one.is_running():
        yield one
        return
    one = testing.stand_up()
    yield one
    one.stop()


@pytest.fixture(scope="module")
def make(server: Postgres) -> Iterator[Callable[[str], Place]]:
    """Make an installation by name; everything of it is removed at the end."""
    made = []

    def installation(name: str) -> Place:
        place = Place(
            f"test-{name}", testing.free_ports(), "test", f"public_{name}", f"casework_{name}", host=str(server.socket)
        )
        made.append(place)
        _fill(place, server)
        return place

    yield installation
    for place in made:
        shutil.rmtree(place.state, ignore_errors=True)
        with server.connect() as administrator:
            for database in (place.public_db, place.casework_db):
                provision.drop_database(administrator, database)


def _fill(place: Place, server: Postgres) -> None:
    shutil.rmtree(place.state, ignore_errors=True)
    prepare.folders(place)
    with server.connect() as administrator:
        for half, name in (("public", place.public_db), ("casework", place.casework_db)):
            provision.drop_database(administrator, name)
            provision.make_database(administrator, half, name, template=testing.TEMPLATES[half])
    for part in ("passwords", "media", "keys/casework/agencies", "keys/public/events"):
        if (TESTS.state / part).exists():
            shutil.copytree(TESTS.state / part, place.state / part, dirs_exist_ok=True)
    prepare.keys(place)
    (place.state / "made" / "databases").write_text(prepare.fingerprint(prepare.database_sources()))


@pytest.fixture
def as_administrator(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name the tests' server as an administrator would (ALONGSIDE_PG)."""
    address = f"host={server.socket} user={ADMINISTRATOR} passfile={server.password_file} dbname=postgres"
    monkeypatch.setenv("ALONGSIDE_PG", address)
    return address


@pytest.fixture
def beside() -> Iterator[Place]:
    """An installation without data and with an embedded server of its own, stopped and removed at the end."""
    place = Place("test-beside", testing.free_ports(), "test")
    Postgres(place).remove()
    shutil.rmtree(place.state, ignore_errors=True)
    place.state.mkdir(parents=True)
    yield place
    Postgres(place).remove()
    shutil.rmtree(place.state, ignore_errors=True)


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> Callable[[Place], None]:
    """Let the variables of this process name an installation."""

    def name(place: Place) -> None:
        for variable, value in place.environment("nobody").items():
            if variable.startswith("ALONGSIDE_"):
                monkeypatch.setenv(variable, value)

    return name


@pytest.fixture(scope="module")
def whole(make: Callable[[str], Place]) -> Place:
    return make("doctor")


@pytest.fixture
def place(whole: Place, variables: Callable[[Place], None]) -> Place:
    variables(whole)
    return whole
