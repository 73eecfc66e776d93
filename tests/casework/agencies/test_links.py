"""A question to somebody without an account: what leaves, what comes back, who reads it, and what closes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.casework.agencies import actions, links, queries
from alongside.casework.agencies.models import Contribution, Link, Said
from alongside.casework.disclosures.models import Disclosure
from alongside.casework.due.models import Due
from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals.actions import open_concern
from alongside.casework.rules import agencies as rules
from alongside.commons import canonical, clock
from alongside.commons.envelope import one_question, receipt
from alongside.commons.envelope.contents import Concern
from alongside.commons.envelope.receipt import ReplyKey
from tests import cast
from tests.casework import gateway, letterbox
from tests.casework.agencies.conftest import ASKED, TO_GATHERING, TOLD, post_of
from tests.casework.conftest import as_role

WHOM = "Dr Amara Okafor, Harbour Surgery"
As = Callable[[str], None]


@pytest.fixture
def serving(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[As]:
    """Be one role after the other, committing for real, with an empty letterbox to begin with."""
    letterbox.empty()
    with django_db_blocker.unblock():
        yield as_role
        as_role("casework_web")


@contextmanager
def being(person: cast.Person) -> Iterator[Staff]:
    staff = Staff.objects.select_related("agency__area").get(email=person.email)
    with looking(staff.pk):
        yield staff


@pytest.fixture
def made(serving: As) -> links.Made:
    """A case of its own, at the stage at which partners are asked, and a question to a doctor."""
    serving("intake")
    told = Concern(kind_of_door="somebody", area="northmere", worry="w", sent_at=clock.now(), called="Sam", hurt="no")
    case = open_concern(told, envelope_id=uuid4(), area=Area.objects.get(code="northmere")).id
    serving("casework_web")
    for person, word, records in TO_GATHERING:
        with being(person) as somebody:
            gateway.go(case, word, records, by=somebody)
    with being(cast.CASE_MANAGER) as callum:
        return links.ask(case, WHOM, ASKED, by=callum)


def key_of(made: links.Made) -> ReplyKey:
    link = receipt.parse(made.address.rstrip("/").rpartition("/")[2])
    return one_question.key_of(link, made.code)


def send(serving: As, made: links.Made, *words: str) -> None:
    """Answer, once with each of these words, and let the intake worker take it in."""
    for each in words:
        said = canonical.encode({"ground": "", "kind": "answered", "words": each}).decode()
        letterbox.post(letterbox.message(key_of(made).reply_to(), words=said))
    serving("intake")
    letterbox.work()
    serving("casework_web")


def given_to(person: cast.Person, made: links.Made) -> queries.Shown:
    with being(person) as somebody:
        (given,) = queries.of_request(queries.find(somebody, made.request.id))
        return given


def test_link_and_code_are_of_the_length_that_the_rules_say_and_are_kept_nowhere(made: links.Made) -> None:
    assert len(made.code) == rules.CODE_DIGITS == one_question.CODE_DIGITS
    assert made.address.startswith("http")
    assert not [field for field in Link._meta.fields if "code" in field.name]


def test_the_answer_is_taken_in_once_and_read_by_whoever_asked(made: links.Made, serving: As) -> None:
    before = letterbox.collected("set_aside")
    send(serving, made, TOLD, "another")
    assert letterbox.collected("set_aside") == before
    given = given_to(cast.CASE_MANAGER, made)
    assert len(given.says) == 1
    assert given.says[0].words in (TOLD, "another")
    assert given.whose == WHOM
    with being(cast.CASE_MANAGER):
        assert Due.objects.get(about=made.request.id).ended_at


def test_who_reads_the_case_sees_that_there_is_an_answer_and_whom_to_ask(made: links.Made, serving: As) -> None:
    send(serving, made, TOLD)
    stub = given_to(cast.SUPERVISOR, made)
    assert stub.says == []
    assert cast.CASE_MANAGER.name in stub.ask[0]
    with being(cast.SUPERVISOR):
        assert not Said.objects.filter(contribution_id=stub.id).exists()
    clock.shift(timedelta(days=140))
    lapsed = given_to(cast.CASE_MANAGER, made)
    assert lapsed.over
    assert lapsed.says == []


def test_what_was_withdrawn_takes_no_answer_and_the_link_is_told_that_it_is_over(made: links.Made, serving: As) -> None:
    with being(cast.CASE_MANAGER) as callum:
        actions.withdraw(made.request.id, "His mother told us.", by=callum)
        assert Link.objects.get(request=made.request).revoked_at
    before = letterbox.collected("set_aside")
    send(serving, made, TOLD)
    assert letterbox.collected("set_aside") == before
    with being(cast.CASE_MANAGER):
        assert not Contribution.objects.filter(request=made.request).exists()
    assert [each.state for each in letterbox.answers_to(key_of(made))] == ["question", "finished"]


def test_an_answer_after_the_last_day_is_not_taken(made: links.Made, serving: As) -> None:
    clock.shift(timedelta(days=20))
    send(serving, made, TOLD)
    with being(cast.CASE_MANAGER):
        assert not Contribution.objects.filter(request=made.request).exists()


def test_whoever_takes_the_question_over_reads_the_answer_that_comes_afterwards(made: links.Made, serving: As) -> None:
    with being(cast.CASE_MANAGER) as callum:
        actions.hand_over(made.request.id, post_of(cast.COORDINATOR), by=callum)
    send(serving, made, TOLD)
    assert [said.words for said in given_to(cast.COORDINATOR, made).says] == [TOLD]
    assert given_to(cast.CASE_MANAGER, made).says == []


def test_both_kinds_of_question_stand_in_the_register_of_disclosures(made: links.Made) -> None:
    with being(cast.CASE_MANAGER) as callum:
        actions.ask(made.request.of_case, post_of(cast.PANEL_MEMBER), ASKED, by=callum)
        rows = Disclosure.objects.filter(act="question", case_id=made.request.of_case)
        assert {(row.recipient_kind, row.route) for row in rows} == {("professional", "link"), ("health", "here")}


@pytest.mark.django_db
def test_the_page_shows_link_and_code_once(gathering: UUID, signed_in: Callable[[cast.Person], Client]) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    sent = {
        "whom": WHOM, "about": "Jordan", "question": "Is he well?", "necessity": "To see who could help.",
        "fields_asked": ["wellbeing"], "basis": "safeguarding",
    }  # fmt: skip
    page = callum.post(f"/agencies/ask-by-link/{gathering}/", sent)
    assert page.status_code == 200
    assert "/one-question/" in page.content.decode()
    assert page.headers["Cache-Control"].count("no-store")
    assert "/one-question/" not in callum.get(f"/referrals/{gathering}/").content.decode()
