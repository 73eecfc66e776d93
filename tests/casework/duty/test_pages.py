"""The pages of the roster, as a coordinator fills them in and others see them; and the banner that waits everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.commons import clock
from tests import cast
from tests.casework.duty.conftest import DAY, MONDAY_AT_NOON, As, told_of_danger

SignedIn = Callable[[cast.Person], Client]
At = Callable[[datetime], None]
MONDAY = MONDAY_AT_NOON.date()


def days(first: Any, last: Any) -> dict[str, int]:
    said = {}
    for name, day in (("from_on", first), ("until_on", last)):
        said |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return said


def text(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.mark.django_db
def test_a_coordinator_writes_down_leave_sees_the_gap_fills_it_in_and_undoes(
    signed_in: SignedIn, staff: Any, at: At
) -> None:
    at(MONDAY_AT_NOON)
    cora = signed_in(cast.COORDINATOR)
    before = text(cora.get("/duty/northmere/"))
    assert "No gap in the next four weeks." in before, before[400:900]
    ines = staff(cast.INTAKE).pk
    done = cora.post("/duty/northmere/leave/", {"staff": ines, **days(MONDAY + DAY, MONDAY + DAY)})
    assert done.status_code == 302, text(done)
    week = text(cora.get("/duty/northmere/"))
    assert "Nobody on Tuesday" in week
    assert "09:00 – 17:00: nobody" in week
    assert f"Away: {cast.INTAKE.name}" in week
    listed = cora.get("/duty/northmere/list/").content.decode()
    undo = re.search(r'action="(/duty/changes/[^"]+/undo/)"', listed)
    assert undo
    assert cora.post(undo[1]).status_code == 302
    assert "No gap in the next four weeks." in text(cora.get("/duty/northmere/"))
    assert "(undone)" in text(cora.get("/duty/northmere/list/"))


@pytest.mark.django_db
def test_every_form_opens_refuses_what_is_empty_and_says_why(signed_in: SignedIn, at: At) -> None:
    from alongside.casework.duty.models import Turn

    at(MONDAY_AT_NOON)
    cora = signed_in(cast.COORDINATOR)
    turn = Turn.objects.get(area__code="northmere").pk
    pages = ("northmere/hours", "northmere/turn", "northmere/leave", "northmere/out-of-hours", f"turns/{turn}",
             f"turns/{turn}/hand-over", f"turns/{turn}/swap")  # fmt: skip
    for page in pages:
        address = f"/duty/{page}/"
        assert cora.get(address).status_code == 200, address
        refused = cora.post(address, {})
        assert refused.status_code == 200, address
        assert "Error:" in refused.content.decode(), address


@pytest.mark.django_db
def test_hours_and_what_holds_outside_them_are_put_in(signed_in: SignedIn, at: At) -> None:
    at(MONDAY_AT_NOON)
    cora = signed_in(cast.COORDINATOR)
    weekend = {"weekdays": ["5"], "opens": "10:00", "closes": "14:00"}
    assert cora.post("/duty/northmere/hours/", weekend).status_code == 302
    assert "Saturday, 10:00 – 14:00" in text(cora.get("/duty/northmere/list/"))
    assert "overlap" in text(cora.post("/duty/northmere/hours/", weekend))
    assert cora.post("/duty/northmere/out-of-hours/", {"out_of_hours": "nobody"}).status_code == 302
    assert "Outside the hours: nobody." in text(cora.get("/duty/northmere/"))
    assert "Choose which area" in text(cora.post("/duty/northmere/out-of-hours/", {"out_of_hours": "area"}))
    assert "Write the number" in text(cora.post("/duty/northmere/out-of-hours/", {"out_of_hours": "line"}))


@pytest.mark.django_db
def test_who_works_there_may_look_who_keeps_it_may_change_and_others_get_404(signed_in: SignedIn, staff: Any) -> None:
    ines = signed_in(cast.INTAKE)
    week = ines.get("/duty/northmere/")
    assert week.status_code == 200
    assert "put somebody on duty" not in text(week)
    refused = ines.post("/duty/northmere/leave/", {"staff": staff(cast.INTAKE).pk, **days(MONDAY, MONDAY)})
    assert refused.status_code == 403
    assert "is kept by" in text(refused)
    assert signed_in(cast.WELSH_INTAKE).get("/duty/northmere/").status_code == 404
    assert signed_in(cast.COORDINATOR).get("/duty/glanaber/").status_code == 404
    assert signed_in(cast.MANAGER).get("/duty/glanaber/list/").status_code == 200


@pytest.mark.django_db
def test_a_manager_names_the_area_that_takes_what_has_no_place(signed_in: SignedIn) -> None:
    magnus = signed_in(cast.MANAGER)
    assert magnus.post("/duty/glanaber/takes-unplaced/").status_code == 302
    assert "Glanaber" in text(magnus.get("/duty/")).split("Takes what is shared by somebody")[0]
    assert "let this area take" in text(magnus.get("/duty/glanaber/list/"))


@pytest.mark.django_db
def test_odd_weeks_and_days_are_answered(signed_in: SignedIn) -> None:
    cora = signed_in(cast.COORDINATOR)
    for week in ("", "yesterday", "2027-13-01", "0001-01-04", "9999-12-20", "2027-02-03"):
        assert cora.get(f"/duty/northmere/?week={week}").status_code == 200, week
    assert cora.get("/duty/northmere/turn/?day=never").status_code == 200
    assert cora.get("/duty/nowhere/").status_code == 404


def test_the_banner_stands_on_every_page_of_whoever_was_told_until_somebody_is_on_it(as_: As, at: At) -> None:
    from alongside.casework.duty import alerts
    from alongside.casework.organisation.models import Staff

    at(MONDAY_AT_NOON)
    as_("intake")
    told_of_danger()
    told_of_danger()
    as_("casework_worker")
    alerts.look_after_all()
    as_("casework_web")
    ines, callum = Client(), Client()
    ines.force_login(Staff.objects.get(email=cast.INTAKE.email))
    callum.force_login(Staff.objects.get(email=cast.CASE_MANAGER.email))
    for address in ("/", "/intake/", "/duty/", "/duty/northmere/", "/oversight/"):
        assert "2 concerns in Northmere wait for somebody" in text(ines.get(address)), address
        assert "Somebody could be hurt" not in text(callum.get(address)), address
    form = ines.get("/").content.decode()
    said = dict(re.findall(r'<input type="hidden" name="(area|until)" value="([^"]*)"', form))
    assert callum.post("/duty/acknowledge/", said, follow=True).status_code == 200
    assert "wait for somebody" in text(ines.get("/"))
    assert "It is yours." in text(ines.post("/duty/acknowledge/", said, follow=True))
    assert "wait for somebody" not in text(ines.get("/"))
    assert "A colleague was first." in text(ines.post("/duty/acknowledge/", said, follow=True))


@pytest.mark.django_db
def test_nonsense_is_no_acknowledgement(signed_in: SignedIn) -> None:
    ines = signed_in(cast.INTAKE)
    now = clock.now().isoformat()
    for said in ({}, {"area": "northmere"}, {"area": "northmere", "until": "soon"}, {"area": "nowhere", "until": now}):
        assert ines.post("/duty/acknowledge/", said).status_code == 404
    assert ines.get("/duty/acknowledge/").status_code == 405


@pytest.mark.django_db
def test_a_week_asks_the_database_a_few_times_whatever_is_in_it(signed_in: SignedIn) -> None:
    with CaptureQueriesContext(connection) as drawn:
        assert signed_in(cast.COORDINATOR).get("/duty/northmere/").status_code == 200
    assert len(drawn) <= 45


def test_an_area_without_duty_in_the_next_week_is_named_for_the_doctor(as_: As, at: At) -> None:
    from alongside.casework.duty import actions
    from alongside.casework.duty.queries import unread_areas
    from alongside.casework.keys.middleware import looking
    from alongside.casework.organisation.models import Area, Staff

    at(MONDAY_AT_NOON)
    as_("casework_worker")
    assert unread_areas() == []
    as_("casework_web")
    cora, ines = (Staff.objects.get(email=who.email) for who in (cast.COORDINATOR, cast.INTAKE))
    with looking(cora.pk):
        until = MONDAY + timedelta(days=14)
        change = actions.add_leave(Area.objects.get(code="northmere"), ines, MONDAY, until, by=cora)
    as_("casework_worker")
    assert [area.name for area in unread_areas()] == ["Northmere"]
    as_("casework_web")
    with looking(cora.pk):
        actions.undo(change.pk, by=cora)


@pytest.mark.django_db
def test_whoever_takes_days_of_a_turn_is_chosen_among_others(signed_in: SignedIn, staff: Any) -> None:
    cora, ines = signed_in(cast.COORDINATOR), staff(cast.INTAKE)
    day = clock.today() + DAY
    cora.post("/duty/northmere/turn/", {"staff": ines.pk, **days(day, day)})
    found = re.search(r"/duty/turns/[0-9a-f-]+/hand-over/", cora.get("/duty/northmere/list/").content.decode())
    assert found
    page = cora.get(found[0])
    assert "Nobody else holds the post that reads concerns here." in text(page)
    assert str(ines.pk) not in page.content.decode()
