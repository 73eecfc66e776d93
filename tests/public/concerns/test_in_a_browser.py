"""In a real browser: on a small screen, for a screen reader, and out of here at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.checkers import axe_violations, overflows_at


def check(page: Page) -> None:
    assert not axe_violations(page), page.title()
    assert not overflows_at(page, 320), page.title()


def test_a_parent_on_an_old_phone_tells_and_comes_back(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    go_on = page.get_by_role("button", name="Continue")
    page.goto(f"{site}/share-a-concern/")
    check(page)
    go_on.click()
    expect(page.get_by_role("alert")).to_contain_text("Say whether anybody is in danger right now.")
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)
    page.get_by_label("Yes, or it could happen soon").check()
    go_on.click()
    check(page)
    page.get_by_role("button", name="I have done that, go on").click()
    check(page)
    page.get_by_label("Strathlorne (Scotland)").check()
    go_on.click()
    check(page)
    page.get_by_role("button", name="Choose another place").click()
    page.get_by_label("Northmere").check()
    go_on.click()
    check(page)
    go_on.click()
    page.get_by_label("What worries you?").fill("He says it’s “us or them”." + "ß" * 200)
    check(page)
    go_on.click()
    for _ in range(6):
        expect(page).to_have_title(re.compile("Question . of 9"))
        check(page)
        go_on.click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    check(page)
    receipt = page.locator(".concern-receipt").inner_text()
    page.get_by_role("link", name="Read the reply with the receipt").click()
    check(page)
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="We have received what you sent.")).to_be_visible()
    check(page)
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_exit_leaves_at_once_and_back_shows_nothing_that_was_typed(browser: Browser, site: str) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{site}/share-a-concern/")
    page.get_by_label("No").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Northmere").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What worries you?").fill("canary-exit-12")
    page.get_by_role("button", name="Continue").click()
    with page.expect_request("https://www.bbc.co.uk/weather"):
        page.get_by_role("button", name="Exit this page").click()
    expect(page.get_by_role("heading", name="Did they say or do something")).to_have_count(0)
    # Chromium asks whether the form should be sent again, and shows nothing.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back(wait_until="commit")
    page.context.close()
