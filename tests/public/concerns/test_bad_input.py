"""Whatever arrives gets a clear sentence, and nothing that a person wrote is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from alongside.public.concerns import journey
from tests.public.concerns.way import ANSWERS, RETURN, TELL, Visitor, envelopes

WORRY = ANSWERS["worry"]["worry"]


@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        ({"token": "forged"}, {}),
        ({"token": ""}, {}),
        ({"held": "forged"}, {}),
        ({"held": "AAAA" * 40}, {}),
        ({"held": "é"}, {}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_forged_page_sends_nothing_and_keeps_what_was_typed(
    visitor: Visitor, changed: dict[str, str], headers: dict[str, str]
) -> None:
    visitor.go_to("worry").press(headers=headers, **{**ANSWERS["worry"], **changed})
    assert visitor.answer.status_code == 403
    assert "There is a problem" in visitor.says
    assert "Nothing was sent" in visitor.says or "nothing was sent" in visitor.says
    assert visitor.form()["worry"] == WORRY
    assert "Did they say or do something" in visitor.press().says


def test_a_forged_send_posts_nothing(committed: Visitor) -> None:
    before = envelopes()
    committed.go_to("check").press("send", token="forged")
    assert committed.answer.status_code == 403
    assert envelopes().keys() == before.keys()
    assert "He says it’s" in committed.says
    assert "We have received it" in committed.press("send").says


def test_a_token_of_another_form_is_refused(visitor: Visitor) -> None:
    visitor.answer = visitor.client.get(RETURN)
    other = visitor.form()["token"]
    assert visitor.begin().press(token=other, danger="no").answer.status_code == 403


def test_letters_that_cannot_be_seen_are_left_out_and_damaged_ones_are_asked_for(visitor: Visitor) -> None:
    visitor.go_to("worry").press(worry="be\x00fore\x07 😀")
    assert "Did they say or do something" in visitor.says
    visitor.press("back")
    page = visitor.form()
    body = "&".join(f"{name}={page[name]}" for name in ("token", "step", "held")) + "&go=next&worry=caf%E9+au+lait"
    visitor.answer = visitor.client.post(TELL, body, content_type="application/x-www-form-urlencoded")
    assert visitor.answer.status_code == 422
    assert "arrived damaged" in visitor.says
    assert "au lait" in visitor.form()["worry"]


def test_a_megabyte_gets_a_sentence(visitor: Visitor) -> None:
    visitor.go_to("worry").press(worry="w" * 1_000_001)
    assert visitor.answer.status_code == 400
    assert "too long" in visitor.says


@pytest.mark.parametrize("broken", [b"[]", b"not json", b'[{"key_id": 1}]', b"{}", None])
def test_without_an_intake_key_nothing_is_taken_and_the_helpline_is_shown(
    visitor: Visitor, own_state: Path, broken: bytes | None
) -> None:
    keys = own_state / "keys" / "public" / "intake.json"
    kept = keys.read_bytes()
    visitor.go_to("check")
    keys.unlink() if broken is None else keys.write_bytes(broken)
    visitor.press("send")
    assert visitor.answer.status_code == 503
    assert "Nothing you wrote is lost" in visitor.says
    assert "0800 011 3764" in visitor.says
    assert "He says it’s" in visitor.says
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
    committed.go_to("check")
    before = envelopes()
    cut()
    committed.press("send")
    assert committed.answer.status_code == 503
    assert "Nothing you wrote is lost" in committed.says
    assert "0800 011 3764" in committed.says
    assert "He says it’s" in committed.says
    join()
    assert "We have received it" in committed.press("send").says
    assert len(envelopes()) == len(before) + 1


def test_the_whole_way_can_be_walked_while_the_database_is_down(committed: Visitor, no_database: Any) -> None:
    cut, join = no_database
    committed.go_to("check")
    cut()
    committed.answer = None
    committed.go_to("check")
    assert "He says it’s" in committed.says
    join()
    assert "We have received it" in committed.press("send").says


def test_who_comes_back_while_the_database_is_down_is_told_so(committed: Visitor, no_database: Any) -> None:
    cut, _join = no_database
    cut()
    committed.come_back_with("0000-0000-0000-0000-0000-0000")
    assert committed.answer.status_code == 503
    assert "Your receipt stays good" in committed.says


ANYTHING = st.text() | st.sampled_from(["\x00", "\u202e", "\u200b", "\ufffd", "w" * 5000, "\r\n", "yes", "check"])
FIELDS = (
    "danger",
    "area",
    "worry",
    "hurt",
    "called",
    "age_band",
    "find_them",
    "going_well",
    "needs",
    "held",
    "go",
    "step",
)


@settings(max_examples=100)
@for_any(st.sampled_from(journey.STEPS), st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=4))
def test_whatever_is_typed_anywhere_gets_a_page(visitor: Visitor, step: str, typed: dict[str, str]) -> None:
    page = visitor.begin().form()
    answer = visitor.client.post(TELL, {**page, "step": step, "go": "next", **typed})
    assert answer.status_code in (200, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=15)
@for_any(st.dictionaries(st.sampled_from(["worry", "called", "find_them", "going_well", "needs"]), st.text(min_size=1)))
def test_whatever_is_told_is_sent_or_named(visitor: Visitor, typed: dict[str, str]) -> None:
    visitor.answer = None
    visitor.send(**{step: {**ANSWERS[step], step: typed[step]} for step in typed})
    assert visitor.answer.status_code in (200, 422)


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
