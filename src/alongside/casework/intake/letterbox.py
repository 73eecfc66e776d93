"""The intake worker's own way to the letterbox: look what waits, take a copy, remove what is safely here.

A connection of its own under the role ``intake``, which may SELECT and DELETE there and nothing else in that database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg

from alongside.commons import installation
from alongside.commons.envelope.seal import Envelope

AT_ONCE = 100


class Letterbox:
    """What waits in the public database's letterbox."""

    def __init__(self, connection: psycopg.Connection[Any] | None = None) -> None:
        self._connection = connection or installation.connect("public", "intake", autocommit=True)

    def waiting(self) -> Iterator[Envelope]:
        """Yield up to a hundred envelopes. One whose shape is wrong is still yielded as far as it can be read."""
        found = self._connection.execute("SELECT id, kind, key_id, sealed FROM letterbox.envelope LIMIT %s", (AT_ONCE,))
        for row in found.fetchall():
            yield _envelope(*row)

    def remove(self, envelope_id: UUID) -> None:
        self._connection.execute("DELETE FROM letterbox.envelope WHERE id = %s", (envelope_id,))

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
