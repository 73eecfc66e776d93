"""Tick what was keyed into the tracker; sign that a month was compared with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import roles_in
from alongside.casework.referrals import ownership
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import Seen, find
from alongside.casework.rules import national as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import queries
from .models import Compared, Keyed
from .queries import SheetOf

TRACKER = "Prevent Case Management Tracker (PCMT)"


def wait_for_keying(referral: Referral, history: History, _case_key: bytes) -> None:
    """Count one more sheet that waits, where a move asks for one."""
    if history.move in rules.BY_MOVE:
        _count(referral.pk, 1)


def _count(case_id: UUID, more: int) -> None:
    Referral.objects.filter(pk=case_id).update(to_key=F("to_key") + more)


@transaction.atomic
def tick(case_id: UUID, history_id: UUID, keyed_on: date, reference: str, *, by: Staff) -> Keyed:
    """Note that a sheet was keyed, on which day and under which reference of theirs: a disclosure (R-16).

    Raises NotFound and NotAllowed.
    """
    find(by, case_id, lock=True)
    seen, sheet = queries.sheet(by, case_id, history_id)
    made_on = sheet.history.made_at.astimezone(clock.LONDON).date()
    refusal = rules.reason_against_ticking(
        roles=seen.roles, ticked=sheet.keyed is not None, keyed_on=keyed_on, made_on=made_on, today=clock.today(),
        reference=reference,
    )  # fmt: skip
    if refusal:
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    row = Keyed(
        case=seen.referral, history=sheet.history, sheet=rules.BY_MOVE[sheet.history.move], keyed_on=keyed_on,
        keyed_by=by, ticked_at=clock.now(),
    )  # fmt: skip
    row.seal(seen.key, reference=reference.strip())
    row.save(force_insert=True)
    _count(case_id, -1)
    _disclosed(row, seen, sheet)
    audit.note("ticked the national record", [case_id], by=by.pk)
    return row


def _disclosed(row: Keyed, seen: Seen, sheet: SheetOf) -> None:
    disclosures.by_act(
        seen.referral, seen.key, "keyed", of_act=row.id, recipient=TRACKER, kind="national",
        fields=[str(label) for label, _value in sheet.lines], by=seen.staff,
    )  # fmt: skip


@transaction.atomic
def sign(area: Area, first: date, differences: str, *, by: Staff) -> Compared:
    """Sign that a month was compared with the tracker, with what differed. Raises NotAllowed."""
    shown = queries.month(area, first, by)
    refusal = rules.reason_against_signing(
        roles=roles_in(area, by.pk), first=first, today=clock.today(), signed=shown.compared is not None
    )
    if refusal:
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    counts = {count.word: [count.should, count.ticked] for count in shown.counts}
    row = Compared(
        area=area, month=first, counts=counts, differences=differences.strip(), signed_by=by, signed_at=clock.now()
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as signed:
        raise NotAllowed(_("This month is signed already.")) from signed
    audit.note("compared with the national tracker", [area.pk], by=by.pk)
    return row
