"""A panel's meeting, and each item of it: who may read it, what was said, decided and is to be done.

A meeting says when, where and who; it holds nothing of a case. An item has an id and a key of its own (`keys.given`),
as a reporter has: its readers are not those of the case. Everything below it is sealed under the item's key.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Given, Sealed, SealedText
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.rules.panel import ZONES
from alongside.commons import clock


class Meeting(models.Model):
    """One meeting of an area's panel, urgent ones included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=40, default=ZONES[0])
    place = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=200, blank=True)
    chair = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=20, default="planned")
    planned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(place="") | ~models.Q(link=""), name="a_panel_meets_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.starts_at.date()}"


class Attendance(models.Model):
    """Somebody invited to a meeting, by the post for which they come; whether they come, and whether they came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, default="invited")
    represents = models.CharField(max_length=20, blank=True)
    said_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["staff__name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "staff"], name="one_seat_each")]

    def __str__(self) -> str:
        return f"{self.answer} {self.id}"


class Booking(models.Model):
    """Interpreting or an adjustment that a meeting needs. It says what, not for whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, staff: Staff) -> ItemQuerySet:
        """Return the items that somebody has a live grant for; row-level security says the same."""
        posts = posts_held(staff.pk).values("id")
        mine = Given.objects.filter(models.Q(staff_id=staff.pk) | models.Q(post_id__in=posts), ends_at__gt=clock.now())
        return self.filter(id__in=mine.values("case_id"))

    def open(self) -> ItemQuerySet:
        return self.filter(outcome="")


class Item(Sealed):
    """One case on the agenda of one meeting. Its id is what its readers hold a key for; `of_case` opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_case = models.UUIDField(db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="items")
    why = models.CharField(max_length=20)
    listed_at = models.DateTimeField()
    deferrals = models.PositiveSmallIntegerField(default=0)
    paper = SealedText()
    arranged = SealedText()
    why_late = SealedText()
    papers_out_at = models.DateTimeField(null=True)
    papers_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["listed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_case"], condition=models.Q(outcome=""), name="a_case_is_one_open_item_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at=None)
                | ~models.Q(outcome="") & models.Q(ended_at__isnull=False),
                name="what_was_decided_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OfItem(Sealed):
    """A row of an item, sealed under its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Conflict(OfItem):
    """Somebody who does not take part in an item, and why: their sight of it ended with this row. Only added to.

    That there is one is seen with the case too: whoever shares the case again has to know with whom not.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="conflicts")
    of_case = models.UUIDField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    why = SealedText()

    class Meta:
        ordering = ["declared_at"]
        constraints = [models.UniqueConstraint(fields=["item", "staff"], name="declared_once")]


class Guest(OfItem):
    """Somebody who comes for one item. Who has an account reads it once they accepted the statement and are let in."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="guests")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    name = SealedText()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    let_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(let_in_at=None) | models.Q(accepted_at__isnull=False),
                name="nobody_is_let_in_before_they_accepted",
            )
        ]


class Draft(OfItem):
    """One saving of what is being written: a paper, or the screen of the meeting. Only added to, so nothing is lost."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    written = SealedText()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "kind", "number"], name="drafts_are_numbered")]


class Decision(OfItem):
    """What the panel decided of an item, with the move that it made of the case. Only added to."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20)
    how = models.CharField(max_length=20)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_as = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    history = models.UUIDField(null=True)
    answers = SealedText()


class Action(OfItem):
    """Something to be done after an item, by somebody in a post, by a day; they keep the item until it is done."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="actions")
    what = SealedText()
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    owner_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = SealedText()

    class Meta:
        ordering = ["due_on", "made_at"]


class Minutes(OfItem):
    """What the minutes say of one item, as the chair signed it. Only added to; what was wrong is corrected beside."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="minutes")
    content = SealedText()
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=20)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"


class Correction(OfItem):
    """What was wrong in signed minutes, beside them. Only added to."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="corrections")
    text = SealedText()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]
