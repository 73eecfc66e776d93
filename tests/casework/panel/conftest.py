"""A referral that is listed for panel, a meeting a week ahead, and the paper of its item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from alongside.casework.organisation.models import Area
from alongside.casework.panel import meetings, papers, queries
from alongside.casework.panel.models import Item, Meeting
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from tests import cast
from tests.casework import gateway

Acting = Callable[[cast.Person], Any]
DECISION = {row.word: f"what is said of {row.word}" for row in closure.DECISION_FIELDS} | {"dissent": ""}
PAPER = {row.word: f"paper: {row.word}" for row in rules.PAPER}
CONSENT = {"consent_asker_named": {"who": "Callum", "how": "at home", "when": clock.today()}}
TO_PANEL: list[tuple[cast.Person, str, dict[str, Any]]] = [
    (cast.INTAKE, "open_referral", {}),
    (cast.CASE_MANAGER, "ask_partners", {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION}),
    (cast.COORDINATOR, "list_for_panel", {"grounds_recorded": {"grounds": "seen by"}, "decision_recorded": DECISION}),
]


@pytest.fixture(autouse=True)
def same_clock() -> Iterator[None]:
    yield
    clock.reset()


def planned(acting: Acting, *, days: int = 14, urgent: bool = False) -> Meeting:
    """Plan a meeting so many days ahead, at 10."""
    with acting(cast.CHAIR) as charity:
        said = {
            "day": clock.today() + timedelta(days=days), "time": time(10), "zone": "Europe/London", "place": "Room 2",
            "link": "", "chair": charity.pk, "urgent": urgent,
        }  # fmt: skip
        return meetings.plan(Area.objects.get(code="northmere"), said, by=charity)


@pytest.fixture
def meeting(db: None, acting: Acting) -> Meeting:
    return planned(acting)


@pytest.fixture
def item(meeting: Meeting, opened: UUID, acting: Acting) -> Item:
    """The item of a case that was referred under section 36 after the meeting was planned."""
    for person, word, records in TO_PANEL:
        with acting(person) as somebody:
            gateway.go(opened, word, records, by=somebody)
    with acting(cast.CHAIR):
        return Item.objects.get(of_case=opened)


@pytest.fixture
def out(item: Item, meeting: Meeting, acting: Acting) -> Item:
    """The same item with its paper out."""
    with acting(cast.CASE_MANAGER) as callum:
        papers.save(item.id, PAPER, based_on=0, by=callum)
        papers.put_out(meeting.id, "", by=callum)
    return item


@pytest.fixture
def sitting(out: Item, meeting: Meeting, acting: Acting) -> Item:
    """The same item in a meeting at which everybody is there."""
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        all_there(meeting, by=charity)
    return out


def all_there(meeting: Meeting, *, by: Any) -> None:
    """Record that everybody is there, Dev for children's services."""
    childrens = meeting.attendances.get(staff__email=cast.DEPUTY.email).id
    present = set(meeting.attendances.values_list("id", flat=True))
    meetings.record_attendance(meeting.id, present, by=by, represents={childrens: "childrens_services"})


def sees(acting: Acting, person: cast.Person, item: Item) -> bool:
    """Say whether somebody reads an item now."""
    with acting(person) as somebody:
        try:
            seen = queries.look(somebody, item.id)
        except queries.NotFound:
            return False
        return queries.may_read(seen) and bool(seen.paper)
