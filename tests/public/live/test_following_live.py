"""In a real browser: an open page sees an answer without a reload, and nothing a reader does is disturbed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.browser import Watch
from tests.checkers import axe_violations, overflows_at
from tests.public.live import given, running


@pytest.fixture
def stream() -> Iterator[str]:
    with running.stream() as address:
        yield address


class Room:
    """An event of its own, and what its staff do while a browser looks on."""

    def __init__(self) -> None:
        self.event = given.open_event()

    def answer(self, asked: str, answered: str) -> None:
        from alongside.public.live import actions

        actions.answer(given.put(self.event, asked), text=answered, by=given.account(cast.PANELLIST))


@pytest.fixture
def room(committed: None) -> Room:
    return Room()


def open_page(page: Page, site: str, room: Room) -> None:
    page.goto(f"{site}/live/{room.event.slug}/")
    expect(page.locator("#live-state")).to_have_text("New answers appear here by themselves, at the end.")


def test_an_open_page_shows_an_answer_within_a_second_and_moves_nothing(
    page: Page, site: str, stream: str, room: Room
) -> None:
    for number in range(8):
        room.answer(f"Ask {number}?", "A long answer. " * 20)
    page.set_viewport_size({"width": 390, "height": 700})
    open_page(page, site, room)
    page.locator("#entry-2").focus()
    before = page.evaluate("[scrollY, document.activeElement.id]")
    room.answer("Is it too late?", "It never is.")
    published = time.monotonic()
    expect(page.get_by_text("It never is.")).to_be_attached(timeout=1000)
    assert time.monotonic() - published < 1
    expect(page.locator("#live-jump")).to_have_text("1 new answer")
    assert page.evaluate("[scrollY, document.activeElement.id]") == before
    assert page.title().startswith("(1) ")
    room.answer("And now?", "Now as well.")
    expect(page.locator("#live-count")).to_have_text("2 new answers")
    assert not axe_violations(page)
    page.locator("#live-jump").click()
    assert page.evaluate("document.activeElement.id") == "entry-9"
    expect(page.locator("#live-jump")).to_be_hidden()


def test_a_paused_page_waits_until_its_reader_goes_on(page: Page, site: str, stream: str, room: Room) -> None:
    open_page(page, site, room)
    page.get_by_role("button", name="Pause").click()
    room.answer("Is it too late?", "It never is.")
    expect(page.locator("#live-jump")).to_have_text("1 new answer")
    expect(page.get_by_text("It never is.")).to_have_count(0)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("It never is.")).to_be_visible()


@pytest.fixture
def cut_off(browser: Browser) -> Iterator[Page]:
    """A page whose stream goes away: that nobody answered there is no fault of the page."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(20_000)
    watch = Watch(context)
    yield context.new_page()
    context.close()
    assert [trouble for trouble in watch.troubles if "net::ERR_CONNECTION_REFUSED" not in trouble] == []


def test_a_page_that_lost_the_stream_comes_back_to_all_it_missed_once(cut_off: Page, site: str, room: Room) -> None:
    page = cut_off
    with running.stream():
        open_page(page, site, room)
        room.answer("One?", "First answer.")
        expect(page.get_by_text("First answer.")).to_have_count(1)
    expect(page.locator("#live-state")).to_have_text("The connection was lost. Trying again.", timeout=10_000)
    room.answer("Two?", "Second answer.")
    with running.stream():
        expect(page.get_by_text("Second answer.")).to_have_count(1, timeout=30_000)
        expect(page.get_by_text("First answer.")).to_have_count(1)
        room.answer("Three?", "Third answer.")
        expect(page.get_by_text("Third answer.")).to_have_count(1)


def test_the_page_without_javascript_has_all_answers_after_a_reload(browser: Browser, site: str, room: Room) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/live/{room.event.slug}/")
    expect(page.get_by_text("Load this page again to see new answers.")).to_be_visible()
    room.answer("Is it too late?", "It never is.")
    page.reload()
    expect(page.get_by_text("It never is.")).to_be_visible()
    assert page.locator("#live-follow").is_hidden()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("path", ["", "ask/"])
def test_a_page_has_room_on_a_small_screen_and_no_barrier(
    page: Page, site: str, stream: str, room: Room, path: str
) -> None:
    room.answer("A" * 300, "B" * 300)
    page.goto(f"{site}/live/{room.event.slug}/{path}")
    assert not overflows_at(page, 320)
    assert not axe_violations(page)
