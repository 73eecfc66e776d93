"""A hold pauses clocks, is asked about every week, and after 28 days is the director's; a stub holds no more (R-29)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
DAY = timedelta(days=1)
WHY = "An arrest is planned for next week."


@pytest.fixture(autouse=True)
def the_clock_goes_back() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def held(opened: UUID, acting: Acting) -> UUID:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        actions.make_move(opened, "open_referral", by=ines, reason="because")
    with acting(cast.SUPERVISOR) as sunita:
        actions.make_move(opened, "hold", by=sunita, reason=WHY)
    return opened


def weekly(case: UUID) -> list[Any]:
    from alongside.casework.due.models import Due

    return list(Due.objects.open().filter(case_id=case, kind="hold_still_needed"))


def asked_of(person: cast.Person, acting: Acting) -> list[Any]:
    from alongside.casework.triage import holds

    with acting(person) as somebody:
        return holds.waiting_for(somebody)


def test_it_is_asked_every_week_again_whether_the_hold_is_still_needed(held: UUID, acting: Acting) -> None:
    from alongside.casework.due import actions

    for _week in range(3):
        with acting(cast.CASE_MANAGER) as callum:
            (row,) = weekly(held)
            assert row.due_on == clock.today() + 7 * DAY
            with pytest.raises(NotAllowed, match="what came of it"):
                actions.complete(row.id, " ", by=callum)
            clock.shift(6 * DAY)
        with acting(cast.CASE_MANAGER) as callum:
            actions.complete(row.id, "The arrest was put off.", by=callum)


def test_wherever_the_clock_is_shown_it_says_that_it_is_paused_and_since_when(held: UUID, signed_in: Browser) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    for address in ("/", f"/referrals/{held}/"):
        assert "Clocks have been paused since" in callum.get(address).content.decode(), address
    clock.shift(DAY)
    assert "On hold for 1 day;" in callum.get(f"/referrals/{held}/").content.decode()


def test_on_the_28th_day_it_is_the_directors_and_not_before(held: UUID, acting: Acting, signed_in: Browser) -> None:
    from alongside.casework.duty import late

    clock.shift(27 * DAY)
    assert asked_of(cast.DIRECTOR, acting) == []
    clock.shift(DAY)
    (hold,) = asked_of(cast.DIRECTOR, acting)
    assert (hold.row.of_case, hold.reason, hold.days) == (held, WHY, 28)
    assert hold.row.reminder in {row.pk for row in late.waiting()}
    director = signed_in(cast.DIRECTOR)
    assert "1 hold waits for your word" in director.get("/").content.decode()
    assert director.get(f"/referrals/{held}/").status_code == 404
    for person in (cast.CHAIR, cast.SUPERVISOR, cast.MANAGER, cast.DPO):
        assert asked_of(person, acting) == [], person.name
        assert signed_in(person).get(f"/triage/holds/{hold.row.id}/").status_code == 404


def test_the_director_confirms_it_for_28_days_more_with_a_reason(
    held: UUID, acting: Acting, signed_in: Browser
) -> None:
    clock.shift(28 * DAY)
    (hold,) = asked_of(cast.DIRECTOR, acting)
    director, address = signed_in(cast.DIRECTOR), f"/triage/holds/{hold.row.id}/"
    assert director.post(address, {"goes_on": "yes", "why": ""}).status_code == 200
    assert director.post(address, {"goes_on": "yes", "why": "The arrest is on Monday."}).status_code == 302
    assert "The arrest is on Monday." in signed_in(cast.CASE_MANAGER).get(f"/referrals/{held}/").content.decode()
    clock.shift(27 * DAY)
    assert asked_of(cast.DIRECTOR, acting) == []
    clock.shift(DAY)
    assert len(asked_of(cast.DIRECTOR, acting)) == 1


def test_where_the_director_ends_it_the_police_hear_and_lift_it(held: UUID, acting: Acting, signed_in: Browser) -> None:
    from alongside.casework.referrals import actions
    from alongside.casework.triage import holds

    clock.shift(28 * DAY)
    (hold,) = asked_of(cast.DIRECTOR, acting)
    with acting(cast.DIRECTOR) as delphine:
        holds.answer(hold.row.id, goes_on=False, why="It has waited long enough.", by=delphine)
    assert asked_of(cast.DIRECTOR, acting) == []
    assert "said that it ends" in signed_in(cast.SUPERVISOR).get(f"/referrals/{held}/").content.decode()
    with acting(cast.SUPERVISOR) as sunita:
        clear = {"deconfliction_clear": {"answer": "clear"}}
        actions.record_and_move(held, "lift_hold", clear, by=sunita, reason="The arrest was made.")
        assert weekly(held) == []


def test_a_hold_that_is_lifted_in_time_never_reaches_the_director(held: UUID, acting: Acting) -> None:
    from alongside.casework.due.models import Reminder
    from alongside.casework.referrals import actions

    with acting(cast.SUPERVISOR) as sunita:
        clear = {"deconfliction_clear": {"answer": "clear"}}
        actions.record_and_move(held, "lift_hold", clear, by=sunita, reason="The arrest was made.")
    clock.shift(40 * DAY)
    assert asked_of(cast.DIRECTOR, acting) == []
    assert not Reminder.objects.filter(kind="hold_longest", over_at=None, owner__area__code="northmere").exists()


def test_nobody_but_a_director_of_the_area_answers(held: UUID, acting: Acting) -> None:
    from alongside.casework.triage import holds

    clock.shift(28 * DAY)
    (hold,) = asked_of(cast.DIRECTOR, acting)
    with acting(cast.SUPERVISOR) as sunita, pytest.raises(NotAllowed, match="the director"):
        holds.answer(hold.row.id, goes_on=True, why="We need it.", by=sunita)


def test_an_investigation_takes_it_only_with_who_holds_the_matter_and_since_when(held: UUID, acting: Acting) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.SUPERVISOR) as sunita:
        with pytest.raises(NotAllowed, match="who holds the matter"):
            actions.make_move(held, "police_take", by=sunita, reason="They take it.")
        stub = {"held_elsewhere": {"held_by": "Northmere CTU", "since": clock.today()}}
        assert actions.record_and_move(held, "police_take", stub, by=sunita, reason="They take it.")


@pytest.mark.parametrize("marked", ["SECRET: the source is his cousin", "see TOP SECRET annex", "UK EYES ONLY"])
def test_nothing_marked_above_official_sensitive_is_entered(held: UUID, acting: Acting, marked: str) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.SUPERVISOR) as sunita:
        with pytest.raises(NotAllowed, match="OFFICIAL-SENSITIVE"):
            actions.make_move(held, "police_take", by=sunita, reason=marked)
        stub = {"held_elsewhere": {"held_by": marked, "since": clock.today()}}
        with pytest.raises(NotAllowed, match="OFFICIAL-SENSITIVE"):
            actions.record_and_move(held, "police_take", stub, by=sunita, reason="They take it.")
        stub = {"held_elsewhere": {"held_by": "It is no secret: Northmere CTU", "since": clock.today()}}
        assert actions.record_and_move(held, "police_take", stub, by=sunita, reason="OFFICIAL-SENSITIVE")
