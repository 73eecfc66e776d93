"""What the public half's worker does every hour: close the hour of the log, and let boxes die on their day."""

from __future__ import annotations

from django.db import connection

from alongside.commons import clock
from alongside.site.housekeeping import hourly

from . import actions, rules

_closed: list[object] = []


def close_the_hour() -> None:
    """Close the hour when it has begun; between hours it asks nothing of the database."""
    hour = rules.hour_of(clock.now())
    if _closed != [hour]:
        actions.close_hour()
        _closed[:] = [hour]


def _forget_closed_boxes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT letterbox.forget(%s)", [clock.today()])


forget_closed_boxes = hourly(_forget_closed_boxes)
