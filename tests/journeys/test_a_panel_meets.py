"""Listed, papers out, a member who reads their item alone, a conflict, a meeting by keyboard, minutes, the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from alongside.commons import clock
from tests import cast
from tests.checkers import DESKTOP, PHONE, overflows_at
from tests.journeys.gateway import DECISION, ask_partners
from tests.journeys.telling import share
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import (
    Look,
    fill_day,
    make,
    until_it_is_there,
)
from tests.journeys.test_intake_and_the_desk_work_by_keyboard import press, reach

WORRY = "She keeps pictures of the attack under her bed and says that they were heroes."
CALLED = "Noor"
PAPER = {
    "How do we know that the person is 18": "She is 19: her college card, seen by Callum.",
    "Who is it about": "Noor, 19. She likes to be talked with in the morning, and not by telephone.",
    "Why does it come": "Her cousin saw pictures of an attack.",
    "What do we know": "Pictures under her bed: seen by her cousin on Sunday.",
    "What do we not know": "Whether she talks with anybody about them.",
    "What goes well": "She goes to college; her cousin is there for her.",
    "What worries us": "She said that they were heroes.",
    "Who could be hurt": "Nobody whom we know of. Callum asks the college by Friday.",
    "What is concluded": "Nobody has asked her yet what the pictures are to her.",
    "What should happen next": "Her tutor talks with her by Friday.",
    "What is the panel asked": "To adopt, and offer a mentor.",
}


@pytest.fixture(autouse=True)
def own_clock() -> object:
    yield
    clock.reset()


def test_a_panel_meets_and_whoever_read_an_item_reads_it_no_longer(
    visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str, look: Look
) -> None:
    share(visitor, public, WORRY, called=CALLED)
    ines = as_(cast.INTAKE)
    until_it_is_there(ines, f"{casework}/intake/", CALLED)
    ines.get_by_role("link", name=CALLED).first.click()
    referral = ines.url
    make(ines, referral, "Open a referral")
    callum = as_(cast.CASE_MANAGER)
    ask_partners(callum, as_(cast.SUPERVISOR), referral)

    charity = as_(cast.CHAIR)
    meeting = plan(charity, casework, look)
    make(as_(cast.COORDINATOR), referral, "Refer to the panel under section 36",
         {**DECISION, "What are the reasonable grounds": "Her cousin saw the pictures."})  # fmt: skip
    item = prepare(callum, referral, look)

    hana, tom = as_(cast.PANEL_MEMBER), as_(cast.TOM)
    nothing_yet(hana, casework, item)
    callum.goto(meeting)
    callum.get_by_role("button", name="Send the papers out").click()
    expect(callum.get_by_text("Papers are out. Items: 1.")).to_be_visible()
    for member in (hana, tom):
        reads_the_item_alone(member, casework, referral, item)
    look(hana, "panel-item")
    has_a_conflict(tom, item)

    decide_by_keyboard(charity, meeting, look)
    expect(charity.get_by_text("Decided: Adopt").first).to_be_visible()
    charity.goto(meeting)
    charity.get_by_role("button", name="Close the meeting").click()
    charity.get_by_role("link", name="Minutes").click()
    charity.get_by_role("button", name="Sign these minutes").click()
    expect(charity.get_by_text("Charity Obuya, panel chair").first).to_be_visible()
    look(charity, "panel-minutes")

    hana.goto(f"{meeting}minutes/")
    expect(hana.get_by_text("The college is worried, and glad to help.")).to_be_visible()
    assert hana.request.get(f"{meeting}minutes.pdf").body().startswith(b"%PDF-")
    tom.goto(f"{meeting}minutes/")
    expect(tom.get_by_text("There are no minutes for you to read.")).to_be_visible()

    clock.shift(timedelta(days=15))
    nothing_yet(as_(cast.PANEL_MEMBER), casework, item)


def plan(charity: Page, casework: str, look: Look) -> str:
    charity.goto(f"{casework}/panel/")
    charity.get_by_role("link", name="Plan a panel in Northmere").click()
    fill_day(charity, "On which day?", clock.today() + timedelta(days=14))
    charity.get_by_label("At what time?").fill("10:00")
    charity.get_by_label("Where?").fill("Room 2, Harbour House")
    charity.get_by_role("button", name="Plan it and invite everybody").click()
    expect(charity.get_by_text("everybody is invited")).to_be_visible()
    look(charity, "panel-meeting")
    return charity.url


def prepare(callum: Page, referral: str, look: Look) -> str:
    """Write the paper, and see it as Hana will; return the address of the item."""
    callum.goto(referral)
    callum.locator("#dates + ul").get_by_role("link", name="Panel").click()
    item = callum.url
    callum.get_by_role("link", name="Write its paper").click()
    expect(callum.get_by_label("What do we know")).to_have_value(WORRY)
    for label, words in PAPER.items():
        callum.get_by_label(label).fill(words)
    callum.get_by_role("button", name="Save").click()
    look(callum, "panel-paper")
    assert not overflows_at(callum, PHONE)
    callum.set_viewport_size({"width": DESKTOP, "height": 900})
    callum.get_by_role("link", name="Hana Brook", exact=True).click()
    expect(callum.get_by_text("seen by her cousin on Sunday")).to_be_visible()
    expect(callum.get_by_text(WORRY)).to_have_count(0)
    return item


def nothing_yet(hana: Page, casework: str, item: str) -> None:
    hana.goto(f"{casework}/panel/")
    expect(hana.get_by_role("heading", name="Panel", exact=True)).to_be_visible()
    expect(hana.get_by_role("link", name=CALLED)).to_have_count(0)
    assert hana.request.get(item).status == 404


def reads_the_item_alone(member: Page, casework: str, referral: str, item: str) -> None:
    member.goto(f"{casework}/panel/")
    member.get_by_role("link", name=CALLED).click()
    assert member.url == item
    expect(member.get_by_text("seen by her cousin on Sunday")).to_be_visible()
    expect(member.get_by_text(WORRY)).to_have_count(0)
    assert member.request.get(referral).status == 404
    assert CALLED not in member.request.get(f"{casework}/").text()


def has_a_conflict(tom: Page, item: str) -> None:
    tom.get_by_role("link", name="I have a conflict of interest on this item").click()
    tom.get_by_label("What is the conflict?").fill("Her cousin teaches at my school.")
    tom.get_by_role("button", name="Record the conflict").click()
    assert tom.request.get(item).status == 404


def decide_by_keyboard(charity: Page, meeting: str, look: Look) -> None:
    """Open the meeting and take its item from discussion to decision, with keys alone."""
    charity.goto(meeting)
    press(charity, charity.get_by_role("button", name="Open the meeting"), "Enter")
    for person in (cast.CHAIR, cast.CASE_MANAGER, cast.PANEL_MEMBER):
        box = charity.get_by_role("checkbox", name=person.name)
        reach(charity, box)
        if not box.is_checked():
            charity.keyboard.press("Space")
    press(charity, charity.get_by_role("button", name="Record who is there"), "Enter")
    press(charity, charity.get_by_role("button", name="Take the next item"), "Enter")
    type_into(charity, charity.get_by_label("Discussion"), "The college is worried, and glad to help.")
    type_into(charity, charity.get_by_label("What is to be done?"), "Ask the college for a place to talk")
    owner = charity.get_by_label("Who does it?")
    reach(charity, owner)
    owner.press_sequentially("Callum")
    day_by_keys(charity, "action-due_on")
    press(charity, charity.get_by_role("button", name="Give this action"), "Enter")
    expect(charity.get_by_text("The action is given")).to_be_visible()
    press(charity, charity.get_by_role("radio", name="Adopt"), "Space")
    press(charity, charity.get_by_role("button", name="Show what this decision asks"), "Enter")
    look(charity, "panel-screen")
    type_into(charity, charity.get_by_label("How many were for it?"), "4")
    for label, words in {**DECISION, "Who asks for consent?": "Callum", "How is consent asked for?": "At home"}.items():
        type_into(charity, charity.get_by_label(label), words)
    day_by_keys(charity, "consent_asker_named-when")
    press(charity, charity.get_by_role("button", name="Record this decision"), "Enter")


def type_into(page: Page, field: Locator, words: str) -> None:
    reach(page, field)
    page.keyboard.type(words)


def day_by_keys(page: Page, name: str) -> None:
    day = clock.today() + timedelta(days=10)
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        type_into(page, page.locator(f"[name='{name}-{part}']"), str(number))
