"""Ines links a concern to the open referral of the same person, Callum reads it there, takes it back: it waits again.

All of it without scripts and at both widths; each page is then looked at by axe, in a browser that has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import cast
from tests.checkers import DESKTOP, PHONE, overflows_at
from tests.journeys.telling import share
from tests.journeys.test_a_call_handler_takes_a_call import reload_until

Look = Callable[[Page, str], None]
OPEN, WAITS = "Nephew Ellis", "Neighbour Ellis"
SAME = "Both speak of the same lad at the boxing club, and of his brother's van."
OTHER = "The neighbour's Ellis is ten years older and drives no van."


@pytest.fixture
def without_scripts(
    as_: Callable[[cast.Person], Page], contexts: Callable[..., BrowserContext]
) -> Callable[[cast.Person], Page]:
    """Sign in as somebody whose browser runs no scripts."""

    def sign_in(person: cast.Person) -> Page:
        plain = contexts(javascript=False)
        plain.add_cookies(as_(person).context.cookies())  # type: ignore[arg-type]
        return plain.new_page()

    return sign_in


def test_it_is_linked_read_taken_back_and_waits_again(
    visitor: Page, as_: Callable[[cast.Person], Page], without_scripts: Callable[[cast.Person], Page],
    public: str, casework: str, look: Look,
) -> None:  # fmt: skip
    share(visitor, public, "My nephew packs for a journey he does not speak of.", called=OPEN)
    share(visitor, public, "The lad next door sells all that he has.", called=WAITS)
    ines, seeing = without_scripts(cast.INTAKE), as_(cast.INTAKE)
    referral = opened(ines, casework)
    reference = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", ines.locator("main").inner_text())[0]

    reload_until(ines, f"{casework}/intake/", WAITS)
    ines.get_by_role("link", name=WAITS).first.click()
    concern = ines.url
    ines.get_by_role("link", name="It is about somebody whose referral is open").click()
    at_both_widths(ines, seeing, "link", look)
    ines.get_by_role("button", name="Link it").click()
    expect(ines.get_by_role("alert")).to_contain_text("There is a problem")
    ines.get_by_label("Reference of the open referral").fill(reference)
    ines.get_by_label("Why do you think that it is about the same person?").fill(SAME)
    ines.get_by_role("button", name="Link it").click()
    expect(ines.get_by_text("It is linked. Whoever has this referral is told")).to_be_visible()

    callum, watching = without_scripts(cast.CASE_MANAGER), as_(cast.CASE_MANAGER)
    callum.goto(referral)
    linked = callum.get_by_role("region", name="Linked concern")
    expect(linked).to_contain_text("The lad next door sells all that he has.")
    expect(linked).to_contain_text(SAME)
    at_both_widths(callum, watching, "linked-concern", look)
    ines.goto(f"{casework}/intake/")
    expect(ines.get_by_role("link", name=WAITS)).to_have_count(0)

    linked.get_by_role("link", name="take the link back").click()
    at_both_widths(callum, watching, "link-undo", look)
    callum.get_by_label("Why does it not belong to this referral?").fill(OTHER)
    callum.get_by_role("button", name="Take it back").click()
    expect(callum.get_by_text("It waits in the queue again")).to_be_visible()
    expect(callum.get_by_text("The lad next door")).to_have_count(0)
    at_both_widths(callum, watching, "link-taken-back", look)

    ines.goto(f"{casework}/intake/")
    ines.get_by_role("link", name=WAITS).first.click()
    assert ines.url == concern
    expect(ines.get_by_text("The lad next door sells all that he has.")).to_be_visible()
    expect(ines.get_by_text(OTHER).first).to_be_visible()
    at_both_widths(ines, seeing, "concern-that-was-linked", look)


def opened(ines: Page, casework: str) -> str:
    """Open a referral of the first concern, and return its address."""
    reload_until(ines, f"{casework}/intake/", OPEN)
    ines.get_by_role("link", name=OPEN).first.click()
    address = ines.url
    ines.get_by_role("link", name="Open a referral").click()
    for box in ines.locator("main form textarea").all():
        box.fill("A plan to travel, and he is seventeen.")
    ines.locator("main form").get_by_role("button").first.click()
    ines.goto(address)
    return address


def at_both_widths(page: Page, seeing: Page, name: str, look: Look) -> None:
    """Take pictures of a page that has no scripts, and let another browser of the same person ask axe."""
    seeing.goto(page.url)
    for width, called in ((PHONE, f"{name}-phone"), (DESKTOP, name)):
        assert not overflows_at(page, width), name
        page.set_viewport_size({"width": width, "height": 900})
        seeing.set_viewport_size({"width": width, "height": 900})
        look(page, called)
        look(seeing, f"{called}-with-scripts")
