"""What the pages ask of the database, and remember for when it does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db import DatabaseError

from alongside.commons import clock
from alongside.public.help import queries as help_queries

from .models import Area

FRESH_FOR: Final = 30.0
T = TypeVar("T")


class Remembered(Generic[T]):
    """Something public that is read now and then; the last reading stands in while the database does not answer."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._found: tuple[T, float] | None = None

    def __call__(self) -> T:
        """Return it. Raises DatabaseError when it was never read and cannot be read now."""
        found = self._found
        if found and time.monotonic() - found[1] < FRESH_FOR:
            return found[0]
        try:
            read = self._read()
        except DatabaseError:
            if not found:
                raise
            read = found[0]
        with self._lock:
            self._found = (read, time.monotonic())
        return read

    def forget(self) -> None:
        self._found = None


@dataclass(frozen=True)
class Helpline:
    """Somebody to telephone; when they answer is asked anew for each page."""

    name: str
    number: str


def _read_helpline() -> Helpline | None:
    found = help_queries.first_to_call(clock.now())
    return Helpline(found.service.name, found.service.number) if found else None


areas: Final = Remembered(lambda: list(Area.objects.all()))
_helpline: Final = Remembered(_read_helpline)


def helpline() -> Helpline | None:
    """Whom to telephone instead, or None when nobody is listed or nothing is known."""
    try:
        return _helpline()
    except DatabaseError:
        return None


def area_called(code: str) -> Area | None:
    """The area of this code, or None: also for “I am not sure”."""
    return next((area for area in areas() if area.code == code), None)
