"""The way through the questions: one a page, in this order; back at any time, and from the last page to any of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STEPS: Final = (
    "danger", "area", "who_sees", "worry", "hurt", "called", "age", "find_them", "going_well", "needs", "check",
)  # fmt: skip
FIRST: Final = STEPS[0]
LAST: Final = STEPS[-1]
# The first page and the last ask nothing that has a number.
NUMBERED: Final = STEPS[1:-1]
CHANGE: Final = "change-"
# Remembered among the answers, so that whoever changes one answer comes straight back to the last page.
SEEN_ALL: Final = "seen_all"


def place_of(step: str) -> dict[str, int]:
    """Which page of how many: the title says it, because one address has them all."""
    number = NUMBERED.index(step) + 1 if step in NUMBERED else 0
    return {"number": number, "in_all": len(NUMBERED)}


def after(step: str, answers: Mapping[str, str]) -> str:
    """Where “Continue” leads."""
    if SEEN_ALL in answers:
        return LAST
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: str, answers: Mapping[str, str]) -> str:
    """Where “Back” leads."""
    if SEEN_ALL in answers and step != LAST:
        return LAST
    return STEPS[max(STEPS.index(step) - 1, 0)]


def wanted(go: str, step: str, answers: Mapping[str, str]) -> str | None:
    """The step that a button other than “Continue” asks for, or None."""
    if go == "back":
        return before(step, answers)
    asked = go.removeprefix(CHANGE)
    return asked if go.startswith(CHANGE) and asked in STEPS else None
