"""Lawful expression, malicious, police-owned, not adopted and signposted, a repeat referral, an urgent panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from alongside.commons import clock
from tests import cast
from tests.journeys.gateway import CHECKLIST, DECISION, MALICIOUS, ask_partners, assess
from tests.journeys.test_a_panel_meets import PAPER
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import (
    Look,
    fill_day,
    make,
    until_it_is_there,
)
from tests.journeys.test_held_owned_adopted_and_closed_look_alike import find_no_earlier, tell

As = Callable[[cast.Person], Page]
BECAUSE = "Two people said so, on two days; nothing else was seen."
GROUNDS = {"What are the reasonable grounds": "Two people heard him say it."}


def told(ines: Page, public: str, casework: str, name: str) -> str:
    """Somebody tells about an adult; the address of the concern, read by Ines."""
    tell(public, name)
    until_it_is_there(ines, f"{casework}/intake/", name)
    ines.get_by_role("link", name=name).first.click()
    return ines.url


@dataclass
class Ending:
    """A close as somebody fills it in: the move, its answers, how it ends, and what that ending asks for in turn."""

    move: str
    answers: dict[str, str]
    how: str
    accepted_by: str = ""

    def fill_in(self, page: Page, referral: str) -> None:
        page.goto(referral)
        page.get_by_role("link", name=self.move, exact=True).click()
        self._answer(page, self.answers)
        if self.how:
            page.get_by_label(self.how, exact=True).check()
        page.get_by_label("Why?", exact=True).fill(BECAUSE)

    def press(self, page: Page, button: str) -> None:
        """What the chosen ending needs, the page asks for when the ending is known."""
        page.get_by_role("button", name=button, exact=True).click()
        service = page.get_by_label("Which service has accepted?")
        if self.accepted_by and service.count():
            service.fill(self.accepted_by)
            fill_day(page, "On which day?", clock.today())
            page.get_by_role("button", name=button, exact=True).click()

    def _answer(self, page: Page, answers: dict[str, str]) -> None:
        for label, text in answers.items():
            box = page.get_by_label(label)
            if box.count():
                box.fill(text)


def close_by_two(asker: Page, signer: Page, referral: str, ending: Ending) -> None:
    """Asked for, read with its reason and signed by another, then made by whoever asked."""
    ending.fill_in(asker, referral)
    ending.press(asker, "Ask for the second signature")
    expect(asker.get_by_text("A second signature was asked for.")).to_be_visible()
    signer.goto(referral)
    signer.get_by_role("link", name="Read what it rests on, and sign").click()
    expect(signer.get_by_text(BECAUSE)).to_be_visible()
    signer.get_by_role("button", name="Sign", exact=True).click()
    ending.fill_in(asker, referral)
    ending.press(asker, ending.move)
    expect(asker.get_by_text(f"Done: {ending.move}")).to_be_visible()


def test_lawful_expression_is_closed_with_thanks_in_one_press_and_goes_after_30_days(
    as_: As, public: str, casework: str, look: Look
) -> None:
    ines = as_(cast.INTAKE)
    concern = told(ines, public, casework, "Lawfulla")
    find_no_earlier(ines, concern)
    ines.get_by_role("button", name="Close with thanks").click()
    ines.goto(concern)
    expect(ines.get_by_text("Lawful expression").first).to_be_visible()
    look(ines, "closed-lawful")


def test_a_malicious_referral_is_closed_with_a_reason_by_two(as_: As, public: str, casework: str, look: Look) -> None:
    ines = as_(cast.INTAKE)
    referral = told(ines, public, casework, "Malicia")
    make(ines, referral, "Open a referral")
    assess(as_(cast.CASE_MANAGER), referral, MALICIOUS)
    sunita, charity = as_(cast.SUPERVISOR), as_(cast.CHAIR)
    close_by_two(
        sunita, charity, referral, Ending("Close at the gateway", {**DECISION, **CHECKLIST}, "Believed malicious")
    )
    sunita.goto(referral)
    expect(sunita.get_by_text("believed malicious", exact=False).first).to_be_visible()
    look(sunita, "closed-malicious")


def test_what_the_police_own_is_status_and_dates_until_they_keep_it(
    as_: As, public: str, casework: str, look: Look
) -> None:
    ines = as_(cast.INTAKE)
    referral = told(ines, public, casework, "Policea")
    make(ines, referral, "Open a referral")
    sunita = as_(cast.SUPERVISOR)
    stub = {"Who holds the matter?": "Northmere CTU"}
    make(sunita, referral, "A police investigation takes it", stub, days=["Since when?"])
    expect(sunita.get_by_text("With a police investigation").first).to_be_visible()
    look(sunita, "police-owned")
    callum = as_(cast.CASE_MANAGER)
    callum.goto(referral)
    expect(callum.get_by_role("link", name="Ask partners for information")).to_have_count(0)
    ending = Ending(
        "Close: the police investigation keeps it", {**DECISION, **CHECKLIST}, "A police investigation owns it"
    )
    close_by_two(sunita, as_(cast.CHAIR), referral, ending)


def test_a_person_who_is_not_adopted_is_handed_to_a_service_that_accepted(
    as_: As, public: str, casework: str, look: Look
) -> None:
    ines = as_(cast.INTAKE)
    referral = told(ines, public, casework, "Declan")
    make(ines, referral, "Open a referral")
    callum, cora = as_(cast.CASE_MANAGER), as_(cast.COORDINATOR)
    sunita, charity = as_(cast.SUPERVISOR), as_(cast.CHAIR)
    ask_partners(callum, sunita, referral)
    make(cora, referral, "Refer to the panel under section 36", {**DECISION, **GROUNDS})
    ending = Ending(
        "Decline: not suitable for support", {**DECISION, **CHECKLIST},
        "Health takes it: mental health, special needs, substances, bereavement", "Northmere Health Trust, Hana Brook",
    )  # fmt: skip
    close_by_two(charity, sunita, referral, ending)
    charity.goto(referral)
    expect(charity.get_by_text("Closed").first).to_be_visible()
    look(charity, "closed-signposted")


def test_a_second_referral_shows_the_first_as_a_dated_fact_and_one_press_no_longer_closes_it(
    as_: As, public: str, casework: str, look: Look
) -> None:
    ines = as_(cast.INTAKE)
    first = told(ines, public, casework, "Reginald Peat")
    find_no_earlier(ines, first)
    ines.get_by_role("button", name="Close with thanks").click()
    second = told(ines, public, casework, "Reginald Peet")
    find_no_earlier(ines, second)
    ines.goto(second.replace("/referrals/", "/people/"))
    ines.get_by_role("link", name="Same person or not").click()
    look(ines, "same-person")
    ines.get_by_label("The same person", exact=False).first.check()
    ines.get_by_label("Why do you say so?").fill("Age and street agree; Callum knows him.")
    ines.get_by_role("button", name="Say so").click()
    ines.goto(second)
    expect(ines.get_by_text("Somebody said, with a reason, that these are of the same person:")).to_be_visible()
    look(ines, "repeat-referral")
    ines.get_by_role("button", name="Close with thanks").click()
    expect(ines.get_by_text("A second signature was asked for.")).to_be_visible()
    expect(ines.get_by_text("The second signature has been asked for and is not there yet.")).to_be_visible()


@pytest.fixture(autouse=True)
def own_clock() -> object:
    yield
    clock.reset()


def test_an_urgent_panel_meets_tomorrow_with_papers_out_at_once(
    as_: As, public: str, casework: str, look: Look
) -> None:
    ines = as_(cast.INTAKE)
    referral = told(ines, public, casework, "Urgentia")
    make(ines, referral, "Open a referral")
    callum, cora, charity = as_(cast.CASE_MANAGER), as_(cast.COORDINATOR), as_(cast.CHAIR)
    ask_partners(callum, as_(cast.SUPERVISOR), referral)
    make(cora, referral, "Refer to the panel under section 36", {**DECISION, **GROUNDS})
    charity.goto(f"{casework}/panel/")
    charity.get_by_role("link", name="Plan a panel in Northmere").click()
    fill_day(charity, "On which day?", clock.today() + timedelta(days=1))
    charity.get_by_label("At what time?").fill("08:30")
    charity.get_by_label("Where?").fill("By telephone")
    charity.get_by_label("This is an urgent panel").check()
    charity.get_by_role("button", name="Plan it and invite everybody").click()
    meeting = charity.url
    callum.goto(referral)
    callum.locator("#dates + ul").get_by_role("link", name="Panel").click()
    item = callum.url
    callum.get_by_role("link", name="Write its paper").click()
    for label, words in PAPER.items():
        callum.get_by_label(label).fill(words)
    callum.get_by_role("button", name="Save").click()
    charity.goto(item)
    urgent = charity.locator("#meeting option", has_text="urgent").last
    charity.locator("#meeting").select_option(value=urgent.get_attribute("value"))
    charity.get_by_role("button", name="Put it on that meeting").click()
    charity.goto(meeting)
    charity.get_by_role("button", name="Send the papers out").click()
    expect(charity.get_by_text("Papers are out. Items: 1.")).to_be_visible()
    hana = as_(cast.PANEL_MEMBER)
    hana.goto(item)
    expect(hana.get_by_text("seen by her cousin on Sunday")).to_be_visible()
    look(hana, "urgent-item")
