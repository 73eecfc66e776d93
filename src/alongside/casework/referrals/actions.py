"""The verbs of a referral: open it, move it, record what a move needs, sign for somebody else.

Each is one transaction with one history row (where it moves) and one audit leaf.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.audit.commitments import HISTORY_COLUMNS
from alongside.casework.keys import vault
from alongside.casework.keys.actions import give, take_back, the_two
from alongside.casework.organisation.models import Agency, Area, Post, Staff
from alongside.casework.organisation.queries import posts_with
from alongside.casework.rules import at_once as delivery
from alongside.casework.rules import closure, holds, journey, timescales, training
from alongside.casework.rules.roles import named
from alongside.casework.rules.who_may_see import ends_on, shares_with, signers_by_post
from alongside.casework.statistics import actions as statistics
from alongside.commons import clock
from alongside.commons.envelope import contents as envelope
from alongside.commons.envelope.receipt import ALPHABET
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import at_once, facts, inbox, lines, owners, ownership, queries, signing
from .models import Concern, Countersigning, History, Record, Referral

MOVED = ("stage", "entered_at", "due_on", "closed_at", "closure_code", "owner", "offered_owner", "offer_until",
         "apart")  # fmt: skip
ABOUT_THE_PERSON = ("called", "age_band", "find_them")
REFERENCE_LENGTH = 8


@transaction.atomic
def open_concern(
    told: envelope.Concern, *, envelope_id: UUID, area: Area, besides: Mapping[str, str] | None = None
) -> Referral:
    """Make a case of an opened concern: its key, the grant of the area's intake, its first history row.

    Args:
        besides: what its reader has to know and whoever told it did not say (told.read knows it).

    Where the area delivers to both at once, the police get a grant too, and the first row says so.

    Called by the intake worker. Raises NotAllowed when nobody in the area has the post that reads concerns.
    """
    intake = posts_with(area, journey.STAGES["received"].turn)
    # The police are never intake (rules/administration): a post that is there all the same reads nothing.
    readers = list(intake.exclude(agency__kind=Agency.Kind.POLICE))
    if not readers:
        raise NotAllowed(f"Nobody in {area.name} has the post that reads concerns. A manager has to make it.")
    key, now = vault.new_key(), clock.now()
    referral = Referral(
        area=area,
        stage="received",
        entered_at=now,
        received_at=now,
        reference=_new_reference(),
        hurt_told=told.hurt == "yes",
    )
    police = at_once.police_for(told, area)
    for post in (*readers, *police):
        give(referral.id, key, post)
    referral.due_on = _due(referral)
    box = inbox.new()
    about = {name: getattr(told, name) for name in ABOUT_THE_PERSON}
    referral.seal(key, person=json.dumps(about), inbox=inbox.written(box))
    referral.save(force_insert=True)
    _keep_concern({**answers_of(told), **(besides or {})}, envelope_id, referral, key)
    lines.open_line(told, envelope_id, referral, box.public())
    _write_history(
        referral, key, move=delivery.DELIVER.word if police else "", leaves="", by=None, role="",
        reason=at_once.in_words(police),
    )  # fmt: skip
    facts.opened(told, referral, key)
    return referral


def _keep_concern(said: Mapping[str, Any], envelope_id: UUID, referral: Referral, key: bytes) -> None:
    concern = Concern(id=envelope_id, case=referral, received_at=referral.received_at)
    concern.seal(key, told=json.dumps(said))
    concern.save(force_insert=True)


def answers_of(told: envelope.Concern) -> dict[str, Any]:
    """Return what was told, by the names of the form; where to answer is the line's to know."""
    said: dict[str, Any] = json.loads(envelope.to_bytes(told))["said"]
    del said["reply_to"]
    return said


def _new_reference() -> str:
    """Return a reference that cannot be guessed: 8 characters of Crockford's base32, 40 bits."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
    return f"{text[:4]}-{text[4:]}"


@transaction.atomic
def make_move(
    referral_id: UUID, word: str, *, by: Staff, reason: str, closure_code: str = "", asked_by: Staff | None = None
) -> History:
    """Make one move of the journey.

    Args:
        asked_by: who decided on it, where ``by`` accepts what they asked; it stands in the history under their name.

    Raises queries.NotFound where ``by`` sees no such referral, and NotAllowed with the rule's own sentence.
    """
    seen = queries.find(by, referral_id, lock=True)
    seen = queries.as_asked_by(seen, asked_by) if asked_by else seen
    move, role = _move_and_role(seen, word)
    known = queries.facts_for(seen, move)
    refusal = ownership.reason_against_deciding(seen, still_open=word in training.STILL_OPEN)
    refusal = refusal or holds.reason_against_keeping(reason)
    refusal = refusal or _reason_against(seen, move, role, known)
    refusal = refusal or (ownership.reason_against_new_decisions(by) if asked_by else None)
    refusal = refusal or signing.reason_against_alone(seen, move, known)
    refusal = refusal or _reason_against_ending(move, closure_code, reason, known)
    if refusal:
        raise NotAllowed(refusal)
    if not reason.strip():
        raise NotAllowed("Write why: every move carries its reason.")
    _refuse_if_nobody_follows(seen.referral, move)
    return _carry_out(seen, move, role, reason.strip(), closure_code, known)


def _reason_against(seen: queries.Seen, move: journey.Move, role: str, known: frozenset[str]) -> str | None:
    """Say why the rule refuses a move, or None; a step that knows says what exactly is missing."""
    refusal = journey.reason_against(move, stage=seen.referral.stage, role=role, facts=known)
    lacks = next((fact for fact in move.needs if fact not in known and journey.FACTS[fact] == refusal), "")
    return facts.why_first(lacks, seen.referral, seen.key) or refusal


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise NotAllowed(sentence)


def _refuse_if_nobody_follows(referral: Referral, move: journey.Move) -> None:
    """Refuse a move to a stage at which nobody in the area has a turn: each open item has an owner (R-09)."""
    stage = journey.STAGES[move.enters]
    if stage.final or stage.word == journey.APART:  # who takes that is asked by the move itself (casework/apart)
        return
    if not posts_with(referral.area, stage.turn).exists():
        raise NotAllowed(
            f"Nobody in {referral.area.name} has the post of {named(stage.turn)}, whose turn it would be."
            " A manager has to make the post first."
        )


def tell_holders(post: Post, path: str) -> None:
    """Tell whoever holds a post today that something waits, by a mail that says no more than where."""
    for staff_id in post.holdings.on(clock.today()).values_list("staff_id", flat=True):
        outbox.queue(Staff(pk=staff_id), "waiting", path)


def tell_the_two(case_id: UUID, path: str, *, but: Staff | None = None) -> None:
    """Tell the two named people of a case about staff or their kin that something waits; nothing for other cases."""
    for staff_id in the_two(case_id):
        if but is None or staff_id != but.pk:
            outbox.queue(Staff(pk=staff_id), "waiting", path)


def _move_and_role(seen: queries.Seen, word: str) -> tuple[journey.Move, str]:
    """Return the move, and of the roles that somebody has in the area the one that may make it."""
    if word not in journey.MOVES:
        raise NotAllowed("There is no such move.")
    move = journey.MOVES[word]
    return move, next((role for role in seen.roles if role in move.made_by), seen.roles[0] if seen.roles else "")


def _reason_against_ending(move: journey.Move, code: str, reason: str, known: frozenset[str]) -> str | None:
    if not move.closes_with:
        return None
    return closure.reason_against_closing(code, allowed=move.closes_with, facts=known, reason=reason)


def _carry_out(
    seen: queries.Seen, move: journey.Move, role: str, reason: str, code: str, known: frozenset[str]
) -> History:
    referral, now = seen.referral, clock.now()
    if journey.countersigners(move, known):
        _use_signature(seen, move, code)
    leaves, referral.stage, referral.entered_at = referral.stage, move.enters, now
    referral.due_on = _due(referral)
    if referral.at.final:
        referral.closed_at, referral.closure_code = now, code
    else:
        referral.closed_at, referral.closure_code = None, ""
    referral.apart = journey.is_apart_after(move, before=referral.apart)
    referral.owner_id = owners.after_a_move(referral, seen.staff)
    referral.offered_owner, referral.offer_until = None, None
    referral.save(update_fields=MOVED)
    history = _write_history(
        referral, seen.key, move=move.word, leaves=leaves, by=seen.staff, role=role, reason=reason, code=code
    )
    for post in posts_with(referral.area, shares_with(move, apart=referral.apart)):
        give(referral.id, seen.key, post)
    facts.bring_about(move.causes, referral, history, seen.key)
    for post in posts_with(referral.area, ends_on(move)):
        take_back(referral.id, post)
    at_once.follow(referral, leaves, seen.key)
    facts.bring_about_last(move.causes, referral, history, seen.key)
    return history


def _use_signature(seen: queries.Seen, move: journey.Move, code: str) -> None:
    signed = queries.signed(seen.referral, move, seen.staff)
    if signed is None or signed.closure_code != code:
        raise NotAllowed("The second signature was given for another ending. Ask for it again.")
    signed.used_at = clock.now()
    signed.save(update_fields=["used_at"])


def _write_history(
    referral: Referral, key: bytes, *, move: str, leaves: str, by: Staff | None, role: str, reason: str, code: str = ""
) -> History:
    """Write the history row, the leaf that commits to it, and the de-identified event that is counted."""
    row = History(
        case=referral, number=_next_number(referral, by), move=move, leaves=leaves, enters=referral.stage, made_by=by,
        made_as=role, made_at=referral.entered_at, closure_code=code,
    )  # fmt: skip
    row.seal(key, reason=reason)
    row.save(force_insert=True)
    stored = [getattr(row, column) for column in HISTORY_COLUMNS]
    audit.note("moved" if by else "received", [referral.id], by=by.pk if by else None, history=stored)
    # With the two named people it counts as what came, and as nothing that became of it.
    if referral.statistics_key and not referral.apart and leaves != journey.APART:
        statistics.record(
            stage=referral.stage,
            area_code=referral.area.code,
            statistics_key=referral.statistics_key,
            on=clock.today(),
        )
    return row


@transaction.atomic
def note_step(seen: queries.Seen, word: str, verb: str, reason: str, *, role: str) -> History:
    """Write into the history what moves no stage (STEPS of rules/passing, at_once, owners); the caller has locked it.

    It is a leaf, and nothing that is counted: a concern counts once, wherever it goes.
    """
    row = History(
        case=seen.referral, number=_next_number(seen.referral, seen.staff), move=word, leaves=seen.referral.stage,
        enters=seen.referral.stage, made_by=seen.staff, made_as=role, made_at=clock.now(),
    )  # fmt: skip
    row.seal(seen.key, reason=reason)
    row.save(force_insert=True)
    stored = [getattr(row, column) for column in HISTORY_COLUMNS]
    audit.note(verb, [seen.referral.id], by=seen.staff.pk, history=stored)
    return row


def _next_number(referral: Referral, by: Staff | None) -> int:
    """Return the next number; the referral's row is locked, and the intake worker, who reads nothing, begins at 1."""
    return referral.history.count() + 1 if by else 1


def _due(referral: Referral) -> date | None:
    clock_word = referral.at.clock
    if not clock_word:
        return None
    return timescales.due_on(
        timescales.CLOCKS[clock_word], referral.entered_at.astimezone(clock.LONDON).date(), referral.area.nation
    )


@transaction.atomic
def record(referral_id: UUID, fact: str, answers: Mapping[str, object], *, by: Staff, role: str) -> None:
    """Keep what a move asks to be there first, as it was answered.

    Raises queries.NotFound, and NotAllowed for something that is not recorded this way.
    """
    _record(queries.find(by, referral_id, lock=True), fact, answers, role)


def _record(
    seen: queries.Seen, fact: str, answers: Mapping[str, object], role: str, *, still_open: bool = False
) -> None:
    kind = facts.recordable(fact)
    if kind is None or role not in seen.roles:
        raise NotAllowed("This cannot be recorded here.")
    if kind.written_by and role not in kind.written_by:
        raise NotAllowed(f"This is recorded by {named(kind.written_by)}.")
    _refuse(ownership.reason_against_deciding(seen, still_open=still_open or fact in training.STILL_RECORDED))
    _refuse(facts.why_first(fact, seen.referral, seen.key))
    if kind.keep:
        kind.keep(seen, role, answers)
    else:
        keep_record(seen, fact, answers, role)
    audit.note("recorded", [seen.referral.id], by=seen.staff.pk)


def keep_record(seen: queries.Seen, fact: str, answers: Mapping[str, object], role: str) -> None:
    """Keep answers as a ``Record``, for ``record`` or for a step that looked at them first. Raises NotAllowed."""
    _refuse(holds.reason_against_keeping(*answers.values()))
    row = Record(case=seen.referral, fact=fact, made_by=seen.staff, made_as=role, made_at=clock.now())
    words = {name: answer.isoformat() if isinstance(answer, date) else answer for name, answer in answers.items()}
    row.seal(seen.key, answers=json.dumps(words, ensure_ascii=False))
    row.save(force_insert=True)


@transaction.atomic
def record_and_move(
    referral_id: UUID,
    word: str,
    records: Mapping[str, Mapping[str, object]],
    *,
    by: Staff,
    reason: str,
    closure_code: str = "",
) -> History:
    """Keep what the move asks for and make it, or neither: what one page sends is one transaction."""
    record_all(referral_id, word, records, by=by)
    return make_move(referral_id, word, by=by, reason=reason, closure_code=closure_code)


@transaction.atomic
def record_all(referral_id: UUID, word: str, records: Mapping[str, Mapping[str, object]], *, by: Staff) -> None:
    """Keep several records in the role that makes a move. Raises queries.NotFound and NotAllowed."""
    seen = queries.find(by, referral_id, lock=True)
    role = _move_and_role(seen, word)[1]
    for fact, answers in records.items():
        _record(seen, fact, answers, _writes_as(seen, fact) or role, still_open=word in training.STILL_OPEN)


def _writes_as(seen: queries.Seen, fact: str) -> str:
    """Return the role in which somebody writes what not everybody may, where they have it beside that of the move."""
    kind = facts.recordable(fact)
    return next((role for role in seen.roles if kind and role in kind.written_by), "")


@transaction.atomic
def keep_what_stands_alone(
    referral_id: UUID, word: str, records: Mapping[str, Mapping[str, object]], *, by: Staff
) -> bool:
    """Keep what was recorded for a move that was refused, where it is true whatever becomes of the move.

    Returns whether anything was kept. Raises queries.NotFound and NotAllowed.
    """
    alone = {fact: answers for fact, answers in records.items() if facts.stands_alone(fact)}
    if alone:
        record_all(referral_id, word, alone, by=by)
    return bool(alone)


@transaction.atomic
def ask_to_sign(referral_id: UUID, word: str, *, by: Staff, closure_code: str = "", reason: str = "") -> Countersigning:
    """Ask for the second signature that a move needs; whoever signs reads the reason. Raises queries.NotFound and
    NotAllowed.
    """
    seen = queries.find(by, referral_id, lock=True)
    move, role = _move_and_role(seen, word)
    known = queries.facts_for(seen, move) | {"second_signed"}
    refusal = ownership.reason_against_deciding(seen, still_open=word in training.STILL_OPEN)
    _refuse(refusal or _reason_against(seen, move, role, known))
    asked = Countersigning(case=seen.referral, move=word, closure_code=closure_code, asked_by=by, asked_at=clock.now())
    asked.seal(seen.key, reason=reason.strip())
    asked.save(force_insert=True)
    page = f"/referrals/{seen.referral.id}/sign/{asked.id}/"
    for post in posts_with(seen.referral.area, signers_by_post(move, apart=seen.referral.apart)):
        # Whoever may sign has to see what; a chair's sight lasts as long as the case, as after listing for panel.
        give(seen.referral.id, seen.key, post)
        tell_holders(post, page)
    tell_the_two(seen.referral.id, page, but=by)
    facts.shared_to_sign(seen.referral)
    audit.note("asked to sign", [seen.referral.id], by=by.pk)
    return asked


@transaction.atomic
def countersign(referral_id: UUID, countersigning_id: UUID, *, by: Staff) -> Countersigning:
    """Give the second signature. Raises queries.NotFound, and NotAllowed for one's own or the wrong role."""
    seen = queries.find(by, referral_id, lock=True)
    asked, role = _may_sign(seen, countersigning_id)
    asked.signed_by, asked.signed_as, asked.signed_at = by, role, clock.now()
    asked.save(update_fields=["signed_by", "signed_as", "signed_at"])
    outbox.queue(asked.asked_by, "waiting", f"/referrals/{referral_id}/")
    audit.note("countersigned", [seen.referral.id], by=by.pk)
    return asked


@transaction.atomic
def give_back(referral_id: UUID, countersigning_id: UUID, question: str, *, by: Staff) -> Countersigning:
    """Give a move back unsigned, with a question to whoever asks; they answer in its reason and ask again.

    Raises as ``countersign`` does, and NotAllowed without a question.
    """
    seen = queries.find(by, referral_id, lock=True)
    asked, _role = _may_sign(seen, countersigning_id)
    if not question.strip():
        raise NotAllowed("Write what you want to know before you sign.")
    asked.returned_by, asked.returned_at = by, clock.now()
    asked.seal(seen.key, question=question.strip())
    asked.save(update_fields=["returned_by", "returned_at", "question"])
    outbox.queue(asked.asked_by, "waiting", f"/referrals/{referral_id}/")
    audit.note("gave back unsigned", [seen.referral.id], by=by.pk)
    return asked


def _may_sign(seen: queries.Seen, countersigning_id: UUID) -> tuple[Countersigning, str]:
    """Return what waits for a second signature, and the role in which whoever is looking signs. Raises NotAllowed."""
    waiting = seen.referral.countersignings.filter(signed_at=None, returned_at=None)
    asked = waiting.select_related("asked_by", "case").filter(pk=countersigning_id).first()
    if asked is None:
        raise NotAllowed("Nothing waits for this signature; it was given already, or the case has moved on.")
    _refuse(ownership.reason_against_deciding(seen))
    move = journey.MOVES[asked.move]
    role = next((role for role in seen.roles if role in move.second_by), seen.roles[0] if seen.roles else "")
    _refuse(
        closure.reason_against_second(
            first=str(asked.asked_by_id), second=str(seen.staff.pk), role=role, countersigners=move.second_by
        )
        or signing.reason_against_own(asked, seen.staff)
    )
    return asked, role
