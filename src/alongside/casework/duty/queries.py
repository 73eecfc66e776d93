"""Whole rosters in a few queries, and what follows from them: who reads now, who reads when, and for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from alongside.casework.organisation.models import Area, Holding
from alongside.casework.rules import duty as rules
from alongside.commons import clock
from alongside.commons.calendars import Nation

from .models import LIVE, Arrangement, Leave, ReadingHours, Turn

FOR_EVER = date.max


@dataclass(frozen=True)
class Duty:
    """One area's roster, and what holds outside its hours."""

    area: Area
    roster: rules.Roster
    arrangement: Arrangement | None

    @property
    def cover_id(self) -> UUID | None:
        return self.arrangement.cover_id if self.arrangement else None


def duties(areas: Iterable[UUID] | None = None) -> dict[UUID, Duty]:
    """Return the roster of every area, or of these and of those that cover them."""
    wanted = None if areas is None else _with_covers(set(areas))
    found = Area.objects.all() if wanted is None else Area.objects.filter(pk__in=wanted)
    hours, turns, away = (_by_area(kind, wanted) for kind in (ReadingHours, Turn, Leave))
    holds = _holds(wanted)
    arranged = {row.area_id: row for row in Arrangement.objects.filter(LIVE)}
    return {
        area.id: Duty(
            area,
            rules.Roster(Nation(area.nation), hours[area.id], turns[area.id], away[area.id], holds[area.id]),
            arranged.get(area.id),
        )
        for area in found
    }


def away(day: date) -> set[UUID]:
    """Return who is on leave on a day, in any area."""
    return set(Leave.objects.filter(LIVE, from_on__lte=day, until_on__gte=day).values_list("staff_id", flat=True))


def has_cover(area_id: UUID) -> bool:
    """Say whether another area reads for this one when its own people do not: one query, at every concern."""
    return Arrangement.objects.filter(LIVE, area_id=area_id, cover__isnull=False).exists()


def _with_covers(areas: set[UUID]) -> set[UUID]:
    covers = Arrangement.objects.filter(LIVE, area__in=areas, cover__isnull=False)
    return areas | set(covers.values_list("cover_id", flat=True))


def _by_area(kind: Any, wanted: set[UUID] | None) -> defaultdict[UUID, list[Any]]:
    found = defaultdict(list)
    rows = kind.objects.filter(LIVE)
    for row in rows if wanted is None else rows.filter(area__in=wanted):
        found[row.area_id].append(row.as_rule)
    return found


def _holds(wanted: set[UUID] | None) -> defaultdict[UUID, list[rules.Turn]]:
    """Return by area who holds, or will hold, the post that reads."""
    rows = Holding.objects.filter(post__role=rules.READER, staff__is_active=True)
    found = defaultdict(list)
    for area, staff, first, last in (rows if wanted is None else rows.filter(post__area__in=wanted)).values_list(
        "post__area_id", "staff_id", "from_on", "until_on"
    ):
        found[area].append(rules.Turn(staff, first, last or FOR_EVER))
    return found


def reading_now(area_id: UUID, found: dict[UUID, Duty], moment: datetime) -> frozenset[UUID]:
    """Who of the area itself is on duty at a moment."""
    return rules.reading_at(found[area_id].roster, moment)


def covering_now(area_id: UUID, found: dict[UUID, Duty], moment: datetime) -> frozenset[UUID]:
    """Who of the covering area is on duty at a moment; nobody where no area covers. Cover is not handed on."""
    cover = found[area_id].cover_id
    return rules.reading_at(found[cover].roster, moment) if cover else frozenset()


def days_of(duty: Duty, first: date, days: int) -> list[rules.Reading]:
    return rules.readings(duty.roster, first, first + timedelta(days=days - 1))


def spans(area_id: UUID, found: dict[UUID, Duty], now: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """The spans, not yet over, in which somebody reads for an area: its own people, and those of its cover."""
    first = now.astimezone(clock.LONDON).date() - timedelta(days=1)
    own = days_of(found[area_id], first, days + 2)
    cover = found[area_id].cover_id
    of_cover = days_of(found[cover], first, days + 2) if cover else []
    return [span for span in rules.in_which_somebody_reads([*own, *of_cover]) if span[1] > now]


def unread_areas() -> list[Area]:
    """Return the areas that concerns can be sent to and in which nobody reads in the coming week, cover included."""
    found, now = duties(), clock.now()
    offered = Area.objects.filter(posts__role=rules.READER).distinct()
    return [area for area in offered if not spans(area.id, found, now, rules.WARNED_DAYS)]
