"""A visitor without JavaScript: what they see, fill in and press; and what the letterbox holds afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup, Tag
from django.test import Client

from alongside.commons import clock, installation
from alongside.commons.envelope import key_names
from alongside.commons.envelope.contents import Concern, Identity, Part
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import unseal

START, TELL, RETURN = "/share-a-concern/", "/share-a-concern/tell/", "/share-a-concern/return/"
DOORS = ("somebody", "myself", "under_18", "gone")

# What Danny's aunt would write; a door that does not ask something has no box for it.
ANSWERS = {
    "worry": "He says it’s “us or them”.\r\nHe stopped seeing his friends.",
    "hurt": "unsure",
    "called": "Danny",
    "age_band": "16_17",
    "find_them": "The college on Mill Road",
    "going_well": "His aunt; football",
    "needs": "He stopped sleeping.",
    "communication": "He talks more while he is doing something.",
    "told_them": "no",
    "told_them_words": "He would be angry.",
    "fear": "His cousin might guess.",
    "feedback": "yes",
    "contact": "receipt",
}
NAME = {"promise": "named", "name": "Una Devlin", "relation": "aunt", "telephone": "01632 960 001"}


class Visitor:
    """One person at one browser; `answer` is the page that they have before them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer: Any = None

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.answer.content, "html.parser")

    def begin(self, language: str = "") -> Visitor:
        self.answer = self.client.get(f"/{language}{START}" if language else START)
        return self

    def place_form(self, door: str = "somebody", *, advice: bool = False) -> dict[str, str]:
        """The form of the first document that belongs to this door."""
        if self.answer is None:
            self.begin()
        for form in self.page.find_all("form"):
            fields = fields_in(form)
            if fields.get("door") == door and (fields.get("advice") == "yes") == advice:
                return fields
        raise AssertionError(self.says)

    def go_to_questions(
        self, door: str = "somebody", *, area: str = "northmere", advice: bool = False, **typed: str
    ) -> Visitor:
        """Choose a door and a place."""
        fields = {**self.place_form(door, advice=advice), "area": area, "go": "place", **typed}
        self.answer = self.client.post(TELL, fields)
        return self

    def form(self) -> dict[str, str]:
        """The form on the page, as it would be sent."""
        found = self.page.find(id="concern-form") or self.page.find("main").find("form")  # type: ignore[union-attr]
        assert isinstance(found, Tag), self.says
        return fields_in(found)

    def press(self, go: str, *, headers: dict[str, str] | None = None, **typed: Any) -> Visitor:
        """Fill in and press a button."""
        self.answer = self.client.post(TELL, {**self.form(), **typed, "go": go}, headers=headers)
        return self

    def send(self, door: str = "somebody", *, advice: bool = False, area: str = "northmere", **changed: str) -> Visitor:
        """The whole way, from the first page to the receipt."""
        self.answer = None
        self.go_to_questions(door, advice=advice, area=area)
        return self.press("send", **{**ANSWERS, **changed})

    @property
    def says(self) -> str:
        return words_on(self.answer.content)

    @property
    def receipt(self) -> str:
        found = self.page.find(class_="concern-receipt")
        assert found, self.says
        return "".join(found.get_text().split())

    def come_back_with(self, receipt: str) -> Visitor:
        self.answer = self.client.get(RETURN)
        self.answer = self.client.post(RETURN, {**self.form(), "receipt": receipt})
        return self


def fields_in(form: Tag) -> dict[str, str]:
    """What a form would send, before anything is filled in."""
    named = [one for one in form.find_all(["input", "textarea", "select"]) if one.get("name")]
    hidden = {one["name"]: one.get("value", "") for one in named if one.get("type") in ("hidden", "text", "email")}
    areas = {one["name"]: one.text.removeprefix("\n") for one in named if one.name == "textarea"}
    ticked = {one["name"]: one["value"] for one in named if one.has_attr("checked")}
    return hidden | areas | ticked


def words_on(html: str | bytes) -> str:
    """What a person reads on a page."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def envelopes() -> dict[UUID, Envelope]:
    """What lies in the letterbox, as intake sees it."""
    with installation.connect("public", "intake") as connection:
        rows = connection.execute("SELECT id, kind, key_id, sealed FROM letterbox.envelope").fetchall()
    return {row[0]: Envelope(row[0], row[1], row[2], bytes(row[3])) for row in rows}


class Arrived:
    """What lies in the letterbox since this was made, opened as the intake worker does."""

    def __init__(self) -> None:
        self._before = set(envelopes())

    def all(self, kind: type[Any]) -> list[Any]:
        new = (one for id, one in envelopes().items() if id not in self._before)
        return [unsealed(one) for one in new if one.kind == kind.kind]

    def concern(self) -> Concern:
        [found] = self.all(Concern)
        return found

    def identity(self) -> Identity:
        [found] = self.all(Identity)
        return found

    def parts(self) -> dict[UUID, Part]:
        new = {id: one for id, one in envelopes().items() if id not in self._before and one.kind == "part"}
        return {id: unsealed(one) for id, one in new.items()}


def unsealed(envelope: Envelope) -> Any:
    """Open one with this week's key."""
    assert envelope.key_id == key_names.name_at(clock.now())
    seed = installation.state("keys", "intake", f"{envelope.key_id}.key").read_bytes()
    return unseal(envelope, PrivateKey(seed))


def opened(envelope: Envelope) -> Concern:
    """Open one that is a concern."""
    concern = unsealed(envelope)
    assert isinstance(concern, Concern)
    return concern
