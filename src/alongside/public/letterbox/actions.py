"""Post something sealed."""

from __future__ import annotations

from django.db import connection, transaction

from alongside.commons.envelope.contents import ReplyTo
from alongside.commons.envelope.receipt import SealedReply
from alongside.commons.envelope.seal import Envelope as Sealed

from .models import Envelope

PUT = (
    "INSERT INTO letterbox.box (id, locator, mark, closes_on, sealed) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)


@transaction.atomic(savepoint=False)
def post(*sealed: Sealed, boxes: tuple[SealedReply, ...] = ()) -> None:
    """Put envelopes into the letterbox, and what their receipt opens beside them: all or nothing, and twice is once.

    The web role has no SELECT here, so the conflict is left to the database (ON CONFLICT DO NOTHING names no target).
    """
    Envelope.objects.bulk_create(
        [Envelope(id=one.id, kind=one.kind, key_id=one.key_id, sealed=one.sealed) for one in sealed],
        ignore_conflicts=True,
    )
    for box in boxes:
        put(box)


def put(box: SealedReply) -> bool:
    """Put what a receipt opens beside its envelope. False when this box was there already, which stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(PUT, [box.id, box.locator, box.mark, box.closes_on, box.sealed])
        return bool(cursor.rowcount)


def burn(reply_to: ReplyTo) -> bool:
    """Remove everything that waits for the holder of this receipt; from now on it opens as little as any other.

    False when it was burnt before: of two at once, one waits here until the other is done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT letterbox.burn(%s, %s)", [reply_to.locator, reply_to.token()])
        [burnt_now] = cursor.fetchone()
        return bool(burnt_now)
