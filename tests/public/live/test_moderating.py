"""Moderators: who may do what, what is written down, and where a disclosure goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.commons import clock, installation
from alongside.commons.envelope import key_names
from alongside.commons.envelope.contents import PassedQuestion
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import unseal
from alongside.commons.refusals import NotAllowed
from alongside.public.live import actions
from alongside.public.live.models import Decision, Question
from tests import cast
from tests.public.live import given

DISCLOSURE = "canary-disclosure-90d1 my brother leaves on Friday"


@pytest.fixture
def mo(db: None) -> Any:
    return given.account(cast.MODERATOR)


def envelopes() -> list[Envelope]:
    """What lies in the letterbox, as intake sees it."""
    with installation.connect("public", "intake") as connection:
        rows = connection.execute("SELECT id, kind, key_id, sealed FROM letterbox.envelope").fetchall()
    return [Envelope(row[0], row[1], row[2], bytes(row[3])) for row in rows]


def passed_on(question_id: UUID) -> list[PassedQuestion]:
    """The passed questions of this id that intake can open this week."""
    seed = installation.state("keys", "intake", f"{key_names.name_at(clock.now())}.key").read_bytes()
    opened = [unseal(one, PrivateKey(seed)) for one in envelopes() if one.kind == "passed_question"]
    return [one for one in opened if isinstance(one, PassedQuestion) and one.question_id == question_id]


def test_a_disclosure_is_sealed_to_the_lead_and_in_no_public_table(committed: None) -> None:
    event, mo = given.open_event(), given.account(cast.MODERATOR)
    id = given.held(event, DISCLOSURE, "canary-name-31")
    actions.pass_to_lead(id, note="canary-note-17 he sounds afraid", by=mo)
    dump = given.public_tables()
    for canary in (DISCLOSURE, "canary-name-31", "canary-note-17"):
        assert not given.is_in(canary, dump)
    assert not Question.objects.filter(id=id).exists()
    [passed] = passed_on(id)
    assert (passed.words, passed.event, passed.passed_by) == (DISCLOSURE, event.slug, mo.id)
    assert passed.note == "canary-note-17 he sounds afraid"


def test_a_disclosure_whose_sealing_fails_stays_held(event: Any, mo: Any, own_state: Path) -> None:
    id = given.held(event, DISCLOSURE)
    (own_state / "keys" / "public" / "intake.json").unlink()
    with pytest.raises(NotAllowed, match="Telephone the safeguarding lead"):
        actions.pass_to_lead(id, note="", by=mo)
    assert Question.objects.get(id=id).state == "held"
    assert not Decision.objects.filter(question_id=id).exists()


def test_a_disclosure_that_is_sent_again_does_not_come_back(event: Any, mo: Any) -> None:
    id = given.held(event, DISCLOSURE)
    actions.pass_to_lead(id, note="", by=mo)
    actions.ask(event, id=id, text=DISCLOSURE, display_name="")
    assert not Question.objects.filter(id=id).exists()


def test_the_author_of_a_passed_question_sees_help_and_so_does_anybody_else(
    client: Client, event: Any, mo: Any
) -> None:
    id = given.held(event, DISCLOSURE)
    actions.pass_to_lead(id, note="", by=mo)
    passed, unknown = (
        client.get(f"/live/question/{id}/"),
        client.get("/live/question/00000000-0000-8000-8000-000000000000/"),
    )
    assert passed.status_code == unknown.status_code == 404
    assert passed.content == unknown.content
    assert "call 999" in given.words_on(passed.content)


def test_every_move_is_written_down_with_its_maker(event: Any, mo: Any) -> None:
    through, declined, passed = (given.held(event) for _ in range(3))
    actions.let_through(through, by=mo)
    actions.decline(declined, reason="off_topic", by=mo)
    actions.pass_to_lead(passed, note="", by=mo)
    actions.answer(through, text="Listen.", by=given.account(cast.PANELLIST))
    rows = event.decisions.exclude(move="open").values_list("question_id", "move", "reason", "decided_by__email")
    assert sorted(rows) == sorted(
        [
            (through, "let_through", "", cast.MODERATOR.email),
            (declined, "decline", "off_topic", cast.MODERATOR.email),
            (passed, "pass_to_lead", "", cast.MODERATOR.email),
            (through, "answer", "", cast.PANELLIST.email),
        ]
    )


def test_a_refused_move_changes_nothing_and_writes_nothing_down(event: Any, mo: Any) -> None:
    id = given.put(event)
    written = event.decisions.count()
    with pytest.raises(NotAllowed, match="already"):
        actions.let_through(id, by=mo)
    with pytest.raises(NotAllowed, match="group"):
        actions.answer(id, text="Me?", by=mo)
    with pytest.raises(NotAllowed, match="one of the reasons"):
        actions.decline(id, reason="because", by=mo)
    assert event.decisions.count() == written
    assert event.entries.count() == 0


def test_two_moderators_at_once_are_told_who_was_faster(event: Any, signed_in: Any) -> None:
    id = given.held(event)
    path = f"/live/{event.slug}/moderate/{id}/let-through/"
    first, second = (signed_in(cast.MODERATOR).post(path, follow=True) for _ in range(2))
    assert "was put to the panel" in given.words_on(first.content)
    assert "was let through to the panel already" in given.words_on(second.content)


def test_a_panellist_who_was_slower_keeps_what_they_wrote(event: Any, signed_in: Any) -> None:
    id = given.put(event)
    actions.answer(id, text="First.", by=given.account(cast.SECOND_PANELLIST))
    path = f"/live/{event.slug}/panel/{id}/answer/"
    answer = signed_in(cast.PANELLIST).post(path, {f"{id}-text": "A long answer of mine."})
    assert answer.status_code == 422
    assert "answered already" in given.words_on(answer.content)
    assert "A long answer of mine." in given.words_on(answer.content)


def test_the_queue_shows_the_oldest_question_first(event: Any, signed_in: Any) -> None:
    for number in (1, 2, 3):
        given.held(event, f"Ask {number}?")
    shown = given.words_on(signed_in(cast.MODERATOR).get(f"/live/{event.slug}/moderate/").content)
    assert shown.index("Ask 1?") < shown.index("Ask 2?") < shown.index("Ask 3?")


STAFF_PAGES = {"moderate": cast.MODERATOR, "panel": cast.PANELLIST, "produce": cast.PRODUCER}


@pytest.mark.parametrize(("page", "whose"), STAFF_PAGES.items())
def test_a_screen_opens_for_its_own_group_only(event: Any, signed_in: Any, page: str, whose: cast.Person) -> None:
    path = f"/live/{event.slug}/{page}/"
    assert Client().get(path).status_code == 302
    seen = {person.name: signed_in(person).get(path).status_code for person in cast.PUBLIC}
    assert seen == {person.name: 200 if person.roles == whose.roles else 403 for person in cast.PUBLIC}


def test_a_moderators_form_without_its_own_token_is_refused(event: Any) -> None:
    id = given.held(event)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(given.account(cast.MODERATOR))
    assert careful.post(f"/live/{event.slug}/moderate/{id}/let-through/").status_code == 403
    assert Question.objects.get(id=id).state == "held"


def test_a_producer_opens_and_ends_an_event(db: None, signed_in: Any) -> None:
    event = actions.announce(
        slug="later", title="Later", summary="", host="Marged", panellists="", starts_at=clock.now()
    )
    producer = signed_in(cast.PRODUCER)
    producer.post("/live/later/produce/open/")
    event.refresh_from_db()
    assert (event.state, event.stream_closed) == ("open", False)
    producer.post("/live/later/produce/end/")
    event.refresh_from_db()
    assert (event.state, event.stream_closed) == ("ended", True)
    again = producer.post("/live/later/produce/open/", follow=True)
    assert "The event has ended" in given.words_on(again.content)
