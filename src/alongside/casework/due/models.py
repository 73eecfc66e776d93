"""Everything with a date and an owner: reviews, tasks, retention reviews.

Made by the move that causes it (rules/journey), never deleted (append-only but for completing and one rescheduling,
R-10).
"""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.referrals.models import History, Referral


class DueQuerySet(models.QuerySet["Due"]):
    def visible_to(self, staff_id: UUID) -> DueQuerySet:
        """Return what belongs to cases that a member of staff has a live grant for."""
        return self.filter(case__in=Referral.objects.visible_to(staff_id))

    def open(self) -> DueQuerySet:
        return self.filter(done_at=None, ended_at=None)


class Due(Sealed):
    """One thing to be done by a day, by whoever holds a post. Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="due")
    kind = models.CharField(max_length=30)
    due_on = models.DateField()
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    caused_by = models.ForeignKey(History, on_delete=models.PROTECT, null=True, related_name="+")
    # By value: a reminder is forgotten, and whoever reads reminders comes to no case.
    reminder = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    first_due_on = models.DateField()
    moved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    outcome = SealedText()
    why_moved = SealedText()

    objects = DueQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        verbose_name_plural = "due"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on=models.F("first_due_on")) | models.Q(moved_by__isnull=False),
                name="who_moved_a_date_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="what_is_done_was_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"


class Reminder(models.Model):
    """That something of a post is due by a day, for the worker that tells who has to hear when it is late.

    It names no case: like an alert it says where to look. Forgotten 30 days after it is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    due_on = models.DateField()
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    waits_for = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"
