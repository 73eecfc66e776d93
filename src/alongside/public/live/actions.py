"""What is done with an event and its questions. Each verb is one transaction and one row in the log of decisions."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.commons import clock
from alongside.commons.envelope.contents import PassedQuestion
from alongside.commons.envelope.seal import seal
from alongside.commons.refusals import NotAllowed
from alongside.public.accounts.access import groups_of
from alongside.public.accounts.models import Account
from alongside.public.concerns import intake_keys
from alongside.public.letterbox import actions as letterbox

from . import event_keys, queries, rules
from .models import Answer, Decision, Entry, Event, Question


@transaction.atomic
def announce(**facts: Any) -> Event:
    """Make an event and its key. Its page is public from now on, and questions are taken."""
    event = Event(**facts)
    event_keys.make(event.id)
    event.save(force_insert=True)
    return event


@transaction.atomic
def ask(event: Event, *, id: UUID, text: str, display_name: str) -> None:
    """Hold a question until a moderator has read it. The same id again changes nothing."""
    if refusal := rules.reason_against_asking(event.state):
        raise NotAllowed(_(refusal))
    if Question.objects.filter(id=id).exists() or Decision.objects.filter(question_id=id).exists():
        return
    held = Question(id=id, event=event, asked_at=clock.now())
    try:
        held.text = event_keys.encrypt(event.id, "text", id, text)
        held.display_name = event_keys.encrypt(event.id, "display_name", id, display_name)
    except event_keys.NoKey:
        raise NotAllowed(_("Questions cannot be taken at the moment. Keep yours and try again later.")) from None
    Question.objects.bulk_create([held], ignore_conflicts=True)


@transaction.atomic
def let_through(question_id: UUID, *, by: Account) -> Question:
    """Put a question to the panel."""
    question = _question_for("let_through", question_id, by)
    question.state, question.put_at = rules.PUT, clock.now()
    question.save(update_fields=["state", "put_at"])
    return question


@transaction.atomic
def decline(question_id: UUID, *, reason: str, by: Account) -> Question:
    """Do not put a question, for a reason that its author reads."""
    if reason not in rules.REASONS:
        raise NotAllowed(_("Choose one of the reasons."))
    question = _question_for("decline", question_id, by, reason=reason)
    question.state, question.reason = rules.DECLINED, reason
    question.save(update_fields=["state", "reason"])
    return question


@transaction.atomic
def pass_to_lead(question_id: UUID, *, note: str, by: Account) -> None:
    """Seal a question to the safeguarding lead and take it out of every public table.

    One transaction: it is in the letterbox exactly when it is gone from here. What is left in dead rows and in the
    write-ahead log is ciphertext, and the row that is overwritten first is not even that.
    """
    question = _question_for("pass_to_lead", question_id, by)
    try:
        letterbox.post(_sealed(question, note, by))
    except intake_keys.NoKeyNow:
        raise NotAllowed(
            _("It cannot be sealed now, because there is no intake key. Telephone the safeguarding lead.")
        ) from None
    nothing = secrets.token_bytes(len(bytes(question.text)))
    Question.objects.filter(id=question.id).update(text=nothing, display_name=b"")
    question.delete()


@transaction.atomic
def answer(question_id: UUID, *, text: str, by: Account) -> Entry:
    """Publish an answer: the answer and the event's next numbered entry become visible together, or not at all."""
    question = _question_for("answer", question_id, by)
    moment = clock.now()
    Answer.objects.create(question=question, text=text, answered_by=by, answered_at=moment)
    question.state = rules.ANSWERED
    question.save(update_fields=["state"])
    facts = {"asked": _words_of(question), "answer": text, "answered_by": str(by)}
    return _publish(question.event, "answer", moment, facts)


@transaction.atomic
def open_event(event_id: UUID, *, by: Account) -> Event:
    """Open an event: the panel can answer from now on."""
    return _turn("open", event_id, by)


@transaction.atomic
def end_event(event_id: UUID, *, by: Account) -> Event:
    """End an event and close its stream; the transcript stays."""
    event = _turn("end", event_id, by)
    event.stream_closed = True
    event.save(update_fields=["stream_closed"])
    _notify(event)
    return event


def _question_for(name: str, question_id: UUID, by: Account, *, reason: str = "") -> Question:
    """The question this move is made with, locked, with the decision written down. Raises NotAllowed."""
    move = rules.MOVES[name]
    event_id = Question.objects.filter(id=question_id).values_list("event_id", flat=True).first()
    # The event first and then the question, always in this order, so that two people never wait for each other.
    event = Event.objects.select_for_update().filter(id=event_id).first() if event_id else None
    question = Question.objects.select_for_update().filter(id=question_id).first()
    if event is None or question is None:
        raise NotAllowed(
            _("This question is not here any more. Somebody else may have passed it to the safeguarding lead.")
        )
    question.event = event
    refusal = rules.reason_against(move, state=question.state, event=event.state, groups=groups_of(by))
    if refusal:
        raise NotAllowed(_(refusal))
    _write_down(event, name, by, question_id=question_id, reason=reason)
    return question


def _turn(name: str, event_id: UUID, by: Account) -> Event:
    turn = rules.TURNS[name]
    event = Event.objects.select_for_update().get(id=event_id)
    if refusal := rules.reason_against_turn(turn, event=event.state, groups=groups_of(by)):
        raise NotAllowed(_(refusal))
    event.state = turn.enters
    event.save(update_fields=["state"])
    _write_down(event, name, by)
    return event


def _write_down(event: Event, move: str, by: Account, *, question_id: UUID | None = None, reason: str = "") -> None:
    Decision.objects.create(
        event=event, question_id=question_id, move=move, reason=reason, decided_by=by, decided_at=clock.now()
    )


def _words_of(question: Question) -> queries.Words:
    words = queries.words_of(question)
    if not words.readable:
        raise NotAllowed(_("The key of this event is missing, so this question cannot be read."))
    return words


def _sealed(question: Question, note: str, by: Account) -> Any:
    """The question as an envelope for the safeguarding lead. Raises NoKeyNow."""
    key = intake_keys.current()
    passed = PassedQuestion(
        event=question.event.slug[:80],
        question_id=question.id,
        words=_words_of(question).text,
        asked_at=question.asked_at,
        passed_at=clock.now(),
        passed_by=by.id,
        note=note,
    )
    return seal(passed, id=uuid4(), key_id=key.key_id, public_key=key.public_key)


def _publish(event: Event, kind: str, moment: datetime, facts: dict[str, Any]) -> Entry:
    """Add the next numbered entry; the event's row is locked by the caller, so numbers become visible in order."""
    number = (event.entries.aggregate(last=Max("number"))["last"] or 0) + 1
    with translation.override("en-gb"):
        html = render_to_string("live/_entry.html", {"number": number, "at": moment, **facts}, using="jinja2").strip()
    said = {"number": number, "kind": kind, "at": moment.astimezone(UTC).isoformat(timespec="seconds"), "html": html}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    entry = Entry.objects.create(event=event, number=number, entry_at=moment, body=body)
    _notify(event)
    return entry


def _notify(event: Event) -> None:
    """Wake the stream when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('live', %s)", [str(event.id)])
