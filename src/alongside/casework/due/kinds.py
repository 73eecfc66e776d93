"""Kinds of things that fall due: which effect of a move makes them, on which clock, and who owns them."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.commons.words import _

CHAIRS = ("chair", "deputy_chair")


@dataclass(frozen=True)
class Kind:
    """One kind. ``clock`` is a word of rules/timescales; ``owners`` are roles, the first that the area has owns it.

    ``survives`` are stages at which it stays open; entering any other stage ends it, which the history shows.
    """

    word: str
    label: str
    effect: str
    clock: str
    owners: tuple[str, ...]
    survives: tuple[str, ...]


KINDS = {
    kind.word: kind
    for kind in (
        Kind(
            "ask_consent", _("Ask for consent"), "task_ask_consent", "consent_conversation",
            ("case_manager", "coordinator"), ("adopted",),
        ),
        Kind(
            "reassessment", _("Reassessment after three months"), "schedule_reassessment", "reassessment",
            ("case_manager", *CHAIRS), ("in_support",),
        ),
        Kind("review_6m", _("Review 6 months after exit"), "schedule_review_6m", "review_6m", CHAIRS, ("exited",)),
        Kind("review_12m", _("Review 12 months after exit"), "schedule_review_12m", "review_12m", CHAIRS, ("exited",)),
        Kind(
            "tell_person", _("Tell the person, or date the reason to wait"), "task_tell_person", "referrer_feedback",
            ("coordinator", "intake"), ("closed", "exited"),
        ),
        Kind(
            "hold_still_needed", _("Say whether the hold is still needed"), "ask_weekly_if_still_needed",
            "hold_still_needed", ("case_manager", "police_supervisor"), ("held",),
        ),
    )
}  # fmt: skip
