"""Plan a meeting, change it, call it off; say who comes, and what is booked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import roles_in
from alongside.casework.referrals import ownership
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import agenda, queries
from .models import Attendance, Booking, Meeting


@transaction.atomic
def plan(area: Area, said: Mapping[str, Any], *, by: Staff) -> Meeting:
    """Plan a meeting and invite everybody who has a post at the panel. Raises NotAllowed.

    Args:
        said: ``day``, ``time`` (of the zone), ``zone``, ``place``, ``link``, ``chair`` (staff id), ``urgent``.
    """
    _refuse_unless(by, area, rules.CONVENES, "Panels are planned by the chair, the deputy or the coordinator.")
    starts_at = _moment(said)
    now = clock.now()
    meeting = Meeting(
        area=area, starts_at=starts_at, zone=said["zone"], place=said["place"], link=said["link"],
        chair=_chair(area, said["chair"]), urgent=said["urgent"], planned_by=by, planned_at=now, changed_at=now,
    )  # fmt: skip
    meeting.save(force_insert=True)
    for post, staff in queries.invited(area):
        Attendance.objects.create(meeting=meeting, staff=staff, post=post, said_by=by, said_at=now)
    _tell_all(meeting)
    audit.note("planned a meeting", [], by=by.pk)
    return meeting


@transaction.atomic
def change(meeting_id: UUID, said: Mapping[str, Any], *, by: Staff, based_on: int) -> Meeting:
    """Change when, where or who chairs; everybody gets the new calendar entry. Raises NotFound and NotAllowed.

    Args:
        based_on: the edition that was on the page; who changes an older one is told what stands now.
    """
    meeting = _planned(meeting_id, by)
    if meeting.edition != based_on:
        raise NotAllowed(
            _("Somebody changed it meanwhile: {now}. What you typed stands below.").format(now=_as_it_is(meeting))
        )
    meeting.starts_at, meeting.zone = _moment(said), said["zone"]
    meeting.place, meeting.link = said["place"], said["link"]
    meeting.chair = _chair(meeting.area, said["chair"])
    _save(meeting, "starts_at", "zone", "place", "link", "chair")
    audit.note("changed a meeting", [], by=by.pk)
    return meeting


@transaction.atomic
def cancel(meeting_id: UUID, *, by: Staff) -> Meeting:
    """Call a meeting off; its items go on to the next, and a paper that was out is nobody's to read any more.

    Raises NotFound and NotAllowed.
    """
    meeting = _planned(meeting_id, by)
    roles, sees_all = roles_in(meeting.area, by.pk), queries.sees_all(meeting)
    if refusal := rules.reason_against_calling_off(meeting.status, roles, sees_all=sees_all):
        raise NotAllowed(refusal)
    _move_to(meeting, "cancelled")
    following = queries.next_meeting(meeting.area, after=meeting)
    for item in meeting.items.open().exclude(papers_out_at=None):
        agenda.call_off(queries.find(by, item.id, lock=True), following)
    meeting.items.open().update(meeting=following)
    _save(meeting)
    audit.note("cancelled a meeting", [], by=by.pk)
    return meeting


@transaction.atomic
def answer(meeting_id: UUID, said: str, *, by: Staff) -> None:
    """Say that one comes, or send apologies. Raises NotFound and NotAllowed."""
    meeting = queries.meeting(by, meeting_id)
    seat = meeting.attendances.filter(staff=by).first()
    if seat is None or said not in ("coming", "apologies"):
        raise NotAllowed("You are not invited to this meeting.")
    if meeting.status not in ("planned", "papers_out"):
        raise NotAllowed("This meeting has begun; the chair records who is there.")
    _say(seat, said, by)


@transaction.atomic
def record_attendance(
    meeting_id: UUID, present: set[UUID], *, by: Staff, represents: Mapping[UUID, str] | None = None,
    based_on: str | None = None,
) -> None:  # fmt: skip
    """Record who is there: the ids of seats; all others are not, or sent apologies. Raises NotFound and NotAllowed.

    Args:
        represents: the service of the authority for which somebody of it is there, by seat (rules/panel.REPRESENTED).
        based_on: ``queries.recorded`` of the page; who records on an older one is told.
    """
    meeting = queries.meeting(by, meeting_id, lock=True)
    _refuse_unless(by, meeting.area, rules.CHAIRS, "The chair records who is there.")
    if meeting.status != "in_session":
        raise NotAllowed("Open the meeting first.")
    if based_on is not None and based_on != queries.recorded(meeting):
        raise NotAllowed("Somebody else recorded who is there meanwhile. Look at the list, and record what is missing.")
    for seat in meeting.attendances.select_related("post__agency"):
        _represent(meeting, seat, (represents or {}).get(seat.id, ""))
        if seat.id in present:
            _say(seat, "present", by)
        elif seat.answer != "apologies":
            _say(seat, "absent", by)
    audit.note("recorded attendance", [], by=by.pk)


def _represent(meeting: Meeting, seat: Attendance, service: str) -> None:
    if service == seat.represents:
        return
    refusal = rules.reason_against_representing(
        seat.post.agency.kind, service, chairs=seat.staff_id == meeting.chair_id
    )
    if service and refusal:
        raise NotAllowed(refusal)
    seat.represents = service
    seat.save(update_fields=["represents"])


def _say(seat: Attendance, said: str, by: Staff) -> None:
    if seat.answer != said:
        seat.answer, seat.said_by, seat.said_at = said, by, clock.now()
        seat.save(update_fields=["answer", "said_by", "said_at"])


@transaction.atomic
def ask_for(meeting_id: UUID, kind: str, what: str, *, by: Staff) -> Booking:
    """Ask for interpreting or an adjustment; nobody has to say for whom. Raises NotFound and NotAllowed."""
    meeting = queries.meeting(by, meeting_id)
    if kind not in rules.BOOKINGS:
        raise NotAllowed("Choose what has to be booked.")
    return Booking.objects.create(meeting=meeting, kind=kind, what=what.strip(), asked_by=by, asked_at=clock.now())


@transaction.atomic
def booked(booking_id: UUID, meeting_id: UUID, *, by: Staff) -> None:
    """Say that it is booked. Raises NotFound and NotAllowed."""
    meeting = queries.meeting(by, meeting_id)
    _refuse_unless(by, meeting.area, rules.CONVENES, "Bookings are made by who plans the meeting.")
    meeting.bookings.filter(pk=booking_id, booked_at=None).update(booked_at=clock.now())


@transaction.atomic
def open_(meeting_id: UUID, *, by: Staff) -> Meeting:
    """Open the meeting. Raises NotFound and NotAllowed."""
    return _step(meeting_id, "in_session", by)


@transaction.atomic
def close(meeting_id: UUID, *, by: Staff) -> Meeting:
    """Close the meeting, when each item has its decision. Raises NotFound and NotAllowed."""
    meeting = queries.meeting(by, meeting_id)
    if meeting.items.open().exists():
        raise NotAllowed("An item has no decision yet. Decide it, or put it off to the next panel.")
    return _step(meeting_id, "minutes_drafted", by)


def _step(meeting_id: UUID, to: str, by: Staff) -> Meeting:
    meeting = queries.meeting(by, meeting_id, lock=True)
    _refuse_unless(by, meeting.area, rules.CHAIRS, "The chair or the deputy opens and closes the meeting.")
    _move_to(meeting, to)
    meeting.save(update_fields=["status"])
    audit.note(f"meeting {to}", [], by=by.pk)
    return meeting


def _planned(meeting_id: UUID, by: Staff) -> Meeting:
    meeting = queries.meeting(by, meeting_id, lock=True)
    _refuse_unless(by, meeting.area, rules.CONVENES, "Panels are planned by the chair, the deputy or the coordinator.")
    if meeting.status not in ("planned", "papers_out"):
        raise NotAllowed("This meeting has begun; it stays as it was planned.")
    return meeting


def _as_it_is(meeting: Meeting) -> str:
    here = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    return f"{here:%d/%m/%Y %H:%M} ({meeting.zone}), {meeting.place or meeting.link}, {meeting.chair.name}"


def _save(meeting: Meeting, *columns: str) -> None:
    meeting.edition += 1
    meeting.changed_at = clock.now()
    meeting.save(update_fields=[*columns, "status", "edition", "changed_at"])
    _tell_all(meeting)


def _move_to(meeting: Meeting, status: str) -> None:
    refusal = rules.reason_against_status(meeting.status, status)
    if refusal:
        raise NotAllowed(refusal)
    meeting.status = status


def _moment(said: Mapping[str, Any]) -> datetime:
    starts_at = datetime.combine(said["day"], said["time"], ZoneInfo(said["zone"]))
    if starts_at <= clock.now():
        raise NotAllowed("A meeting is planned for a day to come.")
    if not (said["place"] or said["link"]):
        raise NotAllowed("Say where it is: a place, a link, or both.")
    return starts_at


def _chair(area: Area, staff_id: UUID | str) -> Staff:
    chair = next((each for each in queries.chairs(area) if str(each.pk) == str(staff_id)), None)
    if chair is None:
        raise NotAllowed("The chair or the deputy of the area chairs.")
    return chair


def _tell_all(meeting: Meeting) -> None:
    for seat in meeting.attendances.select_related("staff"):
        outbox.queue(seat.staff, "panel_invitation", f"/panel/{meeting.id}/")


def _refuse_unless(by: Staff, area: Area, roles: tuple[str, ...], sentence: str) -> None:
    if not set(roles_in(area, by.pk)) & set(roles):
        raise NotAllowed(sentence)
    ownership.refuse_new_decisions(by)
