"""Canary words in every sensitive field; afterwards they are in no log, dump, data file, WAL, session or mail."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alongside.command.postgres import Postgres, program
from alongside.command.supervise import Supervisor
from alongside.commons import installation as here
from tests import cast
from tests.journeys.telling import share
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import until_it_is_there

EVENT = "/live/talking-early/"


@pytest.fixture(scope="module")
def canaries() -> dict[str, str]:
    """One word for each sensitive field: nothing else in the world says it."""
    fields = ("worry", "called", "reply", "reason", "question", "asker", "passed on", "note", "receipt")
    return {field: f"canary{secrets.token_hex(8)}" for field in fields}


@pytest.fixture
def told(
    canaries: dict[str, str], visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str
) -> dict[str, str]:
    """Say every canary where people say such things."""
    canaries["receipt"] = share(visitor, public, canaries["worry"], called=canaries["called"])
    _ask(visitor, public, canaries["question"], canaries["asker"])
    _ask(visitor, public, canaries["passed on"], "")
    _pass_on(as_(cast.MODERATOR), public, canaries)
    ines = as_(cast.INTAKE)
    until_it_is_there(ines, f"{casework}/intake/", canaries["called"])
    ines.get_by_role("link", name=canaries["called"]).first.click()
    referral = ines.url
    ines.get_by_role("link", name="Answer whoever told us").click()
    ines.get_by_label("Your words").fill(canaries["reply"])
    ines.get_by_role("button", name="Look at it first").click()
    ines.get_by_role("button", name="Seal and send").click()
    _open_with(ines, referral, canaries["reason"])
    return canaries


def _open_with(ines: Page, referral: str, reason: str) -> None:
    ines.goto(referral)
    ines.get_by_role("link", name="Open a referral").click()
    ines.get_by_label("Why?", exact=True).fill(reason)
    ines.get_by_role("button", name="Open a referral", exact=True).click()
    expect(ines.get_by_text(reason)).to_be_visible()


def _ask(visitor: Page, public: str, question: str, name: str) -> None:
    visitor.goto(f"{public}{EVENT}ask/")
    visitor.get_by_label("Your question").fill(question)
    visitor.get_by_label("Name to show with it").fill(name)
    visitor.get_by_role("button", name="Send the question").click()


def _pass_on(mo: Page, public: str, canaries: dict[str, str]) -> None:
    mo.goto(f"{public}{EVENT}moderate/")
    held = mo.locator(".live-queue", has_text=canaries["passed on"])
    held.locator("summary").click()
    held.get_by_label("What the safeguarding lead should know").fill(canaries["note"])
    held.get_by_role("button", name="Pass to the safeguarding lead").click()
    expect(mo.get_by_text(canaries["passed on"])).to_have_count(0)


def test_no_canary_is_in_a_file_a_dump_or_a_log(told: dict[str, str], installation: Supervisor) -> None:
    time.sleep(2)
    server = Postgres(installation.place)
    with server.connect() as administrator:
        administrator.execute("CHECKPOINT")
    found = [
        f"“{field}” is in {where}"
        for where, content in _everything(server, installation)
        for field, canary in told.items()
        if canary.encode() in content or canary.encode().hex().encode() in content
    ]
    assert not found


def test_the_search_would_find_a_canary(installation: Supervisor, canaries: dict[str, str]) -> None:
    """What is written in the clear is found: in a table's file or its log, in a dump, and in a program's log."""
    server = Postgres(installation.place)
    word = f"clear{secrets.token_hex(8)}"
    with server.connect(here.database("public")["NAME"]) as administrator:
        administrator.execute("CREATE TABLE in_the_clear (words text)")
        administrator.execute("INSERT INTO in_the_clear VALUES (%s)", (word,))
        administrator.execute("CHECKPOINT")
        places = {where for where, content in _everything(server, installation) if word.encode() in content}
        administrator.execute("DROP TABLE in_the_clear")
    assert any("dump" in where for where in places)
    assert any("pg_wal" in where for where in places)
    assert any("/base/" in where for where in places)


def _everything(server: Postgres, installation: Supervisor) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the database server and of the installation but its keys, and a dump of each database."""
    for half in ("public", "casework"):
        yield f"a dump of {half}", _dump(server, here.database(half)["NAME"])  # type: ignore[arg-type]
    for folder in (server.root, installation.place.state):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not _is_code(path):
                yield str(path.relative_to(folder.parent)), _read(path)


def _dump(server: Postgres, database: str) -> bytes:
    """Dump a database with the administrator's password file."""
    command = [str(program("pg_dump")), "-h", str(server.socket), "-U", "alongside_admin", "--inserts", database]
    done = subprocess.run(command, capture_output=True, env={"PGPASSFILE": str(server.password_file)})
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _is_code(path: Path) -> bool:
    return "server" in path.parts or "front-end" in path.parts or "static" in path.parts


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
