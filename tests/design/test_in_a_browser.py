"""Sample pages in a real browser, on a phone and on a desk: accessible, valid, no wider than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.checkers import DESKTOP, PHONE, axe_violations, overflows_at, vnu_errors, vnu_is_here

ADDRESSES = ["/", "/form/", "/question/", "/empty/", "/table/?page=50", "/refusal/", "/nowhere/", "/sign-in/login/"]
ACCOUNT = ["2fa/", "2fa/webauthn/add/", "2fa/totp/activate/", "password/change/", "logout/"]
TARGETS = "button, .govuk-button, select, input:not([type=hidden]):not([type=file]), .alongside-header a"


def check(page: Page) -> None:
    for width in (PHONE, DESKTOP):
        assert overflows_at(page, width) == []
        assert axe_violations(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_and_fits_phone_and_desk(page: Page, site: str, address: str) -> None:
    page.goto(site + address)
    check(page)


def test_a_form_with_errors_is_accessible_and_shows_them_first(page: Page, site: str) -> None:
    page.goto(site + "/form/")
    page.get_by_role("button", name="Continue").click()
    summary = page.locator(".govuk-error-summary")
    assert summary.evaluate("e => e === document.activeElement")
    check(page)
    page.get_by_role("link", name="Enter a date for").click()
    assert page.locator("#id_seen_on-day").evaluate("e => e === document.activeElement")


def test_after_signing_in_the_account_pages_are_accessible_and_fit(page: Page, site: str, tom: object) -> None:
    page.goto(site + "/sign-in/login/")
    page.get_by_label("Email").fill("tom@example.org")
    page.get_by_label("Password", exact=True).fill("a long pass phrase")
    page.get_by_role("button", name="Sign in", exact=True).click()
    for address in ACCOUNT:
        page.goto(f"{site}/sign-in/{address}")
        check(page)


def test_right_to_left_pages_fit_a_phone(browser, site: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(locale="ur")
    page = context.new_page()
    page.goto(site + "/form/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    check(page)
    context.close()


def test_the_form_works_without_javascript(browser, site: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/form/")
    assert page.get_by_label("Who? (optional)").is_visible()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("link", name="Fill in “Your name”").is_visible()
    context.close()


def test_the_quick_way_out_stays_in_reach_on_a_long_page(page: Page, site: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto(site + "/form/")
    page.mouse.wheel(0, 1500)
    page.wait_for_function("window.scrollY > 1000")
    box = page.get_by_role("button", name="Exit this page").bounding_box()
    assert box
    assert 0 <= box["y"] < 640
    assert box["height"] >= 44


def test_htmx_swaps_a_part_in_under_the_strict_policy(page: Page, site: str) -> None:
    page.goto(site + "/empty/")
    page.get_by_role("link", name="Ask more").click()
    page.locator("#more .govuk-date-input").wait_for()
    assert page.url.endswith("/empty/")


def test_targets_are_big_enough_for_a_thumb(page: Page, site: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto(site + "/form/")
    small = page.locator(TARGETS).evaluate_all(
        """all => all.filter(e => e.getClientRects().length && !e.classList.contains('govuk-skip-link'))
          .filter(e => e.getBoundingClientRect().height < 40).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert small == []


def test_the_nu_html_checker_finds_no_error(page: Page, site: str, tmp_path: Path) -> None:
    if not vnu_is_here():
        pytest.skip("Java is not on this machine, or npm installed no checkers.")
    answers = [page.request.get(site + address) for address in [*ADDRESSES, "/sign-in/password/reset/"]]
    without_its_token = page.request.post(site + "/question/")
    files = [tmp_path / f"{number}.html" for number in range(len(answers) + 1)]
    for file, answer in zip(files, [*answers, without_its_token], strict=True):
        file.write_text(answer.text(), encoding="utf-8")
    assert vnu_errors(files) == []
