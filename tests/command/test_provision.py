"""An installation on another server than the embedded one: a second cluster that listens on the loopback address."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from alongside.command import prepare, provision
from alongside.command.administration import Administration, elsewhere
from alongside.command.place import CHECKOUT, Place, here
from alongside.command.postgres import Postgres
from alongside.command.testing import free_ports
from alongside.command.words import Stop
from alongside.commons import installation


@dataclass
class Elsewhere:
    administrator: Administration
    address: str
    port: str
    password: str


@pytest.fixture(scope="module")
def server() -> Iterator[Elsewhere]:
    """A PostgreSQL server as somebody else would run it: reached by TCP, with SCRAM."""
    place = Place("test-elsewhere", mode="test")
    cluster = Postgres(place)
    cluster.remove()
    cluster.start()
    cluster.stop()
    port = str(free_ports().public)
    cluster._run(
        "pg_ctl", "-D", str(cluster.data), "-w", "-o", f"-k {cluster.socket} -h 127.0.0.1 -p {port}", "start",
        output=cluster.log,
    )  # fmt: skip
    password = cluster.password_file.read_text().strip().rpartition(":")[2]
    address = f"postgresql://alongside_admin:{password}@127.0.0.1:{port}/postgres"
    yield Elsewhere(elsewhere(address), address, port, password)
    cluster.remove()
    shutil.rmtree(place.state, ignore_errors=True)


@pytest.fixture(scope="module")
def place(server: Elsewhere, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What ``provision`` makes, up to the tables (the same code as everywhere) and the pages."""
    state = tmp_path_factory.mktemp("state")
    place = Place(
        "production", mode="test", host="127.0.0.1", pg_port=server.port, folder=str(state),
        addresses=("https://public.example", "https://casework.example", "https://stream.example"),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for stage in ("front_end", "migrate"):
            patch.setattr(prepare, stage, lambda _: None)
        provision.install(place, server.administrator)
        provision.install(place, server.administrator)
    return place


def test_each_role_reaches_its_own_databases_and_no_other(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in place.environment("nobody").items():
        if variable.startswith("ALONGSIDE_"):
            monkeypatch.setenv(variable, value)
    for role, halves in provision.CONNECTS.items():
        for half in ("public", "casework"):
            if half in halves:
                with installation.connect(half, role) as connection:
                    assert connection.execute("SELECT current_user").fetchone() == (role,)
            else:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    installation.connect(half, role)


def test_a_wrong_password_is_refused(place: Place) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host="127.0.0.1", port=place.pg_port, dbname="public", user="public_web", password="wrong")


def test_settings_of_a_role_lead_to_the_same_place_and_hold_no_password(place: Place, server: Elsewhere) -> None:
    passwords = [path.read_text().strip().rpartition(":")[2] for path in (place.state / "passwords").glob("*.pgpass")]
    for role in provision.CONNECTS:
        text = (place.state / "environment" / f"{role}.env").read_text()
        assert not any(password in text for password in [*passwords, server.password])
        given = dict(line.split("=", 1) for line in text.splitlines())
        assert given["ALONGSIDE_ROLE"] == role
        with pytest.MonkeyPatch.context() as patch:
            for name in list(os.environ):
                if name.startswith("ALONGSIDE_"):
                    patch.delenv(name)
            for name, value in given.items():
                patch.setenv(name, value)
            found = here()
        assert (found.host, found.pg_port, found.state) == ("127.0.0.1", server.port, place.state)
        assert found.environment(role) == place.environment(role)


def test_the_server_keeps_verifiers_and_was_sent_no_password(place: Place, server: Elsewhere) -> None:
    with server.administrator.connect() as connection:
        kept = connection.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY(%s)",
                                  (list(provision.CONNECTS),)).fetchall()  # fmt: skip
    assert len(kept) == len(provision.CONNECTS)
    assert all(password.startswith("SCRAM-SHA-256$") for _, password in kept)


def test_a_missing_variable_a_false_address_and_a_wrong_password_each_get_a_sentence(
    server: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALONGSIDE_PG", raising=False)
    with pytest.raises(Stop, match="Set ALONGSIDE_PG"):
        provision.run([])
    with pytest.raises(Stop, match="is no address"):
        elsewhere("nonsense")
    wrong = elsewhere(server.address.replace(server.password, "wrong-password"))
    with pytest.raises(Stop, match="does not let its administrator in") as refused:
        wrong.connect()
    assert "wrong-password" not in str(refused.value)


def test_a_password_that_systemd_hands_over_is_used(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """systemd's file shows an access list as group rights, and libpq refuses such a file."""
    handed_over = tmp_path / "post.pgpass"
    handed_over.write_bytes((place.state / "passwords" / "post.pgpass").read_bytes())
    handed_over.chmod(0o440)
    for variable, value in place.environment("post").items():
        if variable.startswith("ALONGSIDE_"):
            monkeypatch.setenv(variable, value)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setattr(installation, "password_file", lambda role: tmp_path / "not there")
    with installation.connect("casework", "post") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("post",)
    settings = installation.database("casework")
    assert settings["PASSWORD"]
    assert "passfile" not in settings["OPTIONS"]


def test_a_new_secret_belongs_to_whoever_its_folder_belongs_to(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2750)
    installation.write_secret(shared / "one", b"x" * 32)
    installation.write_secret(tmp_path / "two", b"x" * 32)
    assert (shared / "one").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "two").stat().st_mode & 0o777 == 0o600
    if os.geteuid() == 0:
        os.chown(tmp_path, 65534, 65534)
        installation.write_secret(tmp_path / "three", b"x" * 32)
        assert (tmp_path / "three").stat().st_uid == 65534


def test_the_command_knows_provision() -> None:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "alongside"), "provision"], capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "ALONGSIDE_INSIDE": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "Set ALONGSIDE_PG" in done.stderr
