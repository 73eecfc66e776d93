"""Callum writes what he has learned, by keyboard; Sunita reads what changed and agrees; Ines reads it on the case."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from alongside.command import halves
from alongside.command.supervise import Supervisor
from tests import cast
from tests.journeys.test_intake_and_the_desk_work_by_keyboard import FARTHEST, press, reach


@pytest.fixture
def noor(installation: Supervisor) -> str:
    """The demo's case before it comes to panel, with two versions of its assessment: its id."""
    place = installation.place
    case = halves.manage("casework", ["invented_panel", "open"], place, role="intake", quiet=True).split()[-1]
    halves.manage("casework", ["invented_panel", "gather", case], place, quiet=True)
    return case


def test_a_second_pair_of_eyes_agrees_to_what_changed(
    as_: Callable[[cast.Person], Page], casework: str, noor: str, look: Callable[[Page, str], None]
) -> None:
    callum = as_(cast.CASE_MANAGER)
    case = f"{casework}/referrals/{noor}/"
    press(callum, callum.locator(f"a[href='/referrals/{noor}/']"), "Enter")
    press(callum, callum.get_by_role("link", name="The assessment", exact=True), "Enter")
    expect(callum.get_by_text("Version 2").first).to_be_visible()
    press(callum, callum.get_by_role("button", name="Write what has changed"), "Enter")
    reach_far(callum, callum.get_by_label("How soon?"))
    callum.keyboard.press("Control+A")
    callum.keyboard.type("Nothing points to a day; her aunt comes on Saturday.")
    look(callum, "assessment-write")
    press(callum, callum.get_by_role("button", name="Save, and read it through"), "Enter")
    expect(callum.get_by_text("Nothing has looked at what you wrote.")).to_be_visible()
    look(callum, "assessment-preview")
    press(callum, callum.get_by_role("button", name="Put it forward to be agreed"), "Enter")
    expect(callum.get_by_text("Whoever agrees to it is told.")).to_be_visible()

    sunita = as_(cast.SUPERVISOR)
    sunita.goto(case)
    press(sunita, sunita.get_by_role("link", name="The assessment", exact=True), "Enter")
    press(sunita, sunita.get_by_role("link", name="Read it, and agree or give it back"), "Enter")
    expect(sunita.locator("ins")).to_contain_text("her aunt comes on Saturday")
    look(sunita, "assessment-agree")
    press(sunita, sunita.get_by_role("button", name="Agree to it"), "Enter")
    expect(sunita.get_by_text("It is version 3 now.")).to_be_visible()

    ines = as_(cast.INTAKE)
    ines.goto(case)
    expect(ines.get_by_text("her aunt comes on Saturday").first).to_be_visible()
    look(ines, "case-page")
    press(ines, ines.get_by_role("link", name=re.compile("Assessment agreed, version 3")), "Enter")
    expect(ines.get_by_role("heading", name="What changed since last time")).to_be_visible()
    assert re.search("removed:.*end of what was removed", ines.locator("del").first.inner_text(), re.S)
    look(ines, "assessment-changes")
    for width in (320, 1280):
        ines.set_viewport_size({"width": width, "height": 800})
        for page in (ines.url, case):
            ines.goto(page)
            assert ines.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page


def reach_far(page: Page, control: Locator) -> None:
    """Go on with Tab over a long form."""
    for _step in range(FARTHEST):
        page.keyboard.press("Tab")
        if control.evaluate("it => it === document.activeElement"):
            return
    reach(page, control)
