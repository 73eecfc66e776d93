"""A whole installation, started as the demo starts, and browsers for the people of the cast. No Django here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from weakref import WeakSet

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from alongside.command import testing
from alongside.command.place import CHECKOUT
from alongside.command.supervise import Supervisor
from tests import cast
from tests.browser import Watch, browser  # noqa: F401
from tests.checkers import DESKTOP, PHONE, axe_violations

PICTURES = CHECKOUT / "var" / "screenshots"
WITHOUT_SCRIPTS: WeakSet[BrowserContext] = WeakSet()
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def installation() -> Iterator[Supervisor]:
    """Both sites, the stream and the workers, on copies of the templates and on free ports."""
    supervisor = Supervisor(testing.place_of_environment())
    supervisor.start()
    try:
        supervisor.wait_until_well(120)
        yield supervisor
    finally:
        supervisor.stop()


@pytest.fixture(scope="session")
def public(installation: Supervisor) -> str:
    return f"http://localhost:{installation.place.ports.public}"


@pytest.fixture(scope="session")
def casework(installation: Supervisor) -> str:
    return f"http://localhost:{installation.place.ports.casework}"


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:  # noqa: F811
    """Browsers that have never met, each watched: a script error, a refused script or a request elsewhere fails."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_one(*, phone: bool = False, javascript: bool = True) -> BrowserContext:
        size = PHONE if phone else DESKTOP
        context = browser.new_context(
            viewport={"width": size, "height": 900}, java_script_enabled=javascript, locale="en-GB"
        )
        opened.append((context, Watch(context)))
        if not javascript:
            WITHOUT_SCRIPTS.add(context)
        return context

    yield open_one
    troubles = [trouble for _, watch in opened for trouble in watch.troubles]
    for context, _ in opened:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def visitor(contexts: Callable[..., BrowserContext]) -> Page:
    """Somebody with an old phone and JavaScript switched off."""
    return contexts(phone=True, javascript=False).new_page()


@pytest.fixture
def as_(contexts: Callable[..., BrowserContext], public: str, casework: str) -> Callable[[cast.Person], Page]:
    """Sign in as somebody of the cast, each in a browser of their own."""
    password = (testing.TEMPLATE_PLACE.state / "demo-password").read_text()

    def sign_in(person: cast.Person) -> Page:
        page = contexts().new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{public if person.half == 'public' else casework}/sign-in/login/")
        page.locator("input[name=login]").fill(person.email)
        page.locator("input[name=password]").fill(password)
        page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_text(person.name).first).to_be_visible()
        return page

    return sign_in


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Take a picture of a page, and let axe look at it too; axe is a script, so not where scripts are switched off."""

    def take(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture(name), full_page=True)
        if page.context not in WITHOUT_SCRIPTS:
            assert axe_violations(page) == []

    return take


def picture(name: str) -> Path:
    return PICTURES / f"{name}.png"
