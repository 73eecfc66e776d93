"""What moves disclose, by the words of rules/journey and rules/disclosures."""

from __future__ import annotations

import json
from collections.abc import Iterable

from alongside.casework.keys.actions import case_key
from alongside.casework.organisation.models import Agency, Area
from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import at_once, facts
from alongside.casework.referrals.models import Countersigning, History, Referral
from alongside.casework.rules import disclosures as rules
from alongside.casework.rules import journey
from alongside.commons.envelope.contents import Concern

from . import actions, queries


def register() -> None:
    facts.after_opening(_delivered_at_once)
    facts.after_each_move(_shared_by_move)
    facts.after_each_move(_passed_on)
    facts.when_shared_to_sign(_shared_to_sign)
    facts.effect("stop_sharing_today", _consent_ended)
    facts.effect("end_provider_access", _provider_ends)


def agencies_of(area: Area, roles: Iterable[str]) -> list[Agency]:
    """Return the bodies that have posts with these roles in an area, by name."""
    return list(Agency.objects.filter(posts__in=posts_with(area, roles)).distinct())


def _delivered_at_once(told: Concern, referral: Referral, key: bytes) -> None:
    """By the intake worker, which adds rows and reads none; no person decides on it, the area's arrangement does."""
    agencies = {post.agency_id: post.agency for post in at_once.police_for(told, referral.area)}
    for agency in agencies.values():
        actions.to_agency(referral, key, "deliver_at_once", agency, of_act=referral.id, by=None)


def _shared_by_move(referral: Referral, history: History, key: bytes) -> None:
    if history.move not in rules.OPENS_TO_ROLES:
        return
    inside = set() if history.move in rules.ALWAYS_A_ROW else queries.agencies_inside(referral)
    for agency in agencies_of(referral.area, journey.MOVES[history.move].shares_with):
        if agency.pk not in inside:
            actions.to_agency(referral, key, history.move, agency, of_act=history.id, by=history.made_by)


def _shared_to_sign(referral: Referral) -> None:
    """Whoever may sign comes to read a case; a body that reads it already, or that owns it, is told nothing new."""
    asked = Countersigning.objects.filter(case=referral).select_related("asked_by").last()
    key = case_key(referral.id)
    if asked is None or key is None:
        return
    inside = queries.agencies_inside(referral) | {asked.asked_by.agency_id}
    for agency in agencies_of(referral.area, journey.MOVES[asked.move].second_by):
        if agency.pk not in inside:
            actions.to_agency(referral, key, "to_sign", agency, of_act=asked.id, by=asked.asked_by)


def _passed_on(referral: Referral, history: History, key: bytes) -> None:
    """A service that took the person on, or an area that took the case over, has what it was told to do so."""
    if history.closure_code in rules.SIGNPOSTS:
        _to_whom_it_says(referral, history, key, "signpost", ("receiving_service_accepted", "service"), "service")
    elif history.closure_code in rules.HANDS_OVER and history.move == "hand_over":
        _to_whom_it_says(referral, history, key, "hand_over", ("receiving_area_accepted", "area"), "local_authority")


def _to_whom_it_says(
    referral: Referral, history: History, key: bytes, word: str, recorded: tuple[str, str], kind: str
) -> None:
    fact, field = recorded
    newest = referral.records.filter(fact=fact).order_by("-made_at").first()
    if newest is not None:
        name = json.loads(newest.opened(key, "answers"))[field]
        actions.by_act(referral, key, word, of_act=history.id, recipient=name, kind=kind, by=history.made_by)


def _consent_ended(referral: Referral, history: History, key: bytes) -> None:
    actions.recall_all(referral, key, "consent_ended", by=history.made_by, acts=rules.RESTS_ON_CONSENT)


def _provider_ends(referral: Referral, history: History, key: bytes) -> None:
    rows = [row for row in queries.live(referral) if row.act == "start_support"]
    actions.end(rows, key, by=history.made_by)
