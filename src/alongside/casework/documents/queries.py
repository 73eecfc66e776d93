"""The files of a case, for whoever may read what was told."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.referrals import inbox
from alongside.casework.referrals.queries import NotFound, Seen, sees
from alongside.commons import canonical

from .kinds import KEPT, KINDS, VERDICTS, Kind
from .models import Document

log = logging.getLogger("alongside.documents")
OF_INTAKE = ("answer_to", "answer_key")
"""What only the intake worker may read."""


@dataclass(frozen=True)
class File:
    """One file as the page lists it. ``kind`` is none while it waits, and for what was refused."""

    id: UUID
    name: str
    kind: Kind | None
    size: int
    at: datetime
    verdict: str
    mislabelled: bool
    kept: bool
    with_message: bool

    @property
    def size_in_words(self) -> str:
        return in_bytes(self.size)


def in_bytes(size: int) -> str:
    """Return a size in words: decimal, as the page of the form says it."""
    if size < 1_000_000:
        return _("%(number)s kB") % {"number": max(1, round(size / 1000))}
    return _("%(number)s MB") % {"number": f"{size / 1_000_000:.1f}"}


def listed(seen: Seen) -> dict[str, Any]:
    """Return every file that was named, in the order in which they were; nothing to who may not read the concern."""
    if "concern" not in sees(seen):
        return {"files": []}
    told = set(seen.referral.concerns.values_list("id", flat=True))
    rows = Document.objects.filter(case=seen.referral).defer("content", *OF_INTAKE)
    return {"files": [_file(seen, row, told) for row in rows]}


def opened(seen: Seen, document_id: UUID) -> tuple[File, bytes]:
    """Return a file that was kept, and its bytes. Raises NotFound, also where it does not open."""
    rows = Document.objects.defer(*OF_INTAKE)
    row = rows.filter(case=seen.referral, pk=document_id, verdict=KEPT).first()
    if row is None or "concern" not in sees(seen):
        raise NotFound
    try:
        return _file(seen, row, set()), _taken_out(seen, row, "content")
    except vault.DoesNotOpen:
        log.error("the content of document %s does not open", row.pk)
        raise NotFound from None


def _file(seen: Seen, row: Document, told: set[UUID]) -> File:
    header = _header(seen, row)
    return File(
        id=row.pk,
        name=header.get("name") or _("A file"),
        kind=KINDS.get(header.get("kind", "")),
        size=row.size,
        at=row.kept_at or row.named_at,
        verdict=VERDICTS[row.verdict].label,
        mislabelled=bool(header.get("mislabelled")),
        kept=row.verdict == KEPT,
        with_message=row.came_with not in told,
    )


def _header(seen: Seen, row: Document) -> dict[str, Any]:
    if row.header is None:
        return {}
    try:
        return dict(canonical.decode(_taken_out(seen, row, "header")))
    except vault.DoesNotOpen:
        log.error("the header of document %s does not open", row.pk)
        return {"name": _("This does not open: it was altered, or belongs elsewhere.")}


def _taken_out(seen: Seen, row: Document, column: str) -> bytes:
    cell = vault.Cell("documents_document", column, row.pk)
    return inbox.take_out(seen.referral, seen.key, bytes(getattr(row, column)), cell)


def note_opened(seen: Seen, document_id: UUID) -> None:
    audit.note("opened a file", [seen.referral.id, document_id], by=seen.staff.pk)
