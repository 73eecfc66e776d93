"""What intake does when a concern is opened, and what it knows of those that are closed together."""

from __future__ import annotations

from alongside.casework.due import actions as due
from alongside.casework.due.kinds import KINDS
from alongside.casework.referrals import facts
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import queue as rules
from alongside.commons import clock
from alongside.commons.envelope.contents import Concern

from .kinds import NOT_SURE
from .linking import after_a_move
from .models import Link, Place
from .same_words import mark_of
from .thanks import thank


def register() -> None:
    facts.after_opening(_give_its_place)
    facts.after_opening(_ask_for_the_area)
    facts.effect("thank_referrer", thank)
    facts.known("same_words_read", _was_read_in_another)
    facts.known("closed_together_lately", _closed_together_lately)
    facts.after_each_move(after_a_move)
    facts.known("link_agreed", _is_linked_now)
    facts.known("linked_and_open", _linked_and_open)


def _give_its_place(told: Concern, referral: Referral, key: bytes) -> None:
    place = Place(case=referral, made_at=clock.now(), later=told.place_in_queue == "later")
    place.words = mark_of(told, referral.area.code)
    Place.objects.bulk_create([place])


def _ask_for_the_area(told: Concern, referral: Referral, key: bytes) -> None:
    """Make it due to find the area of what came without one: within one working day it is accepted or decided on."""
    if told.area == NOT_SURE:
        due.make(KINDS["find_the_area"], referral, None)


def _was_read_in_another(referral: Referral, key: bytes) -> bool:
    return Place.objects.filter(case=referral, closed_in__isnull=False).exists()


def _closed_together_lately(referral: Referral, key: bytes) -> bool:
    if referral.closure_code != "JUNK" or referral.closed_at is None:
        return False
    return rules.can_still_be_taken_back(referral.closed_at, clock.now())


def _is_linked_now(referral: Referral, key: bytes) -> bool:
    """Say whether the link is written: linking does so first, in the same transaction (linking.py)."""
    return Link.objects.filter(from_referral=referral.id, undone_at=None).exists()


def _linked_and_open(referral: Referral, key: bytes) -> bool:
    return Link.objects.filter(from_referral=referral.id, undone_at=None, case__closed_at=None).exists()
