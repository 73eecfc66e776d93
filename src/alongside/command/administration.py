"""An administrator's way to the PostgreSQL server of an installation: the embedded one, or that of ``ALONGSIDE_PG``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alongside.command.place import Place
from alongside.command.postgres import ADMINISTRATOR, Postgres, program
from alongside.command.words import Stop

LIBPQ = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "passfile": "PGPASSFILE",
         "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
OLDEST = 150_000
"""Server version 15: earlier ones let everybody make tables in the schema ``public``."""


class Administration:
    """Where and as whom an administrator reaches one server."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        """``parameters`` are libpq's; the database in them is only the one for the first connection."""
        self.database: str = parameters.get("dbname", "postgres")
        self.parameters: dict[str, Any] = {name: value for name, value in parameters.items() if name != "dbname"}

    def connect(self, database: str | None = None) -> Any:
        """Open a connection in autocommit. Raises Stop, never quoting the address, which may hold a password."""
        import psycopg

        try:
            return psycopg.connect(
                "", **self.parameters, dbname=database or self.database, autocommit=True, connect_timeout=10
            )
        except psycopg.OperationalError as refused:
            raise Stop(
                f"The PostgreSQL server at {self.where} does not let its administrator in. Check that it runs, and the"
                " user and password of ALONGSIDE_PG."
            ) from refused

    @property
    def where(self) -> str:
        return f"{self.parameters.get('host', 'localhost')}, port {self.parameters.get('port', '5432')}"

    def run(self, name: str, *arguments: str) -> None:
        """Run a program such as ``pg_dump``; the password goes by the environment, where other users do not see it.

        Raises Stop with its last line when it fails.
        """
        environment = {LIBPQ[key]: value for key, value in self.parameters.items() if key in LIBPQ}
        done = subprocess.run(
            [str(program(name)), *arguments], env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip()] or ["nothing"]
            raise Stop(f"{name} failed. It says: {lines[-1]}")


def elsewhere(address: str) -> Administration:
    """Read an administrator's address of another server, as libpq takes it. Raises Stop for one that is none."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError as wrong:
        raise Stop(
            "ALONGSIDE_PG is no address of a PostgreSQL server. Write it as postgresql://administrator@host:5432/postgres"
        ) from wrong
    return Administration({name: str(value) for name, value in given.items() if value is not None})


@contextmanager
def administration(place: Place) -> Iterator[Administration]:
    """Reach the server of an installation; an embedded one that does not run is started, and stopped again after.

    Raises Stop for another server whose administrator is not named.
    """
    if not place.is_embedded:
        if not os.environ.get("ALONGSIDE_PG"):
            raise Stop("Set ALONGSIDE_PG to an administrator's address of the PostgreSQL server (docs/run-it.md).")
        yield elsewhere(os.environ["ALONGSIDE_PG"])
        return
    with running(Postgres(place)) as server:
        yield Administration({"host": str(server.socket), "user": ADMINISTRATOR, "passfile": str(server.password_file)})


@contextmanager
def running(server: Postgres) -> Iterator[Postgres]:
    """Let the embedded server run for the moment, and leave it as it was found."""
    was_running = (server.data / "PG_VERSION").exists() and server.is_running()
    server.start()
    try:
        yield server
    finally:
        if not was_running:
            server.stop()
