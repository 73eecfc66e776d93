"""What casework's worker does for the training gate: it tells whose training lapses soon, 60 and 14 days before."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alongside.casework.organisation.models import Staff
from alongside.casework.rules import training
from alongside.commons import clock
from alongside.site.housekeeping import hourly
from alongside.site.outbox import actions as outbox

from .models import TrainingDate

WORK = "/"


def _warn() -> None:
    """Tell everybody who works here and has not been told yet, once each, by a mail that says where to look."""
    today = clock.today()
    last = today + timedelta(days=max(training.WARNED_DAYS))
    soon = TrainingDate.objects.filter(valid_until_on__range=(today, last), staff__is_active=True)
    for row_id in soon.values_list("id", flat=True):
        _tell(row_id)


@transaction.atomic
def _tell(row_id: UUID) -> None:
    row = TrainingDate.objects.select_for_update(skip_locked=True).filter(pk=row_id).first()
    due = training.warning_due(row.valid_until_on, clock.today(), row.warned) if row else None
    if row is None or due is None:
        return
    TrainingDate.objects.filter(pk=row_id).update(warned=due)
    outbox.queue(Staff(pk=row.staff_id), "waiting", WORK)


warn_of_lapsing = hourly(_warn)
