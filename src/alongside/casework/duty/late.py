"""Tell who has to hear that something is late: who leads the area that has to do it, and whoever is on duty where an
answer is waited for. Each is told once, by a mail that says no more than where to look.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from alongside.casework.due.kinds import KINDS
from alongside.casework.due.models import Reminder
from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.rules import duty as rules
from alongside.casework.rules import timescales
from alongside.commons import clock
from alongside.site.outbox import actions as outbox

from .queries import covering_now, duties, reading_now

HERE = "/duty/"
QUEUE = "/intake/"
LEADS = tuple(role for step in rules.STEPS for role in step.roles)
WAITS_FOR_SOMEBODY = timedelta(days=1)
"""How long after its day the telling waits for somebody to be on duty; then those hear who lead."""


def waiting() -> QuerySet[Reminder]:
    """Return what is late and not over, the oldest first."""
    late = Reminder.objects.filter(over_at=None, due_on__lt=clock.today())
    return late.order_by("due_on", "id")


def tell_what_is_late() -> int:
    """Tell of everything that is late and was not told yet. Returns of how many."""
    return sum(_tell(each) for each in waiting().filter(told_at=None).values_list("id", flat=True))


@transaction.atomic
def _tell(reminder_id: UUID) -> bool:
    found = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(told_at=None)
    reminder = found.select_related("owner__area", "waits_for").filter(pk=reminder_id).first()
    if reminder is None:
        return False
    there = _on_duty(reminder.waits_for) if reminder.waits_for else set()
    if reminder.waits_for and not there:
        if clock.today() - reminder.due_on <= WAITS_FOR_SOMEBODY:
            return False
        there = _holders(reminder.waits_for, LEADS)
    for staff_id in sorted(there):
        outbox.queue(Staff(pk=staff_id), "waiting", QUEUE)
    for staff_id in sorted(_who_hears(reminder)):
        outbox.queue(Staff(pk=staff_id), "overdue", HERE)
    reminder.told_at = clock.now()
    reminder.save(update_fields=["told_at"])
    return True


def _who_hears(reminder: Reminder) -> set[UUID]:
    """Who hears in the area that has to do it: those whom the clock names, else everybody who leads there."""
    tells = timescales.CLOCKS[KINDS[reminder.kind].clock].tells
    return _holders(reminder.owner.area, tells) or _holders(reminder.owner.area, LEADS)


def _on_duty(area: Area) -> set[UUID]:
    found, now = duties([area.pk]), clock.now()
    return set(reading_now(area.pk, found, now) or covering_now(area.pk, found, now))


def _holders(area: Area, roles: tuple[str, ...]) -> set[UUID]:
    held = Holding.objects.on(clock.today()).filter(post__area=area, post__role__in=roles, staff__is_active=True)
    return set(held.values_list("staff_id", flat=True))


def for_(staff: Staff) -> list[tuple[Reminder, str, str]]:
    """Return what is late in the areas that somebody leads or reads for: the row, what it is, how late in words."""
    mine = posts_held(staff.pk).filter(role__in=(rules.READER, *LEADS)).values("area_id")
    rows = waiting().filter(owner__area__in=mine).select_related("owner__area", "waits_for")
    return [(row, KINDS[row.kind].label, timescales.overdue_in_words(row.due_on, clock.today())) for row in rows]
