"""Databases, roles and their passwords, from an administrator's connection (house.md, wall 3).

Idempotent: run again after an upgrade it adds what is missing and takes back what should not be there.
"""

from __future__ import annotations

import secrets
from typing import Any

from alongside.command.place import Place
from alongside.command.postgres import write_password_file

CONNECTS: dict[str, tuple[str, ...]] = {
    "public_owner": ("public",),
    "public_web": ("public",),
    "public_worker": ("public",),
    "stream": ("public",),
    "intake": ("public", "casework"),
    "post": ("public", "casework"),
    "casework_owner": ("casework",),
    "casework_web": ("casework",),
    "casework_worker": ("casework",),
    "sequencer": ("casework",),
    "auditor": ("casework",),
}
"""Every role and the halves whose database it may connect to. Nobody else may, the role PUBLIC included."""

OWNERS = {"public": "public_owner", "casework": "casework_owner"}


def provision(administrator: Any, place: Place) -> None:
    """Make the roles and both databases of an installation, with a password file for each role."""
    make_roles(administrator, place)
    make_database(administrator, "public", place.public_db)
    make_database(administrator, "casework", place.casework_db)


def make_roles(administrator: Any, place: Place) -> None:
    (place.state / "passwords").mkdir(parents=True, exist_ok=True, mode=0o700)
    existing = {name for (name,) in administrator.execute("SELECT rolname FROM pg_roles")}
    for role in CONNECTS:
        path = place.state / "passwords" / f"{role}.pgpass"
        if role in existing and path.exists():
            continue
        password = secrets.token_urlsafe(24)
        verb = "ALTER" if role in existing else "CREATE"
        administrator.execute(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT"
                              f" PASSWORD '{password}'")  # fmt: skip
        write_password_file(path, role, password)


def make_database(administrator: Any, half: str, name: str, *, template: str | None = None) -> None:
    """Make one database for a half, or a copy of a template, and shut it to every role but its own."""
    found = administrator.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    if not found:
        copied = f'TEMPLATE "{template}"' if template else "TEMPLATE template0"
        administrator.execute(f'CREATE DATABASE "{name}" OWNER {OWNERS[half]} {copied}')
    close_database(administrator, half, name)


def close_database(administrator: Any, half: str, name: str) -> None:
    """Take CONNECT from everybody and give it to the half's roles.

    CREATE DATABASE … TEMPLATE drops a REVOKE CONNECT, so this is repeated for every copy.
    """
    administrator.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    for role, halves in CONNECTS.items():
        verb, word = ("GRANT", "TO") if half in halves else ("REVOKE", "FROM")
        administrator.execute(f'{verb} CONNECT ON DATABASE "{name}" {word} {role}')
        if half in halves:
            administrator.execute(f'ALTER ROLE {role} IN DATABASE "{name}" SET search_path = public')
            administrator.execute(f"ALTER ROLE {role} IN DATABASE \"{name}\" SET timezone = 'UTC'")


def drop_database(administrator: Any, name: str) -> None:
    administrator.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
