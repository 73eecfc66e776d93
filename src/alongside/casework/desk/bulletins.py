"""Tell the public half which line has confirmed which version: one signed bulletin, sent whenever that changes.

It says names of lines and numbers of versions. Who confirmed, who has read and how to reach anybody stay here.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Max

from alongside.casework.outgoing import actions as outgoing
from alongside.casework.outgoing.signing import signing_key
from alongside.commons import clock, exchange

from . import queries
from .models import BulletinSent, Campaign

KIND = "briefing_confirmations"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('desk bulletin'))"


def send() -> None:
    """Sign what holds now and put it into the post's tray; within the transaction of what changed it."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    number = (BulletinSent.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    made_at = clock.now()
    BulletinSent.objects.create(number=number, made_at=made_at)
    outgoing.send_bulletin(exchange.sign(KIND, number, made_at, says(), signing_key()))


def says() -> dict[str, Any]:
    """The body: every open line, and for each campaign what is known of each of them."""
    lines = list(queries.open_lines())
    states = {each: queries.lines_of_campaign(each, lines) for each in Campaign.objects.exclude(state="gone")}
    return {
        "lines": [line.name for line in lines],
        "campaigns": {str(each.pk): [_line(row) for row in rows] for each, rows in states.items()},
    }


def _line(row: queries.LineState) -> dict[str, Any]:
    return {"line": row.line.name, "version": row.version, "confirmed": row.confirmed}
