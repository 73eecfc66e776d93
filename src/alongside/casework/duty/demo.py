"""The demo's rosters: every area reads on working days from 9 to 5."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.commons import clock

from .models import Arrangement, Change, ReadingHours, Turn


def load(areas: dict[str, Area], by: Staff, today: date) -> None:
    """Make the rosters once. The first area has a telephone line out of hours, and covers the others."""
    if Change.objects.exists():
        return
    first = next(iter(areas.values()))
    for area in areas.values():
        change = Change.objects.create(area=area, made_by=by, made_at=clock.now(), verb="arranged")
        added: dict[str, Any] = {"area": area, "added_in": change}
        for weekday in range(5):
            ReadingHours.objects.create(**added, weekday=weekday, opens=time(9), closes=time(17))
        for holding in Holding.objects.filter(post__area=area, post__role="intake"):
            year = {"from_on": today, "until_on": today + timedelta(days=365)}
            Turn.objects.create(**added, staff=holding.staff, **year)
        line = {"out_of_hours": "line", "line": "01632 960 123"}
        Arrangement.objects.create(**added, **(line if area == first else {"out_of_hours": "area", "cover": first}))
