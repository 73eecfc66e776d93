"""Add a leaf: who did what, or who looked. It goes in with the request's own transaction."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from alongside.commons import clock, installation

from .commitments import Leaf, commitment


def note(
    verb: str,
    subjects: Iterable[UUID],
    *,
    by: UUID | None,
    history: Sequence[Any] | None = None,
) -> None:
    """Add one leaf.

    Args:
        verb: a stable word, such as ``looked`` or ``moved``.
        subjects: the cases it is about; a list page is one leaf with its ids.
        by: the member of staff, or None for a worker.
        history: the values of ``commitments.HISTORY_COLUMNS`` of the history row it tells of.
    """
    leaf = Leaf(
        uuid.uuid4(), clock.now(), by, verb, list(subjects), history[0] if history else None, secrets.token_bytes(16)
    )
    committed = commitment(installation.secret("casework/audit"), leaf, history)
    values: list[Any] = list(leaf)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit.leaf (id, at, staff_id, verb, subjects, history_id, salt, commitment)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [*values, committed],
        )
