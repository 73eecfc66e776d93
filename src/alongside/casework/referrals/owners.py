"""Whose a referral is, by name: read from who holds which post today, so that there is always exactly one (R-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from uuid import UUID

from django.db.models import Case, CharField, F, Q, Value, When

from alongside.casework.organisation.models import Holding, Post, Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.rules import journey
from alongside.casework.rules import owners as rules
from alongside.commons import clock

from .models import Referral

Away = Callable[[date], set[UUID]]
_away: list[Away] = []


def who_is_away(away: Away) -> None:
    """Register who is on leave on a day: they lead a post only where nobody else does."""
    _away.append(away)


@dataclass(frozen=True)
class Owner:
    """Whose it is: a person, the post by which they are, and whether they took it up by name or lead the post."""

    staff: Staff
    post: Post
    by_name: bool


class Roster:
    """Who holds the posts of some areas today, by people whose account is open.

    ``named`` is False for the worker, which tells people and reads no names.
    """

    def __init__(self, areas: Iterable[UUID], *, named: bool = True) -> None:
        held = Holding.objects.on(clock.today()).filter(post__area__in=set(areas), staff__is_active=True)
        # The longest-serving leads; the address decides between two who came on one day.
        held = held.select_related("staff", "post__agency").order_by("from_on", "staff__email", "staff_id")
        who = "staff__name" if named else "staff__email"
        self._held = list(held.only("from_on", who, "post__role", "post__area", "post__agency__name"))

    @cached_property
    def _away(self) -> set[UUID]:
        return set().union(*(away(clock.today()) for away in _away))

    def of_turn(self, area_id: UUID, stage: str) -> list[Holding]:
        """Return who can own a referral of an area at a stage, in the order of the turn."""
        return self._in_order(area_id, journey.STAGES[stage].turn)

    def lead(self, area_id: UUID, stage: str) -> Holding | None:
        """Return who owns what nobody has taken up: who leads the turn's first post, else who is next in line."""
        found = self.of_turn(area_id, stage) or self._in_order(area_id, rules.NEXT_IN_LINE)
        return next((each for each in found if each.staff_id not in self._away), found[0] if found else None)

    def _in_order(self, area_id: UUID, roles: tuple[str, ...]) -> list[Holding]:
        rows = [each for each in self._held if each.post.area_id == area_id and each.post.role in roles]
        return sorted(rows, key=lambda each: roles.index(each.post.role))

    def owner(self, referral: Referral) -> Owner | None:
        """Return whose an open referral is; None where its area has nobody at all, or where it is closed.

        None, too, of what is about staff or their kin: its two named people have it (rules/apart).
        """
        if referral.at.final or referral.apart:
            return None
        taken = [each for each in self.of_turn(referral.area_id, referral.stage) if each.staff_id == referral.owner_id]
        lead = None if taken else self.lead(referral.area_id, referral.stage)
        row = taken[0] if taken else lead
        return Owner(row.staff, row.post, bool(taken)) if row else None


def of(referral: Referral) -> Owner | None:
    """Return whose one referral is."""
    return Roster([referral.area_id]).owner(referral)


def after_a_move(referral: Referral, by: Staff) -> UUID | None:
    """Return who owns it by name at the stage that it has come to: who did, else who moved it, if it is their turn."""
    if referral.at.final or referral.apart:
        return None
    can = {each.staff_id for each in Roster([referral.area_id]).of_turn(referral.area_id, referral.stage)}
    return next((each for each in (referral.owner_id, by.pk) if each in can), None)


def of_staff(staff: Staff) -> Q:
    """Say which referrals are somebody's, by name or because they lead the post."""
    mine = Q(pk__in=[])
    for turn in _turns(staff):
        here = Q(area=turn.area_id, stage=turn.stage)
        if staff.pk in turn.can_own:
            mine |= here & Q(owner=staff.pk)
        if turn.lead == staff:
            mine |= here & (Q(owner=None) | ~Q(owner__in=turn.can_own))
    return mine


def whose(staff: Staff) -> Case:
    """Return, as a column to sort by, the name of whose a referral is, for the areas of somebody's posts."""
    taken, led = [], []
    for turn in _turns(staff):
        here = {"area": turn.area_id, "stage": turn.stage}
        taken.append(When(**here, owner__in=turn.can_own, then=F("owner__name")))
        led.append(When(**here, then=Value(turn.lead.name if turn.lead else "")))
    return Case(*taken, *led, default=Value(""), output_field=CharField())


@dataclass(frozen=True)
class _Turn:
    """One stage in one area: who can own what is there, and who does until somebody takes it up."""

    area_id: UUID
    stage: str
    can_own: frozenset[UUID]
    lead: Staff | None


def _turns(staff: Staff) -> list[_Turn]:
    areas = set(posts_held(staff.pk).values_list("area_id", flat=True))
    roster = Roster(areas)
    found = []
    for area_id, stage in product(sorted(areas), journey.OF_THE_TEAM):
        can, lead = roster.of_turn(area_id, stage), roster.lead(area_id, stage)
        found.append(_Turn(area_id, stage, frozenset(each.staff_id for each in can), lead.staff if lead else None))
    return found
