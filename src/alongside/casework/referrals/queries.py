"""The questions that pages ask. Each says who is looking, and looking leaves a leaf in the audit log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.keys.actions import case_key, posts_that_see
from alongside.casework.keys.models import Given, Sealed
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_held, roles_in
from alongside.casework.rules import apart, at_once, closure, journey, passing, timescales, training
from alongside.casework.rules import owners as owner_rules
from alongside.casework.rules.roles import ROLES
from alongside.casework.rules.who_may_see import DATA, right_of
from alongside.commons import clock

from . import facts, owners, ownership, told
from .models import Countersigning, History, Record, Referral

log = logging.getLogger("alongside.referrals")


class NotFound(Exception):
    """There is no such referral for whoever is looking: a stranger learns no more."""


@dataclass(frozen=True)
class Seen:
    """A referral with the key that opens it, the role of whoever is looking, and what is true of it."""

    referral: Referral
    key: bytes
    staff: Staff
    roles: tuple[str, ...]

    @property
    def person(self) -> dict[str, str]:
        return _said(self.referral, self.key, "person", "find_them")

    @property
    def called(self) -> str:
        """Return what the person is called, or the reference where no name was given."""
        return self.person.get("called") or self.referral.reference


PLAIN_SIGHT = ("read", "write", "own_steps", "area")
PART_OF = {
    "deconfliction_clear": "deconfliction",
    "held_elsewhere": "deconfliction",
    "plan_written": "plan",
    "every_need_answered": "plan",
    "closing_report": "plan",
    "attempts_recorded": "plan",
    "decision_recorded": "decision",
    "grounds_recorded": "decision",
    "gateway_assessed": "decision",
    "consent_asker_named": "decision",
}
"""To which row of rules/who_may_see.DATA a record belongs; all others belong to the referral."""


def sees(seen: Seen) -> frozenset[str]:
    """Return the parts of a case that whoever is looking may read: a grant opens the case, the matrix its parts."""
    stage, both, is_apart = seen.referral.stage, seen.referral.area.both_at_once, seen.referral.apart
    rights = [(data, right_of(role, stage, data, at_once=both, apart=is_apart)) for role in seen.roles for data in DATA]
    return frozenset(data for data, right in rights if right in PLAIN_SIGHT or (data, right) == ("plan", "own"))


def reads_at_once(seen: Seen) -> bool:
    """Say whether whoever is looking is of the police, who read what waits and decide nothing (rules/at_once)."""
    waits = seen.referral.stage == "received" and seen.referral.area.both_at_once
    return waits and at_once.READER in seen.roles and "intake" not in seen.roles


@dataclass(frozen=True)
class Button:
    """A move that somebody's role makes at this stage: open now, or with the reason why not yet."""

    move: journey.Move
    role: str
    reason_against: str | None


@dataclass(frozen=True)
class Line:
    """One move of the history, in words."""

    label: str
    enters: str
    by: str
    as_role: str
    at: datetime
    reason: str
    closed_with: str


@dataclass(frozen=True)
class Row:
    """One referral in a list: no contents beyond what it is called."""

    id: UUID
    reference: str
    called: str
    stage: str
    area: str
    owner: str
    my_turn: bool
    for_information: bool
    received_at: datetime
    hurt_told: bool
    due_on: date | None
    due_in_words: str


def find(staff: Staff, referral_id: UUID, *, lock: bool = False) -> Seen:
    """Return one referral for a member of staff. Raises NotFound where they have no grant."""
    rows = Referral.objects.visible_to(staff.pk).select_related("area")
    referral = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=referral_id).first()
    key = case_key(referral_id) if referral else None
    if referral is None or key is None:
        raise NotFound
    return Seen(referral, key, staff, roles_on(referral, staff))


def roles_on(referral: Referral, staff: Staff) -> tuple[str, ...]:
    """Return the roles in which somebody meets a referral: those they have in its area, else those of their grant.

    The second is out-of-hours cover: a post of another area reads for a while what came while it was on duty. What is
    about staff or their kin is met by its two named people, as that alone.
    """
    if referral.apart:
        return (journey.NAMED,)
    here = roles_in(referral.area, staff.pk)
    if not here:
        held = Given.objects.filter(case_id=referral.pk, post__in=posts_held(staff.pk))
        here = sorted(set(held.values_list("post__role", flat=True)))
    return tuple(here)


def as_asked_by(seen: Seen, asker: Staff) -> Seen:
    """Return what one sees in the name of a colleague who asked for it, in the roles in which they see it today."""
    posts = posts_held(asker.pk).filter(id__in=posts_that_see(seen.referral.id))
    return replace(seen, staff=asker, roles=tuple(sorted(posts.values_list("role", flat=True))))


def look(staff: Staff, referral_id: UUID, verb: str = "looked") -> Seen:
    """Return one referral and note that it was looked at. Raises NotFound."""
    seen = find(staff, referral_id)
    audit.note(verb, [referral_id], by=staff.pk)
    return seen


def facts_for(seen: Seen, move: journey.Move) -> frozenset[str]:
    """Return what is true for a move, of all that its rule or an ending of it asks for, and whether it is signed twice.

    Nothing else is asked: each fact is a question to the database.
    """
    endings = {fact for code in move.closes_with for fact in closure.CODES[code].needs}
    among = endings.union(asked_by(move))
    return _with_signature(seen, move, facts.true_of(seen.referral, seen.key, among=among))


def _with_signature(seen: Seen, move: journey.Move, known: set[str]) -> frozenset[str]:
    """Add whether the second signature is there, for a move that may need one."""
    is_signed = bool(move.second_by) and signed(seen.referral, move, seen.staff) is not None
    return frozenset({*known, "second_signed"} if is_signed else known)


def signed(referral: Referral, move: journey.Move, by: Staff) -> Countersigning | None:
    """Return a second signature by somebody else that this move may use, once."""
    found = referral.countersignings.filter(
        move=move.word, used_at=None, signed_at__gte=referral.entered_at, asked_by=by
    )
    row = found.exclude(signed_by=by).last()
    return row if row and rests_on_the_newest(row) else None


def signed_off(referral: Referral, move: journey.Move) -> Record | None:
    """Return the newest record of what one person writes and another signs off, for a move from here, if any."""
    words = set(facts.signed_off_at(referral.stage)) & set(move.needs)
    return referral.records.filter(fact__in=words).order_by("made_at").last() if words else None


def rests_on_the_newest(asked: Countersigning) -> bool:
    """Say whether nothing newer was written of what this second signature is for, since it was asked for."""
    newest = signed_off(asked.case, journey.MOVES[asked.move])
    return newest is None or newest.made_at <= asked.asked_at


def buttons(seen: Seen) -> list[Button]:
    """Return the moves of whoever is looking, by the same rule that guards the action."""
    offered = list(_moves(seen))
    known = facts.true_of(seen.referral, seen.key, among={word for _, move in offered for word in asked_by(move)})
    held_up = ownership.reason_against_deciding(seen) if offered else None
    of_all = ownership.reason_against_deciding(seen, still_open=True) if held_up else None
    return [
        Button(
            move,
            role,
            (of_all if move.word in training.STILL_OPEN else held_up)
            or journey.reason_against(
                move, stage=seen.referral.stage, role=role, facts=_with_signature(seen, move, known)
            ),
        )
        for role, move in offered
    ]


def asked_by(move: journey.Move) -> tuple[str, ...]:
    """Return the facts that the rule asks of a move: what it needs, and what eases its second signature."""
    return (*move.needs, *closure.EASED_BY.get(move.second_signature, ()))


def _moves(seen: Seen) -> Iterator[tuple[str, journey.Move]]:
    """The moves of a page's buttons. What is closed is opened again only by an undoing that can be made."""
    offered: set[str] = set()
    for role in seen.roles:
        for move in journey.moves_from(seen.referral.stage, role):
            if move.word not in offered and not (move.of_many or move.own_page) and _worth_a_button(seen, move):
                offered.add(move.word)
                yield role, move


def _worth_a_button(seen: Seen, move: journey.Move) -> bool:
    return not seen.referral.at.final or set(move.needs) <= facts_for(seen, move)


def history(seen: Seen) -> list[Line]:
    """Return every move so far, newest first, with its reason; nothing to who may not read the referral."""
    if "referral" not in sees(seen):
        return []
    rows = seen.referral.history.select_related("made_by").order_by("-number")
    return [_line(row, seen.key) for row in rows]


def _line(row: History, key: bytes) -> Line:
    steps = passing.STEPS | at_once.STEPS | apart.STEPS | owner_rules.STEPS
    move = journey.MOVES.get(row.move) or steps.get(row.move)
    return Line(
        label=move.label if move else journey.STAGES[row.enters].label,
        enters=journey.STAGES[row.enters].label,
        by=row.made_by.name if row.made_by else "",
        as_role=ROLES[row.made_as].label if row.made_as else "",
        at=row.made_at,
        reason=text_of(row, key, "reason"),
        closed_with=closure.CODES[row.closure_code].label if row.closure_code else "",
    )


def concerns(seen: Seen) -> list[told.Told]:
    """Return what was told, newest first; nothing to who may not read it."""
    return told_in(seen) if "concern" in sees(seen) else []


def told_in(seen: Seen) -> list[told.Told]:
    return [
        told.read(_said(concern, seen.key, "told", "worry"), concern.received_at)
        for concern in seen.referral.concerns.order_by("-received_at")
    ]


def records(seen: Seen) -> list[dict[str, Any]]:
    """Return what was recorded for moves, newest first, as question and answer in the words of its form."""
    parts = sees(seen)
    return [in_words(row, seen.key) for row in records_of(seen) if PART_OF.get(row.fact, "referral") in parts]


def records_of(seen: Seen) -> Iterable[Record]:
    return seen.referral.records.select_related("made_by").order_by("-made_at")


def in_words(record: Record, key: bytes) -> dict[str, Any]:
    row = facts.recordable(record.fact)
    # What a page of its own keeps of a fact has other questions than the page of the move; ids are nobody's answer.
    fields = row.form.base_fields | getattr(row.form, "besides", {}) if row else {}
    said = {name: text for name, text in _said(record, key, "answers", "").items() if fields.get(name, name)}
    return {
        "title": getattr(row.form, "title", record.fact) if row else record.fact,
        "by": record.made_by.name,
        "as_role": ROLES[record.made_as].label,
        "at": record.made_at,
        "answers": [_answer(fields.get(name), name, text) for name, text in said.items()],
    }


def answers_in(record: Record, key: bytes) -> dict[str, Any]:
    """Return what was recorded, by the names of its form."""
    return _said(record, key, "answers", "")


def _answer(field: Any, name: str, text: Any) -> tuple[Any, Any]:
    """Return question and answer in words; a choice by its label and not by the word that is stored."""
    choices = dict(getattr(field, "choices", ()) or ())
    return (field.label if field else name), choices.get(text, text)


def due_in_words(seen: Seen) -> str:
    """Return how the date of this stage stands, that clocks are paused and since when, or nothing where none runs."""
    return _clock_in_words(seen.referral, clock.today())


def _clock_in_words(referral: Referral, today: date) -> str:
    if not (referral.at.clocks_run or referral.at.final):
        since = date_format(referral.entered_at.astimezone(clock.LONDON).date())
        return _("Clocks have been paused since %(day)s") % {"day": since}
    return timescales.overdue_in_words(referral.due_on, today) if referral.due_on else ""


def text_of(row: Sealed, key: bytes, column: str) -> str:
    """Return a sealed text, or a sentence in its place: one row that was altered must not hide the rest of a case."""
    try:
        return row.opened(key, column)
    except vault.DoesNotOpen:
        log.error("%s of %s %s does not open", column, row._meta.db_table, row.pk)
        return _("This does not open: it was altered, or belongs elsewhere. Tell whoever verifies the audit log.")


def _said(row: Sealed, key: bytes, column: str, instead: str) -> dict[str, Any]:
    """Return sealed answers by name; where they do not open, the sentence that says so under the name ``instead``."""
    text = text_of(row, key, column)
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {instead: text}


def rows(staff: Staff, referrals: list[Referral]) -> list[Row]:
    """Return a page of a list, and note the looking as one leaf with its ids."""
    today = clock.today()
    roster = owners.Roster({referral.area_id for referral in referrals})
    shown = []
    for referral in referrals:
        key = case_key(referral.id)
        if key is None:
            continue
        seen = Seen(referral, key, staff, roles_on(referral, staff))
        shown.append(
            Row(
                referral.id,
                referral.reference,
                seen.called,
                referral.at.label,
                referral.area.name,
                owner.staff.name if (owner := roster.owner(referral)) else "",
                bool(set(seen.roles) & set(referral.at.turn)),
                reads_at_once(seen),
                referral.received_at,
                referral.hurt_told,
                referral.due_on,
                _clock_in_words(referral, today),
            )
        )
    if shown:
        audit.note("listed", [row.id for row in shown], by=staff.pk)
    return shown
