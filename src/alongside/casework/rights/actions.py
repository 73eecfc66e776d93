"""Sign the schedule, hold a deletion and end the hold; and destroy what has come to its day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals import ownership
from alongside.casework.rules import retention
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import queries
from .models import Certificate, Ending, LegalHold, Signature, SignedPeriod


@transaction.atomic
def sign_schedule(area: Area, authority: str, periods: Mapping[str, retention.Period], *, by: Staff) -> Signature:
    """Sign an area's schedule for its controller; from today its clocks run. Raises NotAllowed."""
    if area not in queries.areas(by, queries.SIGNS):
        raise NotAllowed(_("Only the director signs how long an area keeps things."))
    ownership.refuse_new_decisions(by)
    if not authority.strip():
        raise NotAllowed(_("Write under which authority you sign for the controller."))
    for kind, period in periods.items():
        refusal = retention.reason_against_period(kind, period)
        if refusal:
            raise NotAllowed(refusal)
    now = clock.now()
    signed = Signature.objects.create(
        area=area, authority=authority.strip(), signed_by=by, signed_on=clock.today(), signed_at=now
    )
    for kind in retention.TO_SIGN:
        period = periods.get(kind, retention.SCHEDULE[kind].keep)
        SignedPeriod.objects.create(signature=signed, kind=kind, days=period.days, months=period.months)
    audit.note("signed the schedule", [area.pk], by=by.pk)
    return signed


@transaction.atomic
def hold(ending_id: UUID, kind: str, why: str, *, by: Staff) -> LegalHold:
    """Stop a deletion, at once; ``kind`` is a word of retention.HOLDS. Raises NotAllowed."""
    ending = _ending(ending_id, by)
    if not why.strip():
        raise NotAllowed(_("Write why it has to be kept: which inquiry, litigation or review."))
    if ending.holds.filter(ended_on=None, kind=kind).exists():
        raise NotAllowed(_("That holds it already."))
    held = LegalHold.objects.create(ending=ending, kind=kind, placed_by=by, from_on=clock.today(), why=why.strip())
    audit.note("held a deletion", [ending.closed_case], by=by.pk)
    return held


@transaction.atomic
def end_hold(ending_id: UUID, kind: str, *, by: Staff) -> None:
    """End the hold of this kind, which somebody else placed; others go on. Raises NotAllowed."""
    ending = _ending(ending_id, by)
    held = ending.holds.select_for_update().filter(ended_on=None, kind=kind).first()
    if held is None:
        raise NotAllowed(_("Nothing holds it."))
    refusal = retention.reason_against_ending_hold(placed_by=str(held.placed_by_id), ended_by=str(by.pk))
    if refusal:
        raise NotAllowed(refusal)
    held.ended_by, held.ended_on = by, clock.today()
    held.save(update_fields=["ended_by", "ended_on"])
    audit.note("ended a hold", [ending.closed_case], by=by.pk)


def _ending(ending_id: UUID, by: Staff) -> Ending:
    ending = Ending.objects.select_related("area").filter(pk=ending_id, gone_at=None).first()
    if ending is None or ending.area not in queries.areas(by, queries.HOLDS):
        raise NotAllowed(_("This is for the data protection officer and the chair of its area."))
    return ending


def destroy_what_is_due() -> int:
    """Destroy everything whose day has come, each in its own transaction. Called by the worker. Returns how many."""
    today = clock.today()
    return sum(_destroy(ending_id, today) for ending_id in _due(today))


def _due(today: date) -> list[UUID]:
    signed = {area.pk: queries.signature(area) for area in Area.objects.all()}
    waits = Ending.objects.filter(gone_at=None).prefetch_related("holds")
    days = {ending.id: queries.goes_on(ending, signed[ending.area_id], today=today) for ending in waits}
    return [ending_id for ending_id, day in days.items() if day is not None and day <= today]


@transaction.atomic
def _destroy(ending_id: UUID, today: date) -> bool:
    ending = Ending.objects.select_for_update(of=("self",)).filter(pk=ending_id, gone_at=None).first()
    if ending is None:
        return False
    signed = queries.signature(ending.area)
    day = queries.goes_on(ending, signed, today=today)
    if day is None or day > today or signed is None:
        return False
    ending.gone_at = clock.now()
    ending.save(update_fields=["gone_at"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT grants, reporters, documents, marks, recalls FROM public.rights_destroy(%s)", [ending.id]
        )
        grants, reporters, documents, marks, recalls = cursor.fetchone()
    Certificate.objects.create(
        area_id=ending.area_id, reference=ending.reference, kind=ending.kind, from_on=ending.from_on, due_on=day,
        gone_at=ending.gone_at, signature=signed, grants=grants, reporters=reporters, documents=documents, marks=marks,
        recalls=recalls,
    )  # fmt: skip
    audit.note("destroyed", [ending.closed_case], by=None)
    return True


@transaction.atomic
def note_answer(disclosure_id: UUID, words: str, *, by: Staff) -> None:
    """Note what a recipient answered to the recall of something that is gone. Raises NotAllowed."""
    row = queries.recalled(disclosure_id, by)
    if row is None:
        raise NotAllowed(_("This is for the data protection officer and the chair of its area."))
    disclosures.answer_gone(row, words, by=by)
    audit.note("a recall was answered", [row.case_id, row.pk], by=by.pk)
