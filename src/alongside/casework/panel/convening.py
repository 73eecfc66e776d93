"""What a meeting itself waits for: its papers, its minutes. Shown to whoever convenes it until it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.rules import panel as rules
from alongside.casework.rules.timescales import overdue_in_words
from alongside.commons import clock

from .models import Meeting

SHOWN_AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True)
class Waits:
    """One meeting, what it waits for, by which day, and how near that is in words."""

    meeting: Meeting
    what: str
    due_on: date
    in_words: str


def waiting_for(staff: Staff) -> list[Waits]:
    """Return what the meetings that somebody convenes wait for, the earliest first; overdue ones until they are done.

    Meetings hold nothing of a case, so a chair with a conflict on every item is told, too.
    """
    areas = posts_held(staff.pk).filter(role__in=rules.CONVENES).values("area")
    rows = Meeting.objects.filter(area__in=areas, status__in=rules.WAITS_ON).select_related("area")
    found = [_waits(row) for row in rows if not (row.urgent and row.status == "planned")]
    near = clock.today() + SHOWN_AHEAD
    return sorted((one for one in found if one.due_on <= near), key=lambda one: one.due_on)


def _waits(row: Meeting) -> Waits:
    what, last_day = rules.WAITS_ON[row.status]
    day = last_day(row.starts_at, row.zone, row.area.nation)
    return Waits(row, what, day, overdue_in_words(day, clock.today()))
