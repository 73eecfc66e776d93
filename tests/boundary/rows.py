"""Who sees which rows of a case, tried as the web role over real connections. Each check returns what is wrong."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.boundary import halves
from tests.boundary.case import Story
from tests.boundary.databases import Connection, Database

CASE_COLUMNS = """
SELECT n.nspname || '.' || c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attname = 'case_id' AND c.relkind = 'r'
"""
REFERRING = """
SELECT DISTINCT n.nspname || '.' || c.relname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE f.contype = 'f' AND f.confrelid = 'public.referrals_referral'::regclass
"""
GRANTS = "keys.given"
REFUSED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException)


def tables_of_a_case(administrator: Connection) -> list[str]:
    """Every table of a case: by its model, by a column ``case_id``, or by a foreign key to the referral."""
    by_model = {model["table"] for model in halves.known("casework").models if model["case"]}
    by_catalogue = {name for query in (CASE_COLUMNS, REFERRING) for (name,) in administrator.execute(query)}
    return sorted((by_model | by_catalogue) - {GRANTS})


def without_forced_security(administrator: Connection) -> list[str]:
    """Return tables of a case whose row-level security is off, or does not bind their owner."""
    found = administrator.execute(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity"
    )
    closed = {name for (name,) in found}
    return [table for table in [*tables_of_a_case(administrator), GRANTS] if table not in closed]


def empty(administrator: Connection) -> list[str]:
    """Return tables that hold no row of the story: nothing tried on them would prove anything."""
    tables = [*tables_of_a_case(administrator), GRANTS]
    return [table for table in tables if not _count(administrator, table)]


def seen(database: Database, staff: str | None, *, role: str = "casework_web", now: str = "") -> list[str]:
    """Return the tables of a case in which a role sees a row while somebody, or nobody, is looking."""
    with database.as_administrator() as administrator:
        tables = [*tables_of_a_case(administrator), GRANTS]
    with database.as_role(role) as connection, connection.transaction(force_rollback=True):
        look_as(connection, staff, now=now)
        return [table for table in tables if _sees(connection, table)]


def look_as(connection: Connection, staff: str | None, *, now: str = "") -> None:
    if staff is not None:
        connection.execute("SELECT set_config('app.staff', %s, true), set_config('app.now', %s, true)", (staff, now))


def _sees(connection: Connection, table: str) -> bool:
    try:
        with connection.transaction():
            return _count(connection, table) > 0
    except psycopg.errors.InsufficientPrivilege:
        return False


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def let_in(database: Database, staff: str) -> list[str]:
    """Return the tables into which somebody can write a row of a case that they have no grant for."""
    with database.as_administrator() as administrator:
        rows = {table: _a_row(administrator, table) for table in [*tables_of_a_case(administrator), GRANTS]}
    with database.as_role("casework_web") as web:
        return [table for table, row in rows.items() if not _is_refused(web, table, row, staff)]


def _a_row(administrator: Connection, table: str) -> dict[str, Any]:
    found = administrator.execute(f"SELECT to_jsonb(t) FROM {table} t LIMIT 1").fetchone()
    assert found is not None, table
    row: dict[str, Any] = found[0]
    return {**row, "id": str(uuid.uuid4())}


def _is_refused(web: Connection, table: str, row: dict[str, Any], staff: str) -> bool:
    try:
        with web.transaction(force_rollback=True):
            look_as(web, staff)
            web.execute(f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)", (Jsonb(row),))
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.errors.IntegrityError:
        # A row that row-level security let through and only a constraint stopped.
        return False
    return False


def changed(database: Database, staff: str) -> list[str]:
    """Return the tables in which somebody without a grant changes or removes a row."""
    with database.as_administrator() as administrator:
        tables = [*tables_of_a_case(administrator), GRANTS]
    found = []
    with database.as_role("casework_web") as web:
        for table in tables:
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                if _touches(web, statement, staff):
                    found.append(table)
    return found


def _touches(web: Connection, statement: str, staff: str) -> bool:
    try:
        with web.transaction(force_rollback=True):
            look_as(web, staff)
            return web.execute(statement).rowcount > 0
    except REFUSED:
        return False


def ways_to_help_oneself(database: Database, story: Story) -> list[str]:
    """Try, as somebody who sees nothing, every way to come to see the case; return those that work."""
    ways = {
        "give it to oneself": (
            "SELECT keys.give(gen_random_uuid(), %(case)s, NULL, %(stranger)s, %(key)s, now() + interval '1 day')"
        ),
        "give it to one's own post": (
            "SELECT keys.give(gen_random_uuid(), %(case)s, %(post_of_stranger)s, NULL, %(key)s,"
            " now() + interval '1 day')"
        ),
        "write the grant": "INSERT INTO keys.given SELECT gen_random_uuid(), %(case)s, NULL, %(stranger)s,"
        " agency_id, %(key)s, NULL, now(), now() + interval '1 day' FROM organisation_staff WHERE id = %(stranger)s",
        "change a grant": "UPDATE keys.given SET staff_id = %(stranger)s, post_id = NULL",
        "take a post": "INSERT INTO organisation_holding (id, post_id, staff_id, from_on)"
        " VALUES (gen_random_uuid(), %(post_of_seer)s, %(stranger)s, current_date)",
        "move one's own holding to another post": "UPDATE organisation_holding SET post_id = %(post_of_seer)s"
        " WHERE staff_id = %(stranger)s",
        "take over somebody's holding": "UPDATE organisation_holding SET staff_id = %(stranger)s"
        " WHERE post_id = %(post_of_seer)s",
        "make the definers' table one's own": "CREATE TEMPORARY TABLE given AS SELECT %(case)s::uuid AS case_id",
    }
    with database.as_role("casework_web") as web:
        return [way for way, statement in ways.items() if _works(web, statement, story)]


def _works(web: Connection, statement: str, story: Story) -> bool:
    with web.transaction(force_rollback=True):
        look_as(web, story.stranger)
        try:
            with web.transaction():
                web.execute(statement, {**vars(story), "key": bytes(60)})
        except psycopg.Error:
            return False
        return _count(web, "public.referrals_referral") > 0


def stays(administrator: Connection, tables: Iterable[str]) -> list[str]:
    """Return what can be changed or removed, even by the administrator, in tables that only grow."""
    found = []
    for table in tables:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            try:
                with administrator.transaction(force_rollback=True):
                    administrator.execute(statement.replace("SET id = id", f"SET {_first(administrator, table)}"))
            except psycopg.errors.RaiseException:
                continue
            found.append(statement.split(" SET ")[0])
    return found


def _first(administrator: Connection, table: str) -> str:
    row = administrator.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", (table,)
    ).fetchone()
    assert row is not None
    return f"{row[0]} = {row[0]}"
