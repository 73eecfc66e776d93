"""An answer and its numbered entry: together, in order, in the same words on the page and in the stream."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client

from alongside.commons import installation
from alongside.public.live import actions
from alongside.public.live.models import Answer, Question
from tests import cast
from tests.public.live import given


def test_the_page_shows_the_very_words_of_the_stream(client: Client, event: Any) -> None:
    entry = actions.answer(given.put(event, name="Zoë"), text="Slán.\nHwyl.", by=given.account(cast.PANELLIST))
    said = json.loads(bytes(entry.body))
    assert (said["number"], said["kind"]) == (1, "answer")
    assert said["at"].endswith("+00:00")
    assert said["html"] in client.get(f"/live/{event.slug}/").content.decode()


def test_an_entry_comes_with_its_answer_or_not_at_all(committed: None) -> None:
    event = given.open_event()
    id, by = given.put(event), given.account(cast.PANELLIST)
    with installation.connect("public", "public_web") as other:
        # Publishing fails at its last step but one, when the answer is written already.
        other.execute("LOCK TABLE live_entry IN SHARE MODE")
        connections["default"].cursor().execute("SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError):
            actions.answer(id, text="Two.", by=by)
    assert not Answer.objects.filter(question_id=id).exists()
    assert Question.objects.get(id=id).state == "put"
    assert actions.answer(id, text="Two.", by=by).number == 1


def test_answers_of_several_panellists_at_once_are_numbered_without_gap_or_double(committed: None) -> None:
    event = given.open_event()
    questions = [given.put(event, f"Ask {number}?") for number in range(12)]
    people = [given.account(cast.PANELLIST), given.account(cast.SECOND_PANELLIST)]

    def publish(number: int) -> int:
        try:
            return actions.answer(questions[number], text="Yes.", by=people[number % 2]).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(publish, range(12)))
    assert sorted(numbers) == list(range(1, 13))


def test_publishing_and_ending_wake_the_stream_and_a_refusal_does_not(committed: None) -> None:
    event = given.open_event()
    id = given.put(event)
    with installation.connect("public", "stream", autocommit=True) as ear:
        ear.execute("LISTEN live")
        with pytest.raises(actions.NotAllowed):
            actions.answer(id, text="Not mine.", by=given.account(cast.MODERATOR))
        assert not list(ear.notifies(timeout=0.3))
        actions.answer(id, text="Mine.", by=given.account(cast.PANELLIST))
        assert [note.payload for note in ear.notifies(timeout=2, stop_after=1)] == [str(event.id)]
        assert ear.execute("SELECT count(*) FROM live_entry WHERE event_id = %s", (event.id,)).fetchone() == (1,)
        actions.end_event(event.id, by=given.account(cast.PRODUCER))
        assert [note.payload for note in ear.notifies(timeout=2, stop_after=1)] == [str(event.id)]


def test_the_stream_reads_events_and_entries_and_no_question(committed: None) -> None:
    with installation.connect("public", "stream") as connection:
        connection.execute("SELECT id, slug, stream_closed FROM live_event")
        connection.execute("SELECT event_id, number, entry_at, body, content_type FROM live_entry")
        for forbidden in ("live_question", "live_answer", "live_decision"):
            with pytest.raises(Exception, match="permission denied"), connection.transaction():
                connection.execute(f"SELECT 1 FROM {forbidden}")


PUBLIC_PAGES = ("/live/", "/live/{slug}/", "/live/{slug}/ask/", "/live/question/00000000-0000-8000-8000-000000000000/")


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_public_page_sets_no_cookie_and_does_not_vary_by_one(client: Client, event: Any, path: str) -> None:
    answer = client.get(path.format(slug=event.slug))
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()


def test_the_page_of_an_event_may_be_kept_and_what_is_personal_may_not(client: Client, event: Any) -> None:
    assert "public" in client.get(f"/live/{event.slug}/").headers["Cache-Control"]
    assert client.get(f"/live/{event.slug}/ask/").headers["Cache-Control"] == "no-store"


def test_an_event_that_is_not_there_is_not_found(client: Client, db: None) -> None:
    assert client.get("/live/no-such-event/").status_code == 404
