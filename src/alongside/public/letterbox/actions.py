"""Post something sealed."""

from __future__ import annotations

from django.db import transaction

from alongside.commons.envelope.receipt import SealedReply
from alongside.commons.envelope.seal import Envelope as Sealed

from .models import Box, Envelope


@transaction.atomic
def post(*sealed: Sealed, boxes: tuple[SealedReply, ...] = ()) -> None:
    """Put envelopes into the letterbox, and what their receipt opens beside them: all or nothing, and twice is once.

    The web role has no SELECT here, so the conflict is left to the database (ON CONFLICT DO NOTHING names no target).
    """
    Envelope.objects.bulk_create(
        [Envelope(id=one.id, kind=one.kind, key_id=one.key_id, sealed=one.sealed) for one in sealed],
        ignore_conflicts=True,
    )
    Box.objects.bulk_create(
        [
            Box(id=one.id, locator=one.locator, mark=one.mark, closes_on=one.closes_on, sealed=one.sealed)
            for one in boxes
        ],
        ignore_conflicts=True,
    )
