"""A teacher prepares, saves a sealed draft, opens it again, sends and keeps a copy; it arrives with who told it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests import cast
from tests.journeys.conftest import picture
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import until_it_is_there
from tests.public.professionals.way import ANSWERS, PASSPHRASE

Look = Callable[[Page, str], None]
CALLED = "Tamsin Roe"
FIRST_SITTING = ("place", "person", "concern", "strengths")


def test_a_teacher_shares_a_concern_in_two_sittings(
    visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str, look: Look, tmp_path: Path
) -> None:
    draft, copy = tmp_path / "notes.alongside", tmp_path / "what-I-sent.html"
    begin(visitor, f"{public}/professionals/")
    for task in FIRST_SITTING:
        do(visitor, task)
    save(visitor, draft)

    begin(visitor, f"{public}/professionals/draft/", draft)
    expect(visitor.get_by_text("You have done 4 of 7 tasks.")).to_be_visible()
    visitor.screenshot(path=picture("professional-tasks"), full_page=True)
    for task in ANSWERS.keys() - FIRST_SITTING:
        do(visitor, task)
    visitor.get_by_role("button", name="Check your answers").click()
    visitor.screenshot(path=picture("professional-check"), full_page=True)
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.get_by_role("heading", name="We have received it")).to_be_visible()
    visitor.screenshot(path=picture("professional-sent"), full_page=True)
    with visitor.expect_download() as copying:
        visitor.get_by_role("button", name="Download a copy as a page").click()
    copying.value.save_as(copy)
    assert CALLED in copy.read_text()

    ines = as_(cast.INTAKE)
    until_it_is_there(ines, f"{casework}/intake/", CALLED)
    ines.get_by_role("link", name=CALLED).first.click()
    expect(ines.get_by_text("He stopped seeing his friends.").first).to_be_visible()
    assert "Quill" not in ines.content()
    look(ines, "referral-of-a-professional")
    ines.get_by_role("link", name="Open who told us, with a reason").click()
    ines.locator("[name=ground]").first.check()
    ines.get_by_label("Why do you have to know who told us?").fill("To ask when his mother can be reached.")
    ines.locator("main form").get_by_role("button").last.click()
    expect(ines.get_by_text("Teodor Quill")).to_be_visible()
    expect(ines.get_by_text("01632 960 001")).to_be_visible()


def begin(visitor: Page, address: str, draft: Path | None = None) -> None:
    visitor.goto(address)
    if draft:
        visitor.get_by_label("Your draft").set_input_files(draft)
        visitor.get_by_label("Its passphrase").fill(PASSPHRASE)
        visitor.get_by_role("button", name="Open", exact=True).click()
    visitor.get_by_label("No", exact=True).check()
    visitor.get_by_role("button", name="Continue").click()


def do(visitor: Page, task: str, *, pictured: bool = True, **changed: str) -> None:
    """Open one task, answer it and go on; `changed` are other answers, of whichever task asks them."""
    # The place is asked before there are tasks.
    if task != "place":
        visitor.locator(f"button[value=open-{task}]").click()
    said = {"called": CALLED, **changed}
    for name, text in {**ANSWERS[task], **{name: said[name] for name in said.keys() & ANSWERS[task]}}.items():
        control = visitor.locator(f"[name='{name}']").first
        if control.get_attribute("type") in ("radio", "checkbox"):
            visitor.locator(f"[name='{name}'][value='{text}']").check()
        else:
            control.fill(text)
    if pictured:
        visitor.screenshot(path=picture(f"professional-{task}"), full_page=True)
    visitor.get_by_role("button", name="Continue").click()
    expect(visitor.get_by_role("heading", name="What we ask you")).to_be_visible()


def save(visitor: Page, draft: Path) -> None:
    visitor.get_by_role("button", name="Save a draft").click()
    visitor.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    visitor.get_by_label("The same passphrase once more").fill(PASSPHRASE)
    with visitor.expect_download() as saving:
        visitor.get_by_role("button", name="Download the draft").click()
    saving.value.save_as(draft)
    assert CALLED.encode() not in draft.read_bytes()
