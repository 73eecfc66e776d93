"""The one clock. In a demo or a test it can be moved, for all processes at once; in production never.

The file `clock` in the state folder holds a signed number of seconds that is added to the machine's time, so
time goes on after it was moved. It is read at every call (about 10 microseconds), so no process has to be told.
"""

import os
import tempfile
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from alongside.commons.refusals import NotAllowed

LONDON = ZoneInfo("Europe/London")
MODES_THAT_MOVE = frozenset({"demo", "test"})
MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC) + offset()


def today(tz: tzinfo = LONDON) -> date:
    """The present day where `tz` is kept."""
    return now().astimezone(tz).date()


def offset() -> timedelta:
    """How far the clock was moved: nothing in production, whatever the file says.

    Raises ValueError when the file does not hold a number: a clock nobody can read must not pass for the right time.
    """
    if not may_be_moved():
        return timedelta(0)
    try:
        return timedelta(seconds=float(_file().read_text(encoding="ascii")))
    except FileNotFoundError:
        return timedelta(0)


def set_to(moment: datetime) -> None:
    """Let it be `moment` (aware) now, in every process that shares the state folder."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment that knows its time zone.")
    _move_to(moment - datetime.now(UTC))


def shift(by: timedelta) -> None:
    """Move the clock on (or back) by so much from where it is."""
    _refuse_in_production()
    _move_to(offset() + by)


def reset() -> None:
    """Go back to the machine's own time."""
    _refuse_in_production()
    _file().unlink(missing_ok=True)


def may_be_moved() -> bool:
    """Whether this installation is a demo or a test; no mode at all counts as production."""
    return os.environ.get("ALONGSIDE_MODE") in MODES_THAT_MOVE and "ALONGSIDE_STATE" in os.environ


def _refuse_in_production() -> None:
    if not may_be_moved():
        raise NotAllowed("The clock can be moved only in a demo or a test.")


def _file() -> Path:
    return Path(os.environ["ALONGSIDE_STATE"]) / "clock"


def _move_to(by: timedelta) -> None:
    _refuse_in_production()
    seconds, micro = divmod(abs(by) // MICROSECOND, 1_000_000)
    sign = "-" if by < timedelta(0) else "+"
    _write(_file(), f"{sign}{seconds}.{micro:06d}\n")


def _write(path: Path, text: str) -> None:
    """Replace the file in one step, so that no reader finds half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".clock-")
    try:
        # Processes of the other half run as other users, and they must read the same time.
        os.fchmod(handle, 0o644)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
