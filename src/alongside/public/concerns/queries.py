"""What the pages ask of the database, and remember for when it does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db import DatabaseError
from django.utils.safestring import SafeString

from alongside.commons import clock
from alongside.public.help import queries as help_queries
from alongside.public.help.models import For, Nation, Service

from . import postcodes
from .models import Area, Postcode

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
class Line:
    """Somebody to telephone, as the directory has them; `says` is whether they answer now.

    Name and relay are marked with their language where the page is in another.
    """

    name: SafeString
    number: str
    what_for: str
    text_relay: SafeString
    says: str | None


IN_BRITAIN: Final = (Nation.UNITED_KINGDOM, Nation.GREAT_BRITAIN)


def _read_services() -> list[Service]:
    fresh = Service.objects.fresh(clock.today()).filter(nation__in=IN_BRITAIN)
    return list(fresh.exclude(number="").prefetch_related("opening", "words"))


areas: Final = Remembered(lambda: list(Area.objects.prefetch_related("words")))
postcode_areas: Final = Remembered(lambda: dict(Postcode.objects.values_list("beginning", "area_id")))
_services: Final = Remembered(_read_services)


def lines(*what_for: str) -> list[Line]:
    """Whom to telephone for this, in the directory's order; nobody when nobody is listed or nothing is known."""
    try:
        found = _services()
    except DatabaseError:
        return []
    return [_line(service) for purpose in what_for for service in found if service.what_for == purpose]


def helpline() -> Line | None:
    """Whom to telephone instead of writing, or None."""
    return next(iter(lines(For.WORRY)), None)


def _line(service: Service) -> Line:
    entry = help_queries.entry(service, clock.now())
    return Line(service.named, service.number, service.what_for, service.relay, entry.says)


def area_called(code: str) -> Area | None:
    """The area of this code, or None: also for “I am not sure”."""
    return next((area for area in areas() if area.code == code), None)


def area_that_reads_unplaced() -> Area | None:
    """The area whose intake reads first what names no place, or None where nobody is named for it."""
    return next((area for area in areas() if area.reads_unplaced), None)


def area_of_postcode(typed: str) -> Area | None:
    """The area that a postcode lies in. The table is looked through here, so that no query holds what was typed."""
    table = postcode_areas()
    found = next((table[one] for one in postcodes.beginnings(typed) if one in table), "")
    return area_called(found)
