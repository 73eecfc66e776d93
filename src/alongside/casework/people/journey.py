"""What the journey asks: whether this is the person's first referral (R-04)."""

from __future__ import annotations

from alongside.casework.referrals import facts, parts
from alongside.casework.referrals.models import Referral

from . import queries


def register() -> None:
    facts.known("first_referral", _is_first)
    parts.when_looked_at(queries.note_reading)


def _is_first(referral: Referral, key: bytes) -> bool:
    """Say that somebody looked, here or elsewhere, and no earlier referral is held to be of this person."""
    if queries.has_earlier(referral) or queries.waits_for_an_answer(referral):
        return False
    told = referral.records.filter(fact="first_referral", made_at__gte=referral.received_at).exists()
    return told or queries.looked_and_none(referral)
