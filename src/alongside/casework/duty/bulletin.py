"""What the public half is told of the roster: when somebody reads in each area, in whose name, and who takes the rest.

Signed by casework's worker, which alone makes these bulletins, so that numbers have one writer. No name of anybody on
duty leaves: a page says that somebody reads, not who.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.casework.organisation.models import Agency
from alongside.casework.outgoing import actions as outgoing
from alongside.casework.outgoing.signing import signing_key
from alongside.casework.rules import duty as rules
from alongside.commons import clock, exchange

from .models import Change, Issued
from .queries import Duty, duties, spans

KIND = "duty"
RENEWED = timedelta(hours=1)


def says(now: datetime) -> dict[str, Any]:
    """The body of the bulletin (docs/plans/sharing-a-concern.md); moments are UTC, to the second."""
    found = duties()
    agencies = _agencies()
    areas = {
        duty.area.code: _area(area_id, found, agencies[area_id], now)
        for area_id, duty in found.items()
        if area_id in agencies
    }
    takes = next((duty.area for duty in found.values() if duty.area.takes_unplaced), None)
    unplaced = {"area": takes.code, "name": takes.name, **areas[takes.code]} if takes and takes.code in areas else {}
    return {"areas": areas, "unplaced": unplaced}


def _agencies() -> dict[UUID, str]:
    """Return, for each area in which somebody could read concerns, the agency whose post that is."""
    rows = Agency.objects.filter(posts__role=rules.READER).order_by("-name")
    return dict(rows.values_list("posts__area_id", "name"))


def _area(area_id: UUID, found: dict[UUID, Duty], agency: str, now: datetime) -> dict[str, Any]:
    reads = spans(area_id, found, now, rules.PUBLISHED_DAYS)
    arranged = found[area_id].arrangement
    own = (arranged.reader_en, arranged.reader_cy, arranged.line) if arranged else ("", "", "")
    return {
        "reads": [[_moment(begins), _moment(ends)] for begins, ends in reads],
        "reader": {"en": own[0] or f"trained staff of {agency}", "cy": own[1] or f"staff hyfforddedig {agency}"},
        "line": own[2],
        "both": found[area_id].area.both_at_once,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@transaction.atomic
def publish_when_due() -> bool:
    """Sign and send a bulletin when the roster has changed, and once an hour. Return whether one left."""
    now, changes = clock.now(), Change.objects.count()
    last = Issued.objects.order_by("-number").first()
    if last and last.changes == changes and last.made_at <= now < last.made_at + RENEWED:
        return False
    number = last.number + 1 if last else 1
    Issued.objects.create(number=number, made_at=now, changes=changes)
    outgoing.send_bulletin(exchange.sign(KIND, number, now, says(now), signing_key()))
    return True
