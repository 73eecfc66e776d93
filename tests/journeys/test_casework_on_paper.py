"""Callum prints his list, a case and the assessment he is writing: the words are on paper, the controls are not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.journeys.test_an_assessment_is_written_and_agreed import noor

__all__ = ["noor"]
CLIPPED = "boxes => boxes.filter(box => box.scrollHeight > box.clientHeight + 2).length"
LONG = "He told us about the quay and the boat.\n" * 30


def test_on_paper_there_are_the_words_and_no_controls(
    as_: Callable[[cast.Person], Page], casework: str, noor: str
) -> None:
    callum = as_(cast.CASE_MANAGER)
    callum.goto(f"{casework}/")
    expect(callum.locator(".alongside-wish")).to_be_visible()
    callum.emulate_media(media="print")
    expect(callum.locator(f"main a[href='/referrals/{noor}/']").first).to_be_visible()
    for control in (".alongside-wish", ".alongside-navigation"):
        expect(callum.locator(control)).to_be_hidden()

    callum.goto(f"{casework}/referrals/{noor}/")
    expect(callum.get_by_role("heading", level=1)).to_be_visible()
    for control in (".alongside-navigation", "main .govuk-button", ".govuk-pagination"):
        assert callum.locator(control).filter(visible=True).count() == 0, control

    callum.goto(f"{casework}/assessment/{noor}/write/")
    box = callum.get_by_label("How soon?")
    box.fill(LONG)
    expect(box).to_have_value(LONG)
    assert callum.eval_on_selector_all("main textarea", CLIPPED) == 0
    callum.emulate_media(media="screen")
    assert callum.eval_on_selector_all("main textarea", CLIPPED) > 0
