"""What a leaf commits to. Plain Python, shared by those who write leaves, number them and verify them.

A leaf is a keyed commitment (HMAC) over its own columns and, where it tells of a change, over the history row as it is
stored, sealed bytes and all: altering either is found, and verifying needs no case key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from alongside.commons import canonical

PURPOSE = "audit leaf"
HISTORY_COLUMNS = (
    "id", "case_id", "number", "move", "leaves", "enters", "made_by_id", "made_as", "made_at", "closure_code", "reason",
)  # fmt: skip


class Leaf(NamedTuple):
    """The columns of ``audit.leaf`` that are committed to."""

    id: UUID
    at: datetime
    staff_id: UUID | None
    verb: str
    subjects: Sequence[UUID]
    history_id: UUID | None
    salt: bytes


def commitment(key: bytes, leaf: Leaf, history: Sequence[Any] | None = None) -> bytes:
    """Return the 32 bytes that a leaf commits with.

    Args:
        key: the audit key, which the database never holds.
        history: the values of HISTORY_COLUMNS, for a leaf that tells of a change.
    """
    said = {
        "at": _moment(leaf.at),
        "history": digest_of(history) if history is not None else None,
        "history_id": _id(leaf.history_id),
        "id": str(leaf.id),
        "salt": leaf.salt.hex(),
        "staff": _id(leaf.staff_id),
        "subjects": [str(subject) for subject in leaf.subjects],
        "verb": leaf.verb,
    }
    return canonical.keyed_hash(key, PURPOSE, canonical.encode(said))


def digest_of(history: Iterable[Any]) -> str:
    """Return one digest over a history row as it is stored."""
    return hashlib.sha256(canonical.encode([_stored(value) for value in history])).hexdigest()


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return value


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None
