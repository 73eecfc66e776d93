"""What is forgotten without anybody asking: sessions that have ended. Each half's worker does it once an hour."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.utils import timezone

EVERY_SECONDS = 3600


def hourly(duty: Callable[[], object]) -> Callable[[], None]:
    """Let a duty be done at the first call and then once an hour, however often the worker comes by."""
    done_at: list[float] = []

    def when_due() -> None:
        if not done_at or time.monotonic() - done_at[0] > EVERY_SECONDS:
            duty()
            done_at[:] = [time.monotonic()]

    return when_due


def _forget_ended_sessions() -> None:
    # A session's end is real time, as its cookie's is: not the settable clock of practice.
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


forget_ended_sessions = hourly(_forget_ended_sessions)
