"""The gateway as people pass it on the pages: the case manager assesses, the supervisor reads and signs."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

ASK = "Ask partners for information"
WHY = "Little is known yet, and what is known was seen."
GOES_ON = ("Yes", "None of these", "Limited information")
MALICIOUS = ("No", "Malicious", "Not appropriate")
Look = Callable[[Page, str], None]
DECISION = {
    "What options were considered?": "Support, another service, or nothing.",
    "What was decided?": "To go on.",
    "What evidence does the decision rest on?": "What his aunt saw and heard this week.",
    "What speaks against it?": "He still goes to college and sees two friends.",
    "Which legal test was applied?": "CTSA 2015 section 36(3).",
    "What would change our mind, and when do we look again?": "If he stops going to college; in four weeks.",
}
CHECKLIST = {
    "Have you read the earlier referrals?": "None is held.",
    "Has somebody spoken to the person who told us?": "Callum, on Monday.",
    "Have age and needs been considered?": "He is 24; he sleeps badly and wants work.",
    "Has the receiving service accepted?": "See the record of its acceptance.",
    "Has the person been told?": "Callum told him on Tuesday.",
}


def assess(callum: Page, referral: str, answers: tuple[str, str, str], look: Look | None = None) -> None:
    """Write the gateway assessment; ``answers`` are whether there is a basis, what explains it, and the outcome."""
    basis, explanation, outcome = answers
    callum.goto(referral)
    callum.get_by_role("link", name="Write the gateway assessment").click()
    callum.get_by_role("group", name="Is there a reasonable basis").get_by_label(basis, exact=True).check()
    callum.get_by_label("What was checked?").fill("Our own records, on Monday: nothing is held.")
    callum.get_by_role("group", name="Has somebody spoken with").get_by_label("Yes", exact=True).check()
    callum.get_by_label("What came of it").fill("By telephone: what was told stands.")
    callum.get_by_label(explanation).check()
    callum.get_by_label(outcome).check()
    callum.get_by_label("What is it that leads you").fill(WHY)
    if look:
        look(callum, "gateway")
    callum.get_by_role("button", name="Keep the assessment").click()
    expect(callum.get_by_text("The gateway assessment is kept.")).to_be_visible()


def ask_partners(callum: Page, sunita: Page, referral: str, look: Look | None = None) -> None:
    """Assess, have it signed by another who reads it, and ask partners."""
    assess(callum, referral, GOES_ON, look)
    callum.get_by_role("link", name=ASK).click()
    for label, text in DECISION.items():
        callum.get_by_label(label).fill(text)
    callum.get_by_label("Clear", exact=True).check()
    callum.get_by_label("Why?", exact=True).fill("Because of what was told and seen.")
    callum.get_by_role("button", name="Ask for the second signature").click()
    expect(callum.get_by_text("A second signature was asked for.")).to_be_visible()
    sunita.goto(referral)
    sunita.get_by_role("link", name="Read what it rests on, and sign").click()
    expect(sunita.get_by_text(WHY)).to_be_visible()
    if look:
        look(sunita, "gateway-signed")
    sunita.get_by_role("button", name="Sign", exact=True).click()
    callum.goto(referral)
    callum.get_by_role("link", name=ASK).click()
    callum.get_by_role("button", name=ASK, exact=True).click()
    expect(callum.get_by_text(f"Done: {ASK}")).to_be_visible()
