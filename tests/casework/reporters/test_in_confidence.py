"""Who was promised confidence is opened by two custodians together, each with a reason and their own pass phrase."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

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


def test_after_ten_tries_the_right_pass_phrase_opens_nothing_either_and_another_custodian_still_may(
    acting: Acting, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alongside.casework.reporters import actions, custodians

    with acting(cast.DPO) as dara:
        for _try in range(10):
            with pytest.raises(NotAllowed, match="not your pass phrase"):
                custodians.unlock(dara, "guessed")
        with pytest.raises(NotAllowed, match="Wait ten minutes"):
            actions.ask(number, REASON, phrase(), by=dara)
    with acting(cast.DEPUTY) as dev:
        actions.ask(number, REASON, phrase(), by=dev)
    later = time.time() + 20 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    with acting(cast.DPO) as dara:
        actions.ask(number, REASON, phrase(), by=dara)


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
