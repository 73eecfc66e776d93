"""The files of a contribution as they are listed, for whoever has its key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.casework.documents.kinds import KINDS, Kind
from alongside.casework.documents.queries import in_bytes
from alongside.casework.referrals.queries import text_of

from .models import Contribution, Enclosure


@dataclass(frozen=True)
class File:
    """One file of a contribution; ``kind`` is none where what is said of it does not open."""

    id: UUID
    name: str
    kind: Kind | None
    size: str
    at: datetime


def of(row: Contribution, key: bytes) -> list[File]:
    """Return the files of a contribution, oldest first."""
    return [file_of(each, key) for each in Enclosure.objects.filter(contribution=row).defer("content")]


def file_of(row: Enclosure, key: bytes) -> File:
    text = text_of(row, key, "said")
    try:
        said = dict(json.loads(text or "{}"))
    except ValueError:
        said = {"name": text}
    return File(row.pk, said.get("name", ""), KINDS.get(said.get("kind", "")), in_bytes(row.size), row.added_at)
