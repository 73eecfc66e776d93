"""What was told to the emergency services or to social care, recorded after it was done."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals.models import Referral


class Hold(models.Model):
    """A hold for deconfliction, under a key of its own: the director reads it, and not the case (R-29)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # By value: who answers for long holds has no grant of the case.
    of_case = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    answer_by = models.DateField()
    reminder = models.UUIDField()
    said = SealedText()
    ends_asked_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["began_at"]

    def __str__(self) -> str:
        return str(self.id)


class HoldAnswer(models.Model):
    """What the director said of a long hold. Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="answers")
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    goes_on = models.BooleanField()
    why = SealedText()

    class Meta:
        ordering = ["answered_at"]

    def __str__(self) -> str:
        return str(self.id)


class Emergency(Sealed):
    """One disclosure that could not wait: to whom, what, when, by whom (R-28). Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="emergencies")
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    said = SealedText()

    class Meta:
        ordering = ["recorded_at"]
        verbose_name_plural = "emergencies"

    def __str__(self) -> str:
        return str(self.id)
