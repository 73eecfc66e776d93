"""The cases that the matrix of routes asks for, beside the whole one of the story (case.py). Runs under casework.

``open`` as the intake role, ``carry`` as the web role, which lets sixteen days pass: the windows of the panel that the
story held are over then, and other panels are where a panel can be.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from alongside.casework.administration import actions as organisation  # noqa: E402
from alongside.casework.administration import people  # noqa: E402
from alongside.casework.intake import passing  # noqa: E402
from alongside.casework.keys.middleware import looking  # noqa: E402
from alongside.casework.organisation.models import Agency, Area  # noqa: E402
from alongside.casework.panel import agenda, meetings, papers  # noqa: E402
from alongside.casework.panel.models import Item  # noqa: E402
from alongside.casework.referrals import actions  # noqa: E402
from alongside.casework.rules import panel as rules  # noqa: E402
from alongside.casework.rules.administration import Period  # noqa: E402
from alongside.casework.rules.training import TRAINING  # noqa: E402
from alongside.commons import clock  # noqa: E402
from alongside.commons.envelope.contents import Concern  # noqa: E402
from tests import cast  # noqa: E402
from tests.boundary import case_told, matrix_cast, panel_told  # noqa: E402
from tests.boundary.case_told import somebody  # noqa: E402
from tests.casework import gateway  # noqa: E402
from tests.casework.trained import COURSE  # noqa: E402

AFTER = timedelta(days=16)
"""Longer than members see an item after its minutes were signed."""
PAPER = {row.word: f"canary-paper-of-an-item {row.word}" for row in rules.PAPER}
PLACES = {"fresh": "northmere", "decided": "northmere", "sitting": "northmere", "listed": "northmere",
          "glanaber": "glanaber"}  # fmt: skip
STEPS = [step for step in case_told.WAY if step[1] in ("open_referral", "ask_partners", "list_for_panel")]
HERE = {move: person for person, move, _records in STEPS}
THERE = {
    "open_referral": cast.WELSH_INTAKE, "ask_partners": cast.WELSH_POLICE_READER,
    "list_for_panel": matrix_cast.WELSH_COORDINATOR,
}  # fmt: skip


def open_() -> dict[str, str]:
    """Open a concern for each thing, known by a word of its own."""
    areas = {area.code: area for area in Area.objects.all()}
    return {
        thing: str(
            actions.open_concern(
                Concern("somebody", place, f"canary-worry-of-{thing}", clock.now(), hurt="no", age_band="18-20",
                        called=f"canary-called-{thing}"),
                envelope_id=uuid.uuid4(), area=areas[place],
            ).id
        )
        for thing, place in PLACES.items()
    }  # fmt: skip


def carry(**cases: UUID) -> None:
    """Make the newcomers, hold the panel that is over by now, let the days pass, and bring the rest where it is."""
    for person in (*matrix_cast.NEWCOMERS, matrix_cast.WELSH_SUPERVISOR):
        _join(person)
    _to_panel(cases["decided"], HERE)
    with looking((charity := somebody(cast.CHAIR)).pk):
        item = _papers_out(cases["decided"], "northmere", by=charity)
        panel_told.sit(item.meeting_id, item, charity)
    clock.shift(AFTER)
    _to_panel(cases["sitting"], HERE)
    _to_panel(cases["listed"], HERE)
    _to_panel(cases["glanaber"], THERE)
    with looking(charity.pk):
        meetings.open_(_papers_out(cases["sitting"], "northmere", by=charity).meeting_id, by=charity)
        _papers(cases["listed"], _plan("northmere", charity), by=charity)
    with looking((nia := somebody(matrix_cast.WELSH_CHAIR)).pk):
        _papers_out(cases["glanaber"], "glanaber", by=nia)
    with looking((ines := somebody(cast.INTAKE)).pk):
        passing.offer(cases["fresh"], Area.objects.get(code="glanaber"), "she moved there", by=ines)


def _join(person: cast.Person) -> None:
    """Let the manager make an account and a post for somebody whom the cast does not have."""
    with looking((magnus := somebody(cast.MANAGER)).pk):
        agency = Agency.objects.select_related("area").get(name=person.agency)
        staff = people.join(person.name, person.email, agency, by=magnus)
        post = organisation.make_post(agency, agency.area, person.roles[0], by=magnus)
        people.give_post(staff, post, Period(clock.today()), by=magnus)
        for training in TRAINING:
            people.record_training(staff, training, clock.today() + COURSE, evidence="A course of the tests", by=magnus)


def _to_panel(case: UUID, who: dict[str, cast.Person]) -> None:
    for _person, move, records in STEPS:
        with looking((by := somebody(who[move])).pk):
            signer = matrix_cast.WELSH_SUPERVISOR if who is THERE else cast.SUPERVISOR
            gateway.go(case, move, records(), by=by, reason="canary-reason-of-a-move", signer=signer)


def _plan(area: str, chair: Any) -> UUID:
    said = {
        "day": clock.today() + timedelta(days=1), "time": time(10), "zone": "Europe/London", "place": "Room 2",
        "link": "", "chair": chair.pk, "urgent": True,
    }  # fmt: skip
    planned: UUID = meetings.plan(Area.objects.get(code=area), said, by=chair).id
    return planned


def _papers(case: UUID, meeting: UUID, *, by: Any) -> Item:
    item = Item.objects.get(of_case=case)
    agenda.move_to(item.id, meeting, by=by)
    papers.save(item.id, PAPER, based_on=0, by=by)
    return Item.objects.get(pk=item.pk)


def _papers_out(case: UUID, area: str, *, by: Any) -> Any:
    item = _papers(case, _plan(area, by), by=by)
    papers.put_out(item.meeting_id, "", by=by)  # type: ignore[arg-type]
    return item


if __name__ == "__main__":
    if sys.argv[1] == "open":
        print(json.dumps(open_()))
    else:
        carry(**{thing: UUID(case) for thing, case in json.loads(sys.argv[2]).items()})
        print("{}")
