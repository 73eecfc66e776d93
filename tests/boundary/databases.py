"""One database under its real roles: every connection is made with SCRAM and the role's own password file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from alongside.command import provision
from alongside.command.postgres import ADMINISTRATOR
from alongside.commons import installation

Connection = psycopg.Connection[Any]


def connect(name: str, role: str, **more: Any) -> Connection:
    """Connect to a database by its name, as a role; ``password=`` stands in for the role's password file."""
    if "password" not in more:
        more["passfile"] = str(installation.password_file(role))
    return psycopg.connect(
        host=os.environ["ALONGSIDE_PG_HOST"],
        port=os.environ["ALONGSIDE_PG_PORT"],
        dbname=name,
        user=role,
        autocommit=True,
        connect_timeout=5,
        **more,
    )


@dataclass(frozen=True)
class Database:
    """The database of a half, or a copy of one that a test may break."""

    half: installation.Half
    name: str

    @contextmanager
    def as_role(self, role: str) -> Iterator[Connection]:
        with connect(self.name, role) as connection:
            yield connection

    @contextmanager
    def as_administrator(self) -> Iterator[Connection]:
        with connect(self.name, ADMINISTRATOR) as connection:
            yield connection

    def break_(self, *statements: str) -> None:
        """Do as administrator what must never be done."""
        with self.as_administrator() as administrator:
            for statement in statements:
                administrator.execute(statement)


def copy(of: Database, name: str) -> Database:
    """Copy a database, shut again to strangers, so that a wall can be broken in it."""
    with connect("postgres", ADMINISTRATOR) as administrator:
        provision.drop_database(administrator, name)
        provision.make_database(administrator, of.half, name, template=of.name)
    return Database(of.half, name)


def drop(database: Database) -> None:
    with connect("postgres", ADMINISTRATOR) as administrator:
        provision.drop_database(administrator, database.name)
