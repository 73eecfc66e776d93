"""What was published, so that the next table is compared with it."""

import uuid

from django.db import models


class Release(models.Model):
    """One published table, as it was signed. Only added to; kept for good, as what is published cannot be taken
    back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    quarter = models.CharField(max_length=7)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()
    key_id = models.CharField(max_length=40)
    signature = models.BinaryField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}, {self.quarter}"
