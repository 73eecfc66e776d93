"""The roster of an area, its changes, what was published of it, and alerts. Nothing here belongs to a case.

A row of the roster is never altered: a change adds rows and removes rows, so that it can be undone and looked up.
"""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.rules import duty as rules


class Change(models.Model):
    """Who changed a roster, when, how. Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"


LIVE = models.Q(removed_in=None)
"""Of rows of a roster: those that hold now, because no change has removed them."""


class Entry(models.Model):
    """One row of a roster: which change added it, and which removed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    added_in = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class ReadingHours(Entry):
    """Recurring hours of reading on one day of the week, in local time."""

    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    holidays = models.BooleanField(default=False)

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name_plural = "reading hours"
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="a_week_has_seven_days"),
            models.CheckConstraint(condition=~models.Q(opens=models.F("closes")), name="hours_have_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}"

    @property
    def as_rule(self) -> rules.Hours:
        return rules.Hours(self.weekday, self.opens, self.closes, self.holidays)


class Days(Entry):
    """Days of one person, the last one included."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        abstract = True
        ordering = ["from_on", "until_on"]

    @property
    def as_rule(self) -> rules.Turn:
        return rules.Turn(self.staff_id, self.from_on, self.until_on)


class Turn(Days):
    """Somebody is on duty."""

    class Meta(Days.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="a_turn_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.from_on}"


class Leave(Days):
    """Somebody is away; why is nobody's business here."""

    class Meta(Days.Meta):
        verbose_name_plural = "leave"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="leave_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.from_on}"


class Arrangement(Entry):
    """What holds outside the hours, and how the public pages name whoever reads."""

    out_of_hours = models.CharField(max_length=10, choices=list(rules.OUT_OF_HOURS.items()))
    cover = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.CharField(max_length=60, blank=True)
    reader_en = models.CharField(max_length=120, blank=True)
    reader_cy = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=LIVE, name="one_arrangement_an_area"),
            models.CheckConstraint(
                condition=models.Q(out_of_hours="area", cover__isnull=False, line="")
                | models.Q(out_of_hours="line", cover=None) & ~models.Q(line="")
                | models.Q(out_of_hours="nobody", cover=None, line=""),
                name="cover_is_an_area_or_a_line_or_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(cover=None) | ~models.Q(cover=models.F("area")), name="no_area_covers_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.out_of_hours} {self.area_id}"


class Issued(models.Model):
    """A bulletin that was signed and sent: its number, and how many changes it knew of."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    changes = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "issued"

    def __str__(self) -> str:
        return str(self.number)


class Alert(models.Model):
    """Somebody could be hurt, in this area, since this moment. Which concern it is stands only in the queue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    step = models.CharField(max_length=10, blank=True)
    step_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(fields=["area", "made_at"], name="alerts_open", condition=models.Q(acknowledged_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_by=None, acknowledged_at=None)
                | models.Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="who_acknowledged_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(step="", step_at=None) | ~models.Q(step="") & models.Q(step_at__isnull=False),
                name="a_step_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Told(models.Model):
    """Who was told of an alert, at which step: once each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="told")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "told"
        constraints = [models.UniqueConstraint(fields=["alert", "staff"], name="told_once")]

    def __str__(self) -> str:
        return str(self.id)
