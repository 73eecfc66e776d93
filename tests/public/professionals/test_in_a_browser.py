"""In a real browser: on a small screen, with the keyboard, and with what a screen reader is told."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.checkers import axe_violations, overflows_at
from tests.public.professionals.way import ANSWERS, PASSPHRASE

NAMES = {
    "place": "Where the person lives",
    "person": "The person",
    "concern": "What worries you",
    "strengths": "What is going well, and what is hard",
    "told": "What they and their family know",
    "others": "Your safeguarding lead and others",
    "decided_by": "You",
}


def check(page: Page) -> None:
    assert not axe_violations(page), page.title()
    assert not overflows_at(page, 320), page.title()


def fill(page: Page, task: str) -> None:
    for name, text in ANSWERS[task].items():
        control = page.locator(f"[name='{name}']").first
        if control.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"[name='{name}'][value='{text}']").check()
        else:
            control.fill(text)


def test_a_teacher_on_a_small_screen_prepares_saves_opens_sends_and_keeps_a_copy(
    page: Page, site: str, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    go_on = page.get_by_role("button", name="Continue")
    page.goto(f"{site}/professionals/")
    check(page)
    go_on.click()
    expect(page).to_have_title("Error: For professionals – Alongside")
    check(page)
    page.get_by_label("No", exact=True).check()
    go_on.click()
    expect(page.get_by_role("heading", name=NAMES["place"], level=1)).to_be_visible()
    check(page)
    fill(page, "place")
    go_on.click()
    expect(page.get_by_role("heading", name="What we ask you")).to_be_visible()
    check(page)
    for task, name in NAMES.items():
        if task == "place":
            continue
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("What we ask you")
        check(page)
        if task != "strengths":
            go_on.click()
            expect(page.get_by_role("alert")).to_contain_text("There is a problem")
            check(page)
        fill(page, task)
        go_on.click()
        expect(page.get_by_role("heading", name="What we ask you")).to_be_visible()
    expect(page.get_by_text("You have done 7 of 7 tasks.")).to_be_visible()

    page.get_by_role("button", name="Save a draft").click()
    expect(page.get_by_role("heading", name="Save a draft")).to_be_visible()
    check(page)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same passphrase once more").fill(PASSPHRASE)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download the draft").click()
    saving.value.save_as(tmp_path / "notes.alongside")

    page.goto(f"{site}/professionals/draft/")
    check(page)
    page.get_by_label("Your draft").set_input_files(tmp_path / "notes.alongside")
    page.get_by_label("Its passphrase").fill("not this one at all")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This passphrase does not open the draft.")
    check(page)
    page.get_by_label("Your draft").set_input_files(tmp_path / "notes.alongside")
    page.get_by_label("Its passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_label("No", exact=True).check()
    go_on.click()
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    check(page)
    with page.expect_download() as copying:
        page.get_by_role("button", name="Download a copy as a page").click()
    copying.value.save_as(tmp_path / "copy.html")
    assert "Danny Aro" in (tmp_path / "copy.html").read_text()
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_what_is_missing_at_send_is_one_key_press_away(page: Page, site: str) -> None:
    page.goto(f"{site}/professionals/")
    page.get_by_label("No", exact=True).check()
    page.keyboard.press("Enter")
    page.get_by_label("Northmere").check()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check your answers").press("Enter")
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(page).to_have_title("Error: Check your answers – Alongside")
    check(page)
    page.get_by_role("link", name="Write what worries you, in your own words.").press("Enter")
    expect(page.locator("#answer-worry")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What worries you", exact=True)).to_be_visible()


def test_back_goes_from_page_to_page_asks_nothing_and_forgets_nothing(page: Page, site: str) -> None:
    page.goto(f"{site}/professionals/")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Where the person lives", level=1)).to_be_visible()
    page.get_by_label("Northmere").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What we ask you")).to_be_visible()
    page.get_by_role("button", name="What worries you", exact=True).click()
    expect(page.get_by_role("heading", name="What worries you", level=1)).to_be_visible()
    page.locator("[name=worry]").fill("canary-back-7")
    page.go_back()
    expect(page.get_by_role("heading", name="What we ask you")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Northmere")).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="What worries you", exact=True).click()
    expect(page.locator("[name=worry]")).to_have_value("canary-back-7")


def test_the_blank_copy_fits_a_small_screen(page: Page, site: str) -> None:
    page.goto(f"{site}/professionals/blank/")
    check(page)
