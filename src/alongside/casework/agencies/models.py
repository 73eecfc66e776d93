"""A question to a partner, and what the partner answers: two things with readers of their own, so with two keys.

Both have an id that readers hold a key for (`keys.given`), as an item of a panel has. A question's key goes to who asks
and who is asked, and stands beside it under the key of its case; a contribution's to whom its agency names, until the
day that it names.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.documents.models import Kept
from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Agency, Area, Post, Staff


class Request(Sealed):
    """One question to one partner. `opens` is its key, sealed under the case's: so the case reads what was asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_case = models.UUIDField(db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    asker = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    urgent = models.BooleanField(default=False)
    said = SealedText()
    opens = SealedText()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    why_ended = SealedText()

    class Meta:
        ordering = ["due_on", "asked_at"]

    def __str__(self) -> str:
        return str(self.id)


class Contribution(models.Model):
    """That an agency contributed something, whose it is and until when others read it: what the whole case may know.

    `post` is that of its agency which answers for it, so that whoever is named needs nothing of the question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="contributions")
    of_case = models.UUIDField(db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    regime = models.CharField(max_length=10)
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateField()

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return str(self.id)


class Said(Sealed):
    """What a contribution says, or a correction beside it. Only added to; closed to everybody without its key.

    `arrived` is what came by a link, sealed to the link's inbox by the intake worker, which opens nothing here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="said")
    number = models.PositiveIntegerField()
    answer = SealedText()
    arrived = models.BinaryField(null=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "said"
        constraints = [models.UniqueConstraint(fields=["contribution", "number"], name="sayings_are_numbered")]

    def __str__(self) -> str:
        return str(self.id)


class Enclosure(Kept):
    """A file of a contribution, under its key: read by whom its agency names, until its day. Only added to."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="files")

    class Meta:
        ordering = ["added_at", "id"]


class Link(Sealed):
    """A link for somebody without an account. Its id is that of the contribution that its answer becomes.

    What it opens is kept nowhere. `person` is the SHA-256 of the public key that link and code make: whoever shows that
    key has both. `inbox` lies under the key of the contribution, `place` under that of the question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="links")
    of_case = models.UUIDField(db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    person = models.BinaryField(max_length=32, unique=True)
    inbox_key = models.BinaryField()
    inbox = SealedText()
    place = SealedText()
    closes_on = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return str(self.id)
