"""What intake does when a concern is opened, and what it knows of those that are closed together."""

from __future__ import annotations

from alongside.casework.referrals import facts
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import queue as rules
from alongside.commons import clock
from alongside.commons.envelope.contents import Concern

from .models import Place
from .same_words import mark_of
from .thanks import thank


def register() -> None:
    facts.after_opening(_give_its_place)
    facts.effect("thank_referrer", thank)
    facts.known("same_words_read", _was_read_in_another)
    facts.known("closed_together_lately", _closed_together_lately)


def _give_its_place(told: Concern, referral: Referral, key: bytes) -> None:
    place = Place(case=referral, made_at=clock.now(), later=told.place_in_queue == "later")
    place.words = mark_of(told, referral.area.code)
    Place.objects.bulk_create([place])


def _was_read_in_another(referral: Referral, key: bytes) -> bool:
    return Place.objects.filter(case=referral, closed_in__isnull=False).exists()


def _closed_together_lately(referral: Referral, key: bytes) -> bool:
    if referral.closure_code != "JUNK" or referral.closed_at is None:
        return False
    return rules.can_still_be_taken_back(referral.closed_at, clock.now())
