"""What is kept of files, each made anew after looking at it: those that came with a telling, and staff's documents."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models

from alongside.casework.keys import vault
from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Referral

from .kinds import AWAITED, VERDICTS


def verdict_choices() -> list[tuple[str, str]]:
    """Return the verdicts, read late so that a new one needs no migration."""
    return [(verdict.word, verdict.label) for verdict in VERDICTS.values()]


class Document(models.Model):
    """One file, from the moment a concern or a message named it. Its id is that of the envelope it comes in.

    ``header`` holds its name, kind and what was noticed; ``content`` the file made anew. ``answer_to`` is sealed to
    intake's own key of the week (``answer_key``) and only stays until the file has come: by it the sender is told what
    became of it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="documents")
    came_with = models.UUIDField()
    concern = models.UUIDField()
    verdict = models.CharField(max_length=12, choices=verdict_choices, default=AWAITED)
    named_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    header = models.BinaryField(null=True)
    content = models.BinaryField(null=True)
    answer_to = models.BinaryField(null=True)
    answer_key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["named_at", "id"]

    def __str__(self) -> str:
        return str(self.id)


class Kept(Sealed):
    """A file that somebody who works here added, under the key of what it belongs to.

    ``said`` is JSON: its name, its kind (a word of ``kinds.KINDS``), whether its name misled, and what else is known.
    ``content`` is the file made anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    size = models.PositiveIntegerField()
    said = SealedText()
    content = models.BinaryField(null=True)
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    def put(self, key: bytes, content: bytes, said: dict[str, Any]) -> None:
        """Set both sealed columns and the size. Call before save()."""
        self.size = len(content)
        self.content = vault.seal_bytes(key, content, self._cell("content"))
        self.seal(key, said=json.dumps(said, ensure_ascii=False))

    def take(self, key: bytes) -> bytes:
        """Return the file. Raises vault.DoesNotOpen."""
        return vault.open_bytes(key, bytes(self.content or b""), self._cell("content"))


class CaseDocument(Kept):
    """A document that staff added to a case, and each version of it beside the one that it replaces.

    ``said`` holds its type, purpose, day, source and controller besides. It is never changed: it is withdrawn, with a
    reason, and its content is gone then where it should never have been here. Kept as long as its case.
    """

    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    withdrawn_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = SealedText()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_by__isnull=False),
                name="somebody_withdrew_a_document",
            ),
            models.CheckConstraint(
                condition=models.Q(content__isnull=False) | models.Q(withdrawn_at__isnull=False),
                name="only_a_withdrawn_document_is_empty",
            ),
        ]
