"""Owners who are gone: what was theirs goes back to the lead of the post, who is told at once (R-09)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Holding, Post, Staff
from alongside.casework.referrals.owners import Roster
from alongside.casework.rules import journey
from alongside.casework.rules import owners as rules
from alongside.commons import clock
from alongside.site.outbox import actions as outbox

TURNS = [(stage.word, role) for stage in journey.STAGES.values() for role in stage.turn if stage.word != journey.APART]


@transaction.atomic
def give_back(*, by: Staff | None = None) -> int:
    """Give back what is by name of somebody whose account or post of the turn has ended; return how many there were.

    The database finds them (owners_give_back): whoever ends an account reads no case, and learns here no more than ids.
    """
    with connection.cursor() as cursor:
        stages, roles = zip(*TURNS, strict=True)
        cursor.execute(
            "SELECT id, area, stage FROM owners_give_back(%s, %s, %s)", [list(stages), list(roles), clock.today()]
        )
        found = cursor.fetchall()
    if found:
        audit.note(rules.LEFT, [case for case, _area, _stage in found], by=by.pk if by else None)
        _tell_the_leads(found)
    return len(found)


def _tell_the_leads(found: list[tuple[UUID, UUID, str]]) -> None:
    roster = Roster({area for _case, area, _stage in found}, named=False)
    for case, area, stage in found:
        lead = roster.lead(area, stage)
        if lead:
            outbox.queue(lead.staff, "waiting", f"/owners/{case}/")


def alarm_if_nobody(posts: Iterable[Post]) -> None:
    """Tell who has to hear it where nobody holds a post any more whose turn it can be, as it ends."""
    of_turns = {role for _stage, role in TURNS}
    empty = {post.area_id for post in posts if post.role in of_turns and not _held(post.area_id, (post.role,))}
    for staff_id in sorted({each for area_id in empty for each in _held(area_id, rules.ALARMED)}):
        outbox.queue(Staff(pk=staff_id), "overdue", "/")


def _held(area_id: UUID, roles: tuple[str, ...]) -> set[UUID]:
    held = Holding.objects.on(clock.today()).filter(post__area=area_id, post__role__in=roles, staff__is_active=True)
    return set(held.values_list("staff_id", flat=True))
