"""Abuse of the public form: much from one source waits behind the others, work goes first, and nobody is refused."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from alongside.commons import clock
from alongside.public.concerns import actions, queue
from alongside.site import tokens, work

ONE, OTHER = "198.51.100.1", "198.51.100.2"
READ_FOR = timedelta(minutes=3)


@pytest.fixture(autouse=True)
def easy(settings: object, own_state: Path) -> None:
    settings.WORK_BITS = 8  # type: ignore[attr-defined]


def proof(token: str) -> str:
    return next(str(number) for number in count() if work.is_done(token, str(number)))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Send a form from an address, after reading it for a while."""

    def send(address: str, *, token: str = "", number: str = "", after: timedelta = READ_FOR) -> bool:
        made_at = clock.now() - after
        with monkeypatch.context() as then:
            then.setattr(clock, "now", lambda: made_at)
            token = token or tokens.new(actions.PURPOSE)
        typed = {"token": token, "work": number}
        request: HttpRequest = RequestFactory().post("/", typed, headers={"X-Forwarded-For": address})
        sent = tokens.receive(request, actions.PURPOSE)
        assert not sent.problem
        return queue.is_later(request, sent)

    return send


def test_the_sixty_first_of_an_hour_from_one_source_waits_and_another_source_does_not(
    later: Callable[..., bool],
) -> None:
    assert [later(ONE) for _ in range(61)] == [False] * 60 + [True]
    assert not later(OTHER)


def test_faster_than_a_person_can_is_taken_and_soon_waits(later: Callable[..., bool]) -> None:
    hasty = [later(ONE, after=timedelta(seconds=2)) for _ in range(8)]
    assert hasty == [False] * 6 + [True, True]
    assert not later(ONE)


def test_who_worked_for_it_does_not_wait_however_many_send_from_there(later: Callable[..., bool]) -> None:
    for _ in range(70):
        later(ONE)
    assert later(ONE)
    token = tokens.new(actions.PURPOSE)
    assert not later(ONE, token=token, number=proof(token), after=timedelta(0))


def test_one_proof_is_good_for_one_telling(later: Callable[..., bool]) -> None:
    for _ in range(70):
        later(ONE)
    token = tokens.new(actions.PURPOSE)
    again = [later(ONE, token=token, number=proof(token), after=timedelta(0)) for _ in range(3)]
    assert again == [False, True, True]


def test_the_proof_of_another_form_counts_for_nothing(later: Callable[..., bool]) -> None:
    for _ in range(70):
        later(ONE)
    one, other = tokens.new(actions.PURPOSE), tokens.new(actions.PURPOSE)
    number = next(str(n) for n in count() if work.is_done(one, str(n)) and not work.is_done(other, str(n)))
    assert later(ONE, token=other, number=number)


@pytest.mark.parametrize("number", ["", "-1", "x", "١٢", "1" * 21, "1e9", " 1", "\x00"])
def test_what_is_no_number_is_no_proof(number: str) -> None:
    with override_settings(WORK_BITS=0):
        assert not work.is_done("token", number)


def test_the_difficulty_is_a_setting_and_costs_an_attacker_more_than_a_telling_costs_us() -> None:
    from alongside.settings import common

    assert common.WORK_BITS >= 16
    token = secrets.token_urlsafe(40)
    found = sum(work.is_done(token, str(number)) for number in range(4096))
    assert settings.WORK_BITS == 8
    assert 2 <= found <= 50
