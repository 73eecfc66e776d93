"""The demo's lines, numbers and briefing, from the cast: so that the first call can be taken at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.rules import calls
from alongside.commons import clock

from .models import Briefing, Campaign, Line, TransferNumber

POINTS = """\
The campaign's clips and a webchat say: you can tell someone, and it is not only the police who read it.
Callers may ask whether it goes on a record. Say: a trained person reads it, and what is not needed is deleted.
Callers may ask whether the person will be arrested. Say: most get support, by their own choice."""
LANGUAGES = "Interpreters: 01632 960 110, code NORTHMERE; the council pays. For Welsh, put through to Llinell Glanaber."


def load(cast: Any) -> None:
    """Add what is missing; loaded twice it changes nothing."""
    coordinator = Staff.objects.get(email=cast.COORDINATOR.email)
    for line in cast.LINES:
        _line(line)
    area = coordinator.agency.area
    for order, row in enumerate(cast.NUMBERS, start=1):
        given = {"number": row.number, "what_for": row.what_for, "order": order}
        checked = {"checked_on": clock.today(), "checked_by": coordinator}
        TransferNumber.objects.get_or_create(area=area, name=row.name, defaults={**given, **checked})
    if not Briefing.objects.exists():
        _briefing(cast, area, coordinator)


def _line(given: Any) -> None:
    area = Area.objects.get(code=given.area)
    line, _is_new = Line.objects.get_or_create(area=area, name=given.name, defaults={"contact_email": given.contact})
    line.posts.add(*Post.objects.filter(area=area, agency__name=given.agency, role=calls.HANDLER))


def _briefing(cast: Any, area: Area, coordinator: Staff) -> None:
    """A card for the demo's campaign; what the post carries later is the same campaign."""
    today, now = clock.today(), clock.now()
    begins, ends = today - timedelta(days=14), today + timedelta(days=90)
    campaign, _is_new = Campaign.objects.get_or_create(
        pk=cast.CAMPAIGN,
        defaults={
            "title": "You can talk to someone", "summary": "", "starts_on": begins, "ends_on": ends, "address": "/",
            "state": Campaign.State.LIVE, "changed_at": now,
        },
    )  # fmt: skip
    briefing = Briefing.objects.create(
        area=area, campaign=campaign, version=1, title="You can talk to someone", opening="", points=POINTS,
        languages=LANGUAGES, from_on=begins, until_on=ends, written_by=coordinator, written_at=now,
    )  # fmt: skip
    briefing.lines.set(Line.objects.filter(area=area))
    briefing.published_by, briefing.published_at = Staff.objects.get(email=cast.CHAIR.email), now
    briefing.save()
