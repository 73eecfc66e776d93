"""A visitor asks without an account; a moderator reads; a panellist answers; the open page shows it by itself."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests import cast

EVENT = "/live/talking-early/"
QUESTION = "How do I tell my brother that I am worried without losing him?"
ANSWER = "Tell him what you have seen, and that you are on his side. Then listen longer than you speak."


def test_a_question_is_held_let_through_answered_and_seen_without_a_reload(
    contexts: Callable[..., BrowserContext],
    visitor: Page,
    as_: Callable[[cast.Person], Page],
    public: str,
    look: Callable[[Page, str], None],
) -> None:
    watching = contexts(phone=True).new_page()
    watching.goto(public + EVENT)
    expect(watching.locator("#live-state")).to_contain_text("New answers appear here")

    visitor.goto(public + EVENT)
    visitor.get_by_role("button", name="Ask a question").click()
    visitor.get_by_label("Your question").fill(QUESTION)
    visitor.get_by_role("button", name="Send the question").click()
    look(visitor, "question-received")
    receipt = visitor.url

    visitor.goto(public + EVENT)
    expect(visitor.get_by_text(QUESTION)).to_have_count(0)

    mo = as_(cast.MODERATOR)
    mo.goto(f"{public}{EVENT}moderate/")
    look(mo, "webchat-moderator")
    mo.locator(".live-queue", has_text=QUESTION).get_by_role("button", name="Let through").click()

    petra = as_(cast.PANELLIST)
    petra.goto(f"{public}{EVENT}panel/")
    asked = petra.locator(".live-queue", has_text=QUESTION)
    asked.get_by_label("Answer").fill(ANSWER)
    look(petra, "webchat-panel")
    asked.get_by_role("button", name="Publish the answer").click(no_wait_after=True)

    expect(watching.get_by_text(ANSWER)).to_be_visible()
    look(watching, "webchat")

    visitor.goto(public + EVENT)
    expect(visitor.get_by_text(ANSWER)).to_be_visible()
    visitor.goto(receipt)
    expect(visitor.get_by_text("answered", exact=False).first).to_be_visible()
