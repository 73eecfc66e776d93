"""An event, the questions people ask in it, the answers, and the numbered entries that everybody reads.

A question's words are encrypted until they are published, under a key that lies outside the database (`event_keys.py`):
PostgreSQL keeps dead rows and a write-ahead log, and a question can hold a disclosure.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from alongside.commons import clock

from . import rules


class Event(models.Model):
    """A webchat or live blog: announced, open, ended. Everything in it is public. Kept 12 months, then reviewed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True, max_length=100)
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=2000)
    host = models.CharField(max_length=200)
    panellists = models.TextField(max_length=2000, help_text="One a line: a name, a comma, and what they do.")
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=rules.ANNOUNCED)
    stream_closed = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=rules.EVENT_STATES), name="event_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def panel(self) -> list[tuple[str, str]]:
        """Names of the panel, each with what they do."""
        lines = (line.partition(",") for line in self.panellists.splitlines() if line.strip())
        return [(name.strip(), does.strip()) for name, _comma, does in lines]


class Question(models.Model):
    """What somebody asked. Its id is its author's receipt. Deleted 30 days after the event if it was not published."""

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField(max_length=10, default=rules.HELD)
    text = models.BinaryField()
    display_name = models.BinaryField()
    asked_at = models.DateTimeField(default=clock.now)
    put_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=rules.STATES), name="question_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(reason__in=("", *rules.REASONS))
                & (models.Q(state=rules.DECLINED) ^ models.Q(reason="")),
                name="question_declined_with_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["event", "state", "asked_at"], name="question_queue")]

    def __str__(self) -> str:
        return str(self.id)


class Answer(models.Model):
    """What a panellist answered, as it was published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.OneToOneField(Question, on_delete=models.PROTECT)
    text = models.TextField(max_length=4000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Entry(models.Model):
    """One numbered entry of an event's stream; the contract is in stream.py. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="entries")
    number = models.BigIntegerField()
    entry_at = models.DateTimeField()
    body = models.BinaryField()
    content_type = models.CharField(max_length=100, default="application/json", db_default="application/json")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "number"], name="entry_number_once_an_event"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="entry_numbers_begin_at_one"),
        ]
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"entry {self.number}"


class Decision(models.Model):
    """Who did what with a question, or with an event, and when. It names a question by its id and quotes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="decisions")
    # Not a foreign key: a question that was passed on is gone, and what was done with it stays.
    question_id = models.UUIDField(null=True)
    move = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["decided_at"]

    def __str__(self) -> str:
        return f"{self.move} {self.question_id or self.event_id}"
