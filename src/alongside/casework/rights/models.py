"""How long things are kept: what a controller signed, what waits for its day, what holds it, and what is gone."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.rules.retention import Period


class Signature(models.Model):
    """The schedule of one area as its controller signed it. Only added to; the newest one holds (domain page 6.4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=300)
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at"]

    def __str__(self) -> str:
        return f"{self.area} {self.signed_on}"


class SignedPeriod(models.Model):
    """One row of a signed schedule: how long one kind of record is kept. Days or months, never both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=30)
    days = models.PositiveIntegerField(null=True)
    months = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signature", "kind"], name="a_kind_is_signed_once"),
            models.CheckConstraint(
                condition=models.Q(days=None, months__isnull=False) | models.Q(days__isnull=False, months=None),
                name="a_period_is_days_or_months",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def period(self) -> Period:
        return Period(self.days, self.months)


class Ending(models.Model):
    """Something closed that goes on a day: a concern that no referral was opened for, or who told an opened one.

    It holds ids and days and nothing that was said. `of_case` is empty where only who told us goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    of_case = models.UUIDField(null=True)
    closed_case = models.UUIDField()
    tellings = ArrayField(models.UUIDField())
    kind = models.CharField(max_length=30)
    from_on = models.DateField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_on"]
        indexes = [models.Index(fields=["from_on"], name="ending_waits", condition=models.Q(gone_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["closed_case"], condition=models.Q(gone_at=None), name="a_case_ends_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class LegalHold(models.Model):
    """A dated, visible stop to a deletion (domain page 5.4, 6.4): a legal hold, or an open request or complaint.

    One of each kind holds at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20)
    placed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    why = models.CharField(max_length=300)
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_by=None) | ~models.Q(ended_by=models.F("placed_by")),
                name="nobody_ends_their_own_hold",
            ),
            models.UniqueConstraint(
                fields=["ending", "kind"], condition=models.Q(ended_on=None), name="one_hold_of_a_kind_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.ending)


class Certificate(models.Model):
    """That something was destroyed: what kind, when, under which signature, how much. Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    from_on = models.DateField()
    due_on = models.DateField()
    gone_at = models.DateTimeField()
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="+")
    grants = models.PositiveIntegerField()
    reporters = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    marks = models.PositiveIntegerField()
    recalls = models.PositiveIntegerField()

    class Meta:
        ordering = ["-gone_at"]

    def __str__(self) -> str:
        return f"{self.reference} {self.gone_at:%Y-%m-%d}"
