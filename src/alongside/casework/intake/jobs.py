"""What casework's worker forgets: marks of envelopes that were opened, and grants whose day has come."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from alongside.commons import clock
from alongside.site.housekeeping import hourly

from .models import Collected

MARKS_KEPT = timedelta(days=30)
"""Long enough that no copy of an envelope is left in the letterbox; the mark holds an id and days, no contents."""


def _forget_old_marks() -> None:
    Collected.objects.filter(state=Collected.State.OPENED, opened_at__lt=clock.now() - MARKS_KEPT).delete()


def _remove_lapsed_grants() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.remove_lapsed()")


forget_old_marks = hourly(_forget_old_marks)
remove_lapsed_grants = hourly(_remove_lapsed_grants)
