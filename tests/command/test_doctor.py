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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from alongside.command import (
    doctor,
    doctor_database,
    doctor_machine,
    doctor_running,
    doctor_state,
    postgres,
    provision,
)
from alongside.command.finding import Finding
from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres
from alongside.commons import clock, installation


@pytest.fixture(scope="module")
def whole(make: Callable[[str], Place]) -> Place:
    return make("doctor")


@pytest.fixture
def place(whole: Place, variables: Callable[[Place], None]) -> Place:
    variables(whole)
    return whole


def ills(findings: object) -> list[str]:
    return [f"{finding.what}: {finding.sentence}" for finding in findings if not finding.well]  # type: ignore[attr-defined]


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


def test_an_agency_without_its_key_is_seen(place: Place) -> None:
    path = next((place.state / "keys" / "casework" / "agencies").glob("*.key"))
    kept = path.read_bytes()
    path.unlink()
    try:
        (said,) = ills(doctor_database.agency_keys(place))
        assert path.stem in said
        assert "./alongside keys from-escrow FILE" in said
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)


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


def test_a_right_that_was_taken_away_and_one_that_was_given_are_seen(place: Place) -> None:
    with installation.connect("public", "public_owner", autocommit=True) as owner:
        owner.execute("REVOKE INSERT ON letterbox.envelope FROM public_web")
        owner.execute("GRANT SELECT ON letterbox.envelope TO public_web")
        owner.execute("GRANT SELECT (email) ON public.accounts_account TO stream")
        owner.execute("GRANT SELECT ON public.accounts_account TO post")
        owner.execute("GRANT USAGE ON SCHEMA public TO auditor")
        try:
            said = ills(doctor_database.rights(place))
        finally:
            owner.execute("REVOKE USAGE ON SCHEMA public FROM auditor")
            from alongside.commons import database_rights
            from alongside.public import grants

            with owner.transaction(), owner.cursor() as cursor:
                database_rights.apply(cursor, grants.RIGHTS, grants.FUNCTIONS, schemas=grants.SCHEMAS)
    remedy = "Run: ./alongside public rights"
    assert f"rights, public: public_web lacks INSERT on letterbox.envelope. {remedy}" in said
    assert f"rights, public: public_web has SELECT on letterbox.envelope, which is on no list. {remedy}" in said
    assert any("stream has SELECT (email) on public.accounts_account" in sentence for sentence in said)
    assert any("post has SELECT on public.accounts_account" in sentence for sentence in said)
    assert any("auditor has USAGE on schema public" in sentence for sentence in said)
    assert len(said) == 5
    assert ills(doctor_database.rights(place)) == []


def test_a_door_that_stands_open_and_one_that_is_shut_are_seen(place: Place, server: Postgres) -> None:
    with server.connect() as administrator:
        administrator.execute(f'GRANT CONNECT ON DATABASE "{place.casework_db}" TO public_web')
        administrator.execute(f'REVOKE CONNECT ON DATABASE "{place.public_db}" FROM stream')
        try:
            said = ills(doctor_database._roles(place))
        finally:
            for half, name in (("public", place.public_db), ("casework", place.casework_db)):
                provision.close_database(administrator, half, name)
    assert any("public_web gets into the casework database and must not" in sentence for sentence in said)
    assert any("stream does not get into the public database (permission denied" in sentence for sentence in said)
    assert len(said) == 2


def test_a_lost_password_file_and_a_false_password_are_seen(place: Place) -> None:
    file = place.state / "passwords" / "sequencer.pgpass"
    kept = file.read_text()
    file.unlink()
    assert ills(doctor_database._roles(place)) == [
        f"roles: the password file of sequencer is missing. {doctor_database.MAKE_AGAIN}"
    ]
    file.write_text("*:*:*:sequencer:wrong\n")
    file.chmod(0o600)
    (said,) = ills(doctor_database._roles(place))
    assert "sequencer does not get into the casework database (password authentication failed" in said
    file.write_text(kept)


def test_a_server_that_trusts_everybody_and_one_that_does_not_start_are_seen(
    beside: Place, variables: Callable[[Place], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under trust no role is a wall (house.md, wall 3); and the doctor leaves a stopped server stopped."""
    server = Postgres(beside)
    assert [finding.well for finding in doctor_database.examine(beside)] == [True]
    server.start()
    with server.connect() as administrator:
        provision.provision(administrator, beside)
    server.stop()
    variables(beside)
    rules = server.data / "pg_hba.conf"
    rules.write_text("local all all trust\n")
    said = ills(doctor_database.examine(beside))
    assert len([sentence for sentence in said if "gets in with a wrong password" in sentence]) == len(
        provision.CONNECTS
    )
    assert not server.is_running()
    (server.data / "postgresql.conf").write_text("no setting\n")
    monkeypatch.setattr(postgres.time, "sleep", lambda _: None)
    (said_last,) = ills(doctor_database.examine(beside))
    assert "does not start" in said_last


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


def test_mail_that_waits_too_long_or_was_given_up_is_seen(place: Place) -> None:
    queue = (
        "INSERT INTO outbox_mail (id, to_id, kind, path, queued_at, next_try_at, tries, failure)"
        " SELECT gen_random_uuid(), id, 'waiting', '/', now(), now() - interval '1 hour', 0, %s"
        " FROM organisation_staff LIMIT 1"
    )
    with installation.connect("casework", "casework_owner", autocommit=True) as owner:
        owner.execute(queue, ("",))
        owner.execute(queue, ("no_answer",))
        said = ills(doctor_database.mail(place))
        owner.execute("DELETE FROM outbox_mail")
    assert any("1 messages were given up" in sentence for sentence in said)
    assert any("1 messages wait although their time has come" in sentence for sentence in said)


def test_an_envelope_that_was_set_aside_is_seen(place: Place) -> None:
    with installation.connect("casework", "casework_owner", autocommit=True) as owner:
        owner.execute("INSERT INTO intake_collected (id, kind, key_id, sealed, state, collected_at, failure)"
                      " VALUES (gen_random_uuid(), 'concern', 'intake-lost', 'x', 'set_aside', now(), '')")  # fmt: skip
        (said,) = ills(doctor_database.envelopes(place))
        owner.execute("DELETE FROM intake_collected")
    assert "1 do not open (key intake-lost)" in said


def test_a_lost_or_foreign_checkpoint_is_seen(place: Place) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from alongside.commons import ledger

    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    origin = "alongside/casework/audit"
    file, verifier = place.state / "checkpoints" / "casework", place.state / "checkpoints" / "casework.vkey"
    verifier.write_text(ledger.verifier_key(origin, key.public_key()) + "\n")
    try:
        tree = ledger.Frontier()
        notes = [ledger.sign_checkpoint(ledger.Checkpoint(origin, size, tree.root()), key) for size in (0, 0)]
        file.write_text("".join(f"{note}\n" for note in notes))
        assert ills(doctor_database.audit(place)) == []
        file.write_text(ledger.sign_checkpoint(ledger.Checkpoint(origin, 3, tree.root()), key) + "\n")
        assert "3 were signed: its end is gone" in ills(doctor_database.audit(place))[0]
        file.write_text(ledger.sign_checkpoint(ledger.Checkpoint(origin, 0, tree.root()), other) + "\n")
        assert "was not signed by the sequencer" in ills(doctor_database.audit(place))[0]
    finally:
        file.unlink()
        verifier.unlink()


def test_a_table_that_is_not_of_this_version_is_seen(place: Place) -> None:
    with installation.connect("public", "public_owner", autocommit=True) as owner:
        (row,) = owner.execute("DELETE FROM django_migrations WHERE app = 'beats' RETURNING name").fetchall()
        try:
            said = ills(doctor_database.migrations(place))
        finally:
            owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('beats', %s, now())", row)
    assert said == [f"tables, public: are not those of this version. {doctor_database.MAKE_AGAIN}"]


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
