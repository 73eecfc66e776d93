"""Rights of database roles as data, applied by the owner after every migration (house.md, wall 3).

A half lists ``{role: {table: rights}}``. Whatever is not listed is revoked, so that a new table is closed until
somebody places it; a boundary test compares the lists with PostgreSQL's catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Rights = Mapping[str, Mapping[str, str]]
"""role → table (``schema.table``, or ``schema.*`` for all tables of a schema) → rights, as in GRANT.

A right may name columns: ``"SELECT, UPDATE (stage, due_on)"``.
"""


class Function(NamedTuple):
    """A SECURITY DEFINER function and the roles that may call it, by its full signature."""

    signature: str
    roles: tuple[str, ...]


def apply(cursor: Any, rights: Rights, functions: Iterable[Function], *, schemas: Iterable[str]) -> None:
    """Make the rights in this database exactly what the lists say.

    Args:
        cursor: an open psycopg or Django cursor of the role that owns the tables.
        schemas: the schemas that the lists speak of; nothing outside them is touched.
    """
    schemas = list(schemas)
    for schema in schemas:
        cursor.execute(f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC")
        cursor.execute(f"REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC")
        for role in rights:
            for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
                cursor.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA {schema} FROM {role}")
            _revoke_columns(cursor, schema, role)
            cursor.execute(f"REVOKE ALL ON SCHEMA {schema} FROM {role}")
    for role, tables in rights.items():
        for table, granted in tables.items():
            _grant(cursor, role, table, granted)
    for function in functions:
        for role in function.roles:
            cursor.execute(f"GRANT USAGE ON SCHEMA {function.signature.split('.')[0]} TO {role}")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function.signature} TO {role}")


def _grant(cursor: Any, role: str, table: str, granted: str) -> None:
    schema, name = table.split(".")
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    if name != "*":
        cursor.execute(f"GRANT {granted} ON {schema}.{name} TO {role}")
        return
    cursor.execute(f"GRANT {granted} ON ALL TABLES IN SCHEMA {schema} TO {role}")
    cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")


def _revoke_columns(cursor: Any, schema: str, role: str) -> None:
    """Take back column rights, which REVOKE … ON ALL TABLES leaves in place."""
    cursor.execute(
        "SELECT DISTINCT table_name, column_name, privilege_type FROM information_schema.column_privileges"
        " WHERE table_schema = %s AND grantee = %s",
        (schema, role),
    )
    for table, column, right in cursor.fetchall():
        cursor.execute(f'REVOKE {right} ("{column}") ON {schema}."{table}" FROM {role}')
