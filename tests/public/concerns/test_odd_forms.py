"""What no browser sends: fields twice, bytes of other encodings, files with odd names. A page answers, and keeps it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alongside.public.concerns import forms
from alongside.public.concerns.returning_views import PAGES
from tests import odd
from tests.public.concerns.returning import Returning, told
from tests.public.concerns.way import DOORS, RETURN, TELL, Visitor

URLENCODED, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
ROUTE = ["go", "door", "area_code", "advice", "files", "token"]
NAMES = sorted({*forms.Telling.base_fields, *forms.Place.base_fields, *ROUTE})
BUTTONS = st.sampled_from([b"send", b"add", b"place", b"remove-0", b"remove-", b""])
RETURNING = [
    "receipt",
    "held",
    "page",
    "go",
    "words",
    "files",
    "promise",
    "name",
    "relation",
    "telephone",
    "email",
    "safe_contact",
    "token",
    "file",
]


def fields(names: list[str]) -> st.SearchStrategy[odd.Fields]:
    return st.lists(st.tuples(st.sampled_from(names), odd.BYTES), max_size=5)


def as_bytes(form: dict[str, str]) -> odd.Fields:
    return [(name, said.encode()) for name, said in form.items()]


@settings(max_examples=odd.times(20))
@given(st.sampled_from(DOORS), fields(NAMES), BUTTONS, st.booleans())
def test_fields_twice_and_other_encodings_get_a_page(
    visitor: Visitor, door: str, more: odd.Fields, button: bytes, first: bool
) -> None:
    visitor.answer = None
    good = as_bytes(visitor.go_to_questions(door).form())
    both = [*more, *good] if first else [*good, *more]
    answer = visitor.client.post(TELL, odd.urlencoded([*both, ("go", button)]), content_type=URLENCODED)
    assert answer.status_code in (200, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=odd.times(20))
@given(odd.FILE_NAMES, st.text(max_size=60), st.binary(max_size=300), fields([*NAMES, "file"]), BUTTONS)
def test_files_with_odd_names_get_a_page(
    visitor: Visitor, name: str, said_type: str, data: bytes, more: odd.Fields, button: bytes
) -> None:
    visitor.answer = None
    good = [*as_bytes(visitor.go_to_questions().form()), *more, ("go", button)]
    body = odd.multipart(good, name.encode(), said_type.encode(), data)
    answer = visitor.client.post(TELL, body, content_type=PARTS)
    assert answer.status_code in (200, 400, 403, 422)
    assert b"<main" in answer.content


@settings(max_examples=odd.times(13))
@given(odd.TYPES, odd.ORIGINS, st.sampled_from([TELL, RETURN]))
@example("multipart/form-data; boundary=x; charset=rot13", "http://[", TELL)
def test_bodies_that_say_odd_things_of_themselves_get_a_page(
    visitor: Visitor, kind: str, origin: str, path: str
) -> None:
    visitor.answer = None
    good = as_bytes(visitor.go_to_questions().form())
    for body in (odd.urlencoded(good), odd.multipart(good)):
        answer = visitor.client.generic("POST", path, body, kind, headers={"Origin": origin})
        assert answer.status_code in (200, 400, 403, 422)
        assert b"<main" in answer.content


@settings(max_examples=odd.times(20))
@given(st.sampled_from(DOORS), st.data(), st.sampled_from(["", "add", "send", "remove-0"]))
def test_whatever_is_written_stands_on_the_page_that_answers(
    visitor: Visitor, door: str, data: st.DataObject, button: str
) -> None:
    """Send is sent without what it needs, so that no button sends anything."""
    visitor.answer = None
    form = visitor.go_to_questions(door).form()
    texts = sorted({"worry", "called", "find_them", "going_well", "needs", "fear", "name", "email"} & form.keys())
    typed = data.draw(st.dictionaries(st.sampled_from(texts), odd.WORDS))
    visitor.press(button, **{**typed, "promise": "", "contact": "nothing that is offered"})
    assert visitor.answer.status_code in (200, 422)
    kept = visitor.form()
    assert {name: odd.left_of(kept[name]) for name in typed} == {n: odd.left_of(t) for n, t in typed.items()}


@settings(max_examples=odd.times(20))
@given(st.sampled_from(sorted(PAGES)), fields(RETURNING), st.booleans())
def test_behind_a_receipt_fields_twice_and_other_encodings_get_a_page(
    committed: Visitor, page: str, more: odd.Fields, in_parts: bool
) -> None:
    returning = Returning(committed.client)
    good = as_bytes(_opened(returning).post(page=page).hidden())
    both, kind = [*good, ("go", b"do"), *more], PARTS if in_parts else URLENCODED
    body = odd.multipart(both, b"../\x00.png", b"image/\xff", b"GIF89a") if in_parts else odd.urlencoded(both)
    answer = returning.client.post(RETURN, body, content_type=kind)
    assert answer.status_code in (200, 400, 403, 422)
    assert b"<main" in answer.content or "attachment" in answer["Content-Disposition"]


@settings(max_examples=odd.times(13))
@given(st.sampled_from(["more", "correct", "withdraw"]), odd.WORDS)
def test_behind_a_receipt_whatever_is_written_is_kept_when_it_is_not_sent(
    committed: Visitor, page: str, words: str
) -> None:
    returning = _opened(Returning(committed.client)).post(page=page)
    form = {**returning.hidden(), "go": "do", "words": words}
    answer = returning.client.post(RETURN, {**form, "token": "too old"})
    assert answer.status_code == 403
    kept = BeautifulSoup(answer.content, "html.parser").find("textarea")
    assert kept
    assert odd.left_of(kept.text) == odd.left_of(words)


def _opened(returning: Returning) -> Returning:
    receipt, _concern = told()
    return returning.come(receipt)


@pytest.mark.parametrize("path", [TELL, RETURN])
def test_a_thousand_fields_too_many_get_a_sentence(visitor: Visitor, path: str) -> None:
    answer = visitor.client.post(path, "&".join(f"a{n}=b" for n in range(5_000)), content_type=URLENCODED)
    assert answer.status_code == 400
    assert "too long" in answer.content.decode()
