"""Whatever arrives gets a clear sentence, and nothing that a person wrote is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from alongside.public.concerns import forms
from tests.public.concerns.way import ANSWERS, DOORS, RETURN, TELL, Arrived, Visitor, envelopes


@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        ({"token": "forged"}, {}),
        ({"token": ""}, {}),
        ({"token": "é\x00"}, {}),
        ({"files": "forged"}, {}),
        ({"files": "AAAA" * 40}, {}),
        ({"files": "é"}, {}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Origin": "http://["}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_forged_page_sends_nothing_and_keeps_what_was_typed(
    committed: Visitor, changed: dict[str, str], headers: dict[str, str]
) -> None:
    before = envelopes()
    committed.go_to_questions().press("send", headers=headers, **{**ANSWERS, **changed})
    assert committed.answer.status_code == 403
    assert "There is a problem" in committed.says
    assert committed.form()["worry"].startswith("He says it’s")
    assert committed.form()["called"] == "Danny"
    assert envelopes().keys() == before.keys()
    assert "We have received it" in committed.press("send").says


def test_a_token_of_another_form_is_refused(visitor: Visitor) -> None:
    visitor.answer = visitor.client.get(RETURN)
    other = visitor.form()["token"]
    visitor.answer = None
    assert visitor.go_to_questions(token=other).answer.status_code == 403


def test_letters_that_cannot_be_seen_are_left_out_and_damaged_ones_are_asked_for(committed: Visitor) -> None:
    arrived = Arrived()
    committed.send(worry="be\x00fore\x07 😀")
    assert arrived.concern().worry == "before 😀"
    committed.answer = None
    page = committed.go_to_questions().form()
    body = (
        urlencode({name: page[name] for name in ("token", "door", "area_code", "files")}) + "&go=send&worry=caf%E9+au"
    )
    committed.answer = committed.client.post(TELL, body, content_type="application/x-www-form-urlencoded")
    assert committed.answer.status_code == 422
    assert "arrived damaged" in committed.says


def test_a_megabyte_gets_a_sentence(visitor: Visitor) -> None:
    visitor.go_to_questions().press("send", worry="w" * 1_000_001)
    assert visitor.answer.status_code == 400
    assert "too long" in visitor.says


@pytest.mark.parametrize("broken", [b"[]", b"not json", b'[{"key_id": 1}]', b"{}", None])
def test_without_an_intake_key_nothing_is_taken_and_the_helpline_is_shown(
    visitor: Visitor, own_state: Path, broken: bytes | None
) -> None:
    keys = own_state / "keys" / "public" / "intake.json"
    kept = keys.read_bytes()
    visitor.go_to_questions()
    keys.unlink() if broken is None else keys.write_bytes(broken)
    visitor.press("send", **ANSWERS)
    assert visitor.answer.status_code == 503
    assert "Nothing you wrote is lost" in visitor.says
    assert "0800 011 3764" in visitor.says
    assert visitor.form()["worry"].startswith("He says it’s")
    keys.write_bytes(kept)
    assert "We have received it" in visitor.press("send").says


@pytest.fixture
def no_database(committed: Visitor) -> Iterator[Any]:
    """Cut this process off from its database, and join it again."""
    connection = connections["default"]
    kept = dict(connection.settings_dict)

    def cut() -> None:
        connection.close()
        connection.settings_dict["PORT"] = "1"

    def join() -> None:
        connection.close()
        connection.settings_dict.update(kept)

    yield cut, join
    join()


def test_while_the_letterbox_is_down_the_page_keeps_everything_and_send_works_when_it_is_back(
    committed: Visitor, no_database: Any
) -> None:
    cut, join = no_database
    committed.go_to_questions()
    before = envelopes()
    cut()
    committed.press("send", **ANSWERS)
    assert committed.answer.status_code == 503
    assert "Nothing you wrote is lost" in committed.says
    assert "0800 011 3764" in committed.says
    assert committed.form()["worry"].startswith("He says it’s")
    join()
    assert "We have received it" in committed.press("send").says
    assert len(envelopes()) == len(before) + 1


def test_the_whole_way_can_be_walked_while_the_database_is_down(committed: Visitor, no_database: Any) -> None:
    cut, join = no_database
    committed.go_to_questions()
    cut()
    committed.answer = None
    committed.go_to_questions("gone", area="glanaber")
    assert "What happened?" in committed.says
    join()
    assert "We have received it" in committed.press("send", **ANSWERS).says


def test_who_comes_back_while_the_database_is_down_is_told_so(committed: Visitor, no_database: Any) -> None:
    cut, _join = no_database
    cut()
    committed.come_back_with("0000-0000-0000-0000-0000-0000")
    assert committed.answer.status_code == 503
    assert "Your receipt stays good" in committed.says


ODD = ["\x00", "\u202e", "\u200b", "\ufffd", "w" * 5000, "\r\n", "yes", "send", "add", "remove-0", "remove-", "named"]
ANYTHING = st.text() | st.sampled_from(ODD)
FIELDS = sorted({*forms.Telling.base_fields, *forms.Place.base_fields, "go", "door", "area_code", "advice", "files"})


@settings(max_examples=150)
@for_any(st.sampled_from(DOORS), st.booleans(), st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=6))
def test_whatever_is_typed_anywhere_gets_a_page(
    visitor: Visitor, door: str, advice: bool, typed: dict[str, str]
) -> None:
    visitor.answer = None
    page = visitor.go_to_questions("somebody" if advice else door, advice=advice).form()
    answer = visitor.client.post(TELL, {**page, "go": "send", "worry": "A worry.", **typed})
    assert answer.status_code in (200, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=60)
@for_any(st.dictionaries(st.sampled_from(["door", "area", "postcode", "advice", "go", "token"]), ANYTHING))
def test_whatever_is_typed_as_a_place_gets_a_page(visitor: Visitor, typed: dict[str, str]) -> None:
    visitor.answer = None
    answer = visitor.client.post(TELL, {**visitor.place_form(), "go": "place", **typed})
    assert answer.status_code in (200, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=30)
@for_any(st.binary(max_size=3000), st.text(min_size=1, max_size=300), st.text(max_size=80))
def test_whatever_file_is_added_gets_a_page(visitor: Visitor, data: bytes, name: str, said_type: str) -> None:
    visitor.answer = None
    file = SimpleUploadedFile(name, data)
    file.name, file.content_type = name, said_type.replace("\r", "").replace("\n", "")
    assert visitor.go_to_questions().press("add", file=file).answer.status_code in (200, 422)


@settings(max_examples=40)
@for_any(st.text() | st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ- ", min_size=20, max_size=30))
def test_whatever_is_typed_as_a_receipt_gets_a_page(visitor: Visitor, typed: str) -> None:
    assert visitor.come_back_with(typed).answer.status_code in (200, 422)


@settings(max_examples=40)
@for_any(st.binary(max_size=200))
def test_whatever_bytes_arrive_get_a_page(db: None, body: bytes) -> None:
    client = Client(raise_request_exception=False)
    for path in (TELL, RETURN):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "x"):
            assert client.post(path, body, content_type=kind).status_code in (400, 403)
