"""What is due, for whoever may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.casework.due.kinds import KINDS
from alongside.casework.due.models import Due
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.referrals.queries import Seen, text_of
from alongside.casework.referrals.timeline import Moment
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


def story(seen: Seen) -> list[Moment]:
    """Return what was completed for one case, with what came of it."""
    rows = Due.objects.visible_to(seen.staff.pk).filter(case=seen.referral, done_at__isnull=False)
    return [
        Moment(row.done_at, _("Done: %(what)s") % {"what": _(KINDS[row.kind].label)}, row.done_by.name,
               words=text_of(row, seen.key, "outcome"))
        for row in rows.select_related("done_by")
        if row.done_at and row.done_by
    ]  # fmt: skip
