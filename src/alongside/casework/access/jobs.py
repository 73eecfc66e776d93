"""What casework's worker does: it tells whoever has to hear that a case was opened in an emergency."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alongside.casework.organisation.models import Staff
from alongside.commons import clock
from alongside.site.housekeeping import hourly
from alongside.site.outbox import actions as outbox

from .models import Alarm, Try

KEPT = timedelta(days=30)


def raise_alarms() -> None:
    """Tell everybody who was written down when it was opened, once each, by a mail that says where to look."""
    for alarm_id in Alarm.objects.filter(told_at=None).values_list("id", flat=True):
        _tell(alarm_id)


@transaction.atomic
def _tell(alarm_id: UUID) -> None:
    found = Alarm.objects.select_for_update(skip_locked=True).filter(told_at=None, pk=alarm_id)
    alarm = found.first()
    if alarm is None:
        return
    outbox.queue(Staff(pk=alarm.staff_id), "waiting", f"/access/{alarm.asking}/")
    Alarm.objects.filter(pk=alarm_id).update(told_at=clock.now())


def _forget_old() -> None:
    """Forget, after 30 days, who was told and which references were typed; the askings themselves stay."""
    before = clock.now() - KEPT
    Alarm.objects.filter(told_at__lt=before).delete()
    Try.objects.filter(at__lt=before).delete()


forget_old = hourly(_forget_old)
