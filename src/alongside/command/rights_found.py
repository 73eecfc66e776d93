"""What differs between a database's rights and the half's list.

The list is applied in a transaction that is taken back; what that would change is what differs. So there is one reading
of the list, the one that grants (commons/database_rights).
"""

from __future__ import annotations

import importlib
from typing import Any

from alongside.command.provision import OWNERS
from alongside.commons import database_rights, installation

Right = tuple[str, str, str]
"""Role, right, and what it is on."""

FOUND = """
SELECT coalesce(g.rolname, 'PUBLIC'), a.privilege_type, n.nspname || '.' || c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
LEFT JOIN pg_roles g ON g.oid = a.grantee WHERE n.nspname = ANY(%(schemas)s) AND a.grantee <> c.relowner
UNION ALL
SELECT coalesce(g.rolname, 'PUBLIC'), a.privilege_type || ' (' || t.attname || ')', n.nspname || '.' || c.relname
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
aclexplode(t.attacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE n.nspname = ANY(%(schemas)s) AND a.grantee <> c.relowner
UNION ALL
SELECT coalesce(g.rolname, 'PUBLIC'), a.privilege_type, 'schema ' || n.nspname
FROM pg_namespace n, aclexplode(n.nspacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE n.nspname = ANY(%(schemas)s) AND a.grantee <> n.nspowner
UNION ALL
SELECT coalesce(g.rolname, 'PUBLIC'), a.privilege_type, 'function ' || n.nspname || '.' || p.proname
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE n.nspname = ANY(%(schemas)s) AND a.grantee <> p.proowner
"""


def differences(half: installation.Half) -> list[str]:
    """Return what is not as the list says, a sentence without its full stop each."""
    listed = importlib.import_module(f"alongside.{half}.grants")
    with installation.connect(half, OWNERS[half]) as connection:
        before = _found(connection, listed.SCHEMAS)
        with connection.cursor() as cursor:
            database_rights.apply(cursor, listed.RIGHTS, listed.FUNCTIONS, schemas=listed.SCHEMAS)
        wanted = _found(connection, listed.SCHEMAS)
        connection.rollback()
    spoken_of = {*listed.RIGHTS, *(role for function in listed.FUNCTIONS for role in function.roles)}
    strangers = {right for right in wanted if right[0] not in spoken_of | {OWNERS[half]}}
    return [
        *(f"{role} lacks {what} on {where}" for role, what, where in sorted(wanted - before)),
        *(f"{role} has {what} on {where}, which is on no list" for role, what, where in sorted(before - wanted)),
        *(f"{role} has {what} on {where}, which is on no list" for role, what, where in sorted(strangers)),
    ]


def _found(connection: Any, schemas: tuple[str, ...]) -> set[Right]:
    return set(connection.execute(FOUND, {"schemas": list(schemas)}).fetchall())
