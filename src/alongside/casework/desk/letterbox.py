"""Seal what a handler wrote, and put it where intake's worker collects. Nothing here can open it again.

No page of casework reaches the letterbox, so a sealed note goes straight among the collected envelopes, by a right to
INSERT there and no more. It is opened by the worker like every other concern.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from alongside.commons import clock, installation
from alongside.commons.envelope import key_list
from alongside.commons.envelope.contents import ToIntake
from alongside.commons.envelope.seal import Envelope, seal

PUT_IN = (
    "INSERT INTO intake_collected (id, kind, key_id, sealed, state, collected_at, failure)"
    " VALUES (%s, %s, %s, %s, 'waiting', %s, '') ON CONFLICT DO NOTHING"
)


def sealed(contents: ToIntake, *, id: UUID) -> Envelope:
    """Seal to intake's key of this week. Raises key_list.NoKeyNow."""
    key = key_list.current(installation.state("keys", "casework", "intake.json"))
    return seal(contents, id=id, key_id=key.key_id, public_key=key.public_key)


def put_in(envelope: Envelope) -> None:
    """Leave it for the intake worker; the same envelope twice is one."""
    with connection.cursor() as cursor:
        cursor.execute(PUT_IN, [envelope.id, envelope.kind, envelope.key_id, envelope.sealed, clock.now()])
