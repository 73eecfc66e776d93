"""The intake worker's own way to the letterbox: look what waits, take a copy, remove what is safely here.

A connection of its own under the role ``intake``, which may SELECT and DELETE there and nothing else in that database.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg

from alongside.commons import installation
from alongside.commons.envelope.seal import Envelope

AT_ONCE = 100
WAITING = (
    "SELECT id, kind, key_id, sealed FROM letterbox.envelope WHERE kind <> 'part'"
    " ORDER BY kind NOT IN ('concern', 'passed_question') LIMIT %s"
)
A_FILE = "SELECT id, kind, key_id, sealed FROM letterbox.envelope WHERE kind = 'part' LIMIT 1"


class Letterbox:
    """What waits in the public database's letterbox."""

    def __init__(self, connection: psycopg.Connection[Any] | None = None) -> None:
        self._connection = connection or installation.connect("public", "intake", autocommit=True)

    def waiting(self) -> list[Envelope]:
        """Return up to a hundred envelopes that are no files, concerns before what comes later.

        One whose shape is wrong is still returned as far as it can be read.
        """
        found = self._connection.execute(WAITING, (AT_ONCE,))
        return [_envelope(*row) for row in found.fetchall()]

    def next_file(self) -> Envelope | None:
        """Return one file, up to 20 MB."""
        row = self._connection.execute(A_FILE).fetchone()
        return _envelope(*row) if row else None

    def remove(self, *envelope_ids: UUID) -> None:
        self._connection.execute("DELETE FROM letterbox.envelope WHERE id = ANY(%s)", (list(envelope_ids),))

    def close(self) -> None:
        self._connection.close()


def _envelope(id: UUID, kind: str, key_id: str, sealed: bytes) -> Envelope:
    try:
        return Envelope(id, kind, key_id, bytes(sealed))
    except ValueError:
        # A length that no sealed thing has: carried on unchecked, so that it is set aside and seen by a person.
        odd = object.__new__(Envelope)
        for name, value in (("id", id), ("kind", kind), ("key_id", key_id), ("sealed", bytes(sealed))):
            object.__setattr__(odd, name, value)
        return odd
