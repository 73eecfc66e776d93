"""When a clip comes out. Pure: no database, no clock of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.commons.clock import LONDON


def release_at(first_release_at: datetime, weeks_between: int, number: int) -> datetime:
    """The moment at which clip ``number`` (from 1) comes out.

    Weeks are counted on the clock on the wall, so that a series at 9 o'clock stays at 9 when summer time begins.
    """
    on_the_wall = first_release_at.astimezone(LONDON)
    return (on_the_wall + timedelta(weeks=weeks_between * (number - 1))).astimezone(first_release_at.tzinfo)


def seconds_to_keep(now: datetime, next_release_at: datetime | None, *, at_most: int) -> int:
    """How long a cache may keep a page made now: never past the next release."""
    if next_release_at is None:
        return at_most
    return max(0, min(at_most, int((next_release_at - now).total_seconds())))
