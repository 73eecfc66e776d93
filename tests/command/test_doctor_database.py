"""The doctor sees what is broken in databases, roles, rights and the audit, and says what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.command.findings import ills

from alongside.command import (
    doctor_database,
    postgres,
    provision,
)
from alongside.command.place import Place
from alongside.command.postgres import Postgres
from alongside.commons import installation


def test_an_agency_without_its_key_is_seen(place: Place, server: Postgres) -> None:
    with server.connect(place.casework_db) as administrator:
        ((agency,),) = administrator.execute("SELECT id FROM organisation_agency LIMIT 1").fetchall()
    # Beside it may lie keys of agencies of an earlier template.
    path = place.state / "keys" / "casework" / "agencies" / f"{agency}.key"
    kept = path.read_bytes()
    path.unlink()
    try:
        (said,) = ills(doctor_database.agency_keys(place))
        assert path.stem in said
        assert "./alongside keys from-escrow FILE" in said
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)


def test_a_form_that_says_otherwise_than_casework_does_who_gets_a_concern_at_once_is_seen(place: Place) -> None:
    with installation.connect("casework", "casework_owner", autocommit=True) as owner:
        assert ills(doctor_database.both_at_once(place)) == []
        owner.execute("UPDATE organisation_area SET both_at_once = NOT both_at_once")
        try:
            said = ills(doctor_database.both_at_once(place))
        finally:
            owner.execute("UPDATE organisation_area SET both_at_once = NOT both_at_once")
    assert len(said) == 2
    assert "the form says of glanaber that the police get each concern at once, and casework does otherwise" in said[0]
    assert "the form says of northmere that intake alone reads each concern first" in said[1]


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
