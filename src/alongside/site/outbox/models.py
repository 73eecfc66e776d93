"""Mail that waits to go out. A row names an account (or a row of ours), a kind of message and a page, never contents or
an address.
"""

import uuid

from django.conf import settings
from django.db import models


class Mail(models.Model):
    """One message. The address is looked up and the text is rendered when it is sent; kept a week after that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    about = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="outbox_waiting", condition=models.Q(sent_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to=None, about__isnull=False) | models.Q(to__isnull=False, about=None),
                name="to_an_account_or_about_a_row",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
