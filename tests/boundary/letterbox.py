"""The letterbox as its roles may use it. Each check tries over a real connection and returns what should not work."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import psycopg
from psycopg import sql

from tests.boundary.databases import Connection, Database

ENVELOPE = ("INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, 'concern', 'k', %s)", b"x" * 5232)
REPLY = "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed) VALUES (%s, %s, %s, '2027-05-22', %s)"
KNOWN = uuid.UUID("aaaaaaaa-0000-4000-8000-000000000001")

WEB_MAY_NOT = {
    "read what waits": "SELECT id FROM letterbox.envelope",
    "count what waits": "SELECT count(*) FROM letterbox.envelope",
    "read it back while posting": "INSERT INTO letterbox.envelope (id, kind, key_id, sealed)"
    " VALUES (gen_random_uuid(), 'concern', 'k', repeat('x', 5232)::bytea) RETURNING sealed",
    "learn by a conflict": "INSERT INTO letterbox.envelope (id, kind, key_id, sealed)"
    f" VALUES ('{KNOWN}', 'concern', 'k', repeat('x', 5232)::bytea) ON CONFLICT (id) DO UPDATE SET kind = 'message'",
    "change what waits": "UPDATE letterbox.envelope SET key_id = 'mine'",
    "remove what waits": "DELETE FROM letterbox.envelope",
    "empty the letterbox": "TRUNCATE letterbox.envelope",
    "copy it out": "COPY letterbox.envelope TO STDOUT",
    "copy a query of it out": "COPY (SELECT * FROM letterbox.envelope) TO STDOUT",
    "lock it away from intake": "LOCK TABLE letterbox.envelope IN ACCESS EXCLUSIVE MODE",
    "hang a trigger on it": "CREATE TRIGGER t AFTER INSERT ON letterbox.envelope"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "read all replies": "SELECT sealed FROM letterbox.reply",
    "read all boxes": "SELECT sealed FROM letterbox.box",
    "change a box": "UPDATE letterbox.box SET closes_on = '2099-01-01'",
    "remove a box": "DELETE FROM letterbox.box",
    "learn what was burnt": "SELECT mark FROM letterbox.burnt",
    "forget how often a code was wrong": "UPDATE letterbox.tried SET times = 0",
    "learn which links were tried": "SELECT link_hash FROM letterbox.tried",
    "add to the log of promises": "INSERT INTO letterbox.logged VALUES (0, sha256(''))",
    "sign the log of promises": "INSERT INTO letterbox.checkpoint VALUES (256, '2026-11-22', sha256(''), '')",
    "read what waits to be logged": "SELECT commitment FROM letterbox.leaf",
    "forget what waits": "SELECT letterbox.forget('2099-01-01')",
    "write a reply": "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed)"
    " VALUES (gen_random_uuid(), '7K3M9Q', sha256(''), '2099-01-01', repeat('x', 5232)::bytea)",
    "publish a bulletin": "INSERT INTO letterbox.bulletin (id, kind, number, made_at, body, key_id, signature)"
    " VALUES (gen_random_uuid(), 'published_table', 1, now(), '', 'k', '')",
    "make a table of its own": "CREATE TABLE public.copied (id uuid)",
    "make one for a session": "CREATE TEMPORARY TABLE copied (id uuid)",
}

INTAKE_MAY_NOT = {
    "put something in": "INSERT INTO letterbox.envelope (id, kind, key_id, sealed)"
    " VALUES (gen_random_uuid(), 'concern', 'k', repeat('x', 5232)::bytea)",
    "change what waits": "UPDATE letterbox.envelope SET key_id = 'mine'",
    "empty the letterbox": "TRUNCATE letterbox.envelope",
    "read replies": "SELECT * FROM letterbox.at('7K3M9Q', sha256(''), '2026-11-22')",
    "burn replies": "SELECT letterbox.burn('7K3M9Q', '')",
    "try a code": "SELECT * FROM letterbox.question_at('7K3M9Q', sha256(''), sha256(''), '2026-11-22')",
    "read a box": "SELECT sealed FROM letterbox.box",
    "read an account": "SELECT id FROM public.accounts_account",
    "read a question": "SELECT id FROM public.live_question",
    "read a session": "SELECT session_key FROM public.django_session",
    "make a table of its own": "CREATE TABLE public.copied (id uuid)",
}

POST_MAY_NOT = {
    "read what waits": "SELECT id FROM letterbox.envelope",
    "put an envelope in": "INSERT INTO letterbox.envelope (id, kind, key_id, sealed)"
    " VALUES (gen_random_uuid(), 'concern', 'k', repeat('x', 5232)::bytea)",
    "read replies": "SELECT id FROM letterbox.reply",
    "change a reply": "UPDATE letterbox.reply SET closes_on = '2099-01-01'",
    "remove a reply": "DELETE FROM letterbox.reply",
    "read bulletins": "SELECT id FROM letterbox.bulletin",
    "read an account": "SELECT id FROM public.accounts_account",
}

MAY_NOT = {"public_web": WEB_MAY_NOT, "intake": INTAKE_MAY_NOT, "post": POST_MAY_NOT}


def works_although_it_should_not(database: Database, role: str) -> list[str]:
    """Try everything that a role may not do; return what was not refused for want of a right."""
    with database.as_role(role) as connection:
        return [what for what, statement in MAY_NOT[role].items() if not _is_refused(connection, statement)]


def _is_refused(connection: Connection, statement: str) -> bool:
    try:
        with connection.transaction(force_rollback=True), connection.cursor() as cursor:
            if statement.startswith("COPY"):
                with cursor.copy(sql.SQL(statement)) as copied:  # type: ignore[arg-type]
                    list(copied)
            else:
                cursor.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def put_in(database: Database, ids: Iterable[uuid.UUID]) -> None:
    """Post envelopes as the web role."""
    with database.as_role("public_web") as web:
        for one in ids:
            web.execute(ENVELOPE[0], (one, ENVELOPE[1]))
