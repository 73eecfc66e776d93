"""A question to a partner, its answer, who reads it, until when, and what everybody else sees instead."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.casework.agencies import actions, answering, queries
from alongside.casework.agencies.models import Contribution, Request, Said
from alongside.casework.disclosures.models import Disclosure
from alongside.casework.due.models import Due
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import queries as cases
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import agencies as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast
from tests.casework.agencies.conftest import ASKED, DECISION, TOLD, Acting, answered, post_of, reads

pytestmark = pytest.mark.django_db


def test_the_partner_reads_the_question_and_nothing_else_of_the_case(asked: Request, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER) as hana:
        assert [row.id for row in queries.to_answer(hana)] == [asked.id]
        seen = queries.look(hana, asked.id)
        assert seen.asked["question"] == ASKED["question"]
        assert seen.answers
        assert not seen.asks
        assert not Referral.objects.filter(pk=asked.of_case).exists()
        assert not Due.objects.filter(about=asked.id).exists()
        with pytest.raises(cases.NotFound):
            cases.find(hana, asked.of_case)


def test_those_who_read_the_case_read_what_was_asked_and_others_do_not(asked: Request, acting: Acting) -> None:
    for person in (cast.CASE_MANAGER, cast.SUPERVISOR, cast.COORDINATOR, cast.INTAKE):
        with acting(person) as somebody:
            assert queries.find(somebody, asked.id).asked["question"] == ASKED["question"]
    for person in (cast.TOM, cast.MENTOR, cast.MANAGER, cast.WELSH_INTAKE):
        with acting(person) as somebody, pytest.raises(queries.NotFound):
            queries.find(somebody, asked.id)


def test_the_answer_is_due_by_the_clock_of_partners_or_by_the_day_that_was_named(
    gathering: UUID, acting: Acting
) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        ordinary = actions.ask(gathering, post_of(cast.PANEL_MEMBER), ASKED, by=callum)
        urgent = actions.ask(gathering, post_of(cast.TOM), {**ASKED, "urgent": True}, by=callum)
        assert ordinary.due_on > urgent.due_on > clock.today()
        assert set(Due.objects.filter(kind="partner_answer").values_list("about", "due_on")) == {
            (ordinary.id, ordinary.due_on), (urgent.id, urgent.due_on),
        }  # fmt: skip
        assert Mail.objects.filter(path=f"/agencies/{ordinary.id}/").exists()
    clock.shift(timedelta(days=30))
    with acting(cast.CASE_MANAGER) as callum:
        assert {row.id for row in queries.overdue_for(callum)} == {ordinary.id, urgent.id}
        part = queries.of_case(cases.find(callum, gathering))
        assert all(row.overdue for row in part["requests"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"question": " "}, "Write what you ask"),
        ({"necessity": ""}, "why it is needed"),
        ({"fields": []}, "choose what you ask for"),
        ({"due_on": clock.today() - timedelta(days=2)}, "has passed"),
        ({"due_on": clock.today() + timedelta(days=400)}, "within 3 months"),
    ],
)
def test_a_question_that_is_not_whole_is_not_asked(
    change: dict[str, object], why: str, gathering: UUID, acting: Acting
) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        with pytest.raises(NotAllowed, match=why):
            actions.ask(gathering, post_of(cast.PANEL_MEMBER), {**ASKED, **change}, by=callum)
        assert not Request.objects.exists()


def test_nobody_asks_before_the_gateway_and_nobody_whose_turn_it_is_not(
    opened: UUID, acting: Acting, gathering: UUID
) -> None:
    with acting(cast.INTAKE) as ines, pytest.raises(NotAllowed, match="whoever owns the case"):
        actions.ask(gathering, post_of(cast.PANEL_MEMBER), ASKED, by=ines)
    assert rules.asks("received") == rules.asks("screening") == rules.asks("held") == rules.asks("closed") == ()


@pytest.mark.parametrize("kind", rules.AT_ONCE)
def test_one_press_answers_that_nothing_is_known_or_bears_on_it(kind: str, asked: Request, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER) as hana:
        seen = queries.find(hana, asked.id)
        answering.answer(asked.id, {"kind": kind}, by=hana, **answering.at_once(seen))
        assert queries.to_answer(hana) == []
    with acting(cast.CASE_MANAGER) as callum:
        (given,) = queries.of_request(queries.find(callum, asked.id))
        assert [said.kind for said in given.says] == [rules.KINDS[kind].label]
        assert Due.objects.get(about=asked.id).ended_at
        assert Mail.objects.filter(path=f"/agencies/{asked.id}/", to=callum).exists()


def test_a_refusal_needs_a_ground_and_a_part_needs_both(asked: Request, acting: Acting) -> None:
    with pytest.raises(NotAllowed, match="ground"):
        answered(acting, asked, kind="refused")
    with pytest.raises(NotAllowed, match="Write your answer"):
        answered(acting, asked, kind="partial", words="", ground="too_much")
    answered(acting, asked, kind="refused", words="", ground="confidence")
    with acting(cast.CASE_MANAGER) as callum:
        (given,) = queries.of_request(queries.find(callum, asked.id))
        assert given.says[0].ground == rules.GROUNDS["confidence"]


def test_only_whom_the_agency_names_reads_it_and_the_rest_of_the_case_sees_that_there_is_one(
    asked: Request, acting: Acting
) -> None:
    row = answered(acting, asked, readers=(cast.CASE_MANAGER, cast.TOM))
    for person in (cast.PANEL_MEMBER, cast.CASE_MANAGER, cast.TOM):
        assert reads(acting, person, row)
    for person in (cast.SUPERVISOR, cast.COORDINATOR, cast.INTAKE):
        assert not reads(acting, person, row)
        with acting(person) as somebody:
            (given,) = queries.of_request(queries.find(somebody, asked.id))
            assert given.whose == cast.HEALTH
            assert given.until == row.until
            assert given.says == []
            assert cast.PANEL_MEMBER.name in given.ask[0]
            assert not Said.objects.exists()
    with acting(cast.MENTOR):
        assert not Contribution.objects.exists()
    with acting(cast.TOM) as tom:
        assert [each.id for each in queries.named_for(tom)] == [row.id]
        assert not Request.objects.exists()


def test_whomever_an_agency_names_exactly_those_read_it_however_often_it_changes_its_mind(
    asked: Request, acting: Acting
) -> None:
    row, until = answered(acting, asked, readers=()), clock.today() + timedelta(days=30)
    people = (cast.CASE_MANAGER, cast.SUPERVISOR, cast.CHAIR, cast.TOM)
    for chosen in range(2 ** len(people)):
        named = {person for place, person in enumerate(people) if chosen >> place & 1}
        with acting(cast.PANEL_MEMBER) as hana:
            answering.name_readers(row.id, [post_of(each) for each in named], until, by=hana)
        assert {person for person in people if reads(acting, person, row)} == named
        assert reads(acting, cast.PANEL_MEMBER, row)


def test_sight_of_a_contribution_lapses_by_the_clock_alone_and_its_agency_keeps_it(
    asked: Request, acting: Acting
) -> None:
    row = answered(acting, asked, until=clock.today() + timedelta(days=7))
    clock.shift(timedelta(days=6))
    assert reads(acting, cast.CASE_MANAGER, row)
    clock.shift(timedelta(days=2))
    assert not reads(acting, cast.CASE_MANAGER, row)
    assert reads(acting, cast.PANEL_MEMBER, row)
    with acting(cast.CASE_MANAGER) as callum:
        (given,) = queries.of_request(queries.find(callum, asked.id))
        assert given.over
        assert given.says == []


def test_the_agency_narrows_extends_and_corrects_and_nobody_else_does(asked: Request, acting: Acting) -> None:
    row = answered(acting, asked, readers=(cast.CASE_MANAGER, cast.SUPERVISOR))
    later = clock.today() + timedelta(days=200)
    with acting(cast.PANEL_MEMBER) as hana:
        answering.correct(row.id, {"kind": "answered", "words": "It was June, not May."}, by=hana)
        answering.name_readers(row.id, [post_of(cast.CASE_MANAGER), post_of(cast.CHAIR)], later, by=hana)
    assert not reads(acting, cast.SUPERVISOR, row)
    assert reads(acting, cast.CHAIR, row)
    with acting(cast.CASE_MANAGER) as callum:
        (given,) = queries.of_request(queries.find(callum, asked.id))
        assert [said.words for said in given.says] == [TOLD, "It was June, not May."]
        assert given.until == later
        for does in (
            lambda: answering.correct(row.id, {"kind": "answered", "words": "mine"}, by=callum),
            lambda: answering.name_readers(row.id, [], later, by=callum),
        ):
            with pytest.raises(NotAllowed, match="stays its agency's"):
                does()
        with pytest.raises(DatabaseError), transaction.atomic():
            Said.objects.update(number=9)
    clock.shift(timedelta(days=150))
    assert reads(acting, cast.CASE_MANAGER, row)


def test_a_withdrawn_question_is_closed_to_the_partner_and_can_no_longer_be_answered(
    asked: Request, acting: Acting
) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        actions.withdraw(asked.id, "His mother told us.", by=callum)
        assert queries.find(callum, asked.id).request.ended_at
        assert Due.objects.get(about=asked.id).ended_at
    with acting(cast.PANEL_MEMBER) as hana:
        with pytest.raises(queries.NotFound):
            queries.find(hana, asked.id)
        assert queries.to_answer(hana) == []


def test_a_case_that_the_police_take_over_ends_what_nobody_has_answered(asked: Request, acting: Acting) -> None:
    with acting(cast.SUPERVISOR) as sunita:
        held = {"held_elsewhere": {"held_by": "Northmere CTU", "since": clock.today()}}
        reason = "They are under investigation."
        referrals.record_and_move(asked.of_case, "police_take", held, by=sunita, reason=reason)
        assert queries.find(sunita, asked.id).request.ended_at
    with acting(cast.PANEL_MEMBER) as hana, pytest.raises(queries.NotFound):
        queries.find(hana, asked.id)


def test_handing_a_question_over_hands_over_what_the_asker_reads_and_no_more(asked: Request, acting: Acting) -> None:
    row = answered(acting, asked)
    with acting(cast.CASE_MANAGER) as callum:
        with pytest.raises(NotAllowed, match="sees the case"):
            actions.hand_over(asked.id, post_of(cast.TOM), by=callum)
        actions.hand_over(asked.id, post_of(cast.COORDINATOR), by=callum)
    assert reads(acting, cast.COORDINATOR, row)
    assert not reads(acting, cast.CASE_MANAGER, row)
    with acting(cast.COORDINATOR):
        handed = Disclosure.objects.get(act="handed_on", of_act=asked.id)
        assert (handed.agency_id, handed.expires_on) == (post_of(cast.COORDINATOR).agency_id, row.until)
    clock.shift(timedelta(days=120))
    assert not reads(acting, cast.COORDINATOR, row)


def test_a_reader_whom_nobody_named_reads_nothing_also_where_the_page_forgets_to_ask(
    asked: Request, acting: Acting
) -> None:
    """The wall is the database's: and when it is broken, this test sees what it was holding back."""
    row = answered(acting, asked)
    with acting(cast.SUPERVISOR):
        assert _rows_of("agencies_said") == 0
        assert _rows_of("agencies_contribution") == 1
    with acting(cast.MENTOR):
        assert _rows_of("agencies_contribution") == _rows_of("agencies_request") == _rows_of("agencies_said") == 0
    assert not reads(acting, cast.SUPERVISOR, row)


def _rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_partner_cannot_move_the_question_or_end_what_others_wait_for(asked: Request, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER), pytest.raises(DatabaseError), transaction.atomic():
        Request.objects.filter(pk=asked.id).update(asker=post_of(cast.PANEL_MEMBER))
    with acting(cast.TOM), pytest.raises(DatabaseError, match="who asks"), transaction.atomic():
        actions.end_due(asked.id)


def test_whoever_sits_on_the_item_reads_there_what_they_are_named_on_and_no_more(
    asked: Request, acting: Acting
) -> None:
    answered(acting, asked, readers=(cast.TOM,))
    with acting(cast.TOM) as tom:
        (given,) = queries.of_item(asked.of_case, tom)["given"]
        assert [said.words for said in given.says] == [TOLD]
    for person in (cast.SUPERVISOR, cast.MENTOR):
        with acting(person) as somebody:
            assert queries.of_item(asked.of_case, somebody)["given"] == []


def test_a_move_to_the_panel_keeps_what_is_open(asked: Request, acting: Acting) -> None:
    with acting(cast.COORDINATOR) as cora:
        records = {"grounds_recorded": {"grounds": "seen by"}, "decision_recorded": DECISION}
        referrals.record_and_move(asked.of_case, "list_for_panel", records, by=cora, reason="because")
    with acting(cast.PANEL_MEMBER) as hana:
        assert [each.id for each in queries.to_answer(hana)] == [asked.id]
