"""Coming back with a receipt: the reply opens, and nothing else can be told apart."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from alongside.commons import clock, installation
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Reply, ReplyTo, closes_on
from tests.public.concerns.way import Visitor, envelopes, opened

WORDS = "Thank you. We would like to hear more.\nIs he still at school?"


def reply(reply_to: ReplyTo, *, words: str = WORDS, state: str = "replied", minutes: int = 0) -> None:
    """Put a reply into the letterbox as the post does."""
    at = clock.now() + timedelta(minutes=minutes)
    said = Reply(words=words, written_at=at, signed_as="Ines, intake team", state=state)
    sealed = receipts.seal_reply(said, reply_to, id=uuid4(), closes_on=closes_on(at))
    with installation.connect("public", "post") as connection:
        connection.execute(
            "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed) VALUES (%s, %s, %s, %s, %s)",
            (sealed.id, sealed.locator, sealed.mark, sealed.closes_on, sealed.sealed),
        )


def test_the_reply_to_a_concern_opens_with_its_receipt(committed: Visitor) -> None:
    before = envelopes()
    receipt = committed.send().receipt
    [arrived] = [one for id, one in envelopes().items() if id not in before]
    told = opened(arrived)
    assert told.reply_to
    reply(told.reply_to)
    committed.come_back_with(receipt.lower().replace("-", " "))
    assert "You have 1 reply" in committed.says
    assert "We would like to hear more. Is he still at school?" in committed.says
    assert "Ines, intake team" in committed.says
    assert "There is a reply for you." in committed.says


def test_a_receipt_says_from_the_first_minute_that_we_have_it(committed: Visitor) -> None:
    receipt = committed.send().receipt
    assert "We have received what you sent." in committed.come_back_with(receipt).says


def test_several_replies_come_in_order_with_the_last_status(committed: Visitor) -> None:
    receipt = receipts.new()
    reply_to = receipts.stretch(receipt).reply_to()
    reply(reply_to, words="Second.", state="finished", minutes=2)
    reply(reply_to, words="First.")
    said = committed.come_back_with(receipt.shown()).says
    assert said.index("First.") < said.index("Second.")
    assert "We have finished with what you sent." in said


def boxes(visitor: Visitor) -> dict[str, Any]:
    """What two people find: a receipt that was never given out, and the right place with a wrong secret."""
    known = receipts.new()
    reply(receipts.stretch(known).reply_to())
    wrong = receipts.Receipt(known.locator, receipts.new().secret).shown()
    unknown = receipts.new().shown()
    typed = {"unknown": unknown, "wrong": wrong}
    return {name: visitor.come_back_with(receipt).answer for name, receipt in typed.items()}


def test_unknown_and_wrong_receipts_look_alike(committed: Visitor) -> None:
    found = boxes(committed)
    assert len({answer.status_code for answer in found.values()}) == 1
    assert len({answer.content for answer in found.values()}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in found.values()}) == 1


def test_a_wrong_secret_at_the_right_place_learns_no_status(committed: Visitor) -> None:
    from alongside.public.concerns import queries

    known = receipts.new()
    reply(receipts.stretch(known).reply_to())
    wrong = receipts.Receipt(known.locator, receipts.new().secret)
    assert queries.mailbox(wrong) == queries.mailbox(receipts.new()) == queries.Mailbox("", [])
    assert queries.mailbox(known).state == "replied"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your receipt."),
        ("7K3M", "24 letters and numbers"),
        ("U" * 24, "never the letter U"),
        ("0000-0000-0000-0000-0000-0001", "not as they are on your receipt"),
    ],
)
def test_a_mistyped_receipt_is_named_before_anything_is_looked_up(visitor: Visitor, typed: str, said: str) -> None:
    visitor.come_back_with(typed)
    assert visitor.answer.status_code == 422
    assert said in visitor.says
    assert visitor.form()["receipt"] == typed


def test_one_wrong_character_of_a_receipt_is_found(visitor: Visitor) -> None:
    shown = receipts.new().shown()
    other = "7" if shown[10] != "7" else "8"
    assert "not as they are" in visitor.come_back_with(shown[:10] + other + shown[11:]).says


def test_the_receipt_page_shows_it_in_groups_to_write_down(visitor: Visitor) -> None:
    assert re.fullmatch(r"([0-9A-Z]{4}-){5}[0-9A-Z]{4}", visitor.send().receipt)
