"""Ines offers a concern to Glanaber; Gwen declines, is asked again, and accepts: at every moment one area owns it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.checkers import DESKTOP, PHONE, overflows_at
from tests.journeys.telling import share
from tests.journeys.test_a_call_handler_takes_a_call import reload_until

Look = Callable[[Page, str], None]
CALLED = "Cousin Robin"


def test_it_is_offered_declined_offered_again_and_accepted(
    visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str, look: Look
) -> None:
    share(visitor, public, "My cousin packs for a journey he does not speak of.", called=CALLED)
    ines, gwen = as_(cast.INTAKE), as_(cast.WELSH_INTAKE)
    reload_until(ines, f"{casework}/intake/", CALLED)
    ines.get_by_role("link", name=CALLED).first.click()
    address = ines.url
    offer(ines, "They wrote that the person lives in Quay Street, Glanaber.", look)

    gwen.goto(f"{casework}/intake/")
    at_both_widths(gwen, "queue-with-an-offer", look)
    gwen.locator("#offered + ul a").first.click()
    expect(gwen.get_by_text("Quay Street, Glanaber")).to_be_visible()
    at_both_widths(gwen, "offer", look)
    gwen.get_by_role("link", name="Read the concern").click()
    expect(gwen.get_by_text("Northmere owns this concern and offers it to you").first).to_be_visible()
    gwen.get_by_role("link", name="See the offer").click()
    gwen.get_by_label("Why is it not yours?").fill("Quay Street is on your side of the river.")
    gwen.get_by_role("button", name="Decline it").click()
    expect(gwen.get_by_text("You have declined it")).to_be_visible()

    ines.goto(address)
    expect(ines.get_by_text("Quay Street is on your side of the river.")).to_be_visible()
    offer(ines, "The north end of Quay Street is Glanaber's: the person lives at the north end.", look)

    gwen.goto(f"{casework}/intake/")
    gwen.locator("#offered + ul a").first.click()
    gwen.get_by_role("button", name="Accept it").click()
    expect(gwen.get_by_text("It is yours now")).to_be_visible()
    gwen.get_by_role("link", name="Read the concern").click()
    expect(gwen.get_by_role("link", name="Open a referral")).to_be_visible()

    answer = ines.request.get(address)
    assert answer.status == 404
    ines.goto(f"{casework}/intake/")
    expect(ines.locator("#passed + ul")).to_contain_text(re.compile("accepted\\s+by Gwen Parry"))
    ines.locator("#passed + ul a").first.click()
    expect(ines.get_by_text("it is another area's")).to_be_visible()
    at_both_widths(ines, "passed-on", look)


def offer(page: Page, why: str, look: Look) -> None:
    page.get_by_role("link", name="Offer it to another area").click()
    at_both_widths(page, "pass", look)
    page.get_by_label("Glanaber", exact=True).check()
    page.get_by_label("Why does it belong there?").fill(why)
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_text("It is offered. It stays yours")).to_be_visible()


def at_both_widths(page: Page, name: str, look: Look) -> None:
    assert not overflows_at(page, PHONE)
    look(page, f"{name}-phone")
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    look(page, name)
