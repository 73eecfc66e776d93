"""Callum adds a PDF that says who made it, and takes it out again without; with a script and without one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from alongside.command import halves, testing
from alongside.command.supervise import Supervisor
from tests import cast
from tests.casework.documents import samples


@pytest.fixture
def case(installation: Supervisor) -> str:
    """The demo's case before it comes to panel: its id."""
    place = installation.place
    opened = halves.manage("casework", ["invented_panel", "open"], place, role="intake", quiet=True).split()[-1]
    halves.manage("casework", ["invented_panel", "gather", opened], place, quiet=True)
    return opened


def fill(page: Page, file: Path) -> None:
    page.get_by_label("Which file?").set_input_files(file)
    page.get_by_label("What is it?").select_option(label="report or assessment by somebody else")
    page.get_by_label("Why does the case need it?").fill("What the college saw in May.")
    page.get_by_label("From whom do we have it?").fill("Harbour College")
    page.get_by_label("Who answers for what it says?").fill("Harbour College")
    page.get_by_role("button", name="Check it and add it").click()


def downloaded(page: Page, link: Locator) -> bytes:
    with page.expect_download() as waiting:
        link.first.click()
    return Path(waiting.value.path()).read_bytes()


def test_a_pdf_goes_in_with_metadata_and_comes_out_without(
    as_: Callable[[cast.Person], Page], casework: str, case: str, look: Callable[[Page, str], None], tmp_path: Path
) -> None:
    good, locked = tmp_path / "report.pdf", tmp_path / "locked.pdf"
    good.write_bytes(samples.pdf())
    locked.write_bytes(samples.locked_pdf())
    assert samples.CANARY in good.read_bytes()
    callum = as_(cast.CASE_MANAGER)
    callum.goto(f"{casework}/referrals/{case}/")
    callum.get_by_role("link", name="Add a document", exact=True).click()
    look(callum, "document-add")
    fill(callum, locked)
    expect(callum.get_by_text("“locked.pdf” was not taken: it is locked with a password").first).to_be_visible()
    expect(callum.get_by_label("Why does the case need it?")).to_have_value("What the college saw in May.")
    look(callum, "document-refused")
    fill(callum, good)
    expect(callum.get_by_text("“report.pdf” was checked, made anew and added.")).to_be_visible()
    assert callum.url == f"{casework}/files/{case}/"
    look(callum, "documents")
    made = downloaded(callum, callum.get_by_role("link", name="report.pdf", exact=True))
    assert samples.CANARY not in made
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) == 1
        assert "/Author" not in document.docinfo
    callum.set_viewport_size({"width": 320, "height": 800})
    for address in (f"{casework}/files/{case}/", f"{casework}/files/{case}/add/", f"{casework}/referrals/{case}/"):
        callum.goto(address)
        assert callum.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_it_works_without_a_script(
    contexts: Callable[..., BrowserContext], casework: str, case: str, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("He came late.")
    page = contexts(phone=True, javascript=False).new_page()
    page.goto(f"{casework}/sign-in/login/")
    page.locator("input[name=login]").fill(cast.CASE_MANAGER.email)
    page.locator("input[name=password]").fill((testing.TEMPLATE_PLACE.state / "demo-password").read_text())
    page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{casework}/files/{case}/add/")
    fill(page, letter)
    expect(page.get_by_text("“letter.txt” was checked, made anew and added.")).to_be_visible()
