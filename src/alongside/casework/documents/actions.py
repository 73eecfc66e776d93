"""Keep what somebody sent with their telling. Only the intake worker does; it adds to cases that it cannot read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.referrals import inbox
from alongside.casework.referrals.models import Line
from alongside.commons import canonical, clock

from .checking import Named, named
from .examine import Examined
from .kinds import AWAITED, KEPT, PENDING
from .models import Document

OPEN = (AWAITED, PENDING)


def await_(parts: Iterable[UUID], line: Line, *, came_with: UUID, answers: dict[UUID, bytes], key_id: str) -> None:
    """Expect the files that a concern or a message names. One that was named before stays where it was named first.

    Args:
        answers: for each file, where its sender is told what became of it, sealed to intake's key ``key_id``.
    """
    now = clock.now()
    Document.objects.bulk_create(
        [
            Document(
                id=part, case_id=line.case_id, came_with=came_with, concern=line.id, named_at=now,
                answer_to=answers.get(part), answer_key=key_id,
            )
            for part in parts
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def waiting(*verdicts: str) -> list[UUID]:
    """Return the files that were named and have not been kept or refused, by how far they are."""
    return list(Document.objects.filter(verdict__in=verdicts).values_list("id", flat=True))


def set_verdict(document_id: UUID, verdict: str) -> None:
    """Say how far the file is, while it waits."""
    Document.objects.filter(id=document_id).update(verdict=verdict)


def keep(document_id: UUID, line: Line, said_name: str, examined: Examined) -> Named:
    """Seal what came of a file to the inbox of its case; what was refused leaves its name and the verdict.

    Called by the intake worker in the transaction that takes the file.
    """
    kept = examined.verdict == KEPT
    name = named(said_name, examined.kind if kept else "")
    header = canonical.encode({"kind": examined.kind, "mislabelled": name.mislabelled, "name": name.name})
    content = _sealed(document_id, line, "content", examined.content) if kept else None
    Document.objects.filter(id=document_id, verdict__in=OPEN).update(
        verdict=examined.verdict, kept_at=clock.now(), size=len(examined.content), content=content,
        header=_sealed(document_id, line, "header", header), answer_to=None, answer_key="",
    )  # fmt: skip
    audit.note("received a file", [line.case_id, document_id], by=None)
    return name


def overdue(before: datetime) -> list[UUID]:
    """Return the files that were named before a moment and never came."""
    return list(Document.objects.filter(verdict=AWAITED, named_at__lt=before).values_list("id", flat=True))


def _sealed(document_id: UUID, line: Line, column: str, content: bytes) -> bytes:
    return inbox.put_in(bytes(line.inbox_key), content, vault.Cell("documents_document", column, document_id))
