"""Databases, roles and their passwords, from an administrator's connection (house.md, wall 3).

Idempotent: run again after an upgrade it adds what is missing and takes back what should not be there.
``./alongside provision`` does this on another server than the embedded one, for production (docs/run-it.md).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from typing import Any

from alongside.command.administration import OLDEST, elsewhere
from alongside.command.place import URLS, Place, here
from alongside.command.postgres import write_password_file
from alongside.command.words import Stop, say, step

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

SITES = {"public_web": 40, "casework_web": 40}
OTHERS = 20
"""How many connections a role may have at once; the embedded server has 120 for all."""

OWNERS = {"public": "public_owner", "casework": "casework_owner"}
NEEDED = ("ALONGSIDE_PG", "ALONGSIDE_STATE", *URLS)


def run(arguments: list[str]) -> int:
    """Make an installation on the server of ``ALONGSIDE_PG``, or bring it to the shape of this version."""
    if arguments:
        raise Stop("Say only: ./alongside provision. What it needs is in variables (docs/run-it.md).")
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise Stop(f"Set {', '.join(missing)}; docs/run-it.md says what each is.")
    administrator = elsewhere(os.environ["ALONGSIDE_PG"])
    place = replace(
        here(), host=administrator.parameters.get("host", "localhost"),
        pg_port=administrator.parameters.get("port", "5432"),
    )  # fmt: skip
    install(place, administrator)
    say(f"\nThe installation stands. Settings of each role are in {place.state / 'environment'}.")
    say("Put the keys into escrow before anything is sealed to them: ./alongside keys escrow FILE")
    return 0


def install(place: Place, administrator: Any) -> None:
    """Make folders, keys, roles, databases, tables, rights, settings and pages. Raises Stop for too old a server."""
    from alongside.command import prepare

    prepare.folders(place)
    prepare.keys(place)
    with step("Making databases and roles"), administrator.connect() as connection:
        if connection.info.server_version < OLDEST:
            raise Stop(f"This server is PostgreSQL {connection.info.server_version // 10_000}; 15 or later is needed.")
        provision(connection, place)
    write_settings(place)
    prepare.front_end(place)
    prepare.migrate(place)


def write_settings(place: Place) -> None:
    """Write one file a role with the variables of its programs, as systemd reads them. No password is in any."""
    folder = place.state / "environment"
    folder.mkdir(exist_ok=True, mode=0o755)
    for role in CONNECTS:
        given = {name: value for name, value in place.environment(role).items() if name.startswith("ALONGSIDE_")}
        (folder / f"{role}.env").write_text("".join(f"{name}={value}\n" for name, value in sorted(given.items())))


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
        # The server is sent what it keeps and never the password, which its log could hold.
        kept = administrator.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        verb = "ALTER" if role in existing else "CREATE"
        administrator.execute(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT"
                              f" PASSWORD '{kept}'")  # fmt: skip
        write_password_file(path, role, password)
    for role in CONNECTS:
        # One half's worst day must not take the other's connections.
        administrator.execute(f"ALTER ROLE {role} CONNECTION LIMIT {SITES.get(role, OTHERS)}")


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


def close_upkeep(administrator: Any) -> None:
    """Shut the databases that come with a server of our own: a role could read the names of the others there."""
    for name in ("postgres", "template1"):
        administrator.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')


def drop_database(administrator: Any, name: str) -> None:
    administrator.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
