"""What the journey asks: whether this is the person's first referral (R-04)."""

from __future__ import annotations

from alongside.casework.referrals import facts, parts
from alongside.casework.referrals.models import Referral

from . import queries


def register() -> None:
    facts.known("first_referral", _is_first)
    parts.when_looked_at(queries.note_reading)


def _is_first(referral: Referral, key: bytes) -> bool:
    """Say that somebody looked here for what the person is called, and no earlier referral is held to be of them.

    It is known, never claimed: nobody's word takes the place of the look-up (R-04). What names nobody is a first one by
    nature until it is opened: there is nobody to look for (docs/decisions/0016).
    """
    if queries.has_earlier(referral):
        return False
    return queries.looked_and_none(referral) or queries.nobody_to_look_for(referral, key)
