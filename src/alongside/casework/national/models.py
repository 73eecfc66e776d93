"""What was keyed into the national tracker, and which months were compared with it. Only added to (R-17)."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals.models import History, Referral


class Keyed(Sealed):
    """That somebody keyed the sheet of one move into the tracker. Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="keyed")
    history = models.OneToOneField(History, on_delete=models.PROTECT, related_name="keyed")
    sheet = models.CharField(max_length=20)
    keyed_on = models.DateField()
    keyed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()
    reference = SealedText()

    class Meta:
        ordering = ["ticked_at"]
        verbose_name_plural = "keyed"

    def __str__(self) -> str:
        return f"{self.sheet} {self.id}"


class Compared(models.Model):
    """That a month of an area was compared with the tracker: what it should hold, counted, and what differed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    counts = models.JSONField()
    differences = models.CharField(max_length=1000, blank=True)
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]
        verbose_name_plural = "compared"
        constraints = [models.UniqueConstraint(fields=["area", "month"], name="a_month_is_compared_once")]

    def __str__(self) -> str:
        return f"{self.area} {self.month}"
