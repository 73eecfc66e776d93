"""The assessment of a case: every saving of it, the savings that were agreed as versions, and what was said beside one.

Everything is only added to and sealed under the case's key. What is saved is text by the name of its box
(`content.py`): no column holds a level, a category or a sign, and nothing of it can be searched or filtered.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Referral


class OfAssessment(Sealed):
    """A row of the assessment of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Saving(OfAssessment):
    """One saving, numbered within the case. `put_forward`: its writer asked somebody to agree to just this."""

    number = models.PositiveIntegerField()
    written = SealedText()
    put_forward = models.BooleanField(default=False)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="savings_of_a_case_are_numbered")]


class Version(OfAssessment):
    """One saving that somebody agreed to, who had not written in it."""

    number = models.PositiveIntegerField()
    saving = models.OneToOneField(Saving, on_delete=models.PROTECT, related_name="version")
    agreed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agreed_as = models.CharField(max_length=20)
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="versions_of_a_case_are_numbered")]


class Remark(OfAssessment):
    """What somebody wrote beside a saving: why it is given back; or, beside a version, what is wrong in it."""

    saving = models.ForeignKey(Saving, on_delete=models.PROTECT, related_name="remarks")
    text = SealedText()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]
