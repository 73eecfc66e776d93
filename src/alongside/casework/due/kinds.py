"""Kinds of things that fall due: which effect of a move makes them, on which clock, and who owns them."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.casework.rules import agencies
from alongside.casework.rules.journey import POLICE
from alongside.commons.words import _

CHAIRS = ("chair", "deputy_chair")


@dataclass(frozen=True)
class Kind:
    """One kind. ``clock`` is a word of rules/timescales; ``owners`` are roles, the first that the area has owns it.

    ``survives`` are stages at which it stays open; entering any other stage ends it, which the history shows.
    ``effect`` is empty where no move makes it. ``ends_when`` says what ends it, where nobody completes it by hand.
    ``done_by`` says by which act it is done, where that act and no press on Complete does it; its date can be moved.
    ``again``: once completed it is due anew, counted from that day.
    ``reminds``: those whom its clock names are told once when it is late.
    """

    word: str
    label: str
    effect: str
    clock: str
    owners: tuple[str, ...]
    survives: tuple[str, ...]
    ends_when: str = ""
    reminds: bool = False
    again: bool = False
    done_by: str = ""


KINDS = {
    kind.word: kind
    for kind in (
        Kind(
            "ask_consent", _("Ask for consent"), "task_ask_consent", "consent_conversation",
            ("case_manager", "coordinator"), ("adopted",),
        ),
        Kind(
            "reassessment", _("Reassessment after three months"), "schedule_reassessment", "reassessment",
            ("case_manager", *CHAIRS), ("in_support",), again=True,
            done_by=_("It is done when a new version of the assessment is agreed; the next is due three months later."),
        ),
        Kind("review_6m", _("Review 6 months after exit"), "schedule_review_6m", "review_6m", CHAIRS, ("exited",)),
        Kind("review_12m", _("Review 12 months after exit"), "schedule_review_12m", "review_12m", CHAIRS, ("exited",)),
        Kind(
            "tell_person", _("Tell the person, or date the reason to wait"), "task_tell_person", "referrer_feedback",
            ("coordinator", "intake"), ("closed", "exited"),
        ),
        Kind(
            "hold_still_needed", _("Say whether the hold is still needed"), "ask_weekly_if_still_needed",
            "hold_still_needed", ("case_manager", "police_supervisor"), ("held",), again=True,
        ),
        Kind(
            "deconfliction_answer", _("Answer deconfliction: clear, hold, or police-owned"), "ask_deconfliction",
            "deconfliction", POLICE, ("screening",), _("It ends when the police have answered."), True,
        ),
        Kind(
            "find_the_area", _("Find the area that this concern belongs to"), "", "unplaced", ("intake",),
            ("received",), _("It ends when an area has accepted the concern, or when you have decided about it here."),
            True,
        ),
        Kind(
            "hold_longest", _("Say whether a hold of 28 days goes on"), "", "hold_longest", ("director",), (),
            _("It ends when the director has said so, or the hold is over."), True,
        ),
        Kind(
            "emergency_justified", _("Say why an emergency access was right"), "", "emergency_justified", (), (),
            _("It ends when whoever opened the case has written why."), True,
        ),
        Kind(
            "offer_answer", _("Get an answer to your offer"), "", "offer_answer", ("intake",), ("received",),
            _("It ends when the other area answers or you take the offer back."), True,
        ),
        Kind(
            "owner_answer", _("Get an answer to your offer to a colleague"), "", "owner_answer",
            ("case_manager", "police_supervisor", "coordinator", "intake", *CHAIRS), (),
            _("It ends when your colleague answers or you take the offer back."), True,
        ),
        Kind(
            "partner_answer", _("Get a partner's answer"), "", "partner_request",
            ("case_manager", "coordinator", *CHAIRS), agencies.ASKS_AT,
            _("It ends when the partner answers or you withdraw the question."), True,
        ),
    )
}  # fmt: skip
