"""How a visitor tells, without JavaScript: the steps of the public form as a person takes them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.conftest import picture


def share(visitor: Page, public: str, worry: str, *, called: str = "Jordan", pictures: str = "") -> str:
    """Tell what worries, from the first page to the receipt, and return the receipt as it is shown."""
    visitor.goto(f"{public}/share-a-concern/")
    _look(visitor, pictures, 1)
    visitor.get_by_label("No", exact=True).check()
    _go_on(visitor)
    visitor.get_by_label("Northmere").check()
    _go_on(visitor)
    _look(visitor, pictures, 2)
    _go_on(visitor)
    visitor.locator("textarea").fill(worry)
    _look(visitor, pictures, 3)
    _go_on(visitor)
    visitor.get_by_label("No", exact=True).check()
    _go_on(visitor)
    visitor.locator("main form input[type=text]").fill(called)
    while visitor.get_by_role("heading", level=1).inner_text() != "Check your answers":
        _go_on(visitor)
    _look(visitor, pictures, 4)
    visitor.get_by_role("button", name="Send").click()
    _look(visitor, pictures, 5)
    return visitor.locator(".concern-receipt").inner_text().strip()


def _go_on(visitor: Page) -> None:
    visitor.get_by_role("button", name="Continue").click()


def _look(visitor: Page, name: str, number: int) -> None:
    if name:
        visitor.screenshot(path=picture(f"{name}-{number}"), full_page=True)
