"""From the first page on an old phone to support, exit and the reply: every step by whoever may take it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from alongside.commons import clock
from tests import cast
from tests.journeys.gateway import CHECKLIST, DECISION, ask_partners
from tests.journeys.telling import share

Look = Callable[[Page, str], None]
WORRY = "He has packed a bag and talks of going away to fight. He still goes to college."


def test_a_concern_goes_from_a_phone_to_support_and_exit_and_the_reply_comes_back(
    visitor: Page, as_: Callable[[cast.Person], Page], public: str, casework: str, look: Look
) -> None:
    receipt = share(visitor, public, WORRY, pictures="concern")

    ines = as_(cast.INTAKE)
    until_it_is_there(ines, f"{casework}/intake/", "Jordan")
    look(ines, "intake-queue")
    ines.get_by_role("link", name="Jordan").first.click()
    expect(ines.get_by_text(WORRY)).to_be_visible()
    look(ines, "referral-received")
    referral = ines.url

    ines.get_by_role("link", name="Answer whoever told us").click()
    ines.get_by_label("Your words").fill("Thank you. We are looking into it with care.")
    look(ines, "reply")
    ines.get_by_role("button", name="Look at it first").click()
    ines.get_by_role("button", name="Seal and send").click()

    make(ines, referral, "Open a referral")
    callum = as_(cast.CASE_MANAGER)
    ask_partners(callum, as_(cast.SUPERVISOR), referral, look)
    cora = as_(cast.COORDINATOR)
    make(cora, referral, "Refer to the panel under section 36",
         {**DECISION, "What are the reasonable grounds": "His aunt saw the packed bag."})  # fmt: skip
    charity = as_(cast.CHAIR)
    make(charity, referral, "Adopt",
         {**DECISION, "Who asks for consent?": "Callum Reyes", "How is consent asked for?": "At home."},
         days=["By which day?"], look=look)  # fmt: skip
    make(callum, referral, "Consent was given", choose=["The person", "In a meeting"], days=["On which day?"])
    make(callum, referral, "Start support",
         {"What is needed": "Company and work.", "What should be different": "He stays.",
          "What support is given?": "A mentor, and help to find work.", "Who is responsible": "Idris Penhallow"},
         days=["From which day?"])  # fmt: skip
    find_no_earlier(ines, referral)
    make(charity, referral, "End support",
         {**DECISION, **CHECKLIST, "What was done, and what came of it?": "Ten meetings; he has found work.",
          "What continues": "College, and his aunt.", "Which action answers each need?": "Company: the mentor.",
          "How do we know that the person is 18": "He is 19, his aunt says."},
         choose=["The concerns were addressed"])  # fmt: skip

    charity.get_by_role("link", name="Open everything, to read or print").click()
    history = charity.locator(".alongside-history")
    expect(history.get_by_role("heading", name="End support")).to_be_visible()
    expect(history.get_by_text("Now at: ")).to_have_count(8)
    expect(charity.get_by_text("Support ended, follow-up").first).to_be_visible()
    expect(charity.get_by_role("link", name="Review 6 months after exit")).to_be_visible()
    expect(charity.get_by_role("link", name="Review 12 months after exit")).to_be_visible()
    look(charity, "referral-exited")

    until_the_reply_is_there(visitor, public, receipt, "Thank you. We are looking into it with care.")
    look(visitor, "returned")


def make(
    page: Page,
    referral: str,
    move: str,
    words: dict[str, str] | None = None,
    *,
    choose: list[str] | None = None,
    days: list[str] | None = None,
    look: Look | None = None,
) -> None:
    """Make one move on its page, with its reason."""
    page.goto(referral)
    page.get_by_role("link", name=move).click()
    for label, text in (words or {}).items():
        page.get_by_label(label).fill(text)
    for label in choose or []:
        page.get_by_label(label, exact=True).check()
    for label in days or []:
        fill_day(page, label, clock.today())
    page.get_by_label("Why?", exact=True).fill("Because of what was told and seen.")
    if look:
        look(page, f"move-{move.lower()}")
    page.get_by_role("button", name=move, exact=True).click()
    expect(page.get_by_text(f"Done: {move}")).to_be_visible()


def find_no_earlier(ines: Page, case: str) -> None:
    """Write the name down as it was told, look for earlier referrals, and come back: one click then closes it."""
    person = case.replace("/referrals/", "/people/")
    ines.goto(f"{person}names/")
    ines.get_by_role("button", name="Write down").click()
    ines.goto(person)
    ines.locator("[name=reason]").fill("Is this their first referral?")
    ines.get_by_role("button", name="Look", exact=True).click()
    ines.goto(case)


def fill_day(page: Page, label: str, day: date) -> None:
    boxes = page.get_by_role("group", name=label)
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(box).fill(str(number))


def until_it_is_there(page: Page, address: str, name: str) -> None:
    """Load a page again until it shows something; a concern is there within seconds."""
    for _ in range(40):
        page.goto(address)
        if page.get_by_role("link", name=name).count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{name} did not come")


def until_the_reply_is_there(visitor: Page, public: str, receipt: str, words: str) -> None:
    for _ in range(20):
        visitor.goto(f"{public}/share-a-concern/return/")
        visitor.locator("main form input[type=text]").fill(receipt)
        visitor.locator("main form").get_by_role("button").first.click()
        if visitor.get_by_text(words).count():
            return
        visitor.wait_for_timeout(500)
    raise AssertionError("the reply did not come")
