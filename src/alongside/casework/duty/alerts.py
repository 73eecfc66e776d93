"""Tell whoever is on duty that somebody could be hurt, and whoever comes next when nobody says that they are on it.

The intake worker adds a row and does no more; this is casework's worker. Everything is a row, so whatever ends it at
any moment makes it go on where it was: each step is one transaction with its mails, and nobody is told twice.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.casework.organisation.queries import roles_in
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import duty as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from .models import Alert, Told
from .queries import covering_now, duties, reading_now

log = logging.getLogger("alongside.duty")
PATH = "/duty/"
MAY_ACKNOWLEDGE = frozenset({rules.READER, *(role for step in rules.STEPS for role in step.roles)})


def raise_alert(area: Area, at: datetime) -> None:
    """Add an alert, in the transaction that opens the concern (role intake, which may do nothing else here).

    Args:
        at: when it came to us. By its moment an alert goes along with a concern that another area accepts.
    """
    Alert.objects.bulk_create([Alert(area=area, made_at=at)])


def go_along(seen: Seen, from_area: Area, danger_told_at: Collection[datetime]) -> None:
    """Let an alert that nobody has answered ask the area that has accepted its concern, from the beginning.

    In the area that was it is answered by who accepted: nobody there can do anything about it any more.
    """
    waiting = Alert.objects.filter(area=from_area, acknowledged_at=None, made_at__in=danger_told_at)
    taken = [alert.id for alert in waiting.select_for_update()]
    if taken:
        Alert.objects.filter(pk__in=taken).update(acknowledged_by=seen.staff, acknowledged_at=clock.now())
        raise_alert(seen.referral.area, clock.now())


def look_after_all() -> int:
    """Tell the next people where it is time. Return how many areas had somebody told."""
    areas = Alert.objects.filter(acknowledged_at=None).order_by().values_list("area_id", flat=True).distinct()
    return sum(_look_after(area_id) for area_id in areas)


@transaction.atomic
def _look_after(area_id: UUID) -> bool:
    """Tell of the oldest alert of an area. Later ones wait behind it: one answer is asked for at a time."""
    waiting = list(Alert.objects.select_for_update().filter(area_id=area_id, acknowledged_at=None))
    if not waiting:
        return False
    now = clock.now()
    first = next((alert for alert in waiting if alert.step), waiting[0])
    if first.step_at and not rules.is_late(first.step_at, now):
        return False
    return _tell_next(first, now)


def _tell_next(alert: Alert, now: datetime) -> bool:
    for step in rules.steps_after(alert.step):
        if whom := _whom(step, alert, now):
            _tell(alert, step.word, whom, now)
            return True
    if not alert.step:
        log.error("alert %s: nobody is on duty, and there is no coordinator or chair to tell", alert.pk)
        _reach(alert, rules.STEP_WORDS[-1], now)
    return False


def _whom(step: rules.Step, alert: Alert, now: datetime) -> set[UUID]:
    """Who hears at a step and was not told yet."""
    if step.roles:
        held = Holding.objects.on(clock.today()).filter(post__area=alert.area_id, post__role__in=step.roles)
        found = set(held.filter(staff__is_active=True).values_list("staff_id", flat=True))
    else:
        of = reading_now if step.word == "on_duty" else covering_now
        found = set(of(alert.area_id, duties([alert.area_id]), now))
    return found - set(alert.told.values_list("staff_id", flat=True))


def _tell(alert: Alert, step: str, whom: set[UUID], now: datetime) -> None:
    for staff_id in sorted(whom):
        Told.objects.create(alert=alert, staff_id=staff_id, step=step, told_at=now)
        outbox.queue(Staff(pk=staff_id), "urgent", PATH)
    _reach(alert, step, now)


def _reach(alert: Alert, step: str, now: datetime) -> None:
    alert.step, alert.step_at = step, now
    alert.save(update_fields=["step", "step_at"])


@transaction.atomic
def acknowledge(area: Area, until: datetime, *, by: Staff) -> int:
    """Say that one is on it: every alert of the area up to a moment. Return how many; none where a colleague was first.

    Args:
        until: of the newest alert that the page showed; one that came later goes on asking.

    Raises NotAllowed for who neither was told nor works on this area's concerns.
    """
    waiting = Alert.objects.filter(area=area, acknowledged_at=None, made_at__lte=until)
    told = Told.objects.filter(staff=by, alert__area=area, alert__acknowledged_at=None).exists()
    if not told and not MAY_ACKNOWLEDGE & set(roles_in(area, by.pk)):
        raise NotAllowed(_("This is for whoever was told of it, or reads concerns in %(area)s.") % {"area": area.name})
    taken = [alert.id for alert in waiting.select_for_update()]
    if taken:
        Alert.objects.filter(pk__in=taken).update(acknowledged_by=by, acknowledged_at=clock.now())
        audit.note("acknowledged", taken, by=by.pk)
    return len(taken)
