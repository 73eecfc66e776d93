"""The gateway: one person assesses in words, another reads it and signs, and nobody signs off their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.referrals import actions, queries, signing
from alongside.casework.referrals.models import Referral
from alongside.casework.rules.closure import CHECKLIST
from alongside.casework.triage import gateway
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.assessment.conftest import DECISION
from tests.casework.gateway import GATEWAY
from tests.casework.looked import look_and_find_none

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
ASK = "ask_partners"
RECORDS = {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION}
CLOSED = {"basis": "no", "explanation": "misinterpreted", "outcome": "not_channel"}


@pytest.fixture
def screening(acting: Acting, opened: UUID) -> UUID:
    with acting(cast.INTAKE) as ines:
        actions.make_move(opened, "open_referral", by=ines, reason="A plan to travel.")
    with acting(cast.CASE_MANAGER) as callum:
        actions.record_all(opened, ASK, RECORDS, by=callum)
    return opened


def assess(acting: Acting, case: UUID, person: cast.Person = cast.CASE_MANAGER, **other: str) -> None:
    with acting(person) as somebody:
        gateway.write(case, GATEWAY | other, by=somebody)


def ask(acting: Acting, case: UUID, person: cast.Person = cast.CASE_MANAGER) -> UUID:
    with acting(person) as somebody:
        return actions.ask_to_sign(case, ASK, by=somebody, reason="because").id


def list_for_panel(acting: Acting, case: UUID, person: cast.Person) -> None:
    grounds = {"grounds_recorded": {"grounds": "seen"}, "decision_recorded": DECISION}
    with acting(person) as somebody:
        actions.record_and_move(case, "list_for_panel", grounds, by=somebody, reason="because")


def move(acting: Acting, case: UUID, person: cast.Person = cast.CASE_MANAGER) -> None:
    with acting(person) as somebody:
        actions.make_move(case, ASK, by=somebody, reason="because")


def test_partners_are_asked_only_after_an_assessment_that_another_signed(acting: Acting, screening: UUID) -> None:
    with pytest.raises(NotAllowed, match="Write the gateway assessment first"):
        move(acting, screening)
    assess(acting, screening)
    with pytest.raises(NotAllowed, match="A second person has to sign: the police supervisor"):
        move(acting, screening)
    asked = ask(acting, screening)
    with acting(cast.CASE_MANAGER) as callum, pytest.raises(NotAllowed, match="somebody else"):
        actions.countersign(screening, asked, by=callum)
    with acting(cast.SUPERVISOR) as sunita:
        actions.countersign(screening, asked, by=sunita)
    move(acting, screening)
    with acting(cast.CASE_MANAGER) as callum:
        assert queries.find(callum, screening).referral.stage == "gathering"


def test_who_assessed_does_not_sign_though_a_colleague_asks(acting: Acting, screening: UUID) -> None:
    assess(acting, screening, cast.SUPERVISOR)
    asked = ask(acting, screening)
    with acting(cast.SUPERVISOR) as sunita:
        assert signing.asked_to_sign(sunita) == []
        with pytest.raises(NotAllowed, match="You wrote what this signature is for"):
            actions.countersign(screening, asked, by=sunita)


def test_a_signature_holds_for_the_assessment_that_was_read(acting: Acting, screening: UUID) -> None:
    assess(acting, screening)
    signed, waits = ask(acting, screening), ask(acting, screening)
    with acting(cast.SUPERVISOR) as sunita:
        actions.countersign(screening, signed, by=sunita)
    assess(acting, screening, outcome="evidence")
    with pytest.raises(NotAllowed, match="A second person has to sign"):
        move(acting, screening)
    with acting(cast.SUPERVISOR) as sunita, pytest.raises(NotAllowed, match="has to ask again"):
        actions.countersign(screening, waits, by=sunita)


def test_not_appropriate_goes_no_further_until_it_is_assessed_anew(acting: Acting, screening: UUID) -> None:
    assess(acting, screening, **CLOSED)
    with pytest.raises(NotAllowed, match="not appropriate for Channel"):
        ask(acting, screening)
    assess(acting, screening)
    ask(acting, screening)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"basis": "no"}, "Without a reasonable basis"),
        ({"explanation": "misguided"}, "does not go further"),
        ({"outcome": "not_channel"}, "Say what explains it"),
    ],
)
def test_an_assessment_does_not_contradict_itself(
    acting: Acting, screening: UUID, other: dict[str, str], sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        assess(acting, screening, **other)


def test_nothing_comes_to_the_panel_past_the_signature_of_the_gateway(acting: Acting, screening: UUID) -> None:
    assess(acting, screening)
    for person in (cast.SUPERVISOR, cast.COORDINATOR):
        with pytest.raises(NotAllowed, match="is not possible at “Screening”"):
            list_for_panel(acting, screening, person)
    asked = ask(acting, screening)
    with acting(cast.COORDINATOR) as cora:
        assert signing.asked_to_sign(cora) == [], "it is offered to somebody who does not read the assessment"
        with pytest.raises(NotAllowed, match="The second signature is for the police supervisor"):
            actions.countersign(screening, asked, by=cora)
    with acting(cast.SUPERVISOR) as sunita:
        actions.countersign(screening, asked, by=sunita)
    move(acting, screening)
    list_for_panel(acting, screening, cast.COORDINATOR)


def test_nobody_closes_alone_on_what_they_assessed(acting: Acting, screening: UUID) -> None:
    assess(acting, screening, cast.SUPERVISOR, **CLOSED)
    checklist = {question.word: "said" for question in CHECKLIST}
    records = {"checklist_answered": checklist, "known_adult": {"how_known": "his aunt says"}}
    with acting(cast.INTAKE) as ines:
        look_and_find_none(screening, ines)
    with acting(cast.SUPERVISOR) as sunita, pytest.raises(NotAllowed, match="nobody signs off their own"):
        actions.record_and_move(
            screening, "close_screening", records, by=sunita, reason="because", closure_code="NC-MISUNDERSTOOD"
        )


def test_only_the_police_assess_and_only_at_the_gateway(acting: Acting, signed_in: Browser, screening: UUID) -> None:
    for person in (cast.COORDINATOR, cast.INTAKE, cast.TOM):
        assert signed_in(person).get(f"/triage/{screening}/gateway/").status_code == 404
    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match="recorded by the Channel case manager"):
        actions.record(screening, "gateway_assessed", GATEWAY, by=cora, role="coordinator")
    assert signed_in(cast.CASE_MANAGER).get(f"/triage/{screening}/gateway/").status_code == 200


def test_the_signer_reads_the_assessment_and_the_date_runs_until_it_is_signed(
    acting: Acting, signed_in: Browser, screening: UUID
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    page = callum.get(f"/referrals/{screening}/{ASK}/").content.decode()
    assert re.search(rf'href="[^"]*/{screening}/gateway/">Write the gateway assessment first', page)
    assert "Why?" not in page
    assert callum.post(f"/triage/{screening}/gateway/", GATEWAY).status_code == 302
    asked = ask(acting, screening)
    with acting(cast.CASE_MANAGER):
        due_on = Referral.objects.get(pk=screening).due_on
    page = signed_in(cast.SUPERVISOR).get(f"/referrals/{screening}/sign/{asked}/").content.decode()
    for text in ("Limited information, but concern", GATEWAY["why"], GATEWAY["checked"], GATEWAY["spoken_about"]):
        assert text in page
    assert GATEWAY["why"] in callum.get(f"/triage/{screening}/gateway/").content.decode()
    shown = callum.get(f"/referrals/{screening}/").content.decode()
    assert f"{cast.CASE_MANAGER.name} has asked for the second signature" in shown
    clock.shift(timedelta(days=1))
    try:
        with acting(cast.CASE_MANAGER):
            assert Referral.objects.get(pk=screening).due_on == due_on is not None
    finally:
        clock.reset()


def test_it_comes_back_with_a_question_and_whoever_asked_hears_when_it_is_signed(
    acting: Acting, screening: UUID
) -> None:
    assess(acting, screening)
    asked = ask(acting, screening)
    with acting(cast.SUPERVISOR) as sunita:
        actions.give_back(screening, asked, "Who saw the bag?", by=sunita)
    with acting(cast.CASE_MANAGER) as callum:
        (back,) = signing.given_back(queries.find(callum, screening))
        assert back.question == "Who saw the bag?"
    with pytest.raises(NotAllowed, match="A second person has to sign"):
        move(acting, screening)
