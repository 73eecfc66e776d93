"""What the pages of an event ask."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from alongside.commons import clock

from . import event_keys, rules
from .models import Entry, Event, Question
from .stream_protocol import offset_of

# A screen that a person can work through; the oldest come first, so nothing waits behind it for ever.
ON_ONE_SCREEN = 50


@dataclass(frozen=True)
class Words:
    """What a question says and what its author wants to be called; `readable` is false when its key is gone."""

    text: str
    display_name: str
    readable: bool = True


@dataclass(frozen=True)
class Waiting:
    """A question on a moderator's or panellist's screen."""

    id: UUID
    words: Words
    asked_at: datetime
    minutes: int


@dataclass(frozen=True)
class PublishedEntry:
    """An entry as the page and the stream show it."""

    number: int
    html: SafeString


def events() -> QuerySet[Event]:
    """All events, the latest first."""
    return Event.objects.order_by("-starts_at")


def entries_of(event: Event) -> list[PublishedEntry]:
    """Everything published in an event, in order."""
    return [_published(entry) for entry in event.entries.all()]


def last_offset(entries: list[PublishedEntry]) -> str:
    """Where the stream goes on from the entries that a page has."""
    return offset_of(entries[-1].number) if entries else "-1"


def held(event: Event) -> list[Waiting]:
    """What a moderator has to read, oldest first."""
    return _waiting(event, rules.HELD)


def put(event: Event) -> list[Waiting]:
    """What was put to the panel and is not answered, oldest first."""
    return _waiting(event, rules.PUT)


def count(event: Event, state: str) -> int:
    return event.questions.filter(state=state).count()


def question(question_id: UUID) -> Question | None:
    """A question as its author follows it, or None: never asked, or not with the panel any more."""
    return Question.objects.select_related("event").filter(id=question_id).first()


def words_of(question: Question) -> Words:
    """Open what somebody asked."""
    try:
        text = event_keys.decrypt(question.event_id, "text", question.id, bytes(question.text))
        name = event_keys.decrypt(question.event_id, "display_name", question.id, bytes(question.display_name))
    except event_keys.NoKey:
        return Words("", "", readable=False)
    return Words(text, name)


def _waiting(event: Event, state: str) -> list[Waiting]:
    now = clock.now()
    found = event.questions.filter(state=state).order_by("asked_at", "id")[:ON_ONE_SCREEN]
    return [
        Waiting(q.id, words_of(q), q.asked_at, max(0, int((now - q.asked_at).total_seconds() // 60))) for q in found
    ]


def _published(entry: Entry) -> PublishedEntry:
    # The same bytes went through the stream: made by live/_entry.html, which escapes what people wrote.
    return PublishedEntry(entry.number, mark_safe(json.loads(bytes(entry.body))["html"]))  # noqa: S308
