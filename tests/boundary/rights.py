"""What PostgreSQL's catalogue says the roles may do, beside what the lists say. Each check returns what is wrong."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from types import ModuleType

from alongside.command import provision
from tests.boundary.databases import Connection

Right = tuple[str, str, str, str]
"""role, kind (table, column, sequence, function, schema), object, right. The role PUBLIC is called ``public role``."""

OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
EVERYBODY = "coalesce(r.rolname, 'public role')"

GRANTED = f"""
SELECT {EVERYBODY}, CASE WHEN c.relkind = 'S' THEN 'sequence' ELSE 'table' END,
       n.nspname || '.' || c.relname, a.privilege_type
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {OURS} AND a.grantee <> c.relowner
UNION ALL
SELECT {EVERYBODY}, 'column', n.nspname || '.' || c.relname || '.' || t.attname, a.privilege_type
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
     aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {OURS} AND a.grantee <> c.relowner
UNION ALL
SELECT {EVERYBODY}, 'function', p.oid::regprocedure::text, a.privilege_type
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
     aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {OURS} AND a.grantee <> p.proowner
UNION ALL
SELECT {EVERYBODY}, 'schema', n.nspname, a.privilege_type
FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {OURS} AND a.grantee <> n.nspowner
"""

TABLES = f"""
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""

SEQUENCES = f"""
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND c.relkind = 'S'
"""

UNREACHED = {
    # Marks of receipts that were burnt, and counts of wrong codes: only the functions of the letterbox come to them.
    "public": frozenset({"letterbox.burnt", "letterbox.tried"}),
    "casework": frozenset(
        {
            # Django's own, written by migrations alone; casework has roles of its own and uses no permission or group.
            # Only the functions of keys read and write it.
            "keys.opened",
            "keys.apart",
            "keys.before",
            "public.django_migrations",
            "public.auth_permission",
            "public.auth_group",
            "public.auth_group_permissions",
            # The register of people: only the functions of a written look-up read it (docs/matching.md).
            "public.people_entry",
            "public.people_mark",
        }
    ),
}
"""Tables that no serving role may touch at all, with the reason."""


def lists_of(half: str) -> ModuleType:
    return importlib.import_module(f"alongside.{half}.grants")


def granted(administrator: Connection) -> set[Right]:
    return {(role, kind, _spelled(name), right) for role, kind, name, right in administrator.execute(GRANTED)}


def _spelled(name: str) -> str:
    """A function on the search path is printed without its schema."""
    return f"public.{name}" if "(" in name and "." not in name.split("(")[0] else name


def listed(half: str, administrator: Connection) -> set[Right]:
    """The lists of this half, one right a row, with the USAGE of schemas and sequences that they bring along."""
    lists, tables = lists_of(half), _column(administrator, TABLES)
    sequences = _column(administrator, SEQUENCES)
    wanted: set[Right] = set()
    for role, rights in lists.RIGHTS.items():
        for table, words in rights.items():
            schema, name = table.split(".")
            wanted.add((role, "schema", schema, "USAGE"))
            for one in [table] if name != "*" else [t for t in tables if t.startswith(f"{schema}.")]:
                wanted |= _rights(role, one, words)
            if name == "*":
                wanted |= {(role, "sequence", s, "USAGE") for s in sequences if s.startswith(f"{schema}.")}
    for function in lists.FUNCTIONS:
        for role in function.roles:
            wanted.add((role, "schema", function.signature.split(".")[0], "USAGE"))
            wanted.add((role, "function", _written(administrator, function.signature), "EXECUTE"))
    return wanted


def _rights(role: str, table: str, words: str) -> set[Right]:
    found: set[Right] = set()
    for right, columns in re.findall(r"([A-Z]+)\s*(?:\(([^)]*)\))?", words):
        if columns:
            found |= {(role, "column", f"{table}.{column.strip()}", right) for column in columns.split(",")}
        else:
            found.add((role, "table", table, right))
    return found


def _written(administrator: Connection, signature: str) -> str:
    row = administrator.execute("SELECT %s::regprocedure::text", (signature,)).fetchone()
    assert row is not None
    return _spelled(row[0])


def _column(administrator: Connection, query: str) -> list[str]:
    return [name for (name,) in administrator.execute(query)]


def differences(half: str, administrator: Connection) -> list[str]:
    """Say where the catalogue differs from the lists, a sentence each."""
    has, wanted = granted(administrator), listed(half, administrator)
    return [f"{' '.join(right)} is granted and not listed" for right in sorted(has - wanted)] + [
        f"{' '.join(right)} is listed and not granted" for right in sorted(wanted - has)
    ]


def unplaced(half: str, administrator: Connection) -> list[str]:
    """Return the tables that nobody has placed: in no list, and not among those that nobody may touch."""
    placed = {table for rights in lists_of(half).RIGHTS.values() for table in rights}
    tables = _column(administrator, TABLES)
    return sorted(
        t for t in tables if t not in placed and f"{t.split('.')[0]}.*" not in placed and t not in UNREACHED[half]
    )


def placed_and_gone(half: str, administrator: Connection) -> list[str]:
    """Return what the lists name although there is no such table."""
    placed = {table for rights in lists_of(half).RIGHTS.values() for table in rights if not table.endswith("*")}
    return sorted((placed | UNREACHED[half]) - set(_column(administrator, TABLES)))


def not_owned_by_the_owner(half: str, administrator: Connection) -> list[str]:
    """Return tables, sequences and functions that belong to anybody but the role that migrates."""
    query = f"""
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND c.relkind IN ('r', 'v', 'm', 'S') AND pg_get_userbyid(c.relowner) <> %(owner)s
        UNION ALL SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {OURS} AND pg_get_userbyid(p.proowner) <> %(owner)s"""
    return [name for (name,) in administrator.execute(query, {"owner": provision.OWNERS[half]})]


def loose_definers(administrator: Connection) -> list[str]:
    """Return SECURITY DEFINER functions whose search path somebody else could fill with functions of their own."""
    query = f"""
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {OURS} AND p.prosecdef AND NOT coalesce(array_to_string(p.proconfig, ','), '') ~ 'pg_temp$'"""
    return _column(administrator, query)


def strong_roles(administrator: Connection) -> list[str]:
    """Return our roles that could walk past every wall: by an attribute, or as a member of another role."""
    names = tuple(provision.CONNECTS)
    strong = administrator.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        (list(names),),
    )
    members = administrator.execute(
        "SELECT pg_get_userbyid(member) || ' is a member of ' || pg_get_userbyid(roleid) FROM pg_auth_members"
        " WHERE pg_get_userbyid(member) = ANY(%s)",
        (list(names),),
    )
    return [name for (name,) in [*strong, *members]]


def open_databases(administrator: Connection) -> list[str]:
    """Return the databases that everybody may connect to: every one on the server, those for upkeep included."""
    query = """
        SELECT d.datname FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE a.grantee = 0 AND d.datallowconn GROUP BY d.datname"""
    return _column(administrator, query)


def ways_in_without_scram(rules: Iterable[tuple[str, str]]) -> list[str]:
    """Return the lines of pg_hba.conf that ask for less than SCRAM. Under ``trust`` no role is a wall."""
    return [f"{kind} {method}" for kind, method in rules if method not in ("scram-sha-256", "reject")]


def ways_in(administrator: Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in administrator.execute("SELECT type, auth_method FROM pg_hba_file_rules")]


def serving_owners(roles: Iterable[str]) -> set[str]:
    """Return the roles that own tables and serve as well."""
    return set(roles) & set(provision.OWNERS.values())
