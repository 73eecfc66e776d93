"""The installation that tests use: an embedded server of its own, migrated templates with the cast in them, fresh
copies.
"""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

from alongside.command import halves, invented, prepare, provision
from alongside.command.place import Place, Ports
from alongside.command.postgres import Postgres
from alongside.command.words import step

TEMPLATES = {"public": "public_template", "casework": "casework_template"}
TEMPLATE_PLACE = Place("test", mode="test", public_db=TEMPLATES["public"], casework_db=TEMPLATES["casework"])


def stand_up() -> Postgres:
    """Start the tests' server with both templates migrated and the cast loaded. Raises Stop."""
    prepare.folders(TEMPLATE_PLACE)
    prepare.keys(TEMPLATE_PLACE)
    server = prepare.start_database(TEMPLATE_PLACE)
    try:
        prepare.front_end(TEMPLATE_PLACE)
        _make_templates(server)
        invented.make_custodians(TEMPLATE_PLACE)
    except BaseException:
        server.stop()
        raise
    return server


def _make_templates(server: Postgres) -> None:
    sources = [
        *prepare.database_sources(),
        *prepare.CHECKOUT.glob("tests/cast.py"),
        *prepare.SOURCE.glob("*/*/management/commands/load.py"),
        *prepare.SOURCE.glob("*/*/demo*.py"),
        prepare.SOURCE / "public/clips/films.py",
    ]
    if prepare.is_made(TEMPLATE_PLACE, "templates", sources):
        return
    with step("Making the tests' databases"):
        with server.connect() as administrator:
            for half, name in TEMPLATES.items():
                provision.drop_database(administrator, name)
                provision.make_database(administrator, half, name)
        prepare.both(_make_template)
    prepare.set_made(TEMPLATE_PLACE, "templates", sources)


def _make_template(half: str) -> None:
    for command in (["migrate", "--noinput", "-v0"], ["rights"], ["load"]):
        halves.manage(half, command, TEMPLATE_PLACE, quiet=True)


def fresh(server: Postgres, suffix: str, ports: Ports | None = None) -> Place:
    """Return a place of its own: new copies of both templates (0.3 s each), shut again to strangers, and of the state.

    Keys are the template's, because what is in it was sealed with them; clock, checkpoints, mail and logs are its own.
    """
    names = {half: f"{half}_{suffix}" for half in TEMPLATES}
    state = TEMPLATE_PLACE.state / "parts" / suffix
    with server.connect() as administrator:
        for half, name in names.items():
            provision.drop_database(administrator, name)
            provision.make_database(administrator, half, name, template=TEMPLATES[half])
    _copy_state(state)
    return Place("test", ports or free_ports(), "test", names["public"], names["casework"], folder=str(state))


def _copy_state(state: Path) -> None:
    shutil.rmtree(state, ignore_errors=True)
    for name in prepare.FOLDERS:
        (state / name).mkdir(parents=True, mode=0o700)
    for name in ("keys", "passwords", "media"):
        shutil.copytree(TEMPLATE_PLACE.state / name, state / name, dirs_exist_ok=True)
    shutil.copy2(TEMPLATE_PLACE.state / "demo-password", state / "demo-password")
    (state / "static").rmdir()
    for name in ("static", "front-end"):
        (state / name).symlink_to(TEMPLATE_PLACE.state / name)


def free_ports() -> Ports:
    """Return three ports that nothing listens on now."""
    sockets = [socket.socket() for _ in range(3)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return Ports(*(each.getsockname()[1] for each in sockets))
    finally:
        for each in sockets:
            each.close()


def place_of_environment() -> Place:
    """Return the place that this process's variables name: how a test finds the copies that were made for its part."""
    ports = (int(os.environ[f"ALONGSIDE_{name}_URL"].rsplit(":", 1)[1]) for name in ("PUBLIC", "CASEWORK", "STREAM"))
    return Place(
        "test",
        Ports(*ports),
        "test",
        os.environ["ALONGSIDE_PUBLIC_DB"],
        os.environ["ALONGSIDE_CASEWORK_DB"],
        folder=os.environ["ALONGSIDE_STATE"],
    )
