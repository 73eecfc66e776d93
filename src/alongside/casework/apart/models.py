"""Concerns about staff, a panel member or their kin: which of the two owns one, and what somebody passed on to them."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals.models import Referral


class Keeping(models.Model):
    """Which of the two named people owns a referral: exactly one. Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="keeping")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)


class PassedOn(models.Model):
    """That somebody passed a concern on, and whose two named people have it: all that they see of it from then on.

    It names no case, no person and no reference; the audit's leaf has the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField()
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-passed_at"]
        verbose_name_plural = "passed on"

    def __str__(self) -> str:
        return str(self.id)
