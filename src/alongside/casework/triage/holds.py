"""Holds that last: what the director reads of them, and says (R-29). The case stays closed to the director."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.due.models import Reminder
from alongside.casework.keys import vault
from alongside.casework.keys.actions import case_key, give, posts_that_see
from alongside.casework.organisation.models import Post, Staff
from alongside.casework.organisation.queries import posts_with, roles_in
from alongside.casework.referrals import ownership
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import NotFound, Seen, text_of
from alongside.casework.rules import holds as rules
from alongside.casework.rules import journey, timescales
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .models import Hold, HoldAnswer

KIND = "hold_longest"


@dataclass(frozen=True)
class Held:
    """A hold in words: the reference, why, and what was said of it."""

    row: Hold
    key: bytes
    reference: str
    reason: str

    @property
    def days(self) -> int:
        return (clock.today() - self.row.began_at.astimezone(clock.LONDON).date()).days

    @property
    def answers(self) -> list[tuple[HoldAnswer, str]]:
        """What was said, the newest first, each with its reason."""
        rows = self.row.answers.select_related("answered_by").order_by("-answered_at")
        return [(row, _open(self.key, row, "why")) for row in rows]


def begin(referral: Referral, history: History, key: bytes) -> None:
    """Write a hold down beside its case, for whoever sees the case and for the director."""
    hold = Hold(id=uuid.uuid4(), of_case=referral.id, area=referral.area, began_at=history.made_at)
    directors = list(posts_with(referral.area, rules.ANSWERS))
    own = vault.new_key()
    for post in {*Post.objects.filter(id__in=posts_that_see(referral.id)), *directors}:
        give(hold.id, own, post)
    hold.answer_by = _in_28_days(referral.area.nation)
    hold.reminder = _remind(hold, directors)
    said = {"reference": referral.reference, "reason": text_of(history, key, "reason")}
    hold.said = vault.seal(own, json.dumps(said, ensure_ascii=False), _cell(hold, "said"))
    hold.save(force_insert=True)


def _in_28_days(nation: str) -> date:
    return timescales.due_on(timescales.CLOCKS[KIND], clock.today(), nation)


def _remind(hold: Hold, directors: list[Post]) -> UUID:
    """Let the director hear on the 28th day: a reminder is told on the day after its own."""
    owner = directors[0] if directors else posts_with(hold.area, journey.POLICE)[0]
    reminder = Reminder(kind=KIND, due_on=hold.answer_by - timedelta(days=1), owner=owner)
    reminder.save(force_insert=True)
    return reminder.pk


def end_when_left(referral: Referral, history: History, key: bytes) -> None:
    """Let a hold be over when the case has left it, whoever moved it."""
    if history.leaves == "held" and history.enters != "held":
        for hold in Hold.objects.filter(of_case=referral.id, over_at=None):
            _over(hold)


def _over(hold: Hold) -> None:
    hold.over_at = clock.now()
    hold.save(update_fields=["over_at"])
    _reminded(hold)


def _reminded(hold: Hold) -> None:
    Reminder.objects.filter(pk=hold.reminder).update(over_at=clock.now())


@transaction.atomic
def answer(hold_id: UUID, *, goes_on: bool, why: str, by: Staff) -> None:
    """Say whether a hold of 28 days goes on, as the director. Raises NotFound and NotAllowed."""
    held = find(hold_id)
    hold = held.row
    refusal = rules.reason_against_answering(
        roles=roles_in(hold.area, by.pk), answer_by=hold.answer_by, today=clock.today(),
        over=hold.over_at is not None or hold.ends_asked_at is not None, why=why,
    ) or rules.reason_against_keeping(why)  # fmt: skip
    if refusal:
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    row = HoldAnswer(hold=hold, answered_by=by, answered_at=clock.now(), goes_on=goes_on)
    row.why = vault.seal(held.key, why.strip(), _cell(row, "why"))
    row.save(force_insert=True)
    _reminded(hold)
    if goes_on:
        hold.answer_by = _in_28_days(hold.area.nation)
        hold.reminder = _remind(hold, list(posts_with(hold.area, rules.ANSWERS)))
    else:
        hold.ends_asked_at = clock.now()
        for post in posts_with(hold.area, journey.POLICE):
            tell_holders(post, f"/referrals/{hold.of_case}/")
    hold.save(update_fields=["answer_by", "reminder", "ends_asked_at"])
    audit.note("said that a hold goes on" if goes_on else "said that a hold ends", [hold.of_case, hold.id], by=by.pk)


def find(hold_id: UUID) -> Held:
    """Raises NotFound where whoever is looking has no key of this hold."""
    row = Hold.objects.select_related("area").filter(pk=hold_id).first()
    found = _held(row) if row else None
    if found is None:
        raise NotFound
    return found


def _held(row: Hold) -> Held | None:
    key = case_key(row.id)
    if key is None:
        return None
    said = json.loads(_open(key, row, "said"))
    return Held(row, key, said["reference"], said["reason"])


def waiting_for(staff: Staff) -> list[Held]:
    """Return the holds of which somebody has to say whether they go on, what has lasted longest first."""
    due = Hold.objects.filter(over_at=None, ends_asked_at=None, answer_by__lte=clock.today()).select_related("area")
    rows = [row for row in due if not set(roles_in(row.area, staff.pk)).isdisjoint(rules.ANSWERS)]
    return [held for row in rows if (held := _held(row))]


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return the hold of a case, for its page: since when, and what the director said; nothing where there is none."""
    row = Hold.objects.filter(of_case=seen.referral.id, over_at=None).select_related("area").first()
    return {"hold": _held(row) if row and seen.referral.stage == "held" else None}


def _open(key: bytes, row: models.Model, column: str) -> str:
    return vault.open_(key, bytes(getattr(row, column) or b""), _cell(row, column))


def _cell(row: models.Model, column: str) -> vault.Cell:
    return vault.Cell(row._meta.db_table, column, row.pk)
