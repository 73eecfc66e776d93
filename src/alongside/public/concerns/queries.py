"""What the pages ask of the database, and remember for when it does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db import DatabaseError, connection

from alongside.commons import clock
from alongside.commons.envelope.contents import Reply, ToReceipt
from alongside.commons.envelope.keys import WillNotOpen
from alongside.commons.envelope.receipt import Receipt, ReplyKey, SealedReply, open_reply, stretch
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


@dataclass(frozen=True)
class Mailbox:
    """What waits for the holder of a receipt: how far we are with what they told, and our replies, oldest first."""

    state: str
    replies: list[Reply]


def mailbox(receipt: Receipt) -> Mailbox:
    """Open what waits at a receipt's locator.

    A receipt that was never given out, one that is wrong and one that is no longer good all give the same empty box,
    and each takes the same stretching.
    """
    key = stretch(receipt)
    opened = [said for row in _waiting_at(key) if (said := _opened(row, key))]
    replies = sorted((said for said in opened if isinstance(said, Reply)), key=lambda reply: reply.written_at)
    state = replies[-1].state if replies else "received" if opened else ""
    return Mailbox(state, [reply for reply in replies if reply.words])


def _opened(row: SealedReply, key: ReplyKey) -> ToReceipt | None:
    try:
        return open_reply(row, key)
    except WillNotOpen:
        return None


def _waiting_at(key: ReplyKey) -> list[SealedReply]:
    mark = key.reply_to().mark()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, mark, closes_on, sealed FROM letterbox.at(%s, %s)", [key.locator, clock.now().date()]
        )
        rows = [SealedReply(id, key.locator, bytes(its), day, bytes(sealed)) for id, its, day, sealed in cursor]
    return [row for row in rows if row.mark == mark]
