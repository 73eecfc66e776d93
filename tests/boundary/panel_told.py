"""A panel that adopts the case of the story, so that every table of an item has a row. Used by case_told.py."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from alongside.casework.keys.middleware import set_looking
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.panel import agenda, meetings, minutes, papers, seats, sitting
from alongside.casework.panel.models import Item
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from tests import cast
from tests.boundary.case import CANARIES

SAID = CANARIES["record"]
DECISION = {row.word: SAID for row in closure.DECISION_FIELDS}


def adopt(case: UUID, *, by: Any) -> None:
    """Plan an urgent panel, send papers out, meet, decide, sign, correct; Hana has a conflict, Idris is a guest."""
    said = {
        "day": clock.today() + timedelta(days=1), "time": time(10), "zone": "Europe/London", "place": "Room 2",
        "link": "", "chair": by.pk, "urgent": True,
    }  # fmt: skip
    meeting = meetings.plan(Area.objects.get(code="northmere"), said, by=by)
    meetings.ask_for(meeting.id, "hearing_loop", "", by=by)
    item = Item.objects.get(of_case=case)
    agenda.move_to(item.id, meeting.id, by=by)
    papers.save(item.id, dict.fromkeys((row.word for row in rules.PAPER), CANARIES["paper"]), based_on=0, by=by)
    papers.put_out(meeting.id, "", by=by)
    hana, idris = (Staff.objects.get(email=person.email) for person in (cast.PANEL_MEMBER, cast.MENTOR))
    seats.declare_conflict(item.id, hana, CANARIES["paper"], by=by)
    guest = seats.invite_guest(item.id, CANARIES["guest"], by=by, account=idris)
    set_looking(idris.pk)
    seats.accept_statement(guest.id, by=idris)
    set_looking(by.pk)
    seats.let_in(guest.id, by=by)
    sit(meeting.id, item, by)


def sit(meeting_id: UUID, item: Item, by: Any) -> None:
    meeting = meetings.open_(meeting_id, by=by)
    childrens = {meeting.attendances.get(staff__email=cast.DEPUTY.email).id: "childrens_services"}
    present = set(meeting.attendances.values_list("id", flat=True))
    meetings.record_attendance(meeting_id, present, by=by, represents=childrens)
    sitting.save(item.id, {"note": CANARIES["paper"]}, based_on=0, by=by)
    seat = meeting.attendances.get(staff__email=cast.TOM.email)
    sitting.add_action(item.id, CANARIES["paper"], (seat.post_id, seat.staff_id), clock.today(), by=by)
    asker = {"consent_asker_named": {"who": "Callum", "how": SAID, "when": clock.today()}}
    sitting.decide(item.id, "adopted", DECISION, asker, votes=(3, 0), by=by)
    meetings.close(meeting_id, by=by)
    minutes.sign(meeting_id, by=by)
    minutes.correct(item.id, CANARIES["paper"], by=by)
