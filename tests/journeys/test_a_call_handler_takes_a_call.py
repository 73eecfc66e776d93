"""A caller without a name: the note, intake's queue, and a receipt that the caller alone holds in the end."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from alongside.command import testing
from tests import cast
from tests.checkers import DESKTOP, PHONE, overflows_at

Look = Callable[[Page, str], None]
WORRY = "She says that her brother packs for a country he does not name."
CALLED = "Her brother"


def test_the_concern_arrives_in_the_queue_and_the_caller_exchanges_the_code(
    visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str, look: Look
) -> None:
    kit = as_(cast.CALL_HANDLER)
    kit.goto(f"{casework}/desk/")
    look(kit, "desk")
    assert not overflows_at(kit, PHONE)
    kit.set_viewport_size({"width": DESKTOP, "height": 900})
    code = take_a_call(kit)
    look(kit, "desk-receipt")
    kit.get_by_role("button", name="Done: close this page").click()
    expect(kit.get_by_label("1. What worries the caller, in their words")).to_have_value("")

    ines = as_(cast.INTAKE)
    reload_until(ines, f"{casework}/intake/", CALLED)
    ines.get_by_role("link", name=CALLED).first.click()
    expect(ines.get_by_text(WORRY)).to_be_visible()

    reload_until(visitor, f"{public}/share-a-concern/return/", "Get my own receipt", typing=code)
    visitor.get_by_role("button", name="Get my own receipt").click()
    own = visitor.locator(".concern-receipt").inner_text().strip()
    assert own != code
    open_receipt(visitor, public, own)
    expect(visitor.get_by_role("button", name="Write more, or add a file")).to_be_visible()
    open_receipt(visitor, public, code)
    expect(visitor.get_by_role("heading", name="This receipt opens nothing")).to_be_visible()


def test_questions_and_fields_are_before_the_eyes_without_scrolling(
    as_: Callable[[cast.Person], Page], casework: str
) -> None:
    kit = as_(cast.CALL_HANDLER)
    kit.set_viewport_size({"width": DESKTOP, "height": 900})
    kit.goto(f"{casework}/desk/")
    for name in ("worry", "hurt", "called", "area", "fear"):
        assert bottom_of(kit, f"#desk-form [name={name}] >> nth=0") <= 900, name
    assert bottom_of(kit, ".desk-question >> nth=2") < bottom_of(kit, "#desk-form [name=worry]")
    kit.keyboard.press("Tab")
    kit.locator(".desk-question summary").first.press("Enter")
    expect(kit.get_by_text("ring 999").first).to_be_visible()


def test_a_line_that_breaks_and_a_session_that_ends_lose_nothing(browser: Browser, casework: str) -> None:
    """In a browser that nobody watches: a line that breaks is an error in its console."""
    context = browser.new_context(locale="en-GB")
    kit = context.new_page()
    sign_in(kit, casework)
    kit.goto(f"{casework}/desk/")
    write(kit)
    context.set_offline(True)
    send(kit)
    expect(kit.get_by_role("alert").filter(has_text="There is no connection")).to_be_visible()
    context.set_offline(False)
    context.clear_cookies()
    send(kit)
    expect(kit.get_by_role("alert").filter(has_text="You have been signed out")).to_be_visible()
    expect(kit.get_by_label("1. What worries the caller, in their words")).to_have_value(WORRY)
    sign_in(context.new_page(), casework)
    send(kit)
    expect(kit.locator(".desk-group")).to_have_count(6)
    context.close()


def take_a_call(kit: Page) -> str:
    """Write the note, send it, and return the receipt that is to be read out."""
    write(kit)
    send(kit)
    expect(kit.locator(".desk-group")).to_have_count(6)
    return "-".join(kit.locator(".desk-group").all_inner_texts())


def write(kit: Page) -> None:
    kit.get_by_label("1. What worries the caller, in their words").fill(WORRY)
    kit.get_by_label("Not sure").first.check()
    kit.get_by_label("3. Who it is about (optional)").fill(CALLED)


def send(kit: Page) -> None:
    # The button lets one press a second through.
    kit.wait_for_timeout(1_100)
    kit.get_by_role("button", name="Send and get the receipt").click()


def sign_in(page: Page, casework: str) -> None:
    page.goto(f"{casework}/sign-in/login/")
    page.locator("input[name=login]").fill(cast.CALL_HANDLER.email)
    page.locator("input[name=password]").fill((testing.TEMPLATE_PLACE.state / "demo-password").read_text())
    page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(cast.CALL_HANDLER.name).first).to_be_visible()


def open_receipt(visitor: Page, public: str, receipt: str) -> None:
    visitor.goto(f"{public}/share-a-concern/return/")
    visitor.locator("main form input[type=text]").first.fill(receipt)
    visitor.get_by_role("button", name="Look").click()


def reload_until(page: Page, address: str, words: str, *, typing: str = "") -> None:
    """Come back until something is there: a worker brings it within seconds."""
    for _attempt in range(40):
        page.goto(address)
        if typing:
            open_receipt(page, address.partition("/share-a-concern/")[0], typing)
        if page.get_by_text(words).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"“{words}” did not come.")


def bottom_of(page: Page, which: str) -> float:
    box = page.locator(which).bounding_box()
    assert box is not None
    return box["y"] + box["height"]
