"""One referral by an agency's machine: what is taken, what is refused, and that it is sent once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections

from alongside.commons import clock, installation
from alongside.commons.envelope.contents import closes_on
from alongside.design.jinja import local_day
from alongside.public.concerns import actions as concerns
from alongside.public.partners import actions
from tests.public.concerns.way import Visitor, envelopes, words_on
from tests.public.partners.agency import DOCUMENT, SEND, Machine, admitted, referral
from tests.public.professionals.test_the_tasks import arrived_since

KEY = "3f0c4d1e-8a57-4b0e-9d7e-2f6b1f0a9c55"


def pointers(answer: Any) -> dict[str, str]:
    return {one["pointer"]: one["detail"] for one in answer.json()["errors"]}


def test_a_referral_and_who_decided_to_send_it_arrive_in_two_envelopes(machine: Machine) -> None:
    before = envelopes()
    answer = machine.send()
    assert answer.status_code == 201, answer.content
    assert answer["Cache-Control"] == "no-store"
    [concern], [identity] = arrived_since(before)
    assert (concern.channel, concern.promise, concern.area) == ("machine", "named", "not_sure")
    assert concern.more["lead_agreed"] == "yes"
    assert concern.more["own_account"] == "yes"
    assert (identity.name, identity.role, identity.organisation) == ("Teodor Quill", "form tutor", "Mill Road College")
    assert "Quill" not in repr(concern)


def test_the_receipt_of_the_answer_opens_the_box(machine: Machine) -> None:
    receipt = machine.send().json()["receipt"]
    assert "Nothing waits for this receipt" not in Visitor(machine.client).come_back_with(receipt).says


def test_the_answer_says_until_which_day_the_receipt_opens_replies_and_the_box_says_the_same(machine: Machine) -> None:
    first, again = machine.send(key=KEY).json(), machine.send(key=KEY).json()
    until = date.fromisoformat(first["replies_until"])
    assert again["replies_until"] == first["replies_until"]
    assert until == closes_on(clock.now())
    assert words_on(local_day(until)) in Visitor(machine.client).come_back_with(first["receipt"]).says


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"decided_by": {"name": None}}, "#/decided_by/name"),
        ({"decided_by": {"name": "  "}}, "#/decided_by/name"),
        ({"decided_by": {"role": None}}, "#/decided_by/role"),
        ({"decided_by": {"own_account": None}}, "#/decided_by/own_account"),
        ({"decided_by": {"own_account": False}}, "#/decided_by/own_account"),
        ({"concern": {"worry": None}}, "#/concern/worry"),
        ({"concern": {"worry": "\n \n"}}, "#/concern/worry"),
        ({"others": {"lead_agreed": None}}, "#/others/lead_agreed"),
        ({"others": {"lead_agreed": "no"}}, "#/others/lead_agreed"),
        ({"others": {"lead_name": None}}, "#/others/lead_name"),
        ({"told": {"told_them": "no", "told_them_words": None}}, "#/told/why_not_told"),
        ({"person": {"age_band": "12"}}, "#/person/age_band"),
        ({"person": {"born_on": "1990-01-01"}}, "#/person/age_band"),
        ({"person": {"born_on": "2010-02-30"}}, "#/person/born_on"),
        ({"person": {"born_on": 2010}}, "#/person/born_on"),
        ({"person": {"called": "x" * 201}}, "#/person/called"),
        ({"concern": {"came_to_light_on": "2999-01-01"}}, "#/concern/came_to_light_on"),
        ({"place": {"area": "strathlorne"}}, "#/place/area"),
        ({"place": {"area": ["northmere"]}}, "#/place/area"),
        ({"decided_by": {"email": "nobody"}}, "#/decided_by/email"),
        ({"concern": {"monitoring_alert": "blocked page"}}, "#/concern"),
    ],
)
def test_what_is_wrong_is_named_field_by_field_and_nothing_is_sent(
    machine: Machine, changed: dict[str, Any], pointer: str
) -> None:
    before = envelopes()
    answer = machine.send(referral(**changed))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in pointers(answer)
    assert envelopes().keys() == before.keys()


def test_a_machine_without_the_lead_is_told_which_way_there_is(machine: Machine) -> None:
    answer = machine.send(referral(others={"lead_agreed": "no", "without_lead": "She is away."}))
    assert "Your safeguarding lead must have agreed" in pointers(answer)["#/others/lead_agreed"]


def test_there_is_no_batch(machine: Machine) -> None:
    for body in ([referral(), referral()], [], {"referrals": [referral()]}, "text", 7, None):
        answer = machine.send(json.dumps(body))
        assert answer.status_code == 422, body


@pytest.mark.parametrize(
    "body", [b" ", b"{", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b'"\\ud800"', b"[" * 5_000]
)
def test_what_is_no_json_is_told(machine: Machine, body: bytes) -> None:
    answer = machine.send(body)
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/BadRequest")


def test_other_media_and_too_much_are_told(machine: Machine) -> None:
    assert machine.send(kind="text/plain").status_code == 415
    assert machine.send(b" " * 300_001).status_code == 413


@pytest.mark.parametrize("key", ["short", "with spaces in it, and long", "x" * 201, '"3f0c4d1e-8a57-4b0e-9d7e"'])
def test_an_idempotency_key_is_asked_for(machine: Machine, key: str) -> None:
    assert machine.send(key=key).status_code == 400


def test_the_same_key_and_body_give_the_same_answer_and_send_nothing_twice(machine: Machine) -> None:
    first = machine.send(key=KEY)
    before = envelopes()
    # Intake may have collected it in the meantime.
    with installation.connect("public", "intake") as intake:
        intake.execute("DELETE FROM letterbox.envelope")
    again = machine.send(key=KEY)
    assert (again.status_code, again.content) == (201, first.content)
    assert not envelopes().keys() & before.keys()


def test_what_is_stored_of_a_key_makes_no_receipt_even_with_the_secret_of_the_site(machine: Machine) -> None:
    receipt = machine.send(key=KEY).json()["receipt"]
    with installation.connect("public", "public_web") as web:
        stored = web.execute("SELECT mark, body FROM partners.posted").fetchall()
    assert stored
    assert receipt not in {concerns.receipt_of(bytes(kept).hex()) for row in stored for kept in row}


def test_the_same_key_with_another_body_is_refused(machine: Machine) -> None:
    machine.send(key=KEY)
    before = envelopes()
    answer = machine.send(referral(person={"called": "Somebody else"}), key=KEY)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/KeyUsed")
    assert envelopes().keys() == before.keys()


def test_the_same_key_of_two_agencies_is_two(machine: Machine) -> None:
    with admitted() as other:
        assert machine.send(key=KEY).json()["receipt"] != Machine(other).send(key=KEY).json()["receipt"]


def test_two_at_once_under_one_key_send_one(machine: Machine) -> None:
    machine.token()
    before = envelopes()

    def send(_at: int) -> Any:
        try:
            return machine.send(key=KEY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(envelopes().keys() - before.keys()) == 2


def test_a_person_has_a_ceiling_for_the_day(machine: Machine) -> None:
    for _ in range(actions.A_PERSON_A_DAY):
        assert machine.send().status_code == 201
    before = envelopes()
    answer = machine.send(referral(decided_by={"email": "T.Quill@MillRoad.example"}))
    assert answer.status_code == 429
    assert answer.json()["detail"].startswith("This person has sent")
    assert 0 < int(answer["Retry-After"]) <= 86_400
    assert envelopes().keys() == before.keys()
    assert machine.send(referral(decided_by={"email": "u.bell@millroad.example"})).status_code == 201


def test_an_agency_has_a_ceiling_for_the_day_and_begins_anew_on_the_next(machine: Machine, own_state: None) -> None:
    with admitted(a_day=2) as client_id:
        theirs = Machine(client_id)
        for at in range(2):
            assert theirs.send(referral(decided_by={"email": f"t{at}@millroad.example"})).status_code == 201
        refused = theirs.send(key=KEY)
        assert refused.json()["detail"].startswith("Your agency has sent")
        clock.set_to(clock.now() + timedelta(days=1))
        theirs.bearer = ""
        # A refusal leaves no trace, so the same key is good tomorrow.
        assert theirs.send(key=KEY).status_code == 201


def test_when_the_letterbox_is_down_nothing_is_counted_and_the_same_key_works_later(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_said: object) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr("alongside.public.promises.actions.letterbox.post", refuse)
        answer = machine.send(key=KEY)
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/NotNow")
    assert machine.send(key=KEY).status_code == 201


def test_nothing_of_what_was_posted_stays_readable(machine: Machine) -> None:
    machine.send(key=KEY)
    with installation.connect("public", "public_owner") as owner:
        rows = owner.execute("SELECT * FROM partners.posted").fetchall()
        rows += owner.execute("SELECT * FROM partners.counted").fetchall()
    kept = repr(rows)
    for said in ("Danny", "Quill", "millroad", KEY, machine.client_id):
        assert said not in kept


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options"])
def test_nothing_can_be_asked_for(machine: Machine, method: str) -> None:
    headers = {"Authorization": f"Bearer {machine.token()}"}
    assert getattr(machine.client, method)(SEND, headers=headers).status_code == 405


def test_the_role_that_serves_cannot_admit_an_agency(machine: Machine) -> None:
    import psycopg

    with installation.connect("public", "public_web") as web:
        for statement in ("INSERT INTO partners.agency (id) VALUES (gen_random_uuid())",
                          "UPDATE partners.agency SET a_day = 1000000", "DELETE FROM partners.agency"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)
            web.rollback()


def test_the_document_is_open_and_names_no_address_but_what_a_partner_needs(machine: Machine) -> None:
    answer = machine.client.get(DOCUMENT)
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == {"/partners/token", "/partners/referrals"}
    assert not machine.client.cookies
