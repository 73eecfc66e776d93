"""What a person is called, in two places, and what was said of whether two referrals are of one person.

For the case page it is sealed under the case's key. For the look-up it is in the register: sealed under a key of its
own outside the database and filed under keyed hashes, in tables that no serving role may read (the functions of
migration 0002 do, and only for a look-up that was written down).
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Greatest, Least

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Referral


class Named(Sealed):
    """What the person of a referral is called: names, day of birth, place. The newest holds; what was written before
    stays beside it (append-only).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="named")
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    said = SealedText()

    class Meta:
        verbose_name_plural = "named"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="wordings_are_numbered")]

    def __str__(self) -> str:
        return str(self.id)


class LookUp(Sealed):
    """One time that somebody looked for earlier referrals: who, for which referral, why. Used once, and kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="look_ups")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = SealedText()
    used_at = models.DateTimeField(null=True)
    more = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["asked_by", "asked_at"], name="look_ups_of_somebody")]

    def __str__(self) -> str:
        return str(self.id)


class Shown(models.Model):
    """One earlier referral that a look-up showed as dated facts. Written by ``people_show`` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    look_up = models.ForeignKey(LookUp, on_delete=models.PROTECT, related_name="shown")
    # By value: who looks up holds no grant of the other, and it may go before this one does.
    other = models.UUIDField()

    class Meta:
        verbose_name_plural = "shown"
        constraints = [models.UniqueConstraint(fields=["look_up", "other"], name="shown_once")]

    def __str__(self) -> str:
        return str(self.id)


class Saying(Sealed):
    """That somebody said of two referrals: the same person, or not; with a reason, and whether it was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sayings")
    other = models.UUIDField()
    same = models.BooleanField()
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    reason = SealedText()
    undone_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    why_undone = SealedText()

    class Meta:
        ordering = ["said_at"]
        constraints = [
            models.UniqueConstraint(
                Least("case", "other"), Greatest("case", "other"),
                condition=models.Q(undone_at=None), name="two_referrals_have_one_saying",
            ),
            models.CheckConstraint(condition=~models.Q(other=models.F("case")), name="nothing_is_linked_to_itself"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Reading(models.Model):
    """That somebody read, on a case's page, what a saying of *same* shows there: whom undoing it tells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    saying = models.ForeignKey(Saying, on_delete=models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["saying", "case", "read_by"], name="a_reading_is_noted_once")]

    def __str__(self) -> str:
        return str(self.id)


class Entry(models.Model):
    """One person in the register, for the look-up alone. No serving role reads it; gone with its referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # By value, so that a thief of the register alone learns no more than that a referral has an entry.
    about = models.UUIDField(unique=True)
    described = models.BinaryField()
    marks = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return str(self.id)


class Mark(models.Model):
    """A keyed hash under which an entry is filed (``marks``). No serving role reads it."""

    pk = models.CompositePrimaryKey("mark", "entry_id")
    mark = models.BigIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+", db_index=False)

    def __str__(self) -> str:
        return "a mark"
