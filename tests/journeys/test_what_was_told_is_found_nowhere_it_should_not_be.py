"""Canary words in every sensitive field; afterwards they are in no log, dump, data file, WAL, session or mail."""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alongside.command.postgres import Postgres, program
from alongside.command.supervise import Supervisor
from alongside.commons import installation as here
from tests import cast
from tests.journeys.telling import share
from tests.journeys.test_a_call_handler_takes_a_call import open_receipt, reload_until, send
from tests.journeys.test_a_session_ends_while_somebody_writes import get_back, sign_in
from tests.journeys.test_a_teacher_shares_a_concern_in_two_sittings import begin, do
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import until_it_is_there
from tests.public.professionals.way import ANSWERS

EVENT = "/live/talking-early/"
BEGAN = time.time()


@pytest.fixture(scope="module")
def canaries() -> dict[str, str]:
    """One word for each sensitive field: nothing else in the world says it."""
    fields = (
        "worry", "called", "reply", "reason", "question", "asker", "passed on", "note", "receipt", "more", "teller",
        "safe contact", "call", "called by phone", "phone code", "own receipt", "unsent", "offered because",
        "declined because", "told 999", "professional", "pupil", "passphrase",
        "linked because", "taken back because",
    )  # fmt: skip
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
    _come_back(visitor, public, canaries)
    _ring(as_(cast.CALL_HANDLER), visitor, public, casework, canaries)
    _write_as_a_professional(visitor, public, canaries)
    _tell_999(ines, referral, canaries["told 999"])
    _offer_and_decline(ines, as_(cast.WELSH_INTAKE), casework, referral, canaries)
    _lose_the_session(ines, casework, referral, canaries["unsent"])
    ines.goto(referral)
    ines.get_by_role("link", name="Answer whoever told us").click()
    ines.get_by_label("Your words").fill(canaries["reply"])
    ines.get_by_role("button", name="Look at it first").click()
    ines.get_by_role("button", name="Seal and send").click()
    _open_with(ines, referral, canaries["reason"])
    _link_and_take_back(ines, casework, referral, canaries)
    return canaries


def _come_back(visitor: Page, public: str, canaries: dict[str, str]) -> None:
    """With the receipt: write more, and say who it was."""
    open_receipt(visitor, public, canaries["receipt"])
    visitor.get_by_role("button", name="Write more, or add a file").click()
    visitor.locator("[name=words]").fill(canaries["more"])
    visitor.locator(".concern-actions [value=do]").click()
    expect(visitor.get_by_text("We have what you sent.")).to_be_visible()
    visitor.get_by_role("button", name="Say who you are").click()
    visitor.locator("[name=promise][value=named]").check()
    visitor.locator("[name=name]").fill(canaries["teller"])
    visitor.locator("[name=safe_contact]").fill(canaries["safe contact"])
    visitor.locator(".concern-actions [value=do]").click()
    expect(visitor.get_by_text("We have your name, apart from what you told us.")).to_be_visible()


def _ring(kit: Page, visitor: Page, public: str, casework: str, canaries: dict[str, str]) -> None:
    """A handler writes a note; the caller exchanges the code that was read out."""
    kit.goto(f"{casework}/desk/")
    kit.get_by_label("1. What worries the caller, in their words").fill(canaries["call"])
    kit.get_by_label("Not sure").first.check()
    kit.get_by_label("3. Who it is about (optional)").fill(canaries["called by phone"])
    send(kit)
    expect(kit.locator(".desk-group")).to_have_count(6)
    canaries["phone code"] = "-".join(kit.locator(".desk-group").all_inner_texts())
    reload_until(visitor, f"{public}/share-a-concern/return/", "Get my own receipt", typing=canaries["phone code"])
    visitor.get_by_role("button", name="Get my own receipt").click()
    canaries["own receipt"] = visitor.locator(".concern-receipt").inner_text().strip()


def _write_as_a_professional(visitor: Page, public: str, canaries: dict[str, str]) -> None:
    """The long form, with a draft that is downloaded under a pass phrase on the way."""
    begin(visitor, f"{public}/professionals/")
    for task in ANSWERS:
        do(visitor, task, pictured=False, worry=canaries["professional"], called=canaries["pupil"])
    visitor.get_by_role("button", name="Save a draft").click()
    visitor.get_by_label("Passphrase", exact=True).fill(canaries["passphrase"])
    visitor.get_by_label("The same passphrase once more").fill(canaries["passphrase"])
    with visitor.expect_download():
        visitor.get_by_role("button", name="Download the draft").click()
    visitor.get_by_role("button", name="Back to the tasks").click()
    visitor.get_by_role("button", name="Check your answers").click()
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.get_by_role("heading", name="We have received it")).to_be_visible()


def _tell_999(ines: Page, referral: str, words: str) -> None:
    ines.goto(referral.replace("/referrals/", "/triage/") + "emergency/")
    ines.locator("[name=whom]").first.check()
    ines.get_by_label("What were they told?").fill(words)
    ines.get_by_label("When?").fill("at nine")
    ines.get_by_role("button", name="Record it").click()
    expect(ines.get_by_text(words).first).to_be_visible()


def _offer_and_decline(ines: Page, gwen: Page, casework: str, referral: str, canaries: dict[str, str]) -> None:
    ines.goto(referral)
    ines.get_by_role("link", name="Offer it to another area").click()
    ines.get_by_label("Glanaber", exact=True).check()
    ines.get_by_label("Why does it belong there?").fill(canaries["offered because"])
    ines.get_by_role("button", name="Offer it").click()
    gwen.goto(f"{casework}/intake/")
    gwen.locator("#offered + ul a").first.click()
    gwen.get_by_label("Why is it not yours?").fill(canaries["declined because"])
    gwen.get_by_role("button", name="Decline it").click()
    expect(gwen.get_by_text("You have declined it")).to_be_visible()


def _lose_the_session(ines: Page, casework: str, referral: str, words: str) -> None:
    """Write while the session ends, and have the words back: they were sent to us three times and to nobody."""
    ines.goto(referral.replace("/referrals/", "/intake/") + "reply/")
    ines.get_by_label("Your words").fill(words)
    ines.context.clear_cookies()
    ines.get_by_role("button", name="Look at it first").click()
    sign_in(ines.context.new_page(), casework, cast.INTAKE)
    get_back(ines)
    expect(ines.get_by_label("Your words")).to_have_value(words)


def _open_with(ines: Page, referral: str, reason: str) -> None:
    ines.goto(referral)
    ines.get_by_role("link", name="Open a referral").click()
    ines.get_by_label("Why?", exact=True).fill(reason)
    ines.get_by_role("button", name="Open a referral", exact=True).click()
    expect(ines.get_by_text(reason)).to_be_visible()


def _link_and_take_back(ines: Page, casework: str, referral: str, canaries: dict[str, str]) -> None:
    """What was told on the telephone is linked to the open referral, and is not about the same person after all."""
    reference = ines.locator(".govuk-caption-l").first.inner_text().rpartition(", ")[2]
    until_it_is_there(ines, f"{casework}/intake/", canaries["called by phone"])
    ines.get_by_role("link", name=canaries["called by phone"]).first.click()
    ines.get_by_role("link", name="whose referral is open").click()
    ines.get_by_label("Reference of the open referral").fill(reference)
    ines.locator("[name=reason]").fill(canaries["linked because"])
    ines.get_by_role("button", name="Link it").click()
    expect(ines.get_by_text("It is linked.")).to_be_visible()
    ines.get_by_role("link", name="take the link back").click()
    ines.locator("[name=why]").fill(canaries["taken back because"])
    ines.get_by_role("button", name="Take it back").click()
    expect(ines.get_by_text("It waits in the queue again")).to_be_visible()


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
    for path in _left_behind():
        yield str(path), _read(path)


def _left_behind() -> Iterator[Path]:
    """Yield what any program put into the folder of passing files while the story was told; browsers are not ours."""
    for folder, _folders, names in os.walk(tempfile.gettempdir()):
        for path in (Path(folder, name) for name in names if "playwright" not in folder):
            with suppress(OSError):
                if path.is_file() and path.stat().st_mtime > BEGAN:
                    yield path


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
    except OSError:
        return b""
