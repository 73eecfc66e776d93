"""Whose a referral is, for its page, for the page of handing over, and for My work."""

from __future__ import annotations

from typing import Any

from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import owners as whose
from alongside.casework.referrals import ownership
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen, sees
from alongside.casework.rules import owners as rules
from alongside.commons import clock

from .actions import is_offered, may_offer


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return whose it is, whom it is offered to until when, and what whoever is looking can do about it.

    Nothing more than that it is somebody's to who may not read the referral.
    """
    roster = whose.Roster([seen.referral.area_id])
    owner = roster.owner(seen.referral)
    if owner is None or "referral" not in sees(seen):
        return {"owner": None}
    can = [each.staff for each in roster.of_turn(seen.referral.area_id, seen.referral.stage)]
    theirs = ownership.reason_against_deciding(seen, still_open=True) is None
    offered = is_offered(seen.referral)
    offers = theirs and may_offer(seen, roster, owner)
    refusal = rules.reason_against_taking_up(
        is_turn=seen.staff in can, owner=owner.staff.name, by_name=owner.by_name, own=owner.staff == seen.staff
    )
    return {
        "owner": owner,
        "offered_to": seen.referral.offered_owner if offered else None,
        "to_me": offered and seen.referral.offered_owner_id == seen.staff.pk,
        "takes_up": theirs and refusal is None,
        "withdraws": offers and offered,
        "colleagues": [each for each in dict.fromkeys(can) if each != owner.staff] if offers and not offered else [],
    }


def offered_to(staff: Staff) -> list[Referral]:
    """Return what colleagues offer somebody, the earliest day to answer first."""
    rows = Referral.objects.visible_to(staff.pk).not_closed().filter(offered_owner=staff)
    return list(rows.filter(offer_until__gte=clock.today()).select_related("area").order_by("offer_until", "id"))
