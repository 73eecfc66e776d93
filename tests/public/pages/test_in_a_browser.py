"""Pages of the campaign in a real Chromium: axe, the Nu Html Checker, a small screen, no JavaScript, paper."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from alongside.commons import installation
from alongside.public.clips import demo
from tests import cast
from tests.browser import Watch
from tests.checkers import PHONE, axe_violations, overflows_at, vnu_errors, vnu_is_here

PAGES = (
    "/", "/myths/", "/myths/faith/", "/clips/", "/clips/faith/", "/help/", "/resolution/", "/publications/",
    "/publications/talking-to-someone-you-are-worried-about/", "/statements/why-we-begin-with-families/",
    "/accessibility/", "/privacy/", "/how-it-works/", "/published-counts/", "/clips/not-there/",
)  # fmt: skip
DOCUMENT = "/publications/talking-to-someone-you-are-worried-about/document/"
SCREENS = ("/edit/", "/edit/pages/", "/edit/snippets/clips/clip/", "/edit/snippets/help/service/", "/edit/account/")


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(site: str, page: Page, address: str) -> None:
    page.goto(site + address)
    assert not axe_violations(page)
    assert not overflows_at(page, PHONE)


def test_the_markup_of_every_page_is_valid(site: str, tmp_path: Path) -> None:
    if not vnu_is_here():
        pytest.skip("The Nu Html Checker needs Java, and the npm package vnu-jar.")
    files = []
    for address in (*PAGES[:-1], DOCUMENT):
        file = tmp_path / f"{address.strip('/').replace('/', '-') or 'home'}.html"
        with urllib.request.urlopen(site + address) as answer:
            file.write_bytes(answer.read())
        files.append(file)
    assert not vnu_errors(files)


def test_a_parent_without_javascript_finds_a_number_a_clip_and_the_way_to_write(
    site: str, without_script: Page
) -> None:
    without_script.goto(site)
    expect(without_script.get_by_role("link", name="0800 011 3764")).to_be_visible()
    expect(without_script.get_by_role("button", name="Share a concern")).to_be_visible()
    without_script.get_by_role("main").get_by_role("link", name="“It is about one faith”").first.click()
    expect(without_script.get_by_role("heading", name="Transcript")).to_be_visible()
    without_script.goto(f"{site}/help/")
    expect(without_script.get_by_role("link", name="Exit this page").first).to_be_visible()


def test_a_clip_plays_with_captions_and_does_not_start_by_itself(site: str, page: Page) -> None:
    page.goto(f"{site}/clips/faith/")
    film = page.locator("video")
    expect(film).to_have_js_property("duration", demo_seconds())
    assert film.evaluate("film => [film.paused, film.autoplay, film.controls]") == [True, False, True]
    film.evaluate("film => { film.muted = true; film.currentTime = 4; return film.play() }")
    expect(film).not_to_have_js_property("currentTime", 4)
    shown = film.evaluate("film => [...film.textTracks[0].activeCues].map(cue => cue.text)")
    assert shown == ["No form here asks what anybody believes."]


def demo_seconds() -> float:
    return sum(card.seconds for card in demo.CLIPS[0][3])


def test_a_reader_who_goes_by_headings_meets_them_in_order(site: str, page: Page) -> None:
    for address in PAGES:
        page.goto(site + address)
        levels = page.eval_on_selector_all("main :is(h1,h2,h3,h4)", "found => found.map(each => +each.tagName[1])")
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)


def test_on_paper_there_is_the_text_and_no_menu(site: str, page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(f"{site}/publications/talking-to-someone-you-are-worried-about/")
    expect(page.get_by_text("Ask, and wait for the answer.")).to_be_visible()
    expect(page.locator(".alongside-navigation")).to_be_hidden()


def test_an_editor_changes_a_page_without_a_script_being_refused(site: str, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    watch = Watch(context)
    page = context.new_page()
    page.goto(f"{site}/sign-in/login/?next=/edit/")
    page.locator("input[name=login]").fill(cast.EDITOR.email)
    page.locator("input[name=password]").fill(installation.state("demo-password").read_text())
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/edit/")
    for screen in SCREENS:
        page.goto(site + screen)
    page.goto(f"{site}/edit/pages/")
    page.get_by_role("link", name="You can talk to someone").first.click()
    page.goto(f"{site}/edit/snippets/help/service/")
    page.get_by_role("link", name="ACT Early support line").first.click()
    expect(page.locator("#id_name")).to_have_value("ACT Early support line")
    context.close()
    assert not watch.troubles, "\n".join(watch.troubles)
