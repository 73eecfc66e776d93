"""Deliver a concern to the police as well, where an area does that at once (rules/at_once, R-01).

The delivery is a grant to the posts of the police's case managers and a row in the history. The police read while the
concern waits, and decide nothing; opening a referral makes it theirs to screen, as everywhere. What is closed without
one they see no more.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alongside.casework.keys.actions import give, take_back_all
from alongside.casework.organisation.models import Agency, Area, Post
from alongside.casework.organisation.queries import posts_with
from alongside.casework.rules import at_once as rules
from alongside.casework.rules.closure import LIVES_ON
from alongside.casework.rules.journey import APART
from alongside.commons.envelope import contents

from . import queries
from .models import Referral
from .queries import Seen


def police_of(area: Area) -> QuerySet[Post]:
    """Return the posts at police agencies by which an area's police read what is delivered at once."""
    return posts_with(area, (rules.READER,)).filter(agency__kind=Agency.Kind.POLICE).select_related("agency")


def police_for(told: contents.Concern, area: Area) -> list[Post]:
    """Return the posts to which a concern is delivered as it comes, besides intake's; none in other areas."""
    promised = rules.is_promised(area=area.code, told_of=told.area, advice_only=told.advice_first == "yes")
    return list(police_of(area)) if area.both_at_once and promised else []


def police_for_accepted(seen: Seen) -> list[Post]:
    """Return the posts to which a concern is delivered as its new area accepts it."""
    told = queries.told_in(seen)
    promised = rules.is_promised_after_passing(
        had_a_place=not all(each.not_placed for each in told), advice_only=all(each.advice_first for each in told)
    )
    return list(police_of(seen.referral.area)) if seen.referral.area.both_at_once and promised else []


def in_words(police: list[Post]) -> str:
    """Return what the history says of a delivery, or nothing."""
    names = ", ".join(sorted({post.agency.name for post in police}))
    return _(rules.OF_THE_POLICE).format(agencies=names) if police else ""


def follow(referral: Referral, leaves: str, key: bytes) -> None:
    """End the police's sight where a concern is closed unopened, and give it back where that is undone.

    What is linked is read on with the open referral, which the police have.
    """
    if "received" not in (leaves, referral.stage) or APART in (leaves, referral.stage) or not was_delivered(referral):
        return
    if referral.at.final and referral.closure_code != LIVES_ON:
        take_back_all(referral.id, [post.id for post in police_of(referral.area)])
    elif referral.stage == "received" and referral.area.both_at_once:
        for post in police_of(referral.area):
            give(referral.id, key, post)


def was_delivered(referral: Referral) -> bool:
    """Say whether the police of its area got a concern at once; what they saw in another area does not count."""
    steps = referral.history.filter(move__in=(rules.DELIVER.word, "accept_offer")).order_by("-number")
    return steps.values_list("move", flat=True).first() == rules.DELIVER.word


def still_theirs(referral: Referral) -> set[UUID]:
    """Return the ids of the posts that keep their sight of a concern that waits, whatever else ends for them."""
    kept = referral.area.both_at_once and was_delivered(referral)
    return {post.id for post in police_of(referral.area)} if kept else set()


def why_not_theirs(seen: Seen) -> str | None:
    """Say that intake decides, to the police who read a concern that waits (ownership.not_theirs)."""
    return _(rules.FOR_INFORMATION).format(area=seen.referral.area.name) if queries.reads_at_once(seen) else None


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return what a referral's page says of the delivery while the concern waits."""
    if queries.reads_at_once(seen):
        return {"says": why_not_theirs(seen)}
    waits = seen.referral.stage == "received" and "intake" in seen.roles
    return {"says": _(rules.POLICE_HAVE_IT) if waits and was_delivered(seen.referral) else ""}
