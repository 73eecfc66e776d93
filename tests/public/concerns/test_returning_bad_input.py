"""Whatever is typed or forged on a page of a receipt, nothing breaks, nothing is lost and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.public.concerns import files, held
from alongside.public.concerns.returning_views import PAGES
from tests.public.concerns.returning import Arrived, Returning, told
from tests.public.concerns.way import RETURN, Visitor

FIELDS = ("receipt", "held", "page", "go", "words", "files", "promise", "name", "email", "safe_contact", "token")
ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.sampled_from([*PAGES, "do", "add", "back", "remove-0", "remove-x", "named", "in_confidence"]),
)
ODD = "\x00\ud7ff\u202e\U0001f642" * 3


@pytest.fixture
def returning(committed: Visitor) -> Returning:
    return Returning(committed.client)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), ANY_TEXT))
def test_no_form_that_anybody_makes_up_breaks_the_page(committed: Visitor, typed: dict[str, str]) -> None:
    returning = Returning(committed.client)
    returning.answer = returning.client.get(RETURN)
    assert returning.post(**typed).answer.status_code < 500


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS[2:-1]), ANY_TEXT))
def test_no_form_behind_an_opened_receipt_breaks_its_page(committed: Visitor, typed: dict[str, str]) -> None:
    returning = Returning(committed.client)
    receipt, _concern = told()
    assert returning.come(receipt).post(**{"page": "more", **typed}).answer.status_code < 500


@pytest.mark.parametrize("page", PAGES)
def test_odd_characters_and_too_much_are_refused_or_tidied(returning: Returning, page: str) -> None:
    receipt, _concern = told()
    for words in (ODD, "w" * 4_001, "�"):
        answer = returning.come(receipt).do(page, words=words, promise="named", name=words).answer
        assert answer.status_code in (200, 422)


def test_what_carries_something_else_opens_nothing(returning: Returning) -> None:
    receipt, _concern = told()
    returning.come(receipt).post(page="more")
    form = returning.hidden()
    others = (files.close([]), held.close({}, "professional"), form["held"][:-4] + "AAAA")
    for forged in ({"held": text} for text in others):
        answer = returning.client.post(RETURN, {**form, **forged, "go": "do", "words": "Kept."})
        assert answer.status_code == 403
        assert "Kept." in answer.content.decode()
    answer = returning.client.post(RETURN, {**form, "files": form["held"], "go": "do", "words": "Kept."})
    assert "The files you added were forgotten" in answer.content.decode()


def test_a_form_from_another_website_sends_nothing(returning: Returning) -> None:
    receipt, _concern = told()
    arrived = Arrived()
    for page in ("more", "burn", "exchange"):
        returning.come(receipt).post(page=page)
        form = {**returning.hidden(), "go": "do", "words": "Not mine."}
        answer = returning.client.post(RETURN, form, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert not arrived.ids()


@pytest.fixture
def stopped(returning: Returning) -> Iterator[Any]:
    """A way to let the database be out of reach, and back."""
    kept = dict(connection.settings_dict)

    def stop() -> None:
        connection.close()
        connection.settings_dict["PORT"] = "1"

    yield stop
    connection.close()
    connection.settings_dict.update(kept)


@pytest.mark.parametrize("page", ["more", "correct", "withdraw", "who"])
def test_while_the_database_is_down_the_page_keeps_what_was_written(
    returning: Returning, stopped: Any, page: str
) -> None:
    receipt, _concern = told()
    arrived = Arrived()
    returning.come(receipt).post(page=page)
    port = connection.settings_dict["PORT"]
    typed = {"words": "Do not lose this.", "promise": "named", "name": "Do not lose this."}
    stopped()
    returning.post(go="do", **typed)
    assert returning.answer.status_code == 503
    assert "Do not lose this." in returning.answer.content.decode()
    assert "try again in a few minutes" in returning.says
    connection.settings_dict["PORT"] = port
    returning.post(go="do", **typed)
    assert returning.answer.status_code == 200
    assert len(arrived.ids()) == 1


def test_while_there_is_no_key_to_seal_to_nothing_is_lost(returning: Returning, own_state: Any) -> None:
    receipt, _concern = told()
    returning.come(receipt).post(page="more")
    (own_state / "keys" / "public" / "intake.json").write_text("[]")
    returning.post(go="do", words="Do not lose this.")
    assert returning.answer.status_code == 503
    assert "Do not lose this." in returning.answer.content.decode()
