"""Names of intake's keys: one a week (ISO 8601), `intake-2026-W48`, changing on Monday at 00:00 UTC.

A key that is gone opens nothing, in no backup either: so keys are many, and old ones are destroyed.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

NAME = re.compile(r"intake-(\d{4})-W(\d{2})\Z")
WEEK = timedelta(weeks=1)


def name_at(moment: datetime) -> str:
    """The name of the key that concerns are sealed to at `moment` (aware)."""
    year, week, _day = moment.astimezone(UTC).isocalendar()
    return f"intake-{year:04}-W{week:02}"


def names_from(moment: datetime, *, weeks: int) -> tuple[str, ...]:
    """The names for the week of `moment` and those after it, `weeks` in all: what must lie ready ahead of time."""
    return tuple(name_at(moment + WEEK * ahead) for ahead in range(weeks))


def starts_at(name: str) -> datetime:
    """The moment from which this key is used. Raises ValueError when it is no name of a key."""
    found = NAME.match(name)
    if not found:
        raise ValueError("This is not the name of an intake key.")
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return datetime.combine(monday, time(), UTC)


def ends_at(name: str) -> datetime:
    """The moment from which the next key is used."""
    return starts_at(name) + WEEK


def current(names: Iterable[str], moment: datetime) -> str:
    """The name among `names` to seal to at `moment`. Raises LookupError, in a sentence, when there is none."""
    wanted = name_at(moment)
    if wanted not in set(names):
        raise LookupError(f"There is no intake key for this week, {wanted}.")
    return wanted


def past(names: Iterable[str], moment: datetime, *, kept_for: timedelta = timedelta(0)) -> tuple[str, ...]:
    """The names whose week ended `kept_for` or longer before `moment`, oldest first."""
    return tuple(sorted(name for name in set(names) if ends_at(name) + kept_for <= moment))
