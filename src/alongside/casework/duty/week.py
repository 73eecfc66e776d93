"""What the pages of the roster show: a week day by day, the list of what was put in, changes, gaps, alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import roles_in, roles_of
from alongside.casework.rules import duty as rules
from alongside.commons import clock
from alongside.commons.calendars import bank_holidays

from .actions import reason_against
from .models import LIVE, Alert, Change, Leave, ReadingHours, Told, Turn
from .queries import Duty, days_of, duties, reading_now

A_PAGE = 25
LOOKS_AHEAD_DAYS = 28
"""How far the page looks for gaps: long enough to find somebody, short enough to be read."""

VERBS: dict[str, str | Promise] = {
    "hours_added": _("added hours of reading"),
    "turn_added": _("put somebody on duty"),
    "turn_changed": _("changed a turn"),
    "handed_over": _("let somebody else take days of a turn"),
    "swapped": _("swapped two turns"),
    "leave_added": _("wrote down leave"),
    "arranged": _("said what holds outside the hours"),
    "removed": _("took something out of the roster"),
    "undone": _("took back an earlier change"),
    "takes_unplaced": _("let this area take what is shared without a place"),
    "both_at_once": _("let each concern go to the police and the authority at once"),
    "intake_first": _("let intake alone read each concern first"),
}


@dataclass(frozen=True)
class Shift:
    """Hours of one day and the names of who reads; nobody is a gap."""

    opens: str
    closes: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """One day of the week's page."""

    day: date
    holiday: bool
    shifts: list[Shift]
    away: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """Alerts of one area that somebody was told of and nobody has acknowledged."""

    area: Area
    count: int
    since: datetime
    until: datetime


def may_look(area: Area, staff: Staff) -> bool:
    """Does somebody work in this area, or administer?"""
    return bool(roles_in(area, staff.pk)) or "manager" in roles_of(staff.pk, on=clock.today())


def areas_for(staff: Staff) -> list[dict[str, Any]]:
    """Return the areas whose roster somebody may look at, with who reads now and the next gap."""
    found, now = duties(), clock.now()
    names = _names(found.values())
    shown = [duty for duty in found.values() if may_look(duty.area, staff)]
    return [
        {
            "area": duty.area,
            "reads": _named(reading_now(duty.area.pk, found, now), names),
            "gap": next(iter(gaps(duty, now)), None),
        }
        for duty in sorted(shown, key=lambda duty: duty.area.name)
    ]


def gaps(duty: Duty, now: datetime) -> list[rules.Reading]:
    return rules.gaps(days_of(duty, now.astimezone(clock.LONDON).date(), LOOKS_AHEAD_DAYS), now)


def week(area: Area, monday: date) -> dict[str, Any]:
    """Return a week of one area: its days, what holds out of hours, the gaps of the coming four weeks."""
    duty = duties([area.pk])[area.pk]
    names, now = _names([duty]), clock.now()
    return {
        "duty": duty,
        "days": [_day(duty, monday + timedelta(days=ahead), names) for ahead in range(7)],
        "gaps": gaps(duty, now),
        "weekdays_without": _weekdays_without(duty),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }


def _weekdays_without(duty: Duty) -> list[str]:
    there = {row.weekday for row in duty.roster.hours}
    return [label for number, label in enumerate(rules.WEEKDAYS) if number not in there]


def _shift(reading: rules.Reading, names: dict[UUID, str]) -> Shift:
    return Shift(_on_the_wall(reading.from_at), _on_the_wall(reading.until_at), _named(reading.who, names))


def _day(duty: Duty, day: date, names: dict[UUID, str]) -> Day:
    away = {leave.who for leave in duty.roster.away if leave.covers(day)}
    shifts = [
        Shift(_on_the_wall(each.from_at), _on_the_wall(each.until_at), _named(each.who, names))
        for each in days_of(duty, day, 1)
    ]
    holiday = day in bank_holidays(day.year, duty.roster.nation)
    return Day(day, holiday, shifts, _named(away, names))


def _on_the_wall(moment: datetime) -> str:
    return f"{moment.astimezone(clock.LONDON):%H:%M}"


def _names(found: Any) -> dict[UUID, str]:
    ids = {turn.who for duty in found for turn in (*duty.roster.turns, *duty.roster.away)}
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def _named(who: Any, names: dict[UUID, str]) -> tuple[str, ...]:
    return tuple(sorted(names[each] for each in who if each in names))


def entries(area: Area) -> dict[str, Any]:
    """Return what was put into a roster and is not over, for the list."""
    today = clock.today()
    return {
        "hours": list(ReadingHours.objects.filter(LIVE, area=area)),
        "turns": list(Turn.objects.filter(LIVE, area=area, until_on__gte=today).select_related("staff")),
        "leave": list(Leave.objects.filter(LIVE, area=area, until_on__gte=today).select_related("staff")),
    }


def changes(area: Area, number: str | None) -> Page[Any]:
    """Return a page of the changes of a roster, newest first; `undone` says which were taken back."""
    # Django drops a model's own ordering where rows are counted in groups.
    rows = Change.objects.filter(area=area).select_related("made_by").annotate(undone=Count("undone_by"))
    rows = rows.order_by("-made_at", "id")
    return Paginator(rows, A_PAGE).get_page(number)


def may_keep(area: Area, staff: Staff) -> bool:
    return reason_against(area, staff) is None


def alerts_for(staff: Staff) -> list[Waiting]:
    """Return what somebody was told of and nobody has acknowledged, with all that waits in the same area."""
    told = Told.objects.filter(staff=staff, alert__acknowledged_at=None).values("alert__area_id")
    rows = Alert.objects.filter(acknowledged_at=None, area_id__in=told).order_by().values("area_id")
    found = rows.annotate(count=Count("id"), since=Min("made_at"), until=Max("made_at"))
    areas = Area.objects.in_bulk([row["area_id"] for row in found])
    return [Waiting(areas[row["area_id"]], row["count"], row["since"], row["until"]) for row in found]
