"""What to key into the national tracker (PCMT) for each stage of a referral, and nothing besides (R-17).

There is no connector: a person reads the sheet here, keys it there, and ticks it here with the day and the tracker's
own reference. What a sheet holds stands here and nowhere else. The tracker is not ours and its screens are not
published (domain page 4.1, glossary: PCMT), so each line is a proposal that an area checks against its own guidance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.commons.words import _

LINES = {
    "reference": _("Our reference"),
    "area": _("Area"),
    "received_on": _("Received on"),
    "called": _("What the person is called"),
    "age_band": _("Age"),
    "made_on": _("On which day"),
    "stage": _("Stage now"),
    "made_by": _("By which role"),
    "ending": _("How it ended"),
    "published_as": _("Counted as"),
    "provider": _("Provider"),
}
"""The lines that a sheet can have: each is read from the history and the case. There is none for a belief."""


@dataclass(frozen=True)
class Sheet:
    """What to key when a move was made: `moves` are words of rules/journey, `lines` words of LINES."""

    word: str
    label: str
    moves: tuple[str, ...]
    lines: tuple[str, ...]


EVERY = ("reference", "area", "made_on", "made_by")
CLOSING = (
    "close_screening", "close_gathering", "close_police_owned", "decline", "close_not_wanted",
    "complete_follow_up", "pass_to_police_led", "hand_over", "close_administratively", "record_death",
)  # fmt: skip

SHEETS = {
    sheet.word: sheet
    for sheet in (
        Sheet("referral", _("Referral"), ("open_referral",), (*EVERY, "received_on", "called", "age_band")),
        Sheet("gateway", _("Gateway passed, partners asked"), ("ask_partners",), EVERY),
        Sheet("hold", _("On hold, or with the police"), ("hold", "police_take"), (*EVERY, "stage")),
        Sheet(
            "resumed", _("Hold lifted, or returned by the police"), ("lift_hold", "police_return"), (*EVERY, "stage")
        ),
        Sheet("section_36", _("Referred to the panel under section 36"), ("list_for_panel",), EVERY),
        Sheet("deferred", _("Put off by the panel"), ("ask_more",), EVERY),
        Sheet("adopted", _("Adopted as a Channel case"), ("adopt", "adopt_again"), EVERY),
        Sheet("consent", _("Consent given"), ("consent_given",), EVERY),
        Sheet("no_consent", _("Support not wanted"), ("consent_refused", "consent_withdrawn"), EVERY),
        Sheet("support", _("Support began"), ("start_support",), (*EVERY, "provider")),
        Sheet("exit", _("Support ended"), ("exit",), (*EVERY, "ending", "published_as")),
        Sheet("closed", _("Closed"), CLOSING, (*EVERY, "ending", "published_as")),
    )
}

BY_MOVE = {move: sheet.word for sheet in SHEETS.values() for move in sheet.moves}
"""Which sheet a move asks to be keyed. A concern that no referral was opened for is never keyed."""

KEYS = ("case_manager", "police_supervisor", "coordinator")
"""Who keys, and ticks what they keyed."""
SIGNS = ("police_supervisor", "coordinator")
"""Who signs that a month was compared with the tracker."""


def reason_against_ticking(
    *, roles: Iterable[str], ticked: bool, keyed_on: date, made_on: date, today: date, reference: str
) -> str | None:
    """Say why a sheet cannot be ticked, or None."""
    if not set(KEYS) & set(roles):
        return _("The national record is kept by the case manager, the police supervisor and the coordinator.")
    if ticked:
        return _("A colleague has ticked this already.")
    if keyed_on < made_on:
        return _("It cannot have been keyed before it happened.")
    if keyed_on > today:
        return _("Tick it when it has been keyed.")
    return None if reference.strip() else _("Write the reference that the tracker gave.")


def reason_against_signing(*, roles: Iterable[str], first: date, today: date, signed: bool) -> str | None:
    """Say why nobody signs for a month now, or None. `first` is the first day of the month."""
    if not set(SIGNS) & set(roles):
        return _("A month is signed by the police supervisor or the coordinator of the area.")
    if (first.year, first.month) >= (today.year, today.month):
        return _("A month is compared with the tracker when it is over.")
    return _("This month is signed already.") if signed else None
