"""The whole way through a real browser in Welsh and in Urdu, from the first page to the receipt and back with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from alongside.command.place import CHECKOUT
from tests.checkers import DESKTOP, PHONE, axe_violations, overflows_at

PICTURES = CHECKOUT / "var" / "screenshots"
WORDS = {
    "cy": {
        "go_on": "Parhau", "no": "Na", "door": "Rhywun rwy'n ei adnabod", "send": "Anfon",
        "receipt": "Eich derbynneb", "look": "Edrych", "sent": "Rydym wedi'i dderbyn",
        "worry": "Mae'n dweud mai “ni neu nhw” yw hi.", "english": "Continue",
    },
    "ur": {
        "go_on": "آگے بڑھیں", "no": "نہیں", "door": "کوئی جسے میں جانتا/جانتی ہوں", "send": "بھیجیں",
        "receipt": "آپ کی رسید", "look": "دیکھیں", "sent": "ہمیں مل گیا",
        "worry": "وہ کہتا ہے ”ہم یا وہ“۔ he says “us or them”", "english": "Continue",
    },
}  # fmt: skip


def check(page: Page, name: str) -> None:
    """Look at a page on a phone and on a desk, and take its picture."""
    assert not axe_violations(page), page.title()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    assert not overflows_at(page, PHONE), page.title()


def press(page: Page, words: str) -> None:
    page.wait_for_load_state()
    page.locator("main").get_by_role("button", name=words, exact=True).locator("visible=true").first.click()


@pytest.mark.parametrize("code", ["cy", "ur"])
def test_somebody_tells_and_comes_back_in_their_language(page: Page, site: str, code: str) -> None:
    words = WORDS[code]
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(f"{site}/{code}/share-a-concern/")
    check(page, f"{code}-begin")
    press(page, words["go_on"])
    for _ in range(3):
        press(page, words["no"])
    page.get_by_role("link", name=words["door"]).click()
    page.get_by_label("Northmere").locator("visible=true").check()
    press(page, words["go_on"])
    check(page, f"{code}-who-sees")
    press(page, words["go_on"])
    page.locator("textarea[name=worry]").fill(words["worry"])
    check(page, f"{code}-worry")
    page.evaluate("location.hash = 'check'")
    check(page, f"{code}-check")
    press(page, words["send"])
    expect(page.get_by_role("heading", name=words["sent"])).to_be_visible()
    check(page, f"{code}-sent")
    receipt = page.locator(".concern-receipt").inner_text()
    assert left_to_right(page.locator(".concern-receipt"))
    page.goto(f"{site}/{code}/share-a-concern/return/")
    page.get_by_label(words["receipt"]).fill(receipt)
    check(page, f"{code}-return")
    press(page, words["look"])
    expect(page.locator("main h1")).to_be_visible()
    check(page, f"{code}-box")
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (code, "rtl" if code == "ur" else "ltr")
    assert words["english"] not in page.locator("main").inner_text()


@pytest.mark.parametrize("code", ["ar", "ur"])
def test_numbers_to_ring_read_from_left_to_right(page: Page, site: str, code: str) -> None:
    page.goto(f"{site}/{code}/share-a-concern/")
    numbers = page.locator("main a[href^='tel:']")
    assert numbers.count()
    assert all(left_to_right(numbers.nth(at)) for at in range(numbers.count()))


def left_to_right(found: Locator) -> bool:
    return bool(found.evaluate("each => getComputedStyle(each).direction === 'ltr'"))


def test_a_page_without_scripts_is_whole_from_right_to_left(browser: Browser, site: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/ur/share-a-concern/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    out = page.locator(".govuk-exit-this-page__button").bounding_box()
    assert out
    assert out["x"] >= 0
    assert out["x"] + out["width"] <= PHONE
    letters = page.locator("main").inner_text()
    latin = re.findall(r"[A-Za-z]{2,}", letters)
    arabic = re.findall("[\u0600-\u06ff]{2,}", letters)
    assert len(arabic) > 5 * len(latin)
    context.close()
