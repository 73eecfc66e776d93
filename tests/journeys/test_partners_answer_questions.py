"""A partner is asked and answers with keys alone; a doctor without an account answers by a link, on an old phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.checkers import DESKTOP, PHONE, overflows_at
from tests.journeys.gateway import ask_partners
from tests.journeys.telling import share
from tests.journeys.test_a_panel_meets import type_into
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import (
    Look,
    make,
    until_it_is_there,
)
from tests.journeys.test_intake_and_the_desk_work_by_keyboard import press, reach

WORRY = "He says that he has found people who will not let him down, and that he will go to them."
ABOUT = "Corin, 17, of Quay Street"
TOLD = "He came twice in October, about not sleeping."
TOLD_BY_LINK = "He has been my patient since he was four. He is well."


@pytest.fixture
def referral(
    visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str, request: pytest.FixtureRequest
) -> str:
    """A referral for which partners are asked; return its address."""
    called = f"Corin {request.node.name[-6:]}"
    share(visitor, public, WORRY, called=called)
    ines = as_(cast.INTAKE)
    until_it_is_there(ines, f"{casework}/intake/", called)
    ines.get_by_role("link", name=called).first.click()
    address = ines.url
    make(ines, address, "Open a referral")
    ask_partners(as_(cast.CASE_MANAGER), as_(cast.SUPERVISOR), address)
    return address


def test_a_question_goes_to_the_health_trust_and_its_answer_comes_back_by_keyboard(
    referral: str, as_: Callable[[cast.Person], Page], casework: str, look: Look
) -> None:
    callum = as_(cast.CASE_MANAGER)
    callum.goto(referral)
    press(callum, callum.get_by_role("link", name="Ask a partner", exact=True), "Enter")
    look(callum, "partner-ask")
    partner = callum.get_by_label("Whom do you ask?")
    reach(callum, partner)
    callum.keyboard.type("panel member, Northmere Health")
    ask(callum)
    press(callum, callum.get_by_role("button", name="Ask", exact=True), "Enter")
    expect(callum.get_by_text("Asked. The partner is told")).to_be_visible()
    expect(callum.get_by_text("Not answered")).to_be_visible()

    hana = as_(cast.PANEL_MEMBER)
    hana.goto(f"{casework}/")
    press(hana, hana.get_by_role("link", name="Question of").last, "Enter")
    expect(hana.get_by_text(ABOUT)).to_be_visible()
    question = hana.url
    look(hana, "partner-question")
    press(hana, hana.get_by_role("link", name="Answer in words, share a part, or say why not"), "Enter")
    press(hana, hana.get_by_role("radio", name="We know nothing of this person"), "ArrowDown")
    hana.keyboard.press("ArrowDown")
    expect(hana.get_by_role("radio", name="Here is our answer")).to_be_checked()
    type_into(hana, hana.get_by_label("In your words"), TOLD)
    look(hana, "partner-answer")
    press(hana, hana.get_by_role("button", name="Send the answer"), "Enter")
    expect(hana.get_by_text(TOLD)).to_be_visible()
    assert hana.request.get(referral).status == 404
    assert overflows_at(hana, PHONE) == []
    hana.set_viewport_size({"width": DESKTOP, "height": 900})

    callum.goto(referral)
    expect(callum.get_by_text(TOLD)).to_be_visible()
    look(callum, "partner-answered")
    sunita = as_(cast.SUPERVISOR)
    sunita.goto(question)
    expect(sunita.get_by_text("You are not named on it")).to_be_visible()
    expect(sunita.get_by_text(TOLD)).to_have_count(0)


def ask(callum: Page) -> None:
    """Type what every question says."""
    type_into(callum, callum.get_by_label("Whom is it about?"), ABOUT)
    type_into(callum, callum.get_by_label("What do you ask?"), "Has he been seen, and what helped?")
    type_into(callum, callum.get_by_label("Why is it needed?"), "To see what help would fit.")
    press(callum, callum.get_by_label("how they are, and what has changed lately"), "Space")
    press(callum, callum.get_by_role("radio", name="the panel's duty"), "ArrowDown")
    expect(callum.get_by_role("radio", name="DPA 2018 Sch 1 para 18")).to_be_checked()


def test_a_doctor_answers_one_question_by_a_link_on_a_small_phone_without_scripts(
    referral: str, visitor: Page, as_: Callable[[cast.Person], Page], look: Look
) -> None:
    callum = as_(cast.CASE_MANAGER)
    callum.goto(referral)
    press(callum, callum.get_by_role("link", name="Ask somebody without an account"), "Enter")
    type_into(callum, callum.get_by_label("Whom do you ask, and of which organisation?"), "Dr Okafor, Harbour Surgery")
    ask(callum)
    press(callum, callum.get_by_role("button", name="Make the link"), "Enter")
    told = callum.locator("dl.alongside-answers dd")
    address, code = told.nth(0).inner_text().strip(), told.nth(1).inner_text().strip()
    look(callum, "partner-link")

    visitor.goto(address)
    expect(visitor.get_by_text("Corin")).to_have_count(0)
    assert overflows_at(visitor, PHONE) == []
    until_it_opens(visitor, address, code)
    expect(visitor.get_by_text(ABOUT)).to_be_visible()
    assert overflows_at(visitor, PHONE) == []
    look(visitor, "one-question")
    visitor.get_by_label("Here is our answer").check()
    visitor.get_by_label("In your words").fill(TOLD_BY_LINK)
    visitor.get_by_role("button", name="Send the answer").click()
    expect(visitor.get_by_text("sealed and sent")).to_be_visible()
    type_code(visitor, address, code)
    expect(visitor.get_by_text("open nothing")).to_be_visible()

    for _again in range(40):
        callum.goto(referral)
        if callum.get_by_text(TOLD_BY_LINK).count():
            break
        callum.wait_for_timeout(250)
    expect(callum.get_by_text(TOLD_BY_LINK)).to_be_visible()


def type_code(visitor: Page, address: str, code: str) -> None:
    visitor.goto(address)
    visitor.get_by_label("The code that you were told by telephone").fill(code)
    visitor.get_by_role("button", name="Show the question").click()


def until_it_opens(visitor: Page, address: str, code: str) -> None:
    """The post carries a question over within a second or two; before, nothing waits there and nothing is counted."""
    for _again in range(40):
        type_code(visitor, address, code)
        if visitor.get_by_text("Who asks?").count():
            return
        visitor.wait_for_timeout(250)
    raise AssertionError("the question did not come")
