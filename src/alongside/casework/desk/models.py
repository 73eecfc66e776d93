"""Briefings and the lines they are for. Nothing here is of a case, and nothing of a call is kept: a note is sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.rules import calls


class Campaign(models.Model):
    """What a briefing card needs to know of a campaign, as the post carried it from the public half."""

    class State(models.TextChoices):
        PLANNED = "planned", _("being prepared")
        LIVE = "live", _("live")
        GONE = "gone", _("no longer there")

    id = models.UUIDField(primary_key=True, editable=False)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    address = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "title"]

    def __str__(self) -> str:
        return self.title

    def runs_on(self, day: date) -> bool:
        """Is it live on this day?"""
        return self.state == self.State.LIVE and calls.holds_on(day, self.starts_on, self.ends_on)


class Line(models.Model):
    """A group of call handlers who answer one telephone line, such as “Northmere 101”, and its contact."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="lines")
    name = models.CharField(max_length=80, unique=True)
    contact_email = models.EmailField()
    posts = models.ManyToManyField(Post, related_name="lines", blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Briefing(models.Model):
    """One version of a card: for a campaign, or (without one) for the time between campaigns. Once published it stays
    as it is (a trigger holds that); a change is a new version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="briefings")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="briefings")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    opening = models.TextField(max_length=600, blank=True)
    points = models.TextField(max_length=3000)
    languages = models.CharField(max_length=300)
    lines = models.ManyToManyField(Line, related_name="briefings")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "campaign", "version"], name="one_version_of_a_card", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(published_by=None, published_at=None)
                | models.Q(published_at__isnull=False) & ~models.Q(published_by=models.F("written_by")),
                name="a_second_person_publishes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.version}"

    @property
    def points_in_lines(self) -> list[str]:
        """What the card says, one thing a line."""
        return [line.strip() for line in self.points.splitlines() if line.strip()]

    @property
    def opening_in_lines(self) -> list[str]:
        return [line.strip() for line in self.opening.splitlines() if line.strip()]


class Reading(models.Model):
    """A handler has read one version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="readings")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at"]
        constraints = [models.UniqueConstraint(fields=["briefing", "staff"], name="read_once")]

    def __str__(self) -> str:
        return str(self.id)


class Asking(models.Model):
    """The contact of a line is asked by mail to confirm a version for all of its handlers; the link works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="askings")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="askings")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)

    def is_good_at(self, moment: datetime) -> bool:
        return self.used_at is None and moment < self.expires_at


class Confirmation(models.Model):
    """One contact said for a whole line that its handlers know a version. Only added to."""

    class How(models.TextChoices):
        LINK = "link", _("by the link in the mail")
        CALL = "call", _("on the telephone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="confirmations")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="confirmations")
    how = models.CharField(max_length=5, choices=How)
    said_by = models.CharField(max_length=120)
    said_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "line"], name="confirmed_once"),
            models.CheckConstraint(
                condition=models.Q(how="link", noted_by=None) | models.Q(how="call", noted_by__isnull=False),
                name="a_call_is_noted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class TransferNumber(models.Model):
    """A number to put a caller through to. Data with a day and a name, because numbers change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="transfer_numbers")
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=30)
    what_for = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=100)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class BulletinSent(models.Model):
    """One bulletin of confirmations that left; the next has the next number."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "bulletin of confirmations"

    def __str__(self) -> str:
        return str(self.number)
