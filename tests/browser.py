"""A real browser for tests: which Chromium, how it is started, and fixtures that watch what goes wrong in it.

A conftest takes the fixtures it wants: `from tests.browser import browser, page  # noqa: F401`. `page` fails its test
when a script failed, when the content security policy refused something, or when a request left for another host.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
HERE = {"localhost", "127.0.0.1", "::1", ""}


def chromium() -> str | None:
    """The Chromium to drive: ALONGSIDE_CHROMIUM, else the system's; None means Playwright's own."""
    return os.environ.get("ALONGSIDE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start it; Chromium has no sandbox for root."""
    flags = [*FLAGS, "--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else list(FLAGS)
    return playwright.chromium.launch(executable_path=chromium(), args=flags)


class Watch:
    """What went wrong in the pages of a context."""

    def __init__(self, context: BrowserContext) -> None:
        self.troubles: list[str] = []
        context.on("request", self._request)
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.troubles.append(f"A script failed: {error.error}"))

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in HERE | {None}:
            self.troubles.append(f"A request left for another host: {request.url}")

    def _console(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "violates the following" in text:
            self.troubles.append(f"The policy refused something: {text}")
        elif kind == "error" and not text.startswith("Failed to load resource: the server responded"):
            self.troubles.append(f"An error in the console: {text}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    watch = Watch(context)
    yield context.new_page()
    context.close()
    assert not watch.troubles, "\n".join(watch.troubles)
