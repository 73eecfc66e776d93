"""What the roster does when a concern is opened: alert, and share it with the area that reads at this hour."""

from __future__ import annotations

from datetime import timedelta

from alongside.casework.disclosures import actions as disclosures
from alongside.casework.keys.actions import give
from alongside.casework.organisation.models import Post
from alongside.casework.referrals import facts, owners, ownership
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import duty as rules
from alongside.commons import clock
from alongside.commons.envelope.contents import Concern

from . import alerts
from .queries import away, covering_now, duties, has_cover, reading_now

COVER_SEES = timedelta(days=3)
"""A long weekend: whoever covers sees what came in their hours, and then no more."""


def register() -> None:
    facts.after_opening(_alert)
    facts.after_opening(_share_with_cover)
    facts.when_hurt_is_told_later(alerts.raise_alert)
    ownership.when_passed(alerts.go_along)
    owners.who_is_away(away)


def _alert(told: Concern, referral: Referral, key: bytes) -> None:
    if referral.hurt_told:
        alerts.raise_alert(referral.area, referral.received_at)


def _share_with_cover(told: Concern, referral: Referral, key: bytes) -> None:
    """Let the covering area's readers see a concern that came while they read and the area's own people did not."""
    if not has_cover(referral.area_id):
        return
    found, now = duties([referral.area_id]), clock.now()
    if reading_now(referral.area_id, found, now) or not covering_now(referral.area_id, found, now):
        return
    posts = list(Post.objects.filter(area=found[referral.area_id].cover_id, role=rules.READER).select_related("agency"))
    for post in posts:
        give(referral.id, key, post, ends_at=now + COVER_SEES)
    until = (now + COVER_SEES).astimezone(clock.LONDON).date()
    for agency in {post.agency for post in posts}:
        disclosures.to_agency(referral, key, "cover", agency, of_act=referral.id, by=None, until=until)
