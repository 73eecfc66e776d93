"""In a real browser: on a small screen, for a screen reader, back and forth, and out of here at once."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Request, expect

from alongside.command.place import CHECKOUT
from tests.checkers import DESKTOP, PHONE, axe_violations, overflows_at

expect.set_options(timeout=15_000)
PICTURES = CHECKOUT / "var" / "screenshots"
A_WHOLE_WAY: int = 100_000
"""Bytes, compressed: from the first page to the receipt, with styles and pictures."""
A_CHECKED_PAGE: int = 2_600
"""Pixels at 320 across, with one answer: four screens of a phone."""


def check(page: Page, name: str = "") -> None:
    assert not axe_violations(page), page.title()
    assert not overflows_at(page, PHONE), page.title()
    if name:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=PICTURES / f"telling-{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": PHONE, "height": 640})


def go_on(page: Page, words: str = "Continue") -> None:
    # Before its styles are there, a page that just arrived shows every step.
    page.wait_for_load_state()
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def to_the_questions(page: Page, site: str, door: str = "Somebody I know") -> None:
    page.goto(f"{site}/share-a-concern/")
    go_on(page)
    for _ in range(3):
        go_on(page, "No")
    page.get_by_role("link", name=door).click()
    if door == "Myself":
        go_on(page)
    page.get_by_label("Northmere").locator("visible=true").check()
    go_on(page)


@pytest.fixture
def without_scripts(browser: Browser) -> Page:
    return browser.new_context(
        viewport={"width": PHONE, "height": 640}, java_script_enabled=False, locale="en-GB"
    ).new_page()


def test_a_parent_on_an_old_phone_tells_and_comes_back(page: Page, site: str, tmp_path: Path) -> None:
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto(f"{site}/share-a-concern/")
    check(page, "begin")
    go_on(page)
    check(page, "danger")
    go_on(page, "Yes")
    expect(page.get_by_role("heading", name="Call 999 now")).to_be_visible()
    check(page, "call-999")
    go_on(page, "I have done that, go on")
    go_on(page, "No")
    check(page)
    go_on(page, "No")
    check(page, "doors")
    page.get_by_role("link", name="Myself").click()
    check(page, "myself")
    page.go_back()
    page.get_by_role("link", name="Somebody I know").click()
    check(page, "place")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose a place")
    check(page)
    page.get_by_label("Strathlorne (Scotland)").locator("visible=true").check()
    go_on(page)
    check(page, "not-covered")
    page.get_by_role("link", name="Choose another way or place").click()
    page.get_by_role("link", name="Somebody I know").click()
    page.get_by_label("Or a postcode").locator("visible=true").fill("nq1 2ab")
    go_on(page)
    check(page, "who-sees")
    go_on(page)
    page.get_by_label("What worries you?").fill("He says it’s “us or them”." + "ß" * 200)
    check(page, "worry")
    go_on(page)
    page.get_by_label("Yes").locator("visible=true").check()
    check(page, "hurt")
    for number in range(3, 15):
        go_on(page)
        expect(page.get_by_text(f"Question {number} of 14")).to_be_visible()
        check(page, f"question-{number}")
    picture = tmp_path / "a picture.png"
    picture.write_bytes(b"\x89PNG" + bytes(100_000))
    page.get_by_label("Choose a file").set_input_files(picture)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_role("heading", name="1 file added")).to_be_visible()
    check(page, "files")
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.get_by_label("What worries you?")).to_have_value(re.compile("us or them"))
    check(page, "check")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    page.get_by_text("Spell it out").click()
    check(page, "sent")
    receipt = page.locator(".concern-receipt").inner_text()
    page.get_by_role("link", name="Read the reply with the receipt").click()
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="We have received what you sent.")).to_be_visible()
    check(page, "come-back")
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_safety_page_reads_well(page: Page, site: str) -> None:
    page.goto(f"{site}/share-a-concern/safety/")
    check(page, "safety")


@pytest.mark.parametrize("scripts", [True, False])
def test_back_goes_from_question_to_question_and_loses_nothing(browser: Browser, site: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    to_the_questions(page, site)
    go_on(page)
    worry = page.get_by_label("What worries you?")
    worry.fill("He packed a bag.")
    for _ in range(13):
        go_on(page)
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    for _ in range(14):
        page.go_back()
    expect(page.get_by_text("Question 1 of 14")).to_be_visible()
    expect(worry).to_have_value("He packed a bag.")
    page.go_back()
    expect(page.get_by_role("heading", name="Before you write")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Where does the person live?")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Which of these is it?")).to_be_visible()
    context.close()


def test_what_was_left_open_is_a_line_each_when_answers_are_checked(without_scripts: Page, site: str) -> None:
    page = without_scripts
    to_the_questions(page, site)
    go_on(page)
    page.get_by_label("What worries you?").fill("He packed a bag.")
    page.locator(".concern-q1 .concern-go a[href='#check']").click()
    expect(page.get_by_label("What worries you?")).to_have_value("He packed a bag.")
    expect(page.locator(".concern-left", has_text="left open").locator("visible=true")).to_have_count(13)
    expect(page.get_by_role("radio").locator("visible=true")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollHeight") < A_CHECKED_PAGE
    page.get_by_role("link", name="About how old are they?").click()
    page.get_by_label("16 to 17").locator("visible=true").check()
    page.locator(".concern-q4 .concern-go a[href='#check']").click()
    expect(page.get_by_role("radio").locator("visible=true")).to_have_count(1)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()


def test_every_question_but_the_worry_can_be_skipped_and_is_then_left_open(without_scripts: Page, site: str) -> None:
    page = without_scripts
    to_the_questions(page, site)
    go_on(page)
    skip = page.get_by_role("link", name="Skip this question").locator("visible=true")
    expect(skip).to_have_count(0)
    page.get_by_label("What worries you?").fill("He packed a bag.")
    go_on(page)
    for number in range(2, 14):
        expect(page.get_by_text(f"Question {number} of 14")).to_be_visible()
        skip.click()
    expect(page.get_by_text("Question 14 of 14")).to_be_visible()
    expect(skip).to_have_count(0)
    go_on(page)
    expect(page.locator(".concern-left", has_text="left open").locator("visible=true")).to_have_count(13)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_receipt_is_printed_by_a_button_where_a_script_can(browser: Browser, site: str, scripts: bool) -> None:
    page = browser.new_context(java_script_enabled=scripts, locale="en-GB").new_page()
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes' }")
    to_the_questions(page, site)
    go_on(page)
    page.get_by_label("What worries you?").fill("He packed a bag.")
    page.locator(".concern-q1 .concern-go a[href='#check']").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    button = page.get_by_role("button", name="Print the receipt")
    if not scripts:
        expect(button).to_have_count(0)
    else:
        button.click()
        expect(page.locator("html")).to_have_attribute("data-printed", "yes")
    page.emulate_media(media="print")
    expect(page.locator(".concern-receipt")).to_be_visible()
    expect(page.locator("#concern-print")).to_be_hidden()
    page.context.close()


def test_a_child_is_asked_the_others_age_only_when_it_is_about_somebody_else(page: Page, site: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 640})
    to_the_questions(page, site, "I am under 18")
    go_on(page)
    page.get_by_label("What has happened?").fill("My brother packed a bag.")
    go_on(page)
    go_on(page)
    other = page.get_by_role("group", name="About how old are they?")
    expect(other).to_be_hidden()
    page.get_by_label("Somebody else", exact=True).check()
    expect(other).to_be_visible()
    check(page, "under-18-about")
    page.get_by_label("Me", exact=True).check()
    expect(other).to_be_hidden()
    go_on(page)
    expect(page.get_by_role("group", name="How old are you?")).to_be_visible()
    check(page, "under-18-age")


def test_enter_in_a_box_sends_nothing(without_scripts: Page, site: str) -> None:
    to_the_questions(without_scripts, site)
    for _ in range(3):
        go_on(without_scripts)
    called = without_scripts.get_by_label("What is the person’s name")
    called.fill("Danny")
    called.press("Enter")
    expect(without_scripts.get_by_text("Question 3 of 14")).to_be_visible()
    expect(called).to_have_value("Danny")


def test_a_file_is_added_and_removed_without_scripts_and_what_was_typed_stays(
    without_scripts: Page, site: str, tmp_path: Path
) -> None:
    page = without_scripts
    to_the_questions(page, site)
    go_on(page)
    page.get_by_label("What worries you?").fill("He packed a bag.")
    for _ in range(13):
        go_on(page)
    voice = tmp_path / "voice.m4a"
    voice.write_bytes(bytes(2_000_000))
    for number in (1, 2):
        page.get_by_label("Choose a file").set_input_files(voice)
        page.get_by_role("button", name="Add this file").click()
        expect(page.get_by_role("heading", name=re.compile(f"{number} files? added"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Remove.*voice.m4a")).first.click()
    expect(page.get_by_role("heading", name="1 file added")).to_be_visible()
    go_on(page)
    expect(page.get_by_label("What worries you?")).to_have_value("He packed a bag.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()


def test_a_connection_that_is_lost_at_send_loses_nothing_and_the_second_send_counts_once(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    to_the_questions(page, site)
    go_on(page)
    page.get_by_label("What worries you?").fill("He packed a bag.")
    for _ in range(14):
        go_on(page)
    receipts: list[str] = []

    def arrives_but_the_answer_is_lost(route):  # type: ignore[no-untyped-def]
        receipts.append(re.findall(r"<span>([0-9A-Z]{4})</span>", route.fetch().text()))  # type: ignore[arg-type]
        route.abort()

    page.route("**/tell/", arrives_but_the_answer_is_lost)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is no connection")).to_be_visible()
    expect(page.get_by_label("What worries you?")).to_have_value("He packed a bag.")
    page.unroute("**/tell/")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    assert page.locator(".concern-receipt").inner_text().split("-") == receipts[0]
    context.close()


def test_what_is_wrong_at_send_is_named_and_can_be_put_right(page: Page, site: str) -> None:
    to_the_questions(page, site)
    for _ in range(15):
        go_on(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Write what it is about. A few words are enough.").click()
    page.get_by_label("What worries you?").fill("He packed a bag.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_exit_leaves_at_once_and_back_shows_nothing_that_was_typed(browser: Browser, site: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, locale="en-GB")
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    page = context.new_page()
    to_the_questions(page, site)
    go_on(page)
    page.get_by_label("What worries you?").fill("canary-exit-12")
    go_on(page)
    page.locator("a.govuk-exit-this-page__button, a[href$='/leave/']").last.click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    for _ in range(4):
        back(page)
        assert "canary-exit-12" not in page.content()
        assert not page.locator("textarea").evaluate_all("all => all.filter((one) => one.value).length")
    context.close()


def back(page: Page) -> None:
    """Go back; where Chromium asks whether a form should be sent again, it shows nothing, and that is as good."""
    with contextlib.suppress(Error):
        page.go_back(wait_until="commit")


def test_the_whole_way_takes_less_than_100_kb_without_scripts(without_scripts: Page, site: str) -> None:
    page = without_scripts
    asked: list[Request] = []

    def count(request: Request) -> None:
        asked.append(request)

    page.on("requestfinished", count)
    to_the_questions(page, site)
    go_on(page)
    page.get_by_label("What worries you?").fill("He packed a bag.")
    for _ in range(14):
        go_on(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    sizes = [(request.method, urlsplit(request.url).path, request.sizes()) for request in asked]
    taken = [(*of, size["responseHeadersSize"] + size["responseBodySize"]) for *of, size in sizes]
    assert len(taken) >= 5
    assert sum(size for *_of, size in taken) < A_WHOLE_WAY, taken
