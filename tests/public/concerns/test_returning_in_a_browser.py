"""Coming back in a real browser: on a small screen without scripts, and with the one that finds a slip of the pen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from alongside.commons.envelope import receipt as receipts
from tests.checkers import PHONE, axe_violations, overflows_at
from tests.public.concerns.returning import reply, told, told_on_the_telephone
from tests.public.concerns.way import RETURN, Visitor

FITS = "box => box.scrollWidth <= box.clientWidth"


def check(page: Page) -> None:
    assert not axe_violations(page), page.title()
    assert not overflows_at(page, 320), page.title()


def open_with(page: Page, site: str, receipt: receipts.Receipt) -> None:
    page.goto(f"{site}{RETURN}")
    page.get_by_label("Your receipt").fill(receipt.shown())
    page.get_by_role("button", name="Look").click()


def test_everything_is_done_at_320_pixels_without_scripts(committed: Visitor, browser: Browser, site: str) -> None:
    receipt, _concern = told()
    reply(receipt, "Thank you. Is he still at school?", "question")
    with browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        open_with(page, site, receipt)
        expect(page.get_by_role("heading", name="We have a question for you.")).to_be_visible()
        page.get_by_role("button", name="Write more, or add a file").click()
        page.get_by_label("Choose a picture").set_input_files(
            {"name": "a very long name of a file without any space in it.txt".replace(" ", "_"),
             "mimeType": "text/plain", "buffer": b"words"}
        )  # fmt: skip
        page.get_by_role("button", name="Add this file").click()
        page.get_by_label("What would you like to add?").fill("Yes, he is.")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="Send").last.click()
        expect(page.get_by_text("We have what you sent.")).to_be_visible()
        page.get_by_role("button", name="Burn this receipt").click()
        page.get_by_role("button", name="Burn it").click()
        expect(page.get_by_role("heading", name="The receipt is burnt")).to_be_visible()
        open_with(page, site, receipt)
        expect(page.get_by_role("heading", name="This receipt opens nothing")).to_be_visible()
        assert context.cookies() == []


def test_every_page_of_a_return_is_accessible_on_a_small_screen(committed: Visitor, page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    receipt, _concern = told()
    reply(receipt)
    open_with(page, site, receipt)
    check(page)
    for button in (
        "Write more, or add a file", "Correct something", "Say who you are", "Take back what you told us",
        "Exchange this receipt", "Keep a proof", "Burn this receipt",
    ):  # fmt: skip
        page.get_by_role("button", name=button).click()
        check(page)
        page.get_by_role("button", name="Back, without doing this").click()
    expect(page.get_by_text("This page is kept nowhere.")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_phone_code_is_exchanged_and_the_new_one_opens(committed: Visitor, page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    code, _concern = told_on_the_telephone()
    open_with(page, site, code)
    check(page)
    page.get_by_role("button", name="Get my own receipt").click()
    check(page)
    mine = receipts.parse(page.locator(".concern-receipt").inner_text())
    open_with(page, site, mine)
    expect(page.get_by_role("button", name="Write more, or add a file")).to_be_visible()


def test_the_proof_is_a_file_with_a_name_that_says_nothing(
    committed: Visitor, page: Page, site: str, tmp_path: Path
) -> None:
    receipt, _concern = told()
    open_with(page, site, receipt)
    page.get_by_role("button", name="Keep a proof").click()
    expect(page.get_by_text("can see that you told us something")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename == "record.json"


@pytest.mark.parametrize("place", [0, 6, 7, 23])
def test_a_slip_is_named_before_anything_is_sent(committed: Visitor, page: Page, site: str, place: int) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    letters = list(receipts.new().shown().replace("-", ""))
    letters[place] = "7" if letters[place] != "7" else "8"
    page.goto(f"{site}{RETURN}")
    page.get_by_label("Your receipt").fill("".join(letters).lower())
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Look at group {place // 4 + 1}, character {place % 4 + 1}")
    assert "POST" not in sent


def test_one_press_opens_the_box_after_a_slip_was_put_right(committed: Visitor, page: Page, site: str) -> None:
    receipt, _concern = told()
    shown = receipt.shown()
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto(f"{site}{RETURN}")
    page.get_by_label("Your receipt").fill(("7" if shown[0] != "7" else "8") + shown[1:])
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("alert")).to_contain_text("Look at group 1, character 1")
    # A button of GOV.UK takes no second press within a second.
    page.wait_for_timeout(1100)
    page.get_by_label("Your receipt").fill(shown)
    assert page.get_by_label("Your receipt").evaluate(FITS)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("This page is kept nowhere.")).to_be_visible()


@pytest.mark.parametrize("letter", ["W", "M", "1"])
def test_the_widest_receipt_is_seen_whole_at_320_pixels_with_and_without_an_error(
    committed: Visitor, page: Page, site: str, letter: str
) -> None:
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto(f"{site}{RETURN}")
    box = page.get_by_label("Your receipt")
    box.fill("-".join([4 * letter] * 6))
    assert box.evaluate(FITS)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("alert")).to_be_visible()
    box.fill("-".join([4 * letter] * 6))
    assert box.evaluate(FITS)


def test_a_receipt_pasted_with_dashes_small_letters_and_o_for_0_is_no_slip(
    committed: Visitor, page: Page, site: str
) -> None:
    receipt, _concern = told()
    page.goto(f"{site}{RETURN}")
    page.get_by_label("Your receipt").fill(f" {receipt.shown().lower().replace('0', 'o').replace('-', ' – ')}\t")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("This page is kept nowhere.")).to_be_visible()
