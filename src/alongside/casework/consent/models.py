"""Consent as a ledger of its own (domain page 5.2): rows are added, never changed. What is live follows from the
last.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Referral


class Consent(Sealed):
    """One answer about one scope. Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=20)
    status = models.CharField(max_length=12)
    by = models.CharField(max_length=12)
    answered_on = models.DateField()
    text_version = models.CharField(max_length=20)
    how = models.CharField(max_length=12)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    own_words = SealedText()

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.scope} {self.status}"
