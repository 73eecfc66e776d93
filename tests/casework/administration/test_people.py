"""Joiners, leavers and posts, by Magnus, who can open no case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from alongside.casework.administration import actions, people
from alongside.casework.administration.models import AdministrationEntry, TrainingDate
from alongside.casework.keys.actions import agency_key
from alongside.casework.organisation.models import Agency, Area, Holding, Post, Staff
from alongside.casework.organisation.queries import roles_of
from alongside.casework.rules.administration import Period
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]


@contextmanager
def days_later(days: int) -> Iterator[None]:
    clock.shift(timedelta(days=days))
    try:
        yield
    finally:
        clock.shift(-timedelta(days=days))


def council() -> Agency:
    return Agency.objects.get(name=cast.COUNCIL)


def nora(by: Staff) -> Staff:
    return people.join("Nora Quist", "Nora@Northmere.example", council(), by=by)


def post(role: str) -> Post:
    return Post.objects.get(agency=council(), role=role)


def verbs(staff: Staff) -> list[str]:
    return list(AdministrationEntry.objects.filter(staff=staff).order_by("made_at").values_list("verb", flat=True))


def test_a_joiner_gets_an_account_without_a_password_and_a_link_to_choose_one(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        joined = nora(magnus)
        assert not joined.has_usable_password()
        assert joined.email == "nora@northmere.example"
        assert Mail.objects.get(to=joined).kind == "set_password"
        assert verbs(joined) == ["joined"]


def test_an_address_has_one_account_however_it_is_written(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        nora(magnus)
        with pytest.raises(NotAllowed, match="already"):
            nora(magnus)
        assert Staff.objects.filter(email="nora@northmere.example").count() == 1


@pytest.mark.parametrize("person", [p for p in cast.CASEWORK if p != cast.MANAGER], ids=lambda p: p.roles[0])
def test_nobody_but_a_manager_administers(acting: Acting, person: cast.Person) -> None:
    with acting(person) as somebody:
        area, tom = Area.objects.first(), Staff.objects.get(email=cast.TOM.email)
        held = Holding.objects.get(staff=tom)
        attempts: list[Callable[[], object]] = [
            lambda: actions.make_area("Eastmere", "scotland", by=somebody),
            lambda: actions.make_agency("Eastmere Council", "local_authority", area, by=somebody),
            lambda: actions.make_post(council(), area, "dpo", by=somebody),
            lambda: nora(somebody),
            lambda: people.leave(tom, by=somebody),
            lambda: people.let_back(tom, by=somebody),
            lambda: people.send_password_link(tom, by=somebody),
            lambda: people.give_post(tom, held.post, Period(clock.today()), by=somebody),
            lambda: people.end_post(held, clock.today(), by=somebody),
            lambda: people.record_training(tom, "prevent", clock.today(), evidence="C-1", by=somebody),
        ]
        for attempt in attempts:
            with pytest.raises(NotAllowed, match="administration manager"):
                attempt()
        assert not AdministrationEntry.objects.exists()


def test_magnus_gives_leave_cover_for_dated_days_and_it_ends_by_itself(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        cover, today = nora(magnus), clock.today()
        people.give_post(cover, post("intake"), Period(today + timedelta(2), today + timedelta(4)), by=magnus)
        held = [roles_of(cover.pk, on=today + timedelta(days)) for days in (1, 2, 4, 5)]
        assert held == [frozenset(), {"intake"}, {"intake"}, frozenset()]


def test_magnus_gives_nothing_to_himself_and_ends_nothing_of_his_own(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        with pytest.raises(NotAllowed, match="themselves"):
            people.give_post(magnus, post("intake"), Period(clock.today()), by=magnus)
        with pytest.raises(NotAllowed, match="own post"):
            people.end_post(Holding.objects.get(staff=magnus), clock.today(), by=magnus)
        with pytest.raises(NotAllowed, match="own account"):
            people.leave(magnus, by=magnus)


def test_a_second_manager_cannot_be_given_a_post_that_opens_cases(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        second = nora(magnus)
        people.give_post(second, post("manager"), Period(clock.today()), by=magnus)
        with pytest.raises(NotAllowed, match="can open no case"):
            people.give_post(second, post("intake"), Period(clock.today()), by=magnus)


def test_the_same_post_is_not_given_twice_for_the_same_days(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        cover = nora(magnus)
        people.give_post(cover, post("intake"), Period(clock.today()), by=magnus)
        with pytest.raises(NotAllowed, match="already"):
            people.give_post(cover, post("intake"), Period(clock.today() + timedelta(3)), by=magnus)


def test_a_leaver_loses_every_post_session_and_the_way_in_that_day(
    acting: Acting, signed_in: Callable[[cast.Person], Client]
) -> None:
    tom_at_his_desk = signed_in(cast.TOM)
    assert tom_at_his_desk.get("/").status_code == 200
    before = Session.objects.count()
    with acting(cast.MANAGER) as magnus:
        tom = Staff.objects.get(email=cast.TOM.email)
        people.leave(tom, by=magnus)
        tom.refresh_from_db()
        assert (tom.is_active, tom.left_on, tom.has_usable_password()) == (False, clock.today(), False)
        assert not Holding.objects.on(clock.today() + timedelta(1)).filter(staff=tom).exists()
        assert Session.objects.count() == before - 1
    assert tom_at_his_desk.get("/").status_code == 302


def test_a_leaver_comes_back_without_posts_and_each_can_be_given_again(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        tom = Staff.objects.get(email=cast.TOM.email)
        his = Holding.objects.get(staff=tom).post
        people.leave(tom, by=magnus)
        with pytest.raises(NotAllowed, match="closed"):
            people.give_post(tom, his, Period(clock.today()), by=magnus)
        people.let_back(tom, by=magnus)
        with days_later(1):
            assert roles_of(tom.pk, on=clock.today()) == frozenset()
            people.give_post(tom, his, Period(clock.today()), by=magnus)
            assert roles_of(tom.pk, on=clock.today()) == {"panel_member"}
        assert verbs(tom) == ["left", "let_back", "post_given"]


def test_a_post_ended_at_once_is_over_the_same_day(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus, days_later(7):
        held = Holding.objects.get(staff__email=cast.TOM.email)
        people.end_post(held, people.yesterday(), by=magnus)
        assert roles_of(held.staff_id, on=clock.today()) == frozenset()


def test_a_post_given_by_mistake_and_ended_at_once_was_never_held(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        cover = nora(magnus)
        held = people.give_post(cover, post("intake"), Period(clock.today()), by=magnus)
        people.end_post(held, people.yesterday(), by=magnus)
        assert not Holding.objects.filter(staff=cover).exists()
        assert verbs(cover) == ["joined", "post_given", "post_ended"]


def test_a_new_agency_has_a_key_of_its_own(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        area = actions.make_area("Eastmere", "scotland", by=magnus)
        agency = actions.make_agency("Eastmere Council", "local_authority", area, by=magnus)
        assert len(agency_key(agency.id)) == 32
        assert agency_key(agency.id) != agency_key(council().id)


def test_a_training_date_replaces_the_one_before(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        tom, today = Staff.objects.get(email=cast.TOM.email), clock.today()
        people.record_training(tom, "prevent", today, evidence="C-1", by=magnus)
        people.record_training(tom, "prevent", today + timedelta(365), evidence="C-2", by=magnus)
        row = TrainingDate.objects.get(staff=tom, kind="prevent")
        assert (row.valid_until_on, row.evidence) == (today + timedelta(365), "C-2")
        with pytest.raises(NotAllowed, match="what shows it"):
            people.record_training(tom, "prevent", today, evidence=" ", by=magnus)
