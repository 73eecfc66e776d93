"""What pages show of concerns that one area offers to another: to judge, to wait for, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from alongside.casework.keys.actions import case_key
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import posts_held, roles_in
from alongside.casework.referrals import ownership, queries
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import passing as rules
from alongside.casework.rules import timescales
from alongside.commons import clock

from .models import Offer

KEPT_IN_SIGHT = timedelta(days=30)
"""How long the queue goes on saying what became of an offer; the history says it as long as the case is kept."""


@dataclass(frozen=True)
class Shown:
    """An offer for whoever is looking. `reason` and `answer_reason` are empty to who has no key of the case."""

    offer: Offer
    ours: bool
    theirs: bool
    reason: str
    answer_reason: str
    due: str
    overdue: bool

    @property
    def answer(self) -> str:
        return _(rules.ANSWERS[self.offer.answer])


def open_for(case_id: UUID) -> Offer | None:
    """Return the offer of a case that nobody has answered yet."""
    return Offer.objects.filter(case=case_id, answer="").select_related("from_area", "to_area").first()


def to_judge(staff: Staff) -> Q:
    """Say which referrals somebody sees because another area offers them to one whose concerns they read."""
    mine = areas_read_by(staff)
    offered = Offer.objects.filter(answer="", to_area__in=mine).exclude(from_area__in=mine)
    return Q(pk__in=offered.values("case_id"))


def to_area_of(case: OuterRef) -> Subquery:
    """Return the name of the area that a case is offered to, for a query of cases."""
    return Subquery(Offer.objects.filter(case=case, answer="").values("to_area__name")[:1])


def areas_read_by(staff: Staff) -> QuerySet[Any, Any]:
    """Return the ids of the areas in which somebody holds the post that reads concerns."""
    return posts_held(staff.pk).filter(role="intake").values("area_id")


def for_the_queue(staff: Staff) -> dict[str, list[Shown]]:
    """Return the offers that somebody's areas have to answer, and what became of others in the last 30 days."""
    mine = areas_read_by(staff)
    found = Offer.objects.filter(Q(from_area__in=mine) | Q(to_area__in=mine))
    found = found.select_related("from_area", "to_area", "offered_by", "answered_by")
    open_ = found.filter(answer="", to_area__in=mine).annotate(hurt=F("case__hurt_told"))
    open_ = open_.order_by("-hurt", "offered_at")
    lately = found.exclude(answer="").filter(answered_at__gt=clock.now() - KEPT_IN_SIGHT).order_by("-answered_at")
    return {"to_judge": _rows(open_), "answered": _rows(lately)}


def _rows(offers: QuerySet[Offer]) -> list[Shown]:
    return [_shown(offer, None, frozenset(), frozenset()) for offer in offers]


def find(staff: Staff, offer_id: UUID) -> Shown:
    """Return one offer to who reads concerns in either area. Raises queries.NotFound."""
    found = Offer.objects.select_related("from_area", "to_area", "offered_by", "answered_by")
    offer = found.filter(pk=offer_id).first()
    ours = frozenset(roles_in(offer.from_area, staff.pk)) if offer else frozenset()
    theirs = frozenset(roles_in(offer.to_area, staff.pk)) if offer else frozenset()
    if offer is None or "intake" not in ours | theirs:
        raise queries.NotFound
    return _shown(offer, case_key(offer.case_id), ours, theirs)


def _shown(offer: Offer, key: bytes | None, ours: frozenset[str], theirs: frozenset[str]) -> Shown:
    due, today = answer_due(offer), clock.today()
    return Shown(
        offer,
        "intake" in ours,
        "intake" in theirs,
        queries.text_of(offer, key, "reason") if key else "",
        queries.text_of(offer, key, "answer_reason") if key else "",
        timescales.overdue_in_words(due, today) if not offer.answer else "",
        not offer.answer and due < today,
    )


def answer_due(offer: Offer) -> date:
    """Return the day by which an offer is answered."""
    day = offer.offered_at.astimezone(clock.LONDON).date()
    return timescales.due_on(timescales.CLOCKS["offer_answer"], day, offer.from_area.nation)


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return what a referral's page says of passing it on, to who reads concerns."""
    if "intake" not in seen.roles or seen.referral.stage != "received":
        return {"offer": None, "may_offer": False}
    offer = open_for(seen.referral.pk)
    says = ownership.reason_against_deciding(seen, still_open=True)
    may_offer = says is None and "intake" in roles_in(seen.referral.area, seen.staff.pk)
    return {"offer": offer, "says": says, "may_offer": may_offer}


def why_not_theirs(seen: Seen) -> str | None:
    """Say that another area owns a case, to who reads it because it is offered to theirs (referrals/ownership)."""
    offer = open_for(seen.referral.pk) if seen.referral.stage == "received" else None
    if offer is None or not _only_judges(seen, offer):
        return None
    return _(rules.OFFERED_TO_US).format(area=offer.from_area.name)


def why_it_waits(seen: Seen) -> str | None:
    """Say that a case waits for another area's answer, to who owns it (referrals/ownership)."""
    offer = open_for(seen.referral.pk) if seen.referral.stage == "received" else None
    return _(rules.OFFERED_BY_US).format(area=offer.to_area.name) if offer else None


def _only_judges(seen: Seen, offer: Offer) -> bool:
    return not roles_in(offer.from_area, seen.staff.pk)


def areas_to_offer_to(seen: Seen) -> list[Area]:
    """Return the other areas in which somebody has the post that reads concerns."""
    with_readers = Area.objects.filter(posts__role="intake").exclude(pk=seen.referral.area_id)
    return list(with_readers.distinct().order_by("name"))
