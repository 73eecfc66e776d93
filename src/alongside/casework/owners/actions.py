"""Take a referral up, offer it to a colleague, accept it or not. Each is one transaction, one step of its history and
one leaf; until a colleague has accepted, it stays with whoever offered it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.due import actions as due
from alongside.casework.due.kinds import KINDS
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals import ownership, queries
from alongside.casework.referrals.actions import note_step
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.owners import Owner, Roster
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import owners as rules
from alongside.casework.rules.passing import Step
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

KIND = "owner_answer"


@transaction.atomic
def take_up(referral_id: UUID, *, by: Staff) -> None:
    """Take up by name what whoever leads the post owns so far. Raises queries.NotFound and NotAllowed."""
    seen, roster = _locked(referral_id, by)
    owner = _owner(seen, roster)
    _refuse(ownership.reason_against_deciding(seen, still_open=True))
    _refuse(
        rules.reason_against_taking_up(
            is_turn=_can_own(roster, seen, by), owner=owner.staff.name, by_name=owner.by_name, own=owner.staff == by
        )
    )
    _now_of(seen, by)
    _note(seen, rules.TAKE_UP, "")


@transaction.atomic
def offer(referral_id: UUID, to: Staff, reason: str, *, by: Staff) -> None:
    """Offer a referral to a colleague of the same turn, with a reason. Raises queries.NotFound and NotAllowed."""
    seen, roster = _locked(referral_id, by)
    owner = _owner(seen, roster)
    _refuse(ownership.reason_against_deciding(seen, still_open=True))
    _refuse(
        rules.reason_against_offering(
            may_offer=may_offer(seen, roster, owner), can_own=_can_own(roster, seen, to), same=owner.staff == to,
            open_already=is_offered(seen.referral), reason=reason,
        )
    )  # fmt: skip
    # An offer that nobody answered in time is over when the next one is made.
    due.end(KIND, seen.referral)
    said = _note(seen, rules.OFFER, _("To %(name)s: %(reason)s") % {"name": to.name, "reason": reason.strip()})
    row = due.make(KINDS[KIND], seen.referral, said)
    seen.referral.offered_owner, seen.referral.offer_until = to, row.due_on
    seen.referral.save(update_fields=["offered_owner", "offer_until"])
    outbox.queue(to, "waiting", _path(seen))


@transaction.atomic
def answer(referral_id: UUID, *, accepts: bool, reason: str, by: Staff) -> None:
    """Accept what a colleague offers, and own it from now on; or leave it with them, with a reason.

    Raises queries.NotFound and NotAllowed.
    """
    seen, roster = _locked(referral_id, by)
    owner, until = _owner(seen, roster), seen.referral.offer_until
    late = until is not None and until < clock.today()
    is_offered_to = seen.referral.offered_owner_id == by.pk
    _refuse(rules.reason_against_answering(is_offered_to=is_offered_to, late=late, accepts=accepts, reason=reason))
    _refuse(None if _can_own(roster, seen, by) else _("It is not the turn of your post any more."))
    if accepts:
        _now_of(seen, by)
        _note(seen, rules.ACCEPT, _("From %(name)s.") % {"name": owner.staff.name})
    else:
        _not_offered(seen)
        _note(seen, rules.REFUSE, reason.strip())
        _tell_the_lead(seen, roster)
    outbox.queue(owner.staff, "waiting", _path(seen))


@transaction.atomic
def withdraw(referral_id: UUID, *, by: Staff) -> None:
    """Take an offer to a colleague back. Raises queries.NotFound and NotAllowed."""
    seen, roster = _locked(referral_id, by)
    if not is_offered(seen.referral) or not may_offer(seen, roster, _owner(seen, roster)):
        raise NotAllowed(_("There is no offer of yours to take back."))
    _not_offered(seen)
    _note(seen, rules.WITHDRAW, "")


def passed(seen: Seen, from_area: Area, danger_told_at: Collection[datetime]) -> None:
    """Let whoever accepted a concern of another area own it by name (referrals/ownership)."""
    _now_of(seen, seen.staff)


def may_offer(seen: Seen, roster: Roster, owner: Owner) -> bool:
    """Say whether whoever is looking offers a referral: its owner does, or whoever leads the post whose turn it is."""
    lead = roster.lead(seen.referral.area_id, seen.referral.stage)
    return seen.staff == owner.staff or (lead is not None and seen.staff == lead.staff)


def is_offered(referral: Referral) -> bool:
    """Say whether an offer to a colleague can still be answered."""
    return referral.offer_until is not None and referral.offer_until >= clock.today()


def _locked(referral_id: UUID, by: Staff) -> tuple[Seen, Roster]:
    seen = queries.find(by, referral_id, lock=True)
    return seen, Roster([seen.referral.area_id])


def _owner(seen: Seen, roster: Roster) -> Owner:
    owner = roster.owner(seen.referral)
    if owner is None:
        raise NotAllowed(_("This is closed, and nobody's any more."))
    return owner


def _can_own(roster: Roster, seen: Seen, staff: Staff) -> bool:
    return any(each.staff_id == staff.pk for each in roster.of_turn(seen.referral.area_id, seen.referral.stage))


def _now_of(seen: Seen, staff: Staff) -> None:
    seen.referral.owner = staff
    seen.referral.save(update_fields=["owner"])
    _not_offered(seen)


def _not_offered(seen: Seen) -> None:
    seen.referral.offered_owner, seen.referral.offer_until = None, None
    seen.referral.save(update_fields=["offered_owner", "offer_until"])
    due.end(KIND, seen.referral)


def _tell_the_lead(seen: Seen, roster: Roster) -> None:
    lead = roster.lead(seen.referral.area_id, seen.referral.stage)
    if lead:
        outbox.queue(lead.staff, "waiting", _path(seen))


def _note(seen: Seen, step: Step, reason: str) -> History:
    turn = seen.referral.at.turn
    role = next((role for role in seen.roles if role in turn), seen.roles[0] if seen.roles else "")
    return note_step(seen, step.word, step.verb, reason, role=role)


def _path(seen: Seen) -> str:
    return f"/owners/{seen.referral.id}/"


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise NotAllowed(sentence)
