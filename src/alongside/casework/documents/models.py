"""A file that somebody sent, as it was made anew after looking at it. Sealed to the inbox of its case."""

from __future__ import annotations

from django.db import models

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
