"""Somebody who goes the whole way as a browser without JavaScript does, and what intake finds in the letterbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from django.test import Client

from alongside.commons import clock, installation
from alongside.commons.envelope import key_names
from alongside.commons.envelope.contents import Concern
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import unseal

START, TELL, RETURN = "/share-a-concern/", "/share-a-concern/tell/", "/share-a-concern/return/"

ANSWERS = {
    "danger": {"danger": "no"},
    "area": {"area": "northmere"},
    "who_sees": {},
    "worry": {"worry": "He says it’s “us or them”.\r\nHe stopped seeing his friends."},
    "hurt": {"hurt": "unsure"},
    "called": {"called": "Danny"},
    "age": {"age_band": "16_to_17"},
    "find_them": {"find_them": "The college on Mill Road"},
    "going_well": {"going_well": "His aunt; football"},
    "needs": {"needs": "He stopped sleeping."},
}


class Visitor:
    """One person at one browser; `answer` is the page that they have before them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer: Any = None

    def begin(self) -> Visitor:
        self.answer = self.client.get(START)
        return self

    def form(self) -> dict[str, str]:
        """The form on the page, as it would be sent."""
        page = BeautifulSoup(self.answer.content, "html.parser")
        form = page.find("form")
        hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", type="hidden")}
        texts = {one["name"]: one.get("value", "") for one in form.find_all("input", type="text")}
        areas = {one["name"]: one.text.removeprefix("\n") for one in form.find_all("textarea")}
        ticked = {one["name"]: one["value"] for one in form.find_all("input", checked=True)}
        return hidden | texts | areas | ticked

    def press(self, go: str = "next", *, headers: dict[str, str] | None = None, **typed: str) -> Visitor:
        """Fill in and press a button."""
        self.answer = self.client.post(TELL, {**self.form(), **typed, "go": go}, headers=headers)
        return self

    def go_to(self, step: str, **changed: dict[str, str]) -> Visitor:
        """Answer everything up to this page."""
        if self.answer is None:
            self.begin()
        for name, typed in {**ANSWERS, **changed}.items():
            if name == step:
                break
            self.press(**typed)
        return self

    def send(self, **changed: dict[str, str]) -> Visitor:
        return self.go_to("check", **changed).press("send")

    @property
    def says(self) -> str:
        return words_on(self.answer.content)

    @property
    def receipt(self) -> str:
        found = BeautifulSoup(self.answer.content, "html.parser").find(class_="concern-receipt")
        assert found, self.says
        return "".join(found.get_text().split())

    def come_back_with(self, receipt: str) -> Visitor:
        self.answer = self.client.get(RETURN)
        self.answer = self.client.post(RETURN, {**self.form(), "receipt": receipt})
        return self


def words_on(html: str | bytes) -> str:
    """What a person reads on a page."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def envelopes() -> dict[UUID, Envelope]:
    """What lies in the letterbox, as intake sees it."""
    with installation.connect("public", "intake") as connection:
        rows = connection.execute("SELECT id, kind, key_id, sealed FROM letterbox.envelope").fetchall()
    return {row[0]: Envelope(row[0], row[1], row[2], bytes(row[3])) for row in rows}


def opened(envelope: Envelope) -> Concern:
    """Open one with this week's key, as the intake worker does."""
    assert envelope.key_id == key_names.name_at(clock.now())
    seed = installation.state("keys", "intake", f"{envelope.key_id}.key").read_bytes()
    concern = unseal(envelope, PrivateKey(seed))
    assert isinstance(concern, Concern)
    return concern
