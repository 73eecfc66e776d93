"""OAuth 2.0 client credentials: who gets a token, for how long, and what it opens."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from alongside.commons import clock, installation
from alongside.public.partners import oauth
from tests.public.partners.agency import SEND, TOKEN, Machine, admitted


def test_an_agency_gets_a_token_for_ten_minutes(machine: Machine) -> None:
    answer = machine.ask_for_token()
    said = answer.json()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 600, "referral:send")
    assert machine.send().status_code == 201


def test_the_secret_may_stand_in_the_form(machine: Machine) -> None:
    said = {"client_id": machine.client_id, "client_secret": "s3cret-of-a-test-that-is-nobodys"}
    assert machine.client.post(TOKEN, {"grant_type": "client_credentials", **said}).status_code == 200


def test_an_unknown_agency_a_closed_one_and_a_wrong_secret_are_answered_alike(machine: Machine) -> None:
    with admitted(closed=True) as closed:
        refused = [
            machine.ask_for_token("wrong"),
            Machine("00000000-0000-4000-8000-000000000000").ask_for_token(),
            Machine("nobody").ask_for_token(),
            Machine(closed).ask_for_token(),
        ]
    assert {answer.status_code for answer in refused} == {401}
    assert len({answer.content for answer in refused}) == 1
    assert refused[0].json()["error"] == "invalid_client"


def test_an_agency_that_has_not_agreed_to_the_terms_that_hold_now_gets_none(machine: Machine) -> None:
    with admitted(terms_version="2025-1") as client_id:
        answer = Machine(client_id).ask_for_token()
    assert answer.json()["error"] == "unauthorized_client"
    assert "2026-1" in answer.json()["error_description"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"scope": "referral:read"}, "invalid_scope"),
        ({"scope": "referral:send everything"}, "invalid_scope"),
    ],
)
def test_no_other_way_and_no_other_scope_is_given(machine: Machine, said: dict[str, str], error: str) -> None:
    answer = machine.ask_for_token(**said)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    "said", ["Basic", "Basic !!!", "Basic /////w==", "Basic " + base64.b64encode(b":").decode(), "x"]
)
def test_credentials_that_cannot_be_read_are_refused(machine: Machine, said: str) -> None:
    answer = machine.client.post(TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": said})
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_a_token_ends_after_ten_minutes(machine: Machine, own_state: None) -> None:
    machine.token()
    clock.set_to(clock.now() + oauth.GOOD_FOR - timedelta(seconds=5))
    assert machine.send().status_code == 201
    clock.set_to(clock.now() + timedelta(seconds=10))
    answer = machine.send()
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_closing_an_agency_ends_its_tokens(machine: Machine) -> None:
    machine.token()
    with installation.connect("public", "public_owner") as owner:
        owner.execute("UPDATE partners.agency SET closed_on = %s WHERE id = %s", [clock.today(), machine.client_id])
    assert machine.send().status_code == 401


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer e30.AAAA", "Bearer \xff"])
def test_nothing_is_taken_without_a_token_of_ours(machine: Machine, said: str) -> None:
    answer = machine.client.post(SEND, "{}", content_type="application/json", headers={"Authorization": said})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/partners/openapi.json#/x-problems/Unauthorized"


def test_a_token_changed_by_one_letter_is_none(machine: Machine) -> None:
    token = machine.token()
    machine.bearer = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert machine.send().status_code == 401
