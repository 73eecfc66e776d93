"""What may happen to a question, and to an event, and who may do it. Plain Python, for a moderator to check.

The published GOV.UK web-chat moderation policy (domain page 7.6) gives the reasons; moderation is never used to
suppress legitimate, reasoned debate.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from alongside.commons.words import _

# A question's states. One that was passed to the safeguarding lead has none: it is in no public table any more.
HELD: Final = "held"
PUT: Final = "put"
ANSWERED: Final = "answered"
DECLINED: Final = "declined"
STATES: Final = (HELD, PUT, ANSWERED, DECLINED)

ANNOUNCED: Final = "announced"
OPEN: Final = "open"
ENDED: Final = "ended"
EVENT_STATES: Final = (ANNOUNCED, OPEN, ENDED)

MODERATORS: Final = "moderators"
PANELLISTS: Final = "panellists"
PRODUCERS: Final = "producers"


@dataclass(frozen=True)
class Move:
    """One thing that may be done with a question: from which states, while the event is how, into what, by whom."""

    name: str
    leaves: tuple[str, ...]
    enters: str | None
    made_by: str
    while_event: tuple[str, ...]


# Held questions are read after the end as well, so that nothing somebody told us stays unread.
MOVES: Final = {
    move.name: move
    for move in (
        Move("let_through", (HELD,), PUT, MODERATORS, (ANNOUNCED, OPEN)),
        Move("decline", (HELD, PUT), DECLINED, MODERATORS, EVENT_STATES),
        Move("pass_to_lead", (HELD, PUT, DECLINED), None, MODERATORS, EVENT_STATES),
        Move("answer", (PUT,), ANSWERED, PANELLISTS, (OPEN,)),
    )
}


@dataclass(frozen=True)
class Turn:
    """One thing that may be done with an event."""

    name: str
    leaves: str
    enters: str
    made_by: str


TURNS: Final = {
    turn.name: turn for turn in (Turn("open", ANNOUNCED, OPEN, PRODUCERS), Turn("end", OPEN, ENDED, PRODUCERS))
}

# Why a question was not put, as its author reads it.
REASONS: Final = {
    "off_topic": _("It is not about the subject of this event."),
    "asked_already": _("Somebody else asked the same, and the panel has that question."),
    "personal_details": _("It names or describes somebody who could be recognised."),
    "not_respectful": _("It attacks somebody, or uses words that we do not publish."),
    "law": _("The law does not let us publish it."),
    "advertising": _("It advertises something, or speaks for or against a political party."),
    "no_time": _("There was no time left to answer it."),
}

ALREADY: Final = {
    HELD: _("This question is still held for a moderator to read."),
    PUT: _("This question was let through to the panel already."),
    ANSWERED: _("This question was answered already."),
    DECLINED: _("This question was declined already."),
}


def reason_against(move: Move, *, state: str, event: str, groups: Set[str]) -> str | None:
    """Say why this move cannot be made with a question now, or None if it can."""
    if move.made_by not in groups:
        return _("Your account is not in the group that does this.")
    if event not in move.while_event:
        return _("The event is not open for this.")
    if state not in move.leaves:
        return ALREADY[state]
    return None


def reason_against_asking(event: str) -> str | None:
    """Say why no question can be asked now, or None: they are taken before the event and during it."""
    return _("This event has ended, so no more questions can be taken.") if event == ENDED else None


def reason_against_turn(turn: Turn, *, event: str, groups: Set[str]) -> str | None:
    """Say why an event cannot be opened or ended now, or None if it can."""
    if turn.made_by not in groups:
        return _("Your account is not in the group that does this.")
    if event != turn.leaves:
        return {
            ANNOUNCED: _("The event has not been opened yet."),
            OPEN: _("The event is open already."),
            ENDED: _("The event has ended."),
        }[event]
    return None
