"""What was told to the emergency services or to social care, recorded after it was done."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Referral


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
