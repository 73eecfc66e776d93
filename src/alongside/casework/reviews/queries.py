"""What is due, for whoever may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.casework.due.kinds import KINDS
from alongside.casework.due.models import Due
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.referrals.queries import Seen, sees
from alongside.casework.rules import timescales
from alongside.commons import clock

APPEARS_BEFORE = timedelta(days=timescales.APPEARS_BEFORE_DAYS)


@dataclass(frozen=True)
class Row:
    id: UUID
    case_id: UUID
    reference: str
    label: str
    due_on: date
    in_words: str


def due_for(staff: Staff) -> list[Row]:
    """Return what is due from the posts that somebody holds, from 30 days before its date, overdue ones first."""
    today = clock.today()
    rows = Due.objects.visible_to(staff.pk).open().filter(due_on__lte=today + APPEARS_BEFORE)
    mine = rows.filter(owner__in=posts_held(staff.pk)).select_related("case")
    return [_row(due, today) for due in mine]


def scheduled(case_id: UUID, staff: Staff) -> list[Row]:
    """Return everything with a date that is still open for one case."""
    today = clock.today()
    return [
        _row(due, today)
        for due in Due.objects.visible_to(staff.pk).open().filter(case_id=case_id).select_related("case")
    ]


def _row(due: Due, today: date) -> Row:
    in_words = timescales.overdue_in_words(due.due_on, today)
    return Row(due.id, due.case_id, due.case.reference, KINDS[due.kind].label, due.due_on, in_words)


@dataclass(frozen=True)
class Done:
    """Something that was due and is done, with what came of it."""

    label: str
    done_at: datetime
    by: str
    outcome: str


def completed(seen: Seen) -> list[Done]:
    """Return what was completed for one case, newest first; nothing to who may not read the referral."""
    if "referral" not in sees(seen):
        return []
    rows = Due.objects.visible_to(seen.staff.pk).filter(case=seen.referral, done_at__isnull=False)
    return [
        Done(KINDS[row.kind].label, row.done_at, row.done_by.name, row.opened(seen.key, "outcome"))
        for row in rows.select_related("done_by").order_by("-done_at")
        if row.done_at and row.done_by
    ]
