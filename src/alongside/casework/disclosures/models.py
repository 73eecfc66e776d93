"""The register of disclosures (R-16): a row for each, and beside it what came after. Both are only added to."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Agency, Staff
from alongside.casework.referrals.models import Referral


class Disclosure(Sealed):
    """That something of a case was given to somebody. Kept until its recipient has answered a recall.

    Ids and codes are readable, so that they can be counted; who exactly, which fields and why are sealed. ``address``
    holds a recipient who is no body with posts here under the register's own key: a recall goes out when the case's
    key is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="disclosures")
    act = models.CharField(max_length=20)
    of_act = models.UUIDField(null=True)
    recipient_kind = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    legal_basis = models.CharField(max_length=20)
    route = models.CharField(max_length=12)
    authorised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    recipient = SealedText()
    said = SealedText()
    address = models.BinaryField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "of_act", "agency"], condition=models.Q(of_act__isnull=False), nulls_distinct=False,
                name="an_act_discloses_once_to_a_recipient",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class After(Sealed):
    """What came after a disclosure: its last day, its end, a correction, a recall, an answer to it. Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="after")
    kind = models.CharField(max_length=12)
    until = models.DateField(null=True)
    why = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedText()

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "after"

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
