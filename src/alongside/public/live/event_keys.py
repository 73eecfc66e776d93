"""The key of one event: what people ask is encrypted under it until it is published.

It is a file beside the database and never in it, so that a stolen database or backup opens no question; with the file,
every question that was not published is gone, in dead rows, write-ahead log and backups too.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from alongside.commons import canonical, installation

NONCE_BYTES: Final = 12
FORMAT: Final = "alongside-question-1"


class NoKey(Exception):
    """The event's key file is missing, or is another event's: nothing of it can be read or taken."""


def make(event_id: UUID) -> None:
    """Make the key of a new event; an existing one stays."""
    path = _path(event_id)
    if not path.exists():
        installation.write_secret(path, ChaCha20Poly1305.generate_key())


def encrypt(event_id: UUID, column: str, row: UUID, text: str) -> bytes:
    """Encrypt what a column of a question holds, bound to that place. Raises NoKey."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(event_id).encrypt(nonce, text.encode(), _place(event_id, column, row))


def decrypt(event_id: UUID, column: str, row: UUID, sealed: bytes) -> str:
    """Undo `encrypt`. Raises NoKey also when it was moved from another row or altered."""
    sealed = bytes(sealed)
    try:
        plain = _cipher(event_id).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(event_id, column, row))
    except (InvalidTag, ValueError):
        raise NoKey("This does not open with the key of its event.") from None
    return plain.decode()


def _place(event_id: UUID, column: str, row: UUID) -> bytes:
    return canonical.encode({"format": FORMAT, "event": str(event_id), "column": column, "row": str(row)})


def _cipher(event_id: UUID) -> ChaCha20Poly1305:
    try:
        return ChaCha20Poly1305(_path(event_id).read_bytes())
    except (FileNotFoundError, ValueError):
        raise NoKey("The key of this event is missing.") from None


def _path(event_id: UUID) -> Path:
    return installation.state("keys", "public", "events", f"{event_id}.key")
