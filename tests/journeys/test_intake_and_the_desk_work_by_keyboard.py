"""A queue and a call without a mouse: everything is reached with Tab, done with Enter, Space and arrows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from alongside.command import invented
from alongside.command.supervise import Supervisor
from tests import cast
from tests.journeys.test_a_call_handler_takes_a_call import reload_until

FARTHEST = 120
AS_TOLD = "Read one and close all 12"


@pytest.fixture
def told(installation: Supervisor) -> None:
    """The demo's invented tellings lie in the letterbox; the workers collect them."""
    (installation.place.state / "made").mkdir(exist_ok=True)
    invented.post(installation.place)


def test_intake_reads_replies_closes_what_came_many_times_and_takes_it_back(
    as_: Callable[[cast.Person], Page], casework: str, told: None, look: Callable[[Page, str], None]
) -> None:
    ines = as_(cast.INTAKE)
    reload_until(ines, f"{casework}/intake/", AS_TOLD)

    look(ines, "intake-queue-full")
    press(ines, ines.get_by_role("link", name="her neighbour", exact=True), "Enter")
    expect(ines.get_by_text("shout at his screen every night")).to_be_visible()
    press(ines, ines.locator("main a[href^='/intake/'][href$='/reply/']").first, "Enter")
    reach(ines, ines.get_by_label("Your words"))
    ines.keyboard.type("Thank you. You need do nothing on the stairs. We have read it.")
    press(ines, ines.get_by_role("button", name="Look at it first"), "Enter")
    press(ines, ines.get_by_role("button", name="Seal and send"), "Enter")
    expect(ines.get_by_role("alert").first).to_be_visible()

    ines.goto(f"{casework}/intake/")
    press(ines, ines.get_by_role("link", name=AS_TOLD), "Enter")
    reach(ines, ines.locator("main form textarea, main form input[type=text]").first)
    ines.keyboard.type("It names nobody and says nothing that happened.")
    press(ines, ines.locator("main form input[type=checkbox]"), "Space")
    press(ines, ines.get_by_role("button", name="Close all 12"), "Enter")
    take_back = ines.get_by_role("button", name="Take back 12")
    expect(take_back).to_be_visible()
    expect(ines.get_by_role("link", name=AS_TOLD)).to_have_count(0)

    # The button lets one press a second through.
    ines.wait_for_timeout(1_100)
    press(ines, take_back, "Enter")
    expect(ines.get_by_role("link", name=AS_TOLD)).to_be_visible()


def test_a_handler_takes_a_call(as_: Callable[[cast.Person], Page], casework: str) -> None:
    kit = as_(cast.CALL_HANDLER)
    kit.goto(f"{casework}/desk/")
    press(kit, kit.locator(".desk-question summary").first, "Enter")
    expect(kit.get_by_text("ring 999").first).to_be_visible()
    reach(kit, kit.get_by_label("1. What worries the caller, in their words"))
    kit.keyboard.type("He has sold his car and says that he will not need it.")
    press(kit, kit.locator("#desk-form input[name=hurt]").first, "ArrowDown")
    expect(kit.get_by_label("No", exact=True)).to_be_checked()
    reach(kit, kit.get_by_label("3. Who it is about (optional)"))
    kit.keyboard.type("a cousin")
    press(kit, kit.get_by_role("button", name="Send and get the receipt"), "Enter")
    expect(kit.locator(".desk-group")).to_have_count(6)
    press(kit, kit.get_by_role("button", name="Done: close this page"), "Enter")
    expect(kit.get_by_label("1. What worries the caller, in their words")).to_have_value("")


def reach(page: Page, control: Locator) -> None:
    """Go on with Tab until the focus is there, and see that it is drawn."""
    for _step in range(FARTHEST):
        page.keyboard.press("Tab")
        if control.evaluate("it => it === document.activeElement"):
            break
    else:
        raise AssertionError(f"{control} is not reached with Tab.")
    drawn = control.evaluate("it => [it, ...(it.labels || [])].some(one => ['', '::before'].some(part => {"
                             " const style = getComputedStyle(one, part || null);"
                             " return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }))")  # fmt: skip
    assert drawn, f"The focus on {control} cannot be seen."


def press(page: Page, control: Locator, key: str) -> None:
    reach(page, control)
    page.keyboard.press(key)
