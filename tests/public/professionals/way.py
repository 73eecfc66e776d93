"""A teacher who goes the whole way as a browser without JavaScript does. Nobody of the answers exists."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from tests.public.concerns.way import words_on

START, TELL, DRAFT = "/professionals/", "/professionals/tell/", "/professionals/draft/"
PASSPHRASE = "plum ladder Tuesday kite"

ANSWERS: dict[str, dict[str, str]] = {
    "place": {"area": "northmere"},
    "person": {
        "called": "Danny Aro",
        "spelling_unsure": "on",
        "born_on-day": "27",
        "born_on-month": "3",
        "born_on-year": "2010",
        "age_band": "16_17",
        "school_or_work": "Mill Road College",
    },
    "concern": {
        "worry": "He says it’s “us or them”.\r\nHe stopped seeing his friends.",
        "hurt": "yes",
        "hurt_words": "On Friday, to Sam: “you will see”.",
        "came_to_light_on-day": "2",
        "came_to_light_on-month": "11",
        "came_to_light_on-year": "2026",
    },
    "strengths": {"going_well": "His aunt; football"},
    "told": {"told_them": "no", "why_not_told": "We could not reach his mother."},
    "others": {
        "lead_agreed": "yes",
        "lead_name": "Una Bell",
        "parallel_referral": "made",
        "parallel_referral_words": "Northmere children’s services, 3 November",
        "other_agencies": "none",
    },
    "decided_by": {
        "name": "Teodor Quill",
        "role": "form tutor",
        "organisation": "Mill Road College",
        "telephone": "01632 960 001",
        "email": "t.quill@millroad.example",
        "feedback": "yes",
        "own_account": "on",
    },
}


class Teacher:
    """One person at one browser; `answer` is the page that they have before them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer: Any = None

    def begin(self, **place: str) -> Teacher:
        """Say that nobody is in danger, and where the person lives; then the list of tasks is there."""
        self.answer = self.client.get(START)
        return self.press(danger="no").press(**{**ANSWERS["place"], **place})

    def form(self) -> dict[str, str]:
        """The form on the page, as it would be sent."""
        form = self.page.find("form")
        assert form
        fields = {one["name"]: one.get("value", "") for one in form.find_all("input", type="hidden")}
        for kind in ("text", "email", "tel"):
            fields |= {one["name"]: one.get("value", "") for one in form.find_all("input", type=kind)}
        fields |= {one["name"]: one.text.removeprefix("\n") for one in form.find_all("textarea")}
        return fields | {one["name"]: one["value"] for one in form.find_all("input", checked=True)}

    def press(self, go: str = "next", **typed: str) -> Teacher:
        """Fill in and press a button."""
        self.answer = self.client.post(TELL, {**self.form(), **typed, "go": go})
        return self

    def do(self, task: str, **changed: str) -> Teacher:
        """Open one task of the list, answer it and go on."""
        return self.press(f"open-{task}").press(**{**ANSWERS[task], **changed})

    def do_all(self, **changed: dict[str, str]) -> Teacher:
        self.begin()
        for task in ANSWERS:
            self.do(task, **changed.get(task, {}))
        return self

    def check(self, **changed: dict[str, str]) -> Teacher:
        return self.do_all(**changed).press("open-check")

    def send(self, **changed: dict[str, str]) -> Teacher:
        return self.check(**changed).press("send")

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.answer.content, "html.parser")

    @property
    def says(self) -> str:
        return words_on(self.answer.content)

    @property
    def statuses(self) -> dict[str, str]:
        """Each task of the list and how far it is."""
        items = self.page.find_all(class_="govuk-task-list__item")
        return {
            item.button["value"].removeprefix("open-"): item.find(class_="govuk-task-list__status").get_text(strip=True)
            for item in items
        }

    @property
    def receipt(self) -> str:
        found = self.page.find(class_="concern-receipt")
        assert found, self.says
        return "".join(found.get_text().split())
