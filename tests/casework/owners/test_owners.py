"""Each open referral is one named person's, handed over by acceptance only; who leaves leaves nothing behind (R-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.casework.administration import people
from alongside.casework.due.models import Reminder
from alongside.casework.organisation.models import Holding, Post, Staff
from alongside.casework.owners import actions, gone
from alongside.casework.owners.queries import offered_to
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import lists, owners, queries
from alongside.casework.referrals.lists import Wish
from alongside.casework.referrals.models import Referral
from alongside.casework.rules.administration import Period
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
NINA = cast.Person("Nina Okoro", "casework", ("case_manager",), "manages cases beside Callum", cast.POLICE)


@pytest.fixture(autouse=True)
def same_clock() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def nina(acting: Acting) -> cast.Person:
    """A second case manager, who came today."""
    post = Post.objects.select_related("agency__area").get(agency__name=cast.POLICE, role="case_manager")
    with acting(cast.MANAGER) as magnus:
        staff = people.join(NINA.name, NINA.email, post.agency, by=magnus)
        people.give_post(staff, post, Period(clock.today()), by=magnus)
    return NINA


@pytest.fixture
def screening(opened: UUID, acting: Acting) -> UUID:
    with acting(cast.INTAKE) as ines:
        referrals.make_move(opened, "open_referral", by=ines, reason="because")
    return opened


@pytest.fixture
def callums(screening: UUID, acting: Acting) -> UUID:
    """The same referral, taken up by Callum."""
    with acting(cast.CASE_MANAGER) as callum:
        actions.take_up(screening, by=callum)
    return screening


def owner(acting: Acting, case: UUID, person: cast.Person = cast.SUPERVISOR) -> tuple[str, bool]:
    with acting(person) as somebody:
        found = owners.of(queries.find(somebody, case).referral)
    assert found is not None
    return found.staff.name, found.by_name


def staff_of(person: cast.Person) -> Staff:
    return Staff.objects.get(email=person.email)


def offer(acting: Acting, case: UUID, to: cast.Person, by: cast.Person = cast.CASE_MANAGER) -> None:
    with acting(by) as somebody:
        actions.offer(case, staff_of(to), "I am away from Monday.", by=somebody)


def told(person: cast.Person) -> int:
    return Mail.objects.filter(to__email=person.email).count()


def test_whoever_leads_the_post_owns_it_until_somebody_takes_it_up(
    opened: UUID, acting: Acting, nina: cast.Person
) -> None:
    assert owner(acting, opened, cast.INTAKE) == (cast.INTAKE.name, False)
    with acting(cast.INTAKE) as ines:
        referrals.make_move(opened, "open_referral", by=ines, reason="because")
    assert owner(acting, opened) == (cast.CASE_MANAGER.name, False)
    with acting(nina) as somebody:
        actions.take_up(opened, by=somebody)
    assert owner(acting, opened) == (nina.name, True)
    with acting(cast.CASE_MANAGER) as callum, pytest.raises(NotAllowed, match="It is Nina Okoro's"):
        actions.take_up(opened, by=callum)
    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match="not the turn of your post"):
        actions.take_up(opened, by=cora)


def test_who_makes_a_move_within_their_turn_takes_it_up_and_a_colleagues_move_takes_it_from_nobody(
    screening: UUID, acting: Acting
) -> None:
    with acting(cast.SUPERVISOR) as sunita:
        referrals.make_move(screening, "hold", by=sunita, reason="because")
    assert owner(acting, screening) == (cast.SUPERVISOR.name, True)
    with acting(cast.CASE_MANAGER) as callum:
        clear = {"deconfliction_clear": {"answer": "clear"}}
        referrals.record_and_move(screening, "lift_hold", clear, by=callum, reason="because")
    assert owner(acting, screening) == (cast.SUPERVISOR.name, True)


def test_what_is_offered_stays_until_it_is_accepted_and_both_halves_are_on_record(
    callums: UUID, acting: Acting, nina: cast.Person
) -> None:
    offer(acting, callums, nina)
    assert owner(acting, callums) == (cast.CASE_MANAGER.name, True)
    with acting(nina) as somebody:
        assert [row.id for row in offered_to(somebody)] == [callums]
        actions.answer(callums, accepts=True, reason="", by=somebody)
        assert offered_to(somebody) == []
    assert owner(acting, callums) == (nina.name, True)
    with acting(nina) as somebody:
        steps = [(line.label, line.by, line.reason) for line in queries.history(queries.find(somebody, callums))]
    assert steps[:2] == [
        ("Accepted from a colleague, by name", nina.name, f"From {cast.CASE_MANAGER.name}."),
        ("Offered to a colleague, by name", cast.CASE_MANAGER.name, f"To {nina.name}: I am away from Monday."),
    ]


def test_what_is_refused_stays_and_whoever_offered_it_hears(callums: UUID, acting: Acting, nina: cast.Person) -> None:
    offer(acting, callums, nina)
    heard = told(cast.CASE_MANAGER)
    with acting(nina) as somebody:
        with pytest.raises(NotAllowed, match="Write why not"):
            actions.answer(callums, accepts=False, reason=" ", by=somebody)
        actions.answer(callums, accepts=False, reason="I know the family.", by=somebody)
    assert owner(acting, callums) == (cast.CASE_MANAGER.name, True)
    assert told(cast.CASE_MANAGER) > heard


def test_what_is_not_answered_in_time_stays_and_is_late(callums: UUID, acting: Acting, nina: cast.Person) -> None:
    offer(acting, callums, nina)
    assert Reminder.objects.filter(kind="owner_answer", over_at=None).count() == 1
    clock.shift(timedelta(days=8))
    with acting(nina) as somebody:
        assert offered_to(somebody) == []
        with pytest.raises(NotAllowed, match="The day to answer has passed"):
            actions.answer(callums, accepts=True, reason="", by=somebody)
    assert owner(acting, callums) == (cast.CASE_MANAGER.name, True)
    offer(acting, callums, cast.SUPERVISOR)
    assert Reminder.objects.filter(kind="owner_answer", over_at=None).count() == 1


def test_only_whose_it_is_or_who_leads_offers_it_and_only_within_the_turn(callums: UUID, acting: Acting) -> None:
    with pytest.raises(NotAllowed, match="Whose it is offers it"):
        offer(acting, callums, cast.SUPERVISOR, by=cast.COORDINATOR)
    with pytest.raises(NotAllowed, match="whose turn it is"):
        offer(acting, callums, cast.COORDINATOR)
    offer(acting, callums, cast.SUPERVISOR)
    with acting(cast.CASE_MANAGER) as callum:
        actions.withdraw(callums, by=callum)
    with acting(cast.SUPERVISOR) as sunita, pytest.raises(NotAllowed, match="not offered to you"):
        actions.answer(callums, accepts=True, reason="", by=sunita)


def test_who_leaves_leaves_it_to_the_lead_who_hears_in_the_same_transaction(
    callums: UUID, acting: Acting, nina: cast.Person
) -> None:
    heard = told(nina)
    with CaptureQueriesContext(connection) as sent, acting(cast.MANAGER) as magnus:
        people.leave(staff_of(cast.CASE_MANAGER), by=magnus)
    assert owner(acting, callums) == (nina.name, False)
    assert told(nina) == heard + 1
    (leaf,) = [each["sql"] for each in sent if "went back to the lead" in each["sql"]]
    assert "INSERT INTO audit.leaf" in leaf
    assert callums.hex in leaf
    with acting(cast.SUPERVISOR):
        assert Referral.objects.get(pk=callums).owner_id is None


def test_a_post_that_ends_at_once_or_at_midnight_ends_what_was_theirs_by_it(
    callums: UUID, acting: Acting, nina: cast.Person
) -> None:
    holding = Holding.objects.select_related("post", "staff").get(staff__email=cast.CASE_MANAGER.email)
    with acting(cast.MANAGER) as magnus:
        people.end_post(holding, clock.today(), by=magnus)
    assert owner(acting, callums) == (cast.CASE_MANAGER.name, True)
    clock.shift(timedelta(days=1))
    assert owner(acting, callums) == (nina.name, False)
    assert gone.give_back() == 1
    assert gone.give_back() == 0


def test_where_nobody_holds_the_post_somebody_named_answers_for_it_and_hears(callums: UUID, acting: Acting) -> None:
    heard = told(cast.DIRECTOR)
    with acting(cast.MANAGER) as magnus:
        for person in (cast.CASE_MANAGER, cast.SUPERVISOR):
            people.leave(staff_of(person), by=magnus)
    assert owner(acting, callums, cast.COORDINATOR) == (cast.COORDINATOR.name, False)
    assert told(cast.DIRECTOR) > heard


def test_the_list_shows_whose_it_is_filters_what_is_mine_and_sorts_by_it(
    callums: UUID, acting: Acting, signed_in: Browser
) -> None:
    def mine(person: cast.Person) -> bool:
        with acting(person) as somebody:
            return lists.listed(somebody, Wish("own", sort="owner")).filter(pk=callums).exists()

    assert mine(cast.CASE_MANAGER)
    assert not mine(cast.SUPERVISOR)
    assert not mine(cast.INTAKE)
    with acting(cast.INTAKE) as ines:
        names = [row.owner for row in queries.rows(ines, list(lists.listed(ines, Wish(sort="owner"))))]
    assert names == sorted(names)
    assert cast.CASE_MANAGER.name in names
    assert cast.CASE_MANAGER.name in signed_in(cast.SUPERVISOR).get("/").content.decode()


def test_the_pages_hand_it_over_and_a_stranger_finds_none(
    screening: UUID, acting: Acting, signed_in: Browser, nina: cast.Person
) -> None:
    callum, address = signed_in(cast.CASE_MANAGER), f"/owners/{screening}/"
    assert signed_in(cast.TOM).get(address).status_code == 404
    assert "answers for it until somebody takes it up" in callum.get(f"/referrals/{screening}/").content.decode()
    assert callum.post(address, {"take": "yes"}).status_code == 302
    assert callum.post(address, {"offer": "yes", "to": "", "reason": ""}).status_code == 200
    said = {"offer": "yes", "to": str(staff_of(nina).pk), "reason": "I am away from Monday."}
    assert callum.post(address, said).status_code == 302
    shown = callum.get(f"/referrals/{screening}/").content.decode()
    assert "Offered to Nina Okoro" in shown
    assert "Take the offer back" in callum.get(address).content.decode()
    with acting(nina) as somebody:
        actions.answer(screening, accepts=True, reason="", by=somebody)
    assert "Nina Okoro" in callum.get(address).content.decode()
