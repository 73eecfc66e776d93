"""How a visitor tells, without JavaScript: the steps of the public form as a person takes them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.conftest import picture


def share(visitor: Page, public: str, worry: str, *, called: str = "Jordan", pictures: str = "") -> str:
    """Tell what worries, from the first page to the receipt, and return the receipt as it is shown."""
    visitor.goto(f"{public}/share-a-concern/")
    _look(visitor, pictures, 1)
    _go_on(visitor)
    for _danger in range(3):
        visitor.locator("main").get_by_role("button", name="No", exact=True).click()
    visitor.get_by_role("link", name="Somebody I know").click()
    visitor.get_by_label("Northmere").locator("visible=true").check()
    _go_on(visitor)
    _look(visitor, pictures, 2)
    _go_on(visitor)
    visitor.get_by_label("What worries you?").fill(worry)
    _look(visitor, pictures, 3)
    _go_on(visitor)
    visitor.get_by_label("No", exact=True).locator("visible=true").check()
    _go_on(visitor)
    visitor.get_by_label("What is the person’s name").fill(called)
    while not visitor.get_by_role("heading", name="Check your answers").is_visible():
        _go_on(visitor)
    _look(visitor, pictures, 4)
    visitor.get_by_role("button", name="Send", exact=True).click()
    _look(visitor, pictures, 5)
    return visitor.locator(".concern-receipt").inner_text().strip()


def _go_on(visitor: Page) -> None:
    # Before its styles are there, a page that just arrived shows every step.
    visitor.wait_for_load_state()
    visitor.locator("main").get_by_role("button", name="Continue", exact=True).click()


def _look(visitor: Page, name: str, number: int) -> None:
    if name:
        visitor.screenshot(path=picture(f"{name}-{number}"), full_page=True)
