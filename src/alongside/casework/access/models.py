"""Emergency access: who asked for a case that nobody gave them, who answered, who was told (R-43).

An asking has a key of its own: its readers are not those of the case. Rows are written by the functions of the
migration, in their own order; the web role reads, and adds why it was right.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys import vault
from alongside.casework.keys.models import SealedText
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.rules import access as rules


class Asking(models.Model):
    """One asking: for which case, by whom, how it was answered, and from when until when it was open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # By value: who asks has no grant, and no foreign key may say that the case is there.
    of_case = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    said = SealedText()
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    justify_by = models.DateField(null=True)
    reminder = models.UUIDField(null=True)
    justified_at = models.DateTimeField(null=True)
    justification = SealedText()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by=None) | ~models.Q(answered_by=models.F("asked_by")),
                name="nobody_answers_their_own_asking",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at=None, ends_at=None, justify_by=None)
                | models.Q(opened_at__isnull=False, ends_at__isnull=False, justify_by__isnull=False),
                name="what_is_opened_ends_and_is_justified",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def cell(self, column: str) -> vault.Cell:
        return vault.Cell(self._meta.db_table, column, self.pk)

    @property
    def how(self) -> str:
        """By which word of ``rules.HOW`` it came to be opened."""
        return "countersigned" if self.agreed else "unanswered"


class Try(models.Model):
    """One reference that somebody typed, so that nobody tries many. Only functions come here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    of_case = models.UUIDField(null=True)
    of_area = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "tries"
        indexes = [models.Index(fields=["staff", "at"], name="tries_of_somebody")]

    def __str__(self) -> str:
        return str(self.at)


class Alarm(models.Model):
    """Somebody who has to hear of an opening. Written in the transaction that opens; casework's worker tells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.UUIDField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["raised_at"]
        constraints = [models.UniqueConstraint(fields=["asking", "staff"], name="alarmed_once")]

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """That a case was opened in an emergency, on a day: for the published count. It names nobody and no case (R-43)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opened_on = models.DateField()
    how = models.CharField(max_length=20, choices=list(rules.HOW.items()))

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return str(self.opened_on)
