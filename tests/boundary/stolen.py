"""What a thief finds: a dump of a database, its data files and its write-ahead log, searched for what people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.boundary.databases import Connection, Database

MARK = re.compile(rb"canary-[a-z]+-[0-9a-f]{4}")
TABLES = """
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_(catalog|toast)' AND n.nspname <> 'information_schema'
"""


def marks(of: Iterable[str]) -> set[bytes]:
    """Return the marks of the canaries, each short enough to be found within one page of a file."""
    return {found.group() for text in of if (found := MARK.match(text.encode()))}


def in_dump(database: Database, wanted: set[bytes]) -> set[str]:
    """Search every row of every table, as text and as the bytes it stores; return the tables that hold a canary."""
    with database.as_administrator() as administrator:
        tables = [name for (name,) in administrator.execute(TABLES)]
        return {table for table in tables if any(_holds(content, wanted) for content in _dumped(administrator, table))}


def _dumped(administrator: Connection, table: str) -> Iterator[bytes]:
    with administrator.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copied:  # type: ignore[arg-type]
        yield from (bytes(row) for row in copied)


def _holds(content: bytes, wanted: set[bytes]) -> bool:
    return any(mark in content for mark in wanted)


def in_files(administrator: Connection, wanted: set[bytes]) -> set[str]:
    """Search every file of the server, write-ahead log included; what is buffered is written first."""
    administrator.execute("CHECKPOINT")
    row = administrator.execute("SHOW data_directory").fetchone()
    assert row is not None
    return in_folder(Path(row[0]), wanted)


def in_folder(folder: Path, wanted: set[bytes]) -> set[str]:
    """Return the files below a folder that hold a canary."""
    found = set()
    for path in folder.rglob("*"):
        try:
            if path.is_file() and _holds(path.read_bytes(), wanted):
                found.add(str(path.relative_to(folder)))
        except FileNotFoundError:
            continue  # the server removes files while we look
    return found
