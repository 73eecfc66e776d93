"""The doctor sees what is broken for real, and says what to do."""

from __future__ import annotations

import http.server
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from tests.command.findings import ills

from alongside.command import (
    doctor,
    doctor_database,
    doctor_machine,
    doctor_running,
    doctor_state,
)
from alongside.command.finding import Finding
from alongside.command.place import CHECKOUT, Place
from alongside.commons import clock


def test_a_whole_set_up_is_well_and_the_exit_code_says_so(place: Place) -> None:
    done = _doctor(place)
    assert "NOT WELL" not in done.stdout
    assert done.stdout.endswith("Everything is well.\n")
    assert done.returncode == 0
    for what in ("Python", "packages", "open files", "roles", "rights, casework", "tables, public", "keys", "audit"):
        assert f"well      {what}: " in done.stdout


def test_what_is_not_well_sets_the_exit_code(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor_database, "INSIDE", ())
    (place.state / "keys" / "casework" / "audit").rename(place.state / "audit-key")
    try:
        code = doctor.run([])
    finally:
        (place.state / "audit-key").rename(place.state / "keys" / "casework" / "audit")
    assert code == 1
    said = capsys.readouterr().out
    assert "NOT WELL  keys: casework/audit is missing. Put it back from its escrow copy" in said
    assert said.endswith("1 not well.\n")


def _doctor(place: Place) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHECKOUT / "alongside"), "doctor"], capture_output=True, text=True,
        env={**place.environment("nobody"), "ALONGSIDE_INSIDE": "1"},
    )  # fmt: skip


def test_a_missing_intake_key_is_seen(place: Place) -> None:
    from alongside.command import keyring
    from alongside.commons.envelope import key_names

    path = keyring.folder("intake", f"{key_names.name_at(clock.now())}.key")
    kept = path.read_bytes()
    path.unlink()
    try:
        assert any("There is no intake key for this week" in said for said in ills(doctor_state.keys(place)))
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)
    assert ills(doctor_state.keys(place)) == []


@pytest.mark.parametrize("path", ["keys/casework/django", "passwords/post.pgpass", "keys", "logs"])
def test_a_file_or_folder_that_others_can_read_is_seen(place: Place, path: str) -> None:
    target = place.state / path
    before = target.stat().st_mode & 0o777
    target.chmod(0o755 if target.is_dir() else 0o644)
    try:
        (said,) = ills(doctor_state.permissions(place))
        assert said == f"permissions: {target} can be read by others. Run: chmod {before:o} {target}"
    finally:
        target.chmod(before)
    assert ills(doctor_state.permissions(place)) == []


def test_a_key_that_two_accounts_share_in_production_is_well(place: Place) -> None:
    folder = place.state / "keys" / "casework" / "agencies"
    path = next(folder.glob("*.key"))
    folder.chmod(0o2750)
    path.chmod(0o640)
    try:
        assert ills(doctor_state.permissions(place)) == []
        path.chmod(0o644)
        assert len(ills(doctor_state.permissions(place))) == 1
    finally:
        path.chmod(0o600)
        folder.chmod(0o700)


def test_a_port_that_another_program_holds_is_seen_with_its_holder(place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", place.ports.casework))
        other.listen()
        said = ills(doctor_running.ports(place))
    assert len(said) == 1
    assert said[0].startswith(f"port {place.ports.casework}: is held by ")
    assert f"(process {os.getpid()})" in said[0]
    assert "--casework-port" in said[0]
    assert ills(doctor_running.ports(place)) == []


@contextmanager
def a_site(status: int, body: str) -> Iterator[int]:
    """Answer /health on a free port."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_worker_that_is_silent_is_named_as_health_names_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_site(503, '{"status": "failing", "failing": ["intake", "post"]}') as port:
        monkeypatch.setattr(doctor_running, "running", lambda _: {"casework": port})
        (said,) = ills(doctor_running.health(place))
    assert said.startswith("casework site: says that this does not live: intake, post. Its log: ")
    (said,) = ills(doctor_running.health(place))
    assert "does not answer at " in said
    with a_site(200, '{"status": "well"}') as port:
        monkeypatch.setattr(doctor_running, "running", lambda _: {"casework": port})
        assert ills(doctor_running.health(place)) == []


def test_the_ports_of_what_runs_are_read_from_its_own_programs(place: Place) -> None:
    """A program that carries this installation's state in its environment and stands in its register, and no other."""
    words = [
        sys.executable,
        "-c",
        "import time; time.sleep(60)",
        "--port",
        "8123",
        "alongside.casework.wsgi:application",
    ]
    ours = subprocess.Popen(words, env=place.environment("casework_web"))
    others = subprocess.Popen(words, env={"PATH": os.environ["PATH"]})
    register = place.state / "programs.json"
    try:
        register.write_text(json.dumps([others.pid]))
        assert doctor_running.running(place) == {}
        register.write_text(json.dumps([others.pid, ours.pid]))
        assert doctor_running.running(place) == {"casework": 8123}
        assert "port 8123: casework of this installation answers there" in [
            f"{finding.what}: {finding.sentence}" for finding in doctor_running.ports(place)
        ]
    finally:
        register.unlink()
        for process in (ours, others):
            process.kill()
            process.wait()


def test_a_moved_clock_is_seen(place: Place) -> None:
    clock.set_to(datetime.now(UTC) + timedelta(days=30))
    try:
        (said,) = ills(doctor_state.clock_(place))
        assert "it was moved by 30.0 days on" in said
        (place.state / "clock").write_text("soon")
        (said,) = ills(doctor_state.clock_(place))
        assert "holds no number" in said
    finally:
        (place.state / "clock").unlink()
    assert ills(doctor_state.clock_(place)) == []


def test_the_file_limit_is_put_in_terms_of_readers(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (20_000, 20_000))
    (finding,) = doctor_machine.open_files(place)
    assert finding.well
    assert "the stream can hold 19,936 open pages at once" in finding.sentence
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 4_096))
    (said,) = ills(doctor_machine.open_files(place))
    assert "Run: ulimit -n 4096" in said


def test_a_full_disk_an_old_python_and_a_long_path_are_seen(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 500_000_000))
    assert "0.5 GB are free" in ills(doctor_machine.room(place))[0]
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    assert "3.11 or later is needed" in ills(doctor_machine.python(place))[0]
    monkeypatch.setattr(doctor_machine, "SOCKET_PATH_LIMIT", 20)
    assert "Move the checkout up" in ills(doctor_machine.socket_path(Place("test-doctor")))[0]


def test_a_package_of_another_version_is_seen(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(doctor_machine.pins(CHECKOUT / "requirements" / "run.txt")) > 40
    assert ills(doctor_machine.packages(place)) == []
    monkeypatch.setattr(doctor_machine, "_installed", lambda name: None if name == "psycopg" else _version(name))
    (said,) = ills(doctor_machine.packages(place))
    assert said.startswith("packages: psycopg is missing or of another version")


def _version(name: str) -> str:
    import importlib.metadata

    return importlib.metadata.version(name)


def test_a_check_that_fails_itself_is_a_finding_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(place: Place) -> list[Finding]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(doctor, "WITHOUT_DATABASE", (broken,))
    monkeypatch.setattr(doctor_database, "examine", lambda place: [Finding("database", "is well")])
    said = list(doctor.examine(Place("demo")))
    assert [finding.well for finding in said] == [False, True]


def test_wrong_words_after_doctor_get_a_sentence() -> None:
    with pytest.raises(doctor.Stop, match=r"Say only: ./alongside doctor"):
        doctor.run(["now"])
