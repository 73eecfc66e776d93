"""Somebody who comes back, as a browser without JavaScript, and what casework does meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.commons import clock, installation
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Box, Concern, Reply, ToIntake, ToReceipt, closes_on
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.receipt import Receipt
from alongside.commons.envelope.seal import Envelope, seal
from alongside.commons.envelope.unseal import unseal
from alongside.public.concerns import intake_keys
from alongside.public.promises import actions as promises
from tests.public.concerns.way import RETURN, envelopes, words_on

WORDS = "Thank you. We would like to hear more.\nIs he still at school?"


class Returning:
    """One person at one browser; `answer` is the page that they have before them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer: Any = None

    def hidden(self) -> dict[str, str]:
        form = BeautifulSoup(self.answer.content, "html.parser").find("form")
        return {one["name"]: one.get("value", "") for one in form.find_all("input", type="hidden")} if form else {}

    def come(self, receipt: Receipt | str, **typed: str) -> Returning:
        self.answer = self.client.get(RETURN)
        shown = receipt if isinstance(receipt, str) else receipt.shown()
        return self.post(receipt=shown, **typed)

    def post(self, **typed: Any) -> Returning:
        """Send the form of the page with these fields and this button."""
        self.answer = self.client.post(RETURN, {**self.hidden(), **typed})
        return self

    def do(self, page: str, **typed: Any) -> Returning:
        """Open a page of the box and send its form."""
        return self.post(page=page).post(go="do", **typed)

    def add(self, name: str, content: bytes, **typed: Any) -> Returning:
        return self.post(go="add", file=SimpleUploadedFile(name, content), **typed)

    @property
    def says(self) -> str:
        return words_on(self.answer.content)

    @property
    def receipt(self) -> str:
        found = BeautifulSoup(self.answer.content, "html.parser").find(class_="concern-receipt")
        assert found, self.says
        return "".join(found.get_text().split())


def told() -> tuple[Receipt, UUID]:
    """Somebody told us something: their receipt, and the id of what they told."""
    receipt = receipts.new()
    concern = Concern(
        "somebody", "northmere", "He says odd things.", clock.now(), reply_to=receipts.stretch(receipt).reply_to()
    )
    key = intake_keys.current()
    sealed = seal(concern, id=uuid4(), key_id=key.key_id, public_key=key.public_key)
    promises.post_with_promise(sealed, concern)
    return receipt, sealed.id


def told_on_the_telephone() -> tuple[Receipt, UUID]:
    """A handler wrote a note: the desk sealed a box to the receipt that they read out, and the post carried it."""
    receipt, concern = receipts.new(), uuid4()
    by_post(receipt, Box(concern, clock.now(), area="northmere", promise="anonymous", exchange="yes"))
    return receipt, concern


def reply(receipt: Receipt, words: str = WORDS, state: str = "replied", at: datetime | None = None) -> None:
    """Casework says something."""
    by_post(receipt, Reply(words, at or clock.now(), "Ines, intake team", state=state))


def by_post(receipt: Receipt, said: ToReceipt) -> None:
    """Put something sealed to a receipt into the letterbox, as the post does."""
    at = said.sent_at if isinstance(said, Box) else said.written_at
    reply_to = receipts.stretch(receipt).reply_to()
    sealed = receipts.seal_reply(said, reply_to, id=uuid4(), closes_on=closes_on(at))
    with installation.connect("public", "post") as connection:
        connection.execute(
            "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed) VALUES (%s, %s, %s, %s, %s)",
            (sealed.id, sealed.locator, sealed.mark, sealed.closes_on, sealed.sealed),
        )


class Arrived:
    """What came into the letterbox since, as intake opens it."""

    def __init__(self) -> None:
        self.before = set(envelopes())

    def now(self) -> list[ToIntake]:
        return [opened(one) for id, one in envelopes().items() if id not in self.before]

    def ids(self) -> set[UUID]:
        return set(envelopes()) - self.before


def opened(envelope: Envelope) -> ToIntake:
    seed = installation.state("keys", "intake", f"{envelope.key_id}.key").read_bytes()
    return unseal(envelope, PrivateKey(seed))


DAY = timedelta(days=1)
