"""Passing a concern to another area: what each side may do with one that is offered, and what history calls it.

An area offers a concern that it has read and not opened as a referral. It remains its owner, and its clocks run on,
until the other area accepts (R-36, R-09; domain page 2.6, “Transfer between areas”). No move decides about the person
while two areas may each think that it is the other's turn. Telling 999 or social care is no move: it stands open to
both sides at any time, and leaves the offer as it is.
"""

from dataclasses import dataclass

from alongside.commons.words import _


@dataclass(frozen=True)
class Step:
    """One thing that is done with an offer or a linked concern and moves no stage: the word in the history, the label
    that staff see, the audit's verb.
    """

    word: str
    label: str
    verb: str


OFFER = Step("offer", _("Offered to another area"), "offered a concern")
WITHDRAW = Step("withdraw_offer", _("The offer was taken back"), "took an offer back")
DECLINE = Step("decline_offer", _("The other area declined it"), "declined a concern")
ACCEPT = Step("accept_offer", _("The other area accepted it and owns it now"), "accepted a concern")

LINKED_HERE = Step("linked_here", _("Another concern was linked to this referral"), "linked")
UNLINKED_HERE = Step("unlinked_here", _("A linked concern was taken back"), "took a link back")

STEPS = {step.word: step for step in (OFFER, WITHDRAW, DECLINE, ACCEPT, LINKED_HERE, UNLINKED_HERE)}

ANSWERS = {
    "": _("not answered yet"),
    "accepted": _("accepted"),
    "declined": _("declined"),
    "withdrawn": _("taken back"),
}

OFFERED_BY_US = _(
    "This concern is offered to {area}. It is yours until they accept. To decide about it here, take the offer back"
    " first. Telling 999 or social care needs neither."
)
OFFERED_TO_US = _(
    "{area} owns this concern and offers it to you. Accept it or decline it first. Telling 999 or social care needs"
    " neither."
)
ANSWERED = {
    "accepted": _("{name} has accepted this concern already."),
    "declined": _("{name} has declined this concern already."),
    "withdrawn": _("{name} has taken the offer back already."),
}


def reason_against_offering(*, stage: str, roles: tuple[str, ...], same_area: bool, reason: str) -> str | None:
    """Say why a concern cannot be offered, or None. `roles` are those held in the area that owns it."""
    if stage != "received":
        return _("Only a concern that nobody has decided on yet is passed to another area.")
    if "intake" not in roles:
        return _("This is for the intake officer of the area that owns the concern.")
    if same_area:
        return _("It is there already. Choose another area.")
    return None if reason.strip() else _("Write why it belongs there: the other area judges it by that.")


def reason_against_answering(*, roles: tuple[str, ...], accepts: bool, reason: str) -> str | None:
    """Say why somebody cannot answer an offer, or None. `roles` are those held in the area that it is offered to."""
    if "intake" not in roles:
        return _("This is for the intake officer of the area that it is offered to.")
    return None if accepts or reason.strip() else _("Write why not: the other area has to do something else then.")
