"""Deconfliction: only the police answer, the answer is due, and one counts for the question that it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.due import actions as due_actions
from alongside.casework.due.models import Due
from alongside.casework.referrals import actions, queries
from alongside.casework.rules import timescales
from alongside.casework.triage import deconfliction
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework import gateway
from tests.casework.assessment.conftest import DECISION

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
CLEAR = {"deconfliction_clear": {"answer": "clear"}}


@pytest.fixture
def screening(acting: Acting, opened: UUID) -> UUID:
    with acting(cast.INTAKE) as ines:
        actions.make_move(opened, "open_referral", by=ines, reason="A plan to travel.")
    return opened


def answer(acting: Acting, case: UUID, word: str = "clear", person: cast.Person = cast.CASE_MANAGER) -> None:
    with acting(person) as somebody:
        deconfliction.answer(case, {"answer": word}, by=somebody)


def is_clear(acting: Acting, case: UUID) -> bool:
    with acting(cast.CASE_MANAGER) as callum:
        seen = queries.find(callum, case)
        return deconfliction.is_clear(seen.referral, seen.key)


def move(acting: Acting, case: UUID, word: str, person: cast.Person = cast.SUPERVISOR, **records: Any) -> None:
    with acting(person) as somebody:
        actions.record_and_move(case, word, records, by=somebody, reason="because")


def test_a_hold_put_on_after_clear_is_lifted_by_a_new_answer_alone(acting: Acting, screening: UUID) -> None:
    answer(acting, screening)
    assert is_clear(acting, screening)
    move(acting, screening, "hold")
    with pytest.raises(NotAllowed, match="since they were last asked"):
        move(acting, screening, "lift_hold")
    answer(acting, screening)
    move(acting, screening, "lift_hold")
    assert is_clear(acting, screening), "what lifted the hold holds at the gateway, too"


def test_what_the_police_return_is_asked_anew(acting: Acting, screening: UUID) -> None:
    answer(acting, screening)
    held = {"held_elsewhere": {"held_by": "a force", "since": clock.today()}}
    move(acting, screening, "police_take", **held)
    move(acting, screening, "police_return")
    with acting(cast.SUPERVISOR) as sunita:
        assert open_answers(screening, sunita) == 1
    with pytest.raises(NotAllowed, match="since they were last asked"), acting(cast.CASE_MANAGER) as callum:
        gateway.go(screening, "ask_partners", {"decision_recorded": DECISION}, by=callum)
    answer(acting, screening)
    assert is_clear(acting, screening)


def open_answers(case: UUID, staff: Any) -> int:
    return Due.objects.visible_to(staff.pk).open().filter(case=case, kind=deconfliction.DUE).count()


def test_the_answer_is_due_after_two_working_days_and_any_answer_ends_it(acting: Acting, screening: UUID) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        (row,) = Due.objects.visible_to(callum.pk).open().filter(case=screening)
        rule = timescales.CLOCKS["deconfliction"]
        assert (rule.length, rule.unit) == (2, "working_days")
        assert row.due_on == timescales.due_on(rule, clock.today(), row.case.area.nation)
        assert row.owner.role in deconfliction.WRITTEN_BY
        with pytest.raises(NotAllowed, match="when the police have answered"):
            due_actions.complete(row.id, "done", by=callum)
    answer(acting, screening, "hold")
    with acting(cast.CASE_MANAGER) as callum:
        assert Due.objects.get(pk=row.pk).ended_at is not None
        assert open_answers(screening, callum) == 0
    assert not is_clear(acting, screening)


def test_only_the_police_write_it_and_a_coordinator_is_told_so(
    acting: Acting, signed_in: Browser, screening: UUID
) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        gateway.go(screening, "ask_partners", {**CLEAR, "decision_recorded": DECISION}, by=callum)
    move(acting, screening, "hold")
    move(acting, screening, "lift_hold", **CLEAR)
    with acting(cast.CASE_MANAGER) as callum:
        gateway.go(screening, "ask_partners", {"decision_recorded": DECISION}, by=callum)
    answer(acting, screening, "hold")
    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match="recorded by the Channel case manager"):
        actions.record_all(screening, "list_for_panel", CLEAR, by=cora)
    page = signed_in(cast.COORDINATOR).get(f"/referrals/{screening}/list_for_panel/").content.decode()
    assert "have not answered deconfliction with “clear”" in page
    assert "What did the police answer?" not in page
    assert signed_in(cast.COORDINATOR).get(f"/triage/{screening}/deconfliction/").status_code == 404
    assert (
        "What did the police answer?"
        in signed_in(cast.SUPERVISOR).get(f"/referrals/{screening}/list_for_panel/").content.decode()
    )


def test_the_case_page_leads_the_police_to_their_answer(signed_in: Browser, screening: UUID) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    page = callum.get(f"/referrals/{screening}/").content.decode()
    assert re.search(rf'href="[^"]*/{screening}/deconfliction/">Answer deconfliction', page)
    assert callum.post(f"/triage/{screening}/deconfliction/", {"answer": "clear"}).status_code == 302
    assert "The police have answered “clear”." in callum.get(f"/referrals/{screening}/").content.decode()
    assert "Answer deconfliction" not in signed_in(cast.COORDINATOR).get(f"/referrals/{screening}/").content.decode()


def test_the_supervisor_hears_of_an_answer_that_is_late(acting: Acting, screening: UUID) -> None:
    from alongside.casework.due.models import Reminder

    def waiting() -> dict[UUID, date]:
        with acting(cast.CASE_MANAGER):
            return dict(Reminder.objects.filter(kind=deconfliction.DUE, over_at=None).values_list("pk", "due_on"))

    before = waiting()
    answer(acting, screening)
    [over] = before.keys() - waiting().keys()
    assert before[over] - clock.today() >= timedelta(days=2)
