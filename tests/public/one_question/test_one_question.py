"""A link and a code open one question, once; nothing else does, and nobody learns why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons import canonical, clock, installation
from alongside.commons.envelope import one_question, receipt
from alongside.commons.envelope.contents import Box, Message, Reply, ToReceipt
from alongside.commons.envelope.receipt import Receipt
from tests.public.concerns.returning import Arrived
from tests.public.concerns.way import words_on
from tests.public.live.state import own_state  # noqa: F401

SAYS = {
    "about": "Jordan, born 2008", "question": "Has he been seen at the surgery?", "necessity": "To see who could help.",
    "basis": "safeguarding", "fields": ["whether he is known"],
    "kinds": [
        {"word": "nothing_known", "label": "We know nothing", "words": False, "ground": False},
        {"word": "answered", "label": "Here it is", "words": True, "ground": False},
        {"word": "refused", "label": "We do not share it", "words": False, "ground": True},
    ],
    "grounds": [{"word": "confidence", "label": "a duty of confidence"}],
}  # fmt: skip
CODE = "12345678"
LINK = "link {not} a link"


class Asked:
    """Somebody at one browser, with a link that they were sent."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.link, self.concern = receipt.new(), uuid4()
        self.answer: Any = None

    def by_post(self, said: ToReceipt, *, code: str = CODE, days: int = 10) -> None:
        """Put something sealed to link and code into the letterbox, as the post does."""
        reply_to = one_question.key_of(self.link, code).reply_to()
        day = clock.today() + timedelta(days=days)
        sealed = receipt.seal_reply(said, reply_to, id=uuid4(), closes_on=day)
        with installation.connect("public", "post") as connection:
            connection.execute(
                "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed) VALUES (%s, %s, %s, %s, %s)",
                (sealed.id, sealed.locator, sealed.mark, sealed.closes_on, sealed.sealed),
            )

    def ask(self, **more: Any) -> Asked:
        words = canonical.encode(SAYS).decode()
        self.by_post(Box(concern=self.concern, sent_at=clock.now()), **more)
        self.by_post(Reply(state="question", words=words, written_at=clock.now(), signed_as="Callum Reyes"), **more)
        return self

    def type(self, code: str = CODE, link: Receipt | None = None) -> Asked:
        address = f"/one-question/{(link or self.link).shown()}/"
        self.answer = self.client.get(address)
        return self.press(code=code)

    def press(self, **typed: str) -> Asked:
        form = BeautifulSoup(self.answer.content, "html.parser").find("form")
        assert form is not None, self.says
        hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", type="hidden")}
        self.answer = self.client.post(form["action"], {**hidden, **typed})
        return self

    @property
    def says(self) -> str:
        return words_on(self.answer.content)


@pytest.fixture
def asked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asked]:
    from django.db import connections

    with django_db_blocker.unblock():
        yield Asked().ask()
        connections.close_all()
    clock.reset()


def test_the_first_page_says_nothing_of_anybody_and_is_the_same_for_every_link(asked: Asked) -> None:
    asked.answer = asked.client.get(f"/one-question/{asked.link.shown()}/")
    first = asked.says
    assert SAYS["question"] not in first
    assert "Jordan" not in first
    asked.answer = asked.client.get(f"/one-question/{receipt.new().shown()}/")
    assert asked.says == first
    assert asked.answer.headers["Cache-Control"] == "no-store"
    assert asked.answer.headers["Referrer-Policy"] == "no-referrer"
    assert not asked.client.cookies


def test_link_and_code_show_the_one_question_and_its_answer_is_sealed_to_intake(asked: Asked) -> None:
    arrived = Arrived()
    asked.type("1234 5678")
    for words in ("Jordan, born 2008", "Has he been seen", "To see who could help.", "Callum Reyes"):
        assert words in asked.says
    assert asked.press(kind="answered", words="He came twice in May.", ground="").answer.status_code == 200
    assert "sealed and sent" in asked.says
    (told,) = arrived.now()
    assert isinstance(told, Message)
    assert told.concern == asked.concern
    assert canonical.decode(told.words.encode()) == {
        "ground": "", "kind": "answered", "words": "He came twice in May.",
    }  # fmt: skip
    assert told.reply_to == one_question.key_of(asked.link, CODE).reply_to()


def test_it_opens_once(asked: Asked) -> None:
    asked.type()
    second = Asked()
    second.link = asked.link
    second.type()
    assert "Has he been seen" in second.says
    arrived = Arrived()
    asked.press(kind="nothing_known", words="", ground="")
    assert second.press(kind="nothing_known", words="", ground="").answer.status_code == 404
    assert asked.type().answer.status_code == 404
    assert len(arrived.now()) == 1


def test_an_answer_that_is_not_whole_comes_back_filled(asked: Asked) -> None:
    asked.type()
    assert asked.press(kind="refused", words="Because of him.", ground="").answer.status_code == 422
    assert "Because of him." in asked.answer.content.decode()
    assert asked.press(kind="answered", words="", ground="").answer.status_code == 422
    assert asked.press(kind="refused", words="Because of him.", ground="confidence").answer.status_code == 200


def test_the_fifth_wrong_code_closes_it_to_the_right_one_too(asked: Asked) -> None:
    for wrong in ("00000001", "00000002", "00000003", "00000004"):
        assert asked.type(wrong).answer.status_code == 404
    assert asked.type().answer.status_code == 200
    other = Asked().ask()
    for wrong in ("00000001", "00000002", "00000003", "00000004", "00000005"):
        other.type(wrong)
    assert other.type().answer.status_code == 404


def test_whoever_knows_the_locator_alone_closes_nothing(asked: Asked) -> None:
    others = Receipt(asked.link.locator, receipt.new().secret)
    for wrong in range(7):
        asked.type(f"0000000{wrong}", link=others)
    assert asked.type().answer.status_code == 200


def test_every_way_in_which_nothing_opens_is_answered_alike(asked: Asked) -> None:
    """Wrong code, a link that was never made, withdrawn, past its day, answered: the same page but for the address."""
    withdrawn, late, answered = Asked().ask(), Asked().ask(days=1), Asked().ask()
    withdrawn.by_post(Reply(state="finished", words="", written_at=clock.now()))
    answered.type().press(kind="nothing_known", words="", ground="")
    never = Asked()
    pages = [asked.type("00000000"), never.type(), withdrawn.type(), answered.type()]
    clock.shift(timedelta(days=3))
    pages.append(late.type())
    said = {(each.says.replace(each.link.shown(), LINK), each.answer.status_code) for each in pages}
    assert len(said) == 1


def test_what_is_no_code_or_no_link_is_said_before_anything_is_looked_up(asked: Asked) -> None:
    assert asked.type("abc").answer.status_code == 422
    assert "eight digits" in asked.says
    asked.answer = asked.client.get("/one-question/rubbish/")
    assert asked.press(code=CODE).answer.status_code == 404
    asked.answer = asked.client.get(f"/one-question/{asked.link.shown()}/")
    assert asked.client.post(asked.answer.request["PATH_INFO"], {"code": CODE}).status_code == 403
