"""Put something into the tray. It leaves within a second or two, after the transaction that put it there."""

from __future__ import annotations

import uuid
from typing import Any

from alongside.commons import canonical, clock
from alongside.commons.envelope.receipt import SealedReply
from alongside.commons.exchange import Bulletin

from .models import Outgoing

NAMES_OF_BULLETINS = uuid.UUID("6f6b7b1c-7c0c-5b0e-9d0a-0a4a4d6f2e11")
"""A namespace for the ids of bulletins (RFC 9562 5.5), so that the same bulletin put in twice is one row."""


def send_reply(reply: SealedReply) -> None:
    """Send a sealed reply to the place where the receipt looks for it, until the day on which that closes."""
    _put_in(
        id=reply.id,
        shape="reply",
        locator=reply.locator,
        mark=reply.mark,
        closes_on=reply.closes_on,
        body=reply.sealed,
        made_at=clock.now(),
    )


def send_bulletin(bulletin: Bulletin) -> None:
    """Publish a signed bulletin."""
    _put_in(
        id=uuid.uuid5(NAMES_OF_BULLETINS, canonical.encode([bulletin.kind, bulletin.number]).decode()),
        shape="bulletin",
        kind=bulletin.kind,
        number=bulletin.number,
        key_id=bulletin.key_id,
        body=bulletin.body,
        signature=bulletin.signature,
        made_at=bulletin.made_at,
    )


def _put_in(**columns: Any) -> None:
    """Add a row; the same one again changes nothing. The web role has no SELECT here, so no target is named."""
    Outgoing.objects.bulk_create([Outgoing(**columns)], ignore_conflicts=True)
