"""Whatever arrives at the form for professionals gets a page, and nothing that was written is lost."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import example, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from alongside.public.professionals import draft, fields, journey, views
from tests import odd
from tests.public.concerns.way import fields_in
from tests.public.professionals.way import ANSWERS, DRAFT, PASSPHRASE, TELL, Teacher

URLENCODED, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
ROUTE = ["go", "step", "held", "token", "danger", "passphrase", "again", "work", "file", "draft"]
NAMES = sorted({*journey.KEYS, *ROUTE})
BUTTONS = ["next", "send", "save", "told", "copy-text", "copy-page", "", *(f"open-{step}" for step in journey.STEPS)]
PAGES = sorted({*fields.BY_NAME, journey.CHECK, journey.DRAFT, journey.LIST})
SAID = (200, 400, 403, 422, 429)


@pytest.fixture(autouse=True)
def _no_bound(own_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fuzzer saves more drafts than a person may; that too many wait is tested elsewhere."""
    monkeypatch.setattr(views, "DRAFTS_FROM_ONE_SOURCE", views.Bound("drafts", 100_000, views.timedelta(minutes=10)))


def on(teacher: Teacher, page: str) -> dict[str, str]:
    """The form of one page of the way, as a browser would send it."""
    return teacher.begin().press(f"open-{page}").form()


@bounds(max_examples=odd.times(26))
@given(st.sampled_from(PAGES), st.sampled_from(BUTTONS), st.dictionaries(st.sampled_from(NAMES), odd.WORDS, max_size=6))
def test_whatever_is_typed_anywhere_gets_a_page(
    teacher: Teacher, page: str, button: str, typed: dict[str, str]
) -> None:
    answer = teacher.client.post(TELL, {**on(teacher, page), "go": button, **typed})
    assert answer.status_code in SAID
    assert b"<main" in answer.content or "attachment" in answer["Content-Disposition"]


@bounds(max_examples=odd.times(20))
@given(
    st.sampled_from(PAGES),
    st.sampled_from(BUTTONS),
    st.lists(st.tuples(st.sampled_from(NAMES), odd.BYTES), max_size=5),
    odd.FILE_NAMES | st.just(""),
)
def test_fields_twice_other_encodings_and_files_get_a_page(
    teacher: Teacher, page: str, button: str, more: odd.Fields, file_name: str
) -> None:
    good = [(name, said.encode()) for name, said in on(teacher, page).items()]
    both = [*good, ("go", button.encode()), *more]
    body = odd.multipart(both, file_name.encode(), b"image/\xff", b"GIF89a") if file_name else odd.urlencoded(both)
    answer = teacher.client.post(TELL, body, content_type=PARTS if file_name else URLENCODED)
    assert answer.status_code in SAID
    assert b"<main" in answer.content or "attachment" in answer["Content-Disposition"]


@bounds(max_examples=odd.times(13))
@given(odd.TYPES, odd.ORIGINS, st.sampled_from([TELL, DRAFT]))
@example("multipart/form-data; boundary=x; charset=rot13", "http://[", TELL)
def test_bodies_that_say_odd_things_of_themselves_get_a_page(
    teacher: Teacher, kind: str, origin: str, path: str
) -> None:
    good = [(name, said.encode()) for name, said in on(teacher, "concern").items()]
    for body in (odd.urlencoded(good), odd.multipart(good)):
        answer = teacher.client.generic("POST", path, body, kind, headers={"Origin": origin})
        assert answer.status_code in SAID
        assert b"<main" in answer.content


@bounds(max_examples=odd.times(20))
@given(st.sampled_from(sorted(ANSWERS)), st.data(), st.sampled_from(["next", "open-list", "open-check", "send", "?"]))
def test_whatever_is_written_is_there_when_its_page_is_opened_again(
    teacher: Teacher, task: str, data: st.DataObject, button: str
) -> None:
    """Whichever button was pressed, and whether the answers were taken or not."""
    written = [one.name for one in fields.BY_NAME[task].fields if one.kind in (fields.WORDS, fields.LINE)]
    typed = data.draw(st.dictionaries(st.sampled_from(written), odd.WORDS)) if written else {}
    on(teacher, task)
    teacher.press(button, **typed)
    if teacher.form().get("step") != task:
        teacher.press(f"open-{task}")
    kept = teacher.form()
    assert {name: odd.left_of(kept[name]) for name in typed} == {n: odd.left_of(t) for n, t in typed.items()}


@bounds(max_examples=odd.times(10))
@given(st.binary(max_size=400), odd.FILE_NAMES, odd.WORDS, st.booleans())
def test_whatever_is_opened_as_a_draft_gets_a_page(
    teacher: Teacher, data: bytes, name: str, passphrase: str, looks_like_one: bool
) -> None:
    form = {**_draft_form(teacher.client), "passphrase": passphrase}
    both = [(field, said.encode()) for field, said in form.items()]
    data = (draft.MAGIC if looks_like_one else b"") + data
    body = odd.multipart(both, name.encode(), b"image/\xff", data, field=b"draft")
    answer = teacher.client.post(DRAFT, body, content_type=PARTS)
    assert answer.status_code in SAID
    assert b"<main" in answer.content


@bounds(max_examples=odd.times(8))
@given(st.dictionaries(st.sampled_from(sorted(journey.KEYS)) | st.text(max_size=20), odd.WORDS, max_size=6))
def test_a_draft_with_whatever_in_it_opens_to_a_page_and_can_go_on(teacher: Teacher, answers: dict[str, str]) -> None:
    """Somebody who knows the format can seal anything into a draft, with a pass phrase of their own."""
    try:
        sealed = draft.seal(answers, PASSPHRASE)
    except ValueError:
        return
    form = _draft_form(teacher.client)
    file = SimpleUploadedFile("notes.alongside", sealed)
    teacher.answer = teacher.client.post(DRAFT, {**form, "draft": file, "passphrase": PASSPHRASE})
    assert teacher.answer.status_code == 200
    teacher.press(danger="no")
    for page in PAGES:
        assert teacher.press(f"open-{page}").answer.status_code in (200, 422)


def test_a_file_that_nobody_asked_for_is_never_on_a_disk(teacher: Teacher, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    form = on(teacher, "concern")
    file = SimpleUploadedFile("notes.docx", b"w" * 3_000_000)
    assert teacher.client.post(TELL, {**form, "file": file, "go": "open-list"}).status_code == 200


def _draft_form(client: Client) -> dict[str, str]:
    form = BeautifulSoup(client.get(DRAFT).content, "html.parser").find("main").find("form")  # type: ignore[union-attr]
    return fields_in(form)  # type: ignore[arg-type]


@bounds(max_examples=odd.times(13))
@given(st.binary(max_size=200))
def test_whatever_bytes_arrive_get_a_page(db: None, body: bytes) -> None:
    client = Client(raise_request_exception=False)
    for path in (TELL, DRAFT):
        for kind in (URLENCODED, PARTS, "text/plain", "x", base64.b64encode(body[:20]).decode()):
            assert client.post(path, body, content_type=kind).status_code in (400, 403)
