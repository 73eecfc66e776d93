"""What waits for the holder of a receipt."""

from __future__ import annotations

from django.db import connection

from alongside.commons import clock
from alongside.commons.envelope.receipt import ReplyKey, SealedReply


def question(key: ReplyKey, handle: bytes) -> list[SealedReply]:
    """Everything sealed to a link and its code. A wrong code counts against the link's handle; the fifth closes it."""
    mark = key.reply_to().mark()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, closes_on, sealed FROM letterbox.question_at(%s, %s, %s, %s)",
            [key.locator, mark, handle, clock.today()],
        )
        return [SealedReply(id, key.locator, mark, day, bytes(sealed)) for id, day, sealed in cursor.fetchall()]


def waiting(key: ReplyKey) -> list[SealedReply]:
    """Everything sealed to this receipt. One query, which finds as little for a wrong secret as for no such receipt."""
    mark = key.reply_to().mark()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, closes_on, sealed FROM letterbox.at(%s, %s, %s)", [key.locator, mark, clock.today()])
        return [SealedReply(id, key.locator, mark, day, bytes(sealed)) for id, day, sealed in cursor.fetchall()]
