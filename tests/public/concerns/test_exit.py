"""Out of here at once, from every page of the way and in every language; and Back shows nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

WEATHER = "https://www.bbc.co.uk/weather"
OUT = "**/share-a-concern/leave/"
ADDRESSES = [
    f"{code}/{page}"
    for code, pages in {
        "": ("share-a-concern/", "share-a-concern/return/", "professionals/"),
        "/cy": ("share-a-concern/", "share-a-concern/return/", "professionals/"),
        "/ur": ("share-a-concern/", "share-a-concern/return/"),
    }.items()
    for page in pages
]


def opened(browser: Browser, *, scripts: bool) -> BrowserContext:
    """A browser for whom the way out ends in a page of one word, so that no request leaves this machine."""
    context = browser.new_context(locale="en-GB", java_script_enabled=scripts)

    def weather(route: Route) -> None:
        route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")

    context.route(OUT, weather)
    return context


@pytest.fixture
def with_scripts(browser: Browser) -> Iterator[Page]:
    context = opened(browser, scripts=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = opened(browser, scripts=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_shift_three_times_leaves_and_back_leads_out_again(with_scripts: Page, site: str, address: str) -> None:
    page = with_scripts
    page.goto(f"{site}/{address.lstrip('/')}")
    page.wait_for_selector("body.govuk-frontend-supported")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(OUT)
    page.go_back(wait_until="commit")
    page.wait_for_url(OUT)
    assert page.get_by_role("heading", name="Weather").is_visible()


def test_the_page_is_covered_while_the_weather_is_on_its_way(with_scripts: Page, site: str) -> None:
    page = with_scripts
    page.goto(f"{site}/share-a-concern/")
    page.wait_for_selector("body.govuk-frontend-supported")
    seen = page.evaluate(
        """() => {
          document.querySelector('.govuk-exit-this-page__button').click()
          const shown = (name) => document.querySelector(name)?.checkVisibility() ?? false
          return [shown('.govuk-exit-this-page-overlay'), shown('main'), document.title]
        }"""
    )
    assert seen[:2] == [True, False]
    assert "concern" not in seen[2].lower()


def test_leaving_asks_the_browser_to_forget_this_site(with_scripts: Page, site: str) -> None:
    answer = with_scripts.request.get(f"{site}/share-a-concern/leave/", max_redirects=0)
    assert answer.headers["location"] == WEATHER
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_scripts_the_link_leaves_and_back_asks_the_server_anew(
    without_scripts: Page, site: str, address: str
) -> None:
    page = without_scripts
    page.goto(f"{site}/{address.lstrip('/')}")
    field = page.locator("main input[type=text], main textarea").first
    if field.count() and field.is_visible():
        field.fill("canary-exit-77")
    page.locator(".govuk-exit-this-page__button").click()
    page.wait_for_url(OUT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.go_back(wait_until="load")
    assert asked[0].endswith(address.lstrip("/"))
    values = page.locator("input, textarea").evaluate_all("all => all.map(each => each.value)")
    assert "canary-exit-77" not in [page.content(), *values]


def test_back_to_a_page_that_a_form_made_shows_nothing_at_all(browser: Browser, site: str) -> None:
    # Nothing is answered in the weather's place here: a browser whose requests are watched over keeps no cache.
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/share-a-concern/return/")
    page.locator("main input[type=text]").first.fill("canary-exit-78")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    with page.expect_request(WEATHER):
        page.locator(".govuk-exit-this-page__button").click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    # Chromium asks whether the form should be sent again, and shows nothing.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back(wait_until="commit")
    context.close()
