"""Whatever arrives at the desk, or at the pages where briefings are kept, gets a page; a note is never lost."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import cast, odd
from tests.casework.desk.conftest import note

URLENCODED, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
SEND = "/desk/send/"
NOTE = ["worry", "hurt", "called", "area", "fear", "language", "token"]
KEPT = {
    "/desk/in/northmere/write/": "title opening points languages lines from_on-day from_on-month from_on-year until_on",
    "/desk/in/northmere/line/": "name contact_email posts",
    "/desk/in/northmere/number/": "name number what_for order checked",
}

pytestmark = pytest.mark.django_db


@settings(max_examples=odd.times(40))
@given(st.dictionaries(st.sampled_from(NOTE), odd.WORDS, max_size=6))
def test_whatever_is_typed_in_a_note_gets_a_page(kit: Client, typed: dict[str, str]) -> None:
    answer = kit.post(SEND, note(kit.get("/desk/").content.decode(), **typed))
    assert answer.status_code in (200, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=odd.times(20))
@given(st.lists(st.tuples(st.sampled_from(NOTE), odd.BYTES), max_size=5), odd.FILE_NAMES, st.booleans())
def test_fields_twice_other_encodings_and_files_get_a_page(
    kit: Client, more: odd.Fields, name: str, in_parts: bool
) -> None:
    good = [(field, said.encode()) for field, said in note(kit.get("/desk/").content.decode()).items()]
    body = odd.multipart([*good, *more], name.encode()) if in_parts else odd.urlencoded([*good, *more])
    answer = kit.generic("POST", SEND, body, PARTS if in_parts else URLENCODED)
    assert answer.status_code in (200, 400, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=odd.times(12))
@given(odd.TYPES, odd.ORIGINS)
@example("multipart/form-data; boundary=x; charset=rot13", "http://[")
def test_bodies_that_say_odd_things_of_themselves_get_a_page(kit: Client, kind: str, origin: str) -> None:
    good = [(field, said.encode()) for field, said in note(kit.get("/desk/").content.decode()).items()]
    for body in (odd.urlencoded(good), odd.multipart(good)):
        answer = kit.generic("POST", SEND, body, kind, headers={"Origin": origin})
        assert answer.status_code in (200, 400, 403, 422)
        assert b"<main" in answer.content


@settings(max_examples=odd.times(20))
@given(odd.WORDS, odd.WORDS)
def test_a_note_with_too_old_a_token_stands_in_the_page_again(kit: Client, worry: str, fear: str) -> None:
    answer = kit.post(SEND, note(kit.get("/desk/").content.decode(), worry=worry, fear=fear, token="too old"))
    assert answer.status_code == 403
    _stands_in(answer.content, worry, fear)


@settings(max_examples=odd.times(20))
@given(odd.WORDS, odd.WORDS)
def test_a_note_whose_session_ended_is_given_back_to_its_handler(kit: Client, worry: str, fear: str) -> None:
    page = kit.get("/desk/").content.decode()
    answer = Client().post(SEND, note(page, worry=worry, fear=fear, form_of=_field(page, "form_of")))
    assert answer.status_code == 401
    back = kit.post("/given-back/", {"sealed": _field(answer.content, "sealed")})
    assert back.status_code == 200
    _stands_in(back.content, worry, fear)


def _field(page: str | bytes, name: str) -> str:
    field = BeautifulSoup(page, "html.parser").find(attrs={"name": name})
    assert field
    return str(field["value"])


def _stands_in(page: bytes, worry: str, fear: str) -> None:
    read = BeautifulSoup(page, "html.parser")
    for name, said in (("worry", worry), ("fear", fear)):
        found = read.find(attrs={"name": name})
        assert found
        assert odd.left_of(found.get("value") or found.text) == odd.left_of(said)


@pytest.mark.parametrize("address", KEPT)
def test_whatever_is_typed_where_briefings_are_kept_gets_a_page(
    address: str, signed_in: Callable[[cast.Person], Client]
) -> None:
    editor = signed_in(cast.COORDINATOR)
    assert editor.get(address).status_code == 200
    names = KEPT[address].split()

    @settings(max_examples=odd.times(25))
    @given(st.dictionaries(st.sampled_from(names), st.lists(odd.WORDS, min_size=1, max_size=3)))
    def whatever(typed: dict[str, list[str]]) -> None:
        assert editor.post(address, typed).status_code in (200, 302, 422)

    whatever()


@settings(max_examples=odd.times(20))
@given(st.sampled_from(["/desk/confirm/%s/", "/desk/card/%s/", "/desk/briefings/%s/change/"]), odd.WORDS)
def test_whatever_is_typed_as_an_address_gets_an_answer(kit: Client, address: str, typed: str) -> None:
    assert kit.post(address % quote(typed, safe=""), {"said_by": typed}).status_code in (302, 403, 404, 405, 422, 429)
