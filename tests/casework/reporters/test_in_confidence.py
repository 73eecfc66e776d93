"""Who was promised confidence is opened by two custodians together, each with a reason and their own pass phrase."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.casework.referrals.queries import NotFound
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.reporters.conftest import NAME, REASON, SAFE, Told, phrase

SECOND = {"reason": "Callum rang.", "ground": "child"}
pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]


@pytest.fixture
def number(acting: Acting, in_confidence: Told) -> str:
    from alongside.casework.reporters.models import Reporter

    with acting(cast.INTAKE):
        return str(Reporter.objects.get(pk=in_confidence.reporter).number)


def test_two_custodians_open_it_and_it_is_shown_once(signed_in: Browser, number: str) -> None:
    dara, dev = signed_in(cast.DPO), signed_in(cast.DEPUTY)
    asked = {"number": number.lower().replace("-", " "), "reason": REASON, "phrase": phrase(), "life_in_danger": "on"}
    assert dara.post("/reporters/together/", asked).status_code == 302
    page = dev.get("/reporters/together/").content.decode()
    assert "a life is in danger" in page
    address = page.split('href="/reporters/together/')[1].split('"')[0]
    assert REASON in dev.get(f"/reporters/together/{address}").content.decode()
    shown = dev.post(f"/reporters/together/{address}", SECOND | {"phrase": phrase()})
    assert NAME in shown.content.decode()
    assert SAFE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = dev.post(f"/reporters/together/{address}", SECOND | {"phrase": phrase()})
    assert again.status_code == 404


def test_nobody_opens_it_alone_and_intake_sees_the_number_only(
    signed_in: Browser, acting: Acting, in_confidence: Told, number: str
) -> None:
    from alongside.casework.reporters import actions

    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/referrals/{in_confidence.case}/").content.decode()
    assert number in page
    assert "Two custodians open it together" in page
    refused = ines.post(f"/reporters/{in_confidence.reporter}/", {"reason": REASON, "ground": "reach"}).content.decode()
    assert "told in confidence" in refused
    with acting(cast.DPO) as dara:
        asking = actions.ask(number, REASON, phrase(), by=dara)
        with pytest.raises(NotAllowed, match="somebody else"):
            actions.open_together(asking.id, REASON, phrase(), by=dara)


def test_a_wrong_pass_phrase_and_an_empty_reason_open_nothing(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions

    with acting(cast.DPO) as dara:
        with pytest.raises(NotAllowed, match="not your pass phrase"):
            actions.ask(number, REASON, "some other long phrase", by=dara)
        with pytest.raises(NotAllowed, match="Write why"):
            actions.ask(number, " ", phrase(), by=dara)
        asking = actions.ask(number, REASON, phrase(), by=dara)
    with acting(cast.DEPUTY) as dev:
        with pytest.raises(NotAllowed, match="not your pass phrase"):
            actions.open_together(asking.id, REASON, "some other long phrase", by=dev)
        with pytest.raises(NotAllowed, match="Write why"):
            actions.open_together(asking.id, "", phrase(), by=dev)


@pytest.fixture
def settable_clock() -> Iterator[None]:
    yield
    clock.reset()


def wrong_tries(times: int, somebody: Any, number: str) -> None:
    from alongside.casework.reporters import actions

    for _try in range(times):
        with pytest.raises(NotAllowed, match="not your pass phrase"):
            actions.ask(number, REASON, "guessed", by=somebody)


def test_after_five_wrong_pass_phrases_the_right_one_opens_nothing_for_fifteen_minutes(
    acting: Acting, number: str, settable_clock: None
) -> None:
    from alongside.casework.reporters import actions

    with acting(cast.DEPUTY) as dev:
        asking = actions.ask(number, REASON, phrase(), by=dev)
    with acting(cast.DPO) as dara:
        wrong_tries(2, dara, number)
        clock.shift(timedelta(minutes=5))
        wrong_tries(3, dara, number)
        with pytest.raises(NotAllowed, match="Wait 10 minutes, then try again"):
            actions.ask(number, REASON, phrase(), by=dara)
        with pytest.raises(NotAllowed, match="Wait 10 minutes, then try again"):
            actions.open_together(asking.id, REASON, phrase(), by=dara)
        clock.shift(timedelta(minutes=9, seconds=30))
        with pytest.raises(NotAllowed, match="Wait 1 minute, then"):
            actions.ask(number, REASON, phrase(), by=dara)
        clock.shift(timedelta(seconds=31))
        assert actions.open_together(asking.id, REASON, phrase(), by=dara).name == NAME


def test_one_custodian_who_waits_keeps_no_other_from_opening(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions

    with acting(cast.DPO) as dara:
        wrong_tries(5, dara, number)
    with acting(cast.DEPUTY) as dev:
        asking = actions.ask(number, REASON, phrase(), by=dev)
    with acting(cast.DIRECTOR) as dilys:
        assert actions.open_together(asking.id, REASON, phrase(), by=dilys).name == NAME


def test_right_pass_phrases_and_other_refusals_count_as_no_wrong_one(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions
    from alongside.casework.reporters.models import Try

    with acting(cast.DPO) as dara:
        for _time in range(6):
            actions.ask(number, REASON, phrase(), by=dara)
            with pytest.raises(NotAllowed, match="Write why"):
                actions.ask(number, "", phrase(), by=dara)
            with pytest.raises(NotFound):
                actions.ask("ZZZZ-ZZZZ", REASON, phrase(), by=dara)
        assert not Try.objects.exists()


def test_the_wait_is_one_leaf_and_the_other_custodians_are_told_where_to_look(
    signed_in: Browser, acting: Acting, number: str
) -> None:
    from alongside.site.outbox.models import Mail

    with acting(cast.DPO) as dara, connection.execute_wrapper(Leaves()) as _:
        before = set(Mail.objects.values_list("id", flat=True))
        Leaves.verbs.clear()
        wrong_tries(4, dara, number)
        assert not Mail.objects.exclude(id__in=before).exists()
        wrong_tries(1, dara, number)
        made = Mail.objects.exclude(id__in=before)
        assert {(mail.to.email, mail.path, mail.kind) for mail in made} == {
            (each.email, "/reporters/together/", "waiting") for each in (cast.DEPUTY, cast.DIRECTOR)
        }
        assert Leaves.verbs == ["typed wrong pass phrases"]
    said = f"The pass phrase of {cast.DPO.name} was typed wrong 5 times"
    assert said in signed_in(cast.DEPUTY).get("/reporters/together/").content.decode()
    assert said not in signed_in(cast.DPO).get("/reporters/together/").content.decode()


class Leaves:
    """Watch which leaves go into the audit: the web role adds them and cannot read them."""

    verbs: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "audit.leaf" in sql:
            self.verbs.append(params[3])
        return execute(sql, params, many, context)


def test_a_wrong_try_is_kept_though_the_page_refuses_it(signed_in: Browser, number: str) -> None:
    asked = {"number": number, "reason": REASON, "phrase": "guessed"}
    dara = signed_in(cast.DPO)
    for _try in range(5):
        assert "not your pass phrase" in dara.post("/reporters/together/", asked).content.decode()
    again = signed_in(cast.DPO).post("/reporters/together/", asked | {"phrase": phrase()}).content.decode()
    assert "Wait 15 minutes, then try again" in again


def test_many_at_once_try_no_more_than_five(
    in_confidence: Told, staff: Acting, django_db_blocker: DjangoDbBlocker
) -> None:
    from alongside.casework.keys.middleware import looking
    from alongside.casework.reporters import custodians, tries
    from alongside.casework.reporters.models import Try

    said, dara, together = list[str](), staff(cast.DPO), threading.Barrier(8)

    def attempt() -> None:
        together.wait()
        try:
            # As a request is: one transaction, whose refusal is an answer and no error.
            with looking(dara.pk):
                try:
                    with tries.counted(dara):
                        custodians.unlock(dara, "guessed")
                except NotAllowed as refusal:
                    said.append(str(refusal))
        finally:
            connections["default"].close()

    def forget() -> None:
        # In a transaction of its own: the tries were kept for good, and this test's are taken back.
        Try.objects.filter(by=dara).delete()
        connections["default"].close()

    with django_db_blocker.unblock():
        threads = [threading.Thread(target=attempt) for _each in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        kept = Try.objects.filter(by=dara).count()
        forgetting = threading.Thread(target=forget)
        forgetting.start()
        forgetting.join()
    assert (len(said), sum("not your pass phrase" in each for each in said), kept) == (8, 5, 5)


def test_an_asking_dies_after_24_hours(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions, queries
    from alongside.casework.reporters.models import Asking

    with acting(cast.DPO) as dara:
        asking = actions.ask(number, REASON, phrase(), by=dara)
        Asking.objects.filter(pk=asking.id).update(asked_at=clock.now() - timedelta(hours=24, seconds=1))
    with acting(cast.DEPUTY) as dev:
        assert queries.waiting_for_second(dev) == []
        with pytest.raises(NotAllowed, match="24 hours ago"):
            actions.open_together(asking.id, REASON, phrase(), by=dev)


def test_any_other_custodian_can_be_the_second(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions

    for person in (cast.DEPUTY, cast.DIRECTOR):
        with acting(cast.DPO) as dara:
            asking = actions.ask(number, REASON, phrase(), by=dara)
        with acting(person) as second:
            assert actions.open_together(asking.id, REASON, phrase(), by=second).name == NAME


def test_who_is_no_custodian_finds_nothing_there(signed_in: Browser, acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions

    with acting(cast.DPO) as dara:
        asking = actions.ask(number, REASON, phrase(), by=dara)
    for person in (cast.INTAKE, cast.CASE_MANAGER, cast.TOM, cast.MANAGER, cast.CHAIR):
        browser = signed_in(person)
        assert browser.get("/reporters/together/").status_code == 404
        assert browser.post(f"/reporters/together/{asking.id}/", {"reason": "x", "phrase": "y"}).status_code == 404
    with acting(cast.MANAGER) as magnus, pytest.raises(NotFound):
        actions.ask(number, REASON, phrase(), by=magnus)


def test_the_other_custodians_are_told_that_one_asks_and_nothing_more(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions
    from alongside.site.outbox.models import Mail

    with acting(cast.DPO) as dara:
        before = set(Mail.objects.values_list("id", flat=True))
        actions.ask(number, REASON, phrase(), by=dara)
        made = Mail.objects.exclude(id__in=before)
        assert {mail.to.email for mail in made} == {cast.DEPUTY.email, cast.DIRECTOR.email}
        assert {mail.path for mail in made} == {"/reporters/together/"}


def test_what_the_first_hands_on_is_gone_when_it_was_used(acting: Acting, number: str) -> None:
    from alongside.casework.reporters import actions
    from alongside.casework.reporters.models import Asking

    with acting(cast.DPO) as dara:
        asking = actions.ask(number, REASON, phrase(), by=dara)
    with acting(cast.DEPUTY) as dev:
        actions.open_together(asking.id, REASON, phrase(), by=dev)
        assert Asking.objects.get(pk=asking.id).handed is None
