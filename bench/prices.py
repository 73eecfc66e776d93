"""Throw-away copies of the casework database in which one of its walls is taken down, to see what the wall costs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from alongside.casework.keys import vault
from alongside.command.place import Place
from alongside.command.postgres import Postgres
from bench import house

SEALED = (
    ("referrals_referral", "id", "person"),
    ("referrals_concern", "case_id", "told"),
    ("referrals_referral", "id", "inbox"),
    ("referrals_history", "case_id", "reason"),
)
"""Every sealed column that a fresh register has, with the column of its case."""


def copies(server: Postgres, register: Place) -> dict[frozenset[str], Place]:
    """Return a copy of the register for each set of walls that the database has to do with."""
    without_rows = house.casework_copy(server, register, "casework_without_rows")
    in_the_clear = house.casework_copy(server, register, "casework_in_the_clear")
    with server.connect(in_the_clear.casework_db) as administrator:
        _open_all(administrator, in_the_clear)
    without_both = house.casework_copy(server, in_the_clear, "casework_without_both")
    for place in (without_rows, without_both):
        with server.connect(place.casework_db) as administrator:
            _switch_off_row_security(administrator)
    all_on = house.casework_copy(server, register, "casework_all_on")
    for place in (all_on, without_rows, in_the_clear, without_both):
        with server.connect(place.casework_db) as administrator:
            administrator.execute("VACUUM ANALYZE")
    row_security, encryption = {"row-security"}, {"encryption"}
    return {
        frozenset(): all_on,
        frozenset(row_security): without_rows,
        frozenset(encryption): in_the_clear,
        frozenset(row_security | encryption): without_both,
    }


def without_rows(server: Postgres, register: Place) -> dict[frozenset[str], Place]:
    """Return a copy of a register with row-level security, and one without."""
    found = {
        frozenset[str](): house.casework_copy(server, register, "casework_all_on"),
        frozenset({"row-security"}): house.casework_copy(server, register, "casework_without_rows"),
    }
    with server.connect(found[frozenset({"row-security"})].casework_db) as administrator:
        _switch_off_row_security(administrator)
    for place in found.values():
        with server.connect(place.casework_db) as administrator:
            administrator.execute("VACUUM ANALYZE")
    return found


def _switch_off_row_security(administrator: Any) -> None:
    found = administrator.execute("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity").fetchall()
    for (table,) in found:
        administrator.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")


def _open_all(administrator: Any, place: Place) -> None:
    """Write every sealed text back in the clear, as a register without encryption would hold it."""
    keys = dict(_case_keys(administrator, place))
    # Past the triggers that keep history from being changed.
    administrator.execute("SET session_replication_role = replica")
    for table, case_column, column in SEALED:
        rows = administrator.execute(f"SELECT id, {case_column}, {column} FROM {table} WHERE {column} IS NOT NULL")
        clear = [
            (vault.open_(keys[case], sealed, vault.Cell(table, column, row)).encode(), row)
            for row, case, sealed in rows.fetchall()
        ]
        with administrator.transaction(), administrator.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s", clear)


def _case_keys(administrator: Any, place: Place) -> list[tuple[UUID, bytes]]:
    rows = administrator.execute("SELECT case_id, post_id, agency_id, wrapped, ends_at FROM keys.given").fetchall()
    agencies = {row[2]: (place.state / f"keys/casework/agencies/{row[2]}.key").read_bytes() for row in rows}
    return [
        (case, vault.unwrap(wrapped, agency_key=agencies[agency], bound=vault.Bound(case, post, ends_at)))
        for case, post, agency, wrapped, ends_at in rows
    ]


def remove(server: Postgres, places: dict[frozenset[str], Place]) -> None:
    from alongside.command import provision

    with server.connect() as administrator:
        for place in places.values():
            provision.drop_database(administrator, replace(place).casework_db)
