"""Cora writes a briefing; her session ends; she signs in in another tab and has her words back, without scripts too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside.command import testing
from tests import cast
from tests.checkers import PHONE, axe_violations, overflows_at

WORDS = "She rang from the station & said:\n“He is on the train.”"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_she_gets_the_form_back_and_a_colleague_does_not(
    contexts: Callable[..., BrowserContext], casework: str, javascript: bool
) -> None:
    context = contexts(javascript=javascript)
    writing, other_tab = context.new_page(), context.new_page()
    sign_in(other_tab, casework, cast.COORDINATOR)
    writing.goto(f"{casework}/desk/in/northmere/write/")
    writing.get_by_label("What a handler needs to know").fill(WORDS)
    writing.get_by_label("Northmere 101").check()
    context.clear_cookies()
    writing.get_by_role("button", name="Keep the draft").click()
    expect(writing.get_by_role("heading", name="Sign in again, then get back what you typed")).to_be_visible()
    assert "the train" not in writing.content()
    if javascript:
        assert axe_violations(writing) == []
        assert not overflows_at(writing, PHONE)

    sign_in(other_tab, casework, cast.CHAIR)
    get_back(writing)
    expect(writing.get_by_role("heading", name="Only who typed it gets it back")).to_be_visible()
    assert "the train" not in writing.content()

    context.clear_cookies()
    sign_in(other_tab, casework, cast.COORDINATOR)
    get_back(writing)
    expect(writing.get_by_role("alert").filter(has_text="Nothing was sent: look at it")).to_be_visible()
    expect(writing.get_by_label("What a handler needs to know")).to_have_value(WORDS)
    expect(writing.get_by_label("Northmere 101")).to_be_checked()
    if javascript:
        assert axe_violations(writing) == []
        assert not overflows_at(writing, PHONE)


def get_back(page: Page) -> None:
    # The button lets one press a second through.
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Get back what I typed").click()


def sign_in(page: Page, casework: str, person: cast.Person) -> None:
    page.goto(f"{casework}/sign-in/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill((testing.TEMPLATE_PLACE.state / "demo-password").read_text())
    page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(person.name).first).to_be_visible()
