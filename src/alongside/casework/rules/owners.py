"""Whose a referral is: one named person at all times, handed over by acceptance only; nobody is an alarm (R-09).

Whoever leads the post whose turn it is owns a referral until somebody of that turn takes it up, by making a move or by
saying so. They own it until a colleague has accepted it, until the turn is another post's, or until they hold no post
of that turn any more: then it is the lead's again, and the lead is told.
"""

from alongside.casework.rules.passing import Step
from alongside.casework.rules.roles import named
from alongside.commons.words import _

NEXT_IN_LINE = ("coordinator", "chair", "deputy_chair", "director", "manager")
"""Who answers for a referral where nobody holds a post of its turn, until somebody does. They read no more by that."""

ALARMED = ("coordinator", "director", "manager")
"""Who hears that nobody holds a post whose turn it can be."""

CLOCK = "owner_answer"

TAKE_UP = Step("take_up", _("Taken up by name"), "took a case up")
OFFER = Step("offer_owner", _("Offered to a colleague, by name"), "offered a case to a colleague")
ACCEPT = Step("accept_owner", _("Accepted from a colleague, by name"), "accepted a case from a colleague")
REFUSE = Step("refuse_owner", _("Not taken over; it stays with whoever offered it"), "refused a case of a colleague")
WITHDRAW = Step("withdraw_owner", _("Not offered any more"), "took an offer to a colleague back")
STEPS = {step.word: step for step in (TAKE_UP, OFFER, ACCEPT, REFUSE, WITHDRAW)}

LEFT = "went back to the lead"
"""The audit's verb where an owner left, lost their post, or an offer was not answered in time."""


def reason_against_taking_up(*, is_turn: bool, owner: str, by_name: bool, own: bool) -> str | None:
    """Say why somebody does not take a referral up, or None. ``owner`` is a name; ``own``: it is whoever asks."""
    if not is_turn:
        return _("It is not the turn of your post.")
    if by_name and own:
        return _("It is yours already.")
    if by_name:
        return _("It is {name}'s, who hands it over by offering it to you.").format(name=owner)
    return None


def reason_against_offering(
    *, may_offer: bool, can_own: bool, same: bool, open_already: bool, reason: str
) -> str | None:
    """Say why a referral is not offered to a colleague, or None."""
    if not may_offer:
        return _("Whose it is offers it, or whoever leads the post.")
    if open_already:
        return _("It is offered to somebody already. Take that offer back first.")
    if same:
        return _("It is theirs already.")
    if not can_own:
        return _("Choose somebody of the post whose turn it is.")
    return None if reason.strip() else _("Write why: your colleague answers by that.")


def reason_against_answering(*, is_offered_to: bool, late: bool, accepts: bool, reason: str) -> str | None:
    """Say why somebody does not answer an offer, or None."""
    if not is_offered_to:
        return _("It is not offered to you.")
    if late:
        return _("The day to answer has passed; it stays with whoever offered it.")
    return None if accepts or reason.strip() else _("Write why not: it stays with your colleague then.")


def no_one(turn: tuple[str, ...], area: str) -> str:
    """The sentence where nobody holds a post of a turn."""
    return _("Nobody in {area} holds the post of {roles}.").format(area=area, roles=named(turn))
