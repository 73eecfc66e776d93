"""The tray that the post empties. The web role may only INSERT here, the post only SELECT and DELETE."""

import uuid

from django.db import models


class Outgoing(models.Model):
    """A sealed reply or a signed bulletin on its way out. Kept until the post has carried it over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shape = models.CharField(max_length=10)
    locator = models.CharField(max_length=16, blank=True)
    mark = models.BinaryField(default=b"")
    closes_on = models.DateField(null=True)
    kind = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField(default=0)
    key_id = models.CharField(max_length=40, blank=True)
    body = models.BinaryField()
    signature = models.BinaryField(default=b"")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shape="reply", kind="", key_id="", signature=b"", closes_on__isnull=False)
                & ~models.Q(locator="")
                & ~models.Q(mark=b"")
                | models.Q(shape="bulletin", locator="", mark=b"", closes_on=None)
                & ~models.Q(kind="")
                & ~models.Q(key_id="")
                & ~models.Q(signature=b""),
                name="a_reply_or_a_bulletin",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shape} {self.id}"
