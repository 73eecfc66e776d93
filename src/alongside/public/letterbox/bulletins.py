"""Read what casework has published: the newest signed bulletin of a kind, shown only when its signature holds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alongside.commons import exchange, installation

from .models import Bulletin

log = logging.getLogger("alongside.bulletins")
LOOKS_BACK: Final = 10
"""Bulletins. One that cannot be read does not hide the good one before it, and a flood of them costs little."""
What = TypeVar("What")


def newest(kind: str, read: Callable[[exchange.Bulletin], What]) -> What | None:
    """What `read` makes of the newest genuine bulletin of a kind; None when there is none that it can read.

    Args:
        read: raises ValueError, KeyError, TypeError, AttributeError or IndexError for a body it cannot read.
    """
    keys = _keys()
    for row in Bulletin.objects.filter(kind=kind).order_by("-number")[:LOOKS_BACK]:
        try:
            return read(_genuine(row, keys))
        except (exchange.NotGenuine, ValueError, KeyError, TypeError, AttributeError, IndexError) as refused:
            log.error("bulletin %s is not shown: %s", row.pk, type(refused).__name__)
    return None


def _genuine(row: Bulletin, keys: dict[str, Ed25519PublicKey]) -> exchange.Bulletin:
    bulletin = exchange.Bulletin(row.kind, row.number, row.made_at, bytes(row.body), row.key_id, bytes(row.signature))
    exchange.verify(bulletin, keys)
    return bulletin


def _keys() -> dict[str, Ed25519PublicKey]:
    """Casework's key for bulletins, its 32 bytes, where this installation has been given it."""
    path = installation.state("keys", "public", "bulletin.pub")
    if not path.exists():
        return {}
    key = Ed25519PublicKey.from_public_bytes(path.read_bytes())
    return {exchange.key_id(key): key}
