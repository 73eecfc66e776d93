"""Who told us, in a store of its own (R-07): own tables, no foreign key to a case, a key for each reporter.

A reporter's id takes the place of a case's in `keys.given`: the same grants, the same row-level security, another key.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys import vault
from alongside.casework.keys.models import SealedText
from alongside.casework.organisation.models import Staff
from alongside.casework.rules import reporters as rules


class KeptApart(models.Model):
    """A row of this store, some of whose columns are sealed under its reporter's key. No `Sealed` row of a case."""

    class Meta:
        abstract = True

    def seal(self, reporter_key: bytes, **texts: str) -> None:
        """Set sealed columns. Call before save(); the row's id is part of what each value is bound to."""
        for column, text in texts.items():
            setattr(self, column, vault.seal(reporter_key, text, vault.Cell(self._meta.db_table, column, self.pk)))

    def opened(self, reporter_key: bytes, column: str) -> str:
        """Return the text of a sealed column, empty when it was never set. Raises vault.DoesNotOpen."""
        sealed = getattr(self, column)
        cell = vault.Cell(self._meta.db_table, column, self.pk)
        return vault.open_(reporter_key, sealed, cell) if sealed is not None else ""


class Reporter(KeptApart):
    """Who told one concern, as far as they said. Its id is that of the envelope it came in.

    *Named*: `told` is sealed under the reporter's key. *In confidence*: `locked` opens for two custodians together.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    # The concern's envelope, by value: no foreign key, so that neither store reaches into the other.
    told_of = models.UUIDField()
    promise = models.CharField(max_length=20, choices=[("named", "named"), ("in_confidence", "in confidence")])
    number = models.CharField(max_length=9, unique=True)
    received_at = models.DateTimeField()
    told = SealedText()
    locked = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["told_of"], name="reporter_told_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promise="named", locked=None, told__isnull=False)
                | models.Q(promise="in_confidence", told=None, locked__isnull=False),
                name="a_reporter_is_kept_as_was_promised",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Asking(KeptApart):
    """A custodian's wish to open, which a second one may grant within the time that the rules give."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporter = models.ForeignKey(Reporter, on_delete=models.CASCADE, related_name="askings")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    life_in_danger = models.BooleanField(default=False)
    reason = SealedText()
    # The first custodian's share, sealed to each of the others' keys; empty where nothing is locked.
    handed = models.BinaryField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return str(self.id)


class Opening(KeptApart):
    """One time that somebody learned who told us. Only added to, and gone with its reporter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporter = models.ForeignKey(Reporter, on_delete=models.CASCADE, related_name="openings")
    asking = models.OneToOneField(Asking, on_delete=models.CASCADE, null=True, related_name="opening")
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = SealedText()

    class Meta:
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """That somebody learned who told us, on a day: for the published count. It names nobody and no concern (R-43)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opened_on = models.DateField()
    opener = models.CharField(max_length=20, choices=list(rules.OPENERS.items()))
    ground = models.CharField(max_length=20, choices=list(rules.GROUNDS.items()))

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return str(self.opened_on)


class Try(models.Model):
    """One time that a custodian typed a pass phrase that was not theirs, or is typing one at this moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    made_wait = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "tries"
        indexes = [models.Index(fields=["by", "at"], name="tries_of_a_custodian")]

    def __str__(self) -> str:
        return str(self.at)
