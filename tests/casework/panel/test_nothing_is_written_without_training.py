"""Whoever's training has lapsed reads, and writes nothing that is a decision or part of one, in any room (R-30).

Moves, what is recorded for them and signatures: tests/casework/administration/test_training_gate.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from alongside.casework.assessment import actions as assessment
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.documents import adding
from alongside.casework.national import actions as national
from alongside.casework.organisation.models import Area
from alongside.casework.panel import agenda, meetings, papers, queries, seats, sitting
from alongside.casework.panel.models import Item, Meeting
from alongside.casework.people import actions as people
from alongside.casework.people.births import Birth
from alongside.casework.people.matching import Described
from alongside.casework.referrals import queries as referrals
from alongside.casework.referrals.models import History
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.panel.conftest import DECISION, PAPER
from tests.casework.trained import lapse

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Act = Callable[[Item, Meeting, Any], object]
LAPSED = "Your training lapsed"
TOLD = {
    "recipient": "Northmere College", "recipient_kind": "school", "parts": "that we met", "purpose": "safety",
    "legal_basis": "public_task", "necessity": "nothing less helps", "route": "telephone", "until": None,
}  # fmt: skip


def _when(by: Any) -> dict[str, Any]:
    return {
        "day": clock.today() + timedelta(days=20), "time": time(10), "zone": "Europe/London", "place": "Room 2",
        "link": "", "chair": by.pk, "urgent": True,
    }  # fmt: skip


def _northmere() -> Area:
    return Area.objects.get(code="northmere")


def _keyed(item: Item, meeting: Meeting, by: Any) -> object:
    history = History.objects.get(case=item.of_case, move="list_for_panel")
    return national.tick(item.of_case, history.pk, clock.today(), "T-1", by=by)


AT_PANEL: dict[str, tuple[cast.Person, Act]] = {
    "plans": (cast.CHAIR, lambda item, meeting, by: meetings.plan(_northmere(), _when(by), by=by)),
    "changes the day": (
        cast.CHAIR,
        lambda item, meeting, by: meetings.change(meeting.id, _when(by), based_on=meeting.edition, by=by),
    ),
    "calls off": (cast.CHAIR, lambda item, meeting, by: meetings.cancel(meeting.id, by=by)),
    "opens": (cast.CHAIR, lambda item, meeting, by: meetings.open_(meeting.id, by=by)),
    "says who is there": (cast.CHAIR, lambda item, meeting, by: meetings.record_attendance(meeting.id, set(), by=by)),
    "builds the agenda": (cast.CHAIR, lambda item, meeting, by: agenda.build(meeting.id, by=by)),
    "moves an item": (cast.CHAIR, lambda item, meeting, by: agenda.move_to(item.id, meeting.id, by=by)),
    "writes a paper": (cast.CASE_MANAGER, lambda item, meeting, by: papers.save(item.id, PAPER, based_on=0, by=by)),
    "sends papers out": (cast.CASE_MANAGER, lambda item, meeting, by: papers.put_out(meeting.id, "late", by=by)),
    "invites a guest": (cast.CHAIR, lambda item, meeting, by: seats.invite_guest(item.id, "Head teacher", by=by)),
    "writes a note": (cast.CHAIR, lambda item, meeting, by: sitting.save(item.id, {"note": "x"}, based_on=0, by=by)),
    "decides": (
        cast.CHAIR,
        lambda item, meeting, by: sitting.decide(item.id, "needs_information", DECISION, {}, votes=(3, 0), by=by),
    ),
}
OF_THE_CASE: dict[str, tuple[cast.Person, Act]] = {
    "writes a name": (
        cast.INTAKE,
        lambda item, meeting, by: people.write_down(
            item.of_case, Described(("Jordan Hart",), Birth(), ""), unsure=False, by=by
        ),
    ),
    "looks for earlier referrals": (cast.INTAKE, lambda item, meeting, by: people.look(item.of_case, "R-04", by=by)),
    "writes an assessment": (
        cast.CASE_MANAGER,
        lambda item, meeting, by: assessment.save(item.of_case, {}, based_on=0, by=by),
    ),
    "puts an assessment forward": (
        cast.CASE_MANAGER,
        lambda item, meeting, by: assessment.put_forward(item.of_case, read=0, by=by),
    ),
    "writes a disclosure down": (
        cast.CASE_MANAGER,
        lambda item, meeting, by: disclosures.write_down(item.of_case, TOLD, by=by),
    ),
    "ticks the national record": (cast.CASE_MANAGER, _keyed),
    "signs the national month": (
        cast.COORDINATOR,
        lambda item, meeting, by: national.sign(
            _northmere(), (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1), "", by=by
        ),
    ),
}


def refused(acting: Acting, person: cast.Person, act: Act, item: Item, meeting: Meeting) -> None:
    with acting(person) as by, pytest.raises(NotAllowed, match=LAPSED):
        act(item, meeting, by)


@pytest.mark.parametrize("what", AT_PANEL)
def test_nobody_convenes_prepares_or_sits_at_a_panel_without_training(
    item: Item, meeting: Meeting, acting: Acting, what: str
) -> None:
    person, act = AT_PANEL[what]
    lapse(person, "prevent")
    refused(acting, person, act, item, meeting)


@pytest.mark.parametrize("what", OF_THE_CASE)
def test_nobody_writes_into_a_case_without_training(item: Item, meeting: Meeting, acting: Acting, what: str) -> None:
    person, act = OF_THE_CASE[what]
    if what == "looks for earlier referrals":
        _name_is_written(acting, item.of_case)
    lapse(person, "safeguarding")
    refused(acting, person, act, item, meeting)


def _name_is_written(acting: Acting, case: UUID) -> None:
    with acting(cast.INTAKE) as ines:
        people.write_down(case, Described(("Jordan Hart",), Birth(), ""), unsure=False, by=ines)


def test_a_guest_is_let_in_by_a_chair_with_training(out: Item, meeting: Meeting, acting: Acting) -> None:
    with acting(cast.CHAIR) as charity:
        guest = seats.invite_guest(out.id, "Head teacher", by=charity)
    lapse(cast.CHAIR, "data_protection")
    with acting(cast.CHAIR) as charity, pytest.raises(NotAllowed, match=LAPSED):
        seats.let_in(guest.id, by=charity, signed_on_paper=True)


def test_the_page_of_documents_says_why_nothing_is_added_and_still_lists_them(item: Item, acting: Acting) -> None:
    lapse(cast.CASE_MANAGER, "prevent")
    with acting(cast.CASE_MANAGER) as callum:
        seen = referrals.find(callum, item.of_case)
        assert LAPSED in str(adding.reason_against(seen))
        assert queries.find(callum, item.id).item == item, "reading stays"
