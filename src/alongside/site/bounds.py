"""How often one source may do something, without keeping where it is: keyed hashes in this process's memory.

Domain page 7.6: no address is kept beyond rate limiting, hashed, for 24 hours at most. The hashing key is made anew
each day and dies with the process, so that the hashes cannot be turned back into addresses.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
import time
from collections import deque
from datetime import timedelta
from typing import Final

from django.http import HttpRequest

A_DAY: Final = 24 * 60 * 60
MOST_SOURCES: Final = 50_000


class Bound:
    """At most `times` `within` a span from one source."""

    def __init__(self, times: int, within: timedelta) -> None:
        self._times = times
        self._within = within.total_seconds()
        self._lock = threading.Lock()
        self._begin_anew()

    def allows(self, request: HttpRequest) -> bool:
        """Count this request, and say whether its source stays within the bound."""
        address = source_of(request)
        if not address:
            return True
        with self._lock:
            now = time.monotonic()
            if now - self._began > A_DAY or len(self._seen) > MOST_SOURCES:
                self._begin_anew()
            return self._count(hmac.digest(self._key, address.encode(), "sha256"), now)

    def _count(self, source: bytes, now: float) -> bool:
        moments = self._seen.setdefault(source, deque(maxlen=self._times + 1))
        while moments and now - moments[0] > self._within:
            moments.popleft()
        moments.append(now)
        return len(moments) <= self._times

    def _begin_anew(self) -> None:
        self._key = secrets.token_bytes(32)
        self._began = time.monotonic()
        self._seen: dict[bytes, deque[float]] = {}


def source_of(request: HttpRequest) -> str:
    """The address that asks, or nothing when it is this machine's own.

    A proxy on this machine says for whom it asks; the last address it names is the one that it saw itself. Somebody
    with an IPv6 line has 2**64 addresses, so a line counts as one.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if _is_this_machine(peer):
        peer = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _is_this_machine(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        # A Unix socket has no address.
        return True
