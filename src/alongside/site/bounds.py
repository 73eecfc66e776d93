"""How often one source may do something, without keeping where it is.

Domain page 7.6: no address is kept beyond rate limiting, hashed, for 24 hours at most. Here even the hash is not kept:
it chooses a few counters in a table of fixed size (`counters.py`) that all processes of a half share.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from alongside.commons import installation

from .counters import Counters

log = logging.getLogger("alongside.bounds")

# A provider hands one customer a /64 to a /48; who holds a whole /48 may do this many times what one line may.
LINES_OF_A_NETWORK: Final = 8


class Bound:
    """At most about `times` `within` a span from one source; bounds of different names count apart."""

    def __init__(self, name: str, times: int, within: timedelta) -> None:
        self._name = name
        self._times = times
        self._within = within.total_seconds()

    def allows(self, request: HttpRequest) -> bool:
        """Count this request, and say whether its source stays within the bound.

        Where the counters cannot be reached it does: nobody is turned away because a disk is full.
        """
        try:
            counted = [self._times * lines >= self._count(source) for source, lines in sources_of(request)]
        except OSError:
            log.error("sources could not be counted: is the folder of bounds writable?")
            return True
        return all(counted)

    def _count(self, source: str) -> float:
        """How often in the span that ends now: this one's count, and of the one before what still reaches into it."""
        # Not the clock of practice, which a test or the demo can set: what is bounded here is real.
        span, gone = divmod(time.time(), self._within)
        counters = _counters()
        now = counters.add(span * self._within, self._said(span, source))
        before = counters.read((span - 1) * self._within, self._said(span - 1, source))
        return now + before * (1 - gone / self._within)

    def _said(self, span: float, source: str) -> bytes:
        return f"{self._name} {int(span)} {source}".encode()


def counted_once(what: str) -> bool:
    """Whether this was counted for the first time in this hour; where it cannot be counted, it was not."""
    try:
        return _counters().add(time.time(), what.encode()) == 1
    except OSError:
        return False


def _counters() -> Counters:
    return Counters(installation.state(*settings.COUNTS_IN))


def sources_of(request: HttpRequest) -> list[tuple[str, int]]:
    """What asks, and for how many lines it stands; nothing when it is this machine's own.

    Somebody with an IPv6 line has 2**64 addresses, so a line counts as one; and so that nobody goes round by taking one
    line after the other, the network that lines are handed out from counts as well.
    """
    address = address_of(request)
    if address is None:
        return []
    if address.version == 4:
        return [(str(address), 1)]
    return [(_network(address, 64), 1), (_network(address, 48), LINES_OF_A_NETWORK)]


def address_of(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that asks, or None when it is this machine's own.

    A proxy on this machine says for whom it asks; the last address it names is the one that it saw itself.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if _is_this_machine(peer):
        peer = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(address: ipaddress.IPv6Address, bits: int) -> str:
    return str(ipaddress.ip_network((address, bits), strict=False))


def _is_this_machine(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        # A Unix socket has no address.
        return True
