"""Ines sees that it is about the chair's brother; Ruth and Niall take it, and nobody else reads it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.journeys.gateway import CHECKLIST
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import Look
from tests.journeys.test_how_referrals_end import BECAUSE, Ending, close_by_two, told

As = Callable[[cast.Person], Page]
PASS_IT_ON = "Pass it to the two named people"
CLOSES = "Close: the two named people have dealt with it"


def test_a_concern_about_the_chair_s_brother_is_dealt_with_by_two_who_work_with_nobody_involved(
    as_: As, public: str, casework: str, look: Look
) -> None:
    ines = as_(cast.INTAKE)
    concern = told(ines, public, casework, "Apartia")
    ines.get_by_role("link", name=PASS_IT_ON).click()
    expect(ines.get_by_text(cast.NAMED.name)).to_be_visible()
    look(ines, "pass-to-the-two")
    ines.get_by_label("The two named people of the area", exact=True).check()
    ines.get_by_label("Why does it go to them?").fill("He is the brother of our chair.")
    ines.get_by_role("button", name="Pass it on").click()
    expect(ines.get_by_text("to the two named people of Northmere")).to_be_visible()
    look(ines, "what-was-passed-on")
    nobody_of_the_team_finds_it(as_, ines, concern, casework)
    ruth, niall = as_(cast.NAMED), as_(cast.OTHER_NAMED)
    niall.goto(casework)
    niall.get_by_role("link", name="Apartia").click()
    expect(niall.get_by_text("He is the brother of our chair.")).to_be_visible()
    look(niall, "with-the-two")
    the_register_says_to_whose_bodies_it_went(niall)
    ruth.goto(concern)
    expect(ruth.get_by_role("link", name="Answer whoever told us")).to_be_visible()
    ruth.get_by_role("button", name="Own it yourself").click()
    expect(ruth.get_by_text("You own it now.")).to_be_visible()
    ending = Ending(CLOSES, CHECKLIST, "Believed malicious")
    close_by_two(ruth, niall, concern, ending)
    expect(ruth.get_by_text(BECAUSE).first).to_be_visible()


def nobody_of_the_team_finds_it(as_: As, ines: Page, concern: str, casework: str) -> None:
    for page in (ines, as_(cast.CHAIR), as_(cast.CASE_MANAGER)):
        answer = page.goto(concern)
        assert answer is not None
        assert answer.status == 404
        page.goto(casework)
        expect(page.get_by_text("Apartia")).to_have_count(0)


def the_register_says_to_whose_bodies_it_went(niall: Page) -> None:
    niall.get_by_role("link", name="What was disclosed, and to whom").click()
    expect(niall.get_by_text("Passed to two named people outside the team").first).to_be_visible()
