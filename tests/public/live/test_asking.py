"""A visitor asks: held, encrypted, once; without an account, a cookie or JavaScript."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from alongside.commons import clock, installation
from alongside.public.live import actions, event_keys
from alongside.public.live.models import Question
from tests import cast
from tests.public.live import given

CANARY = "canary-ask-71c2 he keeps a knife"


def ask_page(event: Any) -> str:
    return f"/live/{event.slug}/ask/"


def sent(client: Client, event: Any, **typed: Any) -> Any:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event))
    return client.post(ask_page(event), {**page, **typed})


def test_a_visitor_asks_and_follows_the_question_to_its_answer_without_javascript(
    client: Client, event: Any, signed_in: Any
) -> None:
    shown = given.words_on(client.get(f"/live/{event.slug}/").content)
    assert "Nothing has been answered yet." in shown
    receipt = sent(client, event, question="How do I begin?", display_name="Hope").headers["Location"]
    assert "We have received your question" in given.words_on(client.get(receipt).content)

    moderator = signed_in(cast.MODERATOR)
    queue = f"/live/{event.slug}/moderate/"
    assert "How do I begin?" in given.words_on(moderator.get(queue).content)
    let_through = given.form_on(moderator.get(queue).content, "/let-through/")
    id = receipt.split("/")[-2]
    assert "was put to the panel" in given.words_on(
        moderator.post(f"{queue}{id}/let-through/", let_through, follow=True).content
    )
    assert "Your question was put to the panel" in given.words_on(client.get(receipt).content)

    panellist = signed_in(cast.PANELLIST)
    panel = f"/live/{event.slug}/panel/"
    assert "Hope" in given.words_on(panellist.get(panel).content)
    panellist.post(f"{panel}{id}/answer/", {f"{id}-text": "Begin by listening."})
    shown = given.words_on(client.get(f"/live/{event.slug}/").content)
    assert "Hope asks: How do I begin? Begin by listening. Petra Lindqvist answered at" in shown
    assert "Your question was answered" in given.words_on(client.get(receipt).content)
    assert not client.cookies


def test_a_declined_question_tells_its_author_why(client: Client, event: Any, signed_in: Any) -> None:
    receipt = sent(client, event, question="Buy my book").headers["Location"]
    id = receipt.split("/")[-2]
    signed_in(cast.MODERATOR).post(f"/live/{event.slug}/moderate/{id}/decline/", {f"{id}-reason": "advertising"})
    shown = given.words_on(client.get(receipt).content)
    assert "was not put to the panel" in shown
    assert "It advertises something" in shown


def test_the_same_send_twice_is_one_question(client: Client, event: Any) -> None:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event)) | {"question": "How do I begin?"}
    first, second = (client.post(ask_page(event), page) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert event.questions.count() == 1


def test_two_people_with_the_same_question_have_two_receipts(client: Client, event: Any) -> None:
    first, second = (sent(client, event, question="How do I begin?") for _ in range(2))
    assert first.headers["Location"] != second.headers["Location"]
    assert event.questions.count() == 2


def test_a_held_question_is_in_no_table_in_the_clear(client: Client, event: Any) -> None:
    sent(client, event, question=CANARY, display_name="canary-name-55")
    dump = given.public_tables()
    assert not given.is_in(CANARY, dump)
    assert not given.is_in("canary-name-55", dump)
    assert event.slug in dump


def test_a_question_put_to_the_panel_is_still_encrypted(event: Any) -> None:
    given.put(event, CANARY)
    assert not given.is_in(CANARY, given.public_tables())


def test_a_question_opens_only_in_its_own_row_and_event(event: Any) -> None:
    one, other = (Question.objects.get(id=given.held(event, text)) for text in ("one", "other"))
    assert event_keys.decrypt(event.id, "text", one.id, one.text) == "one"
    for place in (("display_name", one.id), ("text", other.id)):
        with pytest.raises(event_keys.NoKey):
            event_keys.decrypt(event.id, *place, one.text)


def test_without_the_key_file_nothing_is_taken_and_the_words_stay_on_the_page(client: Client, event: Any) -> None:
    key = installation.state("keys", "public", "events", f"{event.id}.key")
    kept = key.read_bytes()
    key.unlink()
    answer = sent(client, event, question=CANARY)
    assert (answer.status_code, event.questions.count()) == (409, 0)
    assert CANARY in given.words_on(answer.content)
    key.write_bytes(kept)


def test_an_ended_event_takes_no_question_and_keeps_the_words_on_the_page(client: Client, event: Any) -> None:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event))
    actions.end_event(event.id, by=given.account(cast.PRODUCER))
    answer = client.post(ask_page(event), {**page, "question": "Too late?"})
    assert answer.status_code == 409
    assert "This event has ended" in given.words_on(answer.content)
    assert "Too late?" in given.words_on(answer.content)


@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        ({"token": "forged"}, {}),
        ({"token": ""}, {}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
        ({}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_forged_form_changes_nothing_and_loses_nothing(
    client: Client, event: Any, changed: dict[str, str], headers: dict[str, str]
) -> None:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event)) | {"question": "Mine?"} | changed
    answer = client.post(ask_page(event), page, headers=headers)
    assert (answer.status_code, event.questions.count()) == (403, 0)
    assert "There is a problem" in given.words_on(answer.content)
    again = given.form_on(answer.content, ask_page(event))
    assert again["question"] == "Mine?"
    assert client.post(ask_page(event), again).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "null"},
    ],
)
def test_our_own_form_is_taken_from_any_browser_old_or_new(client: Client, event: Any, headers: dict[str, str]) -> None:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event))
    assert client.post(ask_page(event), {**page, "question": "Mine?"}, headers=headers).status_code == 302


def test_a_form_that_was_open_for_seven_hours_is_asked_for_again(client: Client, event: Any, own_state: Path) -> None:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event)) | {"question": "Still here?"}
    clock.shift(timedelta(hours=7))
    answer = client.post(ask_page(event), page)
    assert "open for too long" in given.words_on(answer.content)
    assert client.post(ask_page(event), given.form_on(answer.content, ask_page(event))).status_code == 302


def test_a_question_of_a_megabyte_gets_a_sentence(client: Client, event: Any) -> None:
    answer = sent(client, event, question="x" * 1_000_001)
    assert answer.status_code == 400
    assert "too long" in given.words_on(answer.content)


def test_letters_that_arrived_damaged_are_shown_and_asked_for_again(client: Client, event: Any) -> None:
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event))
    body = f"token={page['token']}&question=caf%E9+au+lait"
    answer = client.post(ask_page(event), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "arrived damaged" in given.words_on(answer.content)
    assert "au lait" in given.words_on(answer.content)


def test_script_in_a_question_is_shown_as_text(client: Client, event: Any) -> None:
    id = given.put(event, "<script>alert(1)</script>", "<b>me</b>")
    actions.answer(id, text="<img src=x onerror=alert(1)>", by=given.account(cast.PANELLIST))
    page = client.get(f"/live/{event.slug}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_many_questions_from_one_line_have_to_wait_and_keep_their_words(client: Client, event: Any) -> None:
    far = {"headers": {"X-Forwarded-For": "203.0.113.9"}}
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event))
    answers = [client.post(ask_page(event), {**page, "question": f"Number {n}?"}, **far) for n in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {302}
    assert answers[60].status_code == 429
    assert "Number 60?" in given.words_on(answers[60].content)
    near = client.post(ask_page(event), {**page, "question": "Near?"}, headers={"X-Forwarded-For": "203.0.113.10"})
    assert near.status_code == 302


ANYTHING = st.text() | st.sampled_from(["\x00", "\u202e right to left", "\u200b", "￿", "x" * 5000, "�", "\r\n\r\n"])


@settings(max_examples=60)
@for_any(st.dictionaries(st.sampled_from(["question", "display_name", "token"]), ANYTHING))
def test_whatever_is_sent_gets_an_answer(event: Any, typed: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    page = given.form_on(client.get(ask_page(event)).content, ask_page(event))
    assert client.post(ask_page(event), {**page, **typed}).status_code in (302, 403, 422)


@settings(max_examples=40)
@for_any(st.binary(max_size=200))
def test_whatever_bytes_are_sent_get_an_answer(event: Any, body: bytes) -> None:
    client = Client(raise_request_exception=False)
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
        assert client.post(ask_page(event), body, content_type=kind).status_code in (400, 403)
