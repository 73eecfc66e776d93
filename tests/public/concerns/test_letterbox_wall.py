"""The wall of the letterbox, tried with the real role: only INSERT works, and the one function."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from alongside.commons import installation

ROW = "INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, 'concern', 'intake-2026-W01', %s)"

REFUSED = [
    "SELECT 1 FROM letterbox.envelope",
    "SELECT count(*) FROM letterbox.envelope",
    "UPDATE letterbox.envelope SET kind = 'message'",
    "DELETE FROM letterbox.envelope",
    "TRUNCATE letterbox.envelope",
    "COPY letterbox.envelope TO STDOUT",
    "INSERT INTO letterbox.envelope (id, kind, key_id, sealed)"
    " VALUES (gen_random_uuid(), 'concern', 'k', repeat('x', 5232)::bytea) RETURNING sealed",
    "SELECT 1 FROM letterbox.reply",
    "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed)"
    " VALUES (gen_random_uuid(), '000000', sha256(''), '2099-01-01', repeat('x', 5232)::bytea)",
    "CREATE TABLE mine (id int)",
    "SET ROLE intake",
    "SET ROLE public_owner",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_web_role_is_refused(statement: str) -> None:
    with (
        installation.connect("public", "public_web") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_web_role_may_drop_an_envelope_in_and_ask_for_one_locator() -> None:
    with installation.connect("public", "public_web") as connection:
        connection.execute(ROW, (uuid.uuid4(), b"s" * 5232))
        assert connection.execute("SELECT * FROM letterbox.at('000000', sha256(''), '2026-11-22')").fetchall() == []
        connection.rollback()


def test_the_web_role_cannot_reach_casework() -> None:
    with pytest.raises(psycopg.OperationalError):
        installation.connect("casework", "public_web")
