"""Who sits on an item, agency by agency, and who comes to a meeting besides: a new holder of a post, a stand-in."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.keys.actions import take_back, take_back_from_person
from alongside.casework.organisation.models import Agency, Area, Holding, Post, Staff
from alongside.casework.organisation.queries import posts_with, roles_in
from alongside.casework.referrals import ownership
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import lives, queries, seats
from .models import Attendance, Item, Meeting
from .queries import SeenItem


@dataclass(frozen=True)
class Offered:
    """An agency whose members come to the meeting of an item: whether it sits on it, and whether it always does."""

    agency: Agency
    sits: bool
    always: bool


def offered(seen: SeenItem) -> list[Offered]:
    """Return the agencies whose members could sit on an item, by name. All do until somebody chooses."""
    without = seats.left_out(seen.item, seen.key)
    return [
        Offered(each, str(each.pk) not in without, each.kind in rules.STATUTORY)
        for each in _agencies(seen.item.meeting)
    ]


def _agencies(meeting: Meeting | None) -> list[Agency]:
    rows = Attendance.objects.filter(meeting=meeting, post__role__in=rules.sits())
    return list(Agency.objects.filter(pk__in=rows.values("post__agency")).order_by("name"))


@transaction.atomic
def choose(item_id: UUID, agencies: Collection[UUID], *, by: Staff) -> int:
    """Choose the agencies whose members sit on an item; nobody else gets a key of it. Raises NotFound and NotAllowed.

    Returns how many are left out. Once its paper is out, an agency can be added and none left out.
    """
    seen = queries.find(by, item_id, lock=True)
    if not set(seen.roles) & set(rules.PREPARES) or seen.item.outcome:
        raise NotAllowed("Who sits on an item is chosen by who prepares it, until it is decided.")
    before = seats.left_out(seen.item, seen.key)
    chosen = set(agencies)
    without = {str(each.pk) for each in _agencies(seen.item.meeting) if each.pk not in chosen and not _always(each)}
    if seen.item.papers_out_at is not None and without - before:
        raise NotAllowed("Its paper is out. Who has it keeps it until the window ends; a conflict closes it at once.")
    arranged = {**seen.arranged, seats.NOT_FOR: sorted(without)}
    seen.item.seal(seen.key, arranged=json.dumps(arranged, ensure_ascii=False))
    seen.item.save(update_fields=["arranged"])
    audit.note("chose who sits on an item", [seen.item.of_case, seen.item.id], by=by.pk)
    _open(seen)
    return len(without)


def _always(agency: Agency) -> bool:
    return agency.kind in rules.STATUTORY


def _open(seen: SeenItem) -> None:
    """Give an item whose paper is out to those who sit on it now, and put it into the register."""
    if seen.item.papers_out_at is not None and not seen.item.outcome:
        seats.open_to_members(seen.item, seen.key)
        lives.disclose(seen)


def can_come(area: Area) -> list[Holding]:
    """Return who holds a post in an area today and could be given a seat, by name."""
    held = Holding.objects.on(clock.today()).filter(post__area=area, staff__is_active=True)
    held = held.exclude(post__role__in=rules.MAY_SIT_NOT).select_related("staff", "post__agency")
    return list({row.staff_id: row for row in held.order_by("staff__name")}.values())


@transaction.atomic
def add_seat(meeting_id: UUID, staff_id: UUID, *, by: Staff, instead_of: UUID | None = None) -> Attendance:
    """Invite somebody more to a meeting, or a stand-in for a member, who then sends apologies.

    A stand-in sits for the agency of the member; somebody new for their own. They read what that seat reads, from now.
    Raises NotFound and NotAllowed.
    """
    meeting = _not_over(meeting_id, by)
    staff = Staff.objects.select_related("agency").filter(pk=staff_id, is_active=True).first()
    if staff is None:
        raise queries.NotFound
    refusal = rules.reason_against_a_seat(
        roles_in(meeting.area, staff.pk), why_untrained=ownership.reason_against_new_decisions(staff),
        invited=meeting.attendances.filter(staff=staff).exists(),
    )  # fmt: skip
    if refusal:
        raise NotAllowed(refusal)
    member = _member(meeting, instead_of)
    post = member.post if member else _post_of(meeting, staff)
    if member and member.post.agency_id != staff.agency_id:
        raise NotAllowed(
            "A stand-in comes from the agency of the member; an agency that is new gets a seat of its own."
        )
    seat = Attendance.objects.create(meeting=meeting, staff=staff, post=post, said_by=by, said_at=clock.now())
    if member is not None:
        _stand_down(member, by)
    for seen in _items(meeting, by):
        if member is not None:
            _take_back(seen, member)
        _open(seen)
    outbox.queue(staff, "panel_invitation", f"/panel/{meeting.id}/")
    audit.note("added a seat", [staff.pk], by=by.pk)
    return seat


def _not_over(meeting_id: UUID, by: Staff) -> Meeting:
    meeting = queries.meeting(by, meeting_id, lock=True)
    if not set(roles_in(meeting.area, by.pk)) & set(rules.PREPARES):
        raise NotAllowed("Seats are added by the chair, the deputy or the case manager.")
    if meeting.status not in ("planned", "papers_out", "in_session"):
        raise NotAllowed("This meeting is over, or was called off.")
    return meeting


def _member(meeting: Meeting, seat_id: UUID | None) -> Attendance | None:
    if seat_id is None:
        return None
    found = meeting.attendances.select_related("post", "staff").filter(pk=seat_id, post__role__in=rules.sits()).first()
    if found is None:
        raise NotAllowed("Choose the member for whom they stand in.")
    return found


def _post_of(meeting: Meeting, staff: Staff) -> Post:
    """Return the post for which somebody new comes: their own at the panel, else their agency's."""
    own = posts_with(meeting.area, (*rules.sits(), *rules.keepers())).filter(agency=staff.agency_id)
    held = own.filter(pk__in=Holding.objects.on(clock.today()).filter(staff=staff).values("post"))
    found = held.first() or own.filter(role__in=rules.sits()).first()
    if found is None:
        raise NotAllowed("Their agency has no post at this panel yet; a manager makes it first.")
    return found


def _stand_down(member: Attendance, by: Staff) -> None:
    member.answer, member.said_by, member.said_at = "apologies", by, clock.now()
    member.save(update_fields=["answer", "said_by", "said_at"])


def _items(meeting: Meeting, by: Staff) -> list[SeenItem]:
    found = Item.objects.open().visible_to(by).filter(meeting=meeting).exclude(papers_out_at=None)
    return [queries.find(by, item.id, lock=True) for item in found]


def _take_back(seen: SeenItem, member: Attendance) -> None:
    """End the sight of somebody for whom another stands in, unless they have something to do after this item."""
    if member.staff_id not in seats.owners(seen.item):
        take_back(seen.item.id, member.post)
        take_back_from_person(seen.item.id, member.staff)
