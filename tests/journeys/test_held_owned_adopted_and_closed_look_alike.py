"""Five people tell on one day; five things are decided. What each of them sees, and when, is the same to the byte."""

from __future__ import annotations

import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from alongside.command.postgres import Postgres
from alongside.command.supervise import Supervisor
from alongside.commons import clock
from alongside.commons.envelope.receipt import parse
from tests import cast
from tests.journeys.gateway import DECISION, ask_partners
from tests.journeys.test_a_worried_aunt_shares_a_concern_and_reads_the_reply import (
    find_no_earlier,
    make,
    until_it_is_there,
)
from tests.public.concerns.way import Visitor

As = Callable[[cast.Person], Page]
OUTCOMES = ("Heldina", "Ownedo", "Adoptia", "Closedina", "Openedo")
DAYS_OPEN, FINISHED_BEFORE = 180, 7
# What is new on every page: a token, what the page carries closed, the nonce of its style; and a minute.
NEW_EACH_TIME = re.compile(rb'(?<=value=")[^"]{40,}(?=")|(?<=nonce=")[^"]+|\b\d\d:\d\d\b|\b\d{1,2}(:\d\d)?(am|pm)\b')
# Whom to telephone, and whether they answer now, is the day's: a number that nobody checked for 180 days is not shown.
OF_THE_DAY = re.compile(rb'\s*<p class="govuk-body">You can telephone.*?</p>\s*', re.DOTALL)


@dataclass
class Http:
    """A browser's side without scripts, as `Visitor` wants one."""

    address: str

    def get(self, path: str, **_: Any) -> Any:
        return self._answer(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: dict[str, str], **_: Any) -> Any:
        body = urllib.parse.urlencode(fields).encode()
        return self._answer(urllib.request.Request(self.address + path, body))

    def _answer(self, request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, answer.read())


@dataclass
class Answer:
    status_code: int
    content: bytes


@dataclass
class Told:
    """What a person who told us can see at one moment, and what a thief of the letterbox sees beside it."""

    page: bytes
    length: int
    rows: list[tuple[str, str, int]]


@pytest.fixture
def days(installation: Supervisor) -> Iterator[Callable[[int], None]]:
    """Move the clock of both halves on; afterwards it is as it was."""
    yield lambda number: clock.shift(timedelta(days=number))
    clock.reset()


def test_held_owned_by_the_police_adopted_closed_and_open_look_alike(
    as_: As, public: str, casework: str, installation: Supervisor, days: Callable[[int], None]
) -> None:
    receipts = {name: tell(public, name) for name in OUTCOMES}

    def all_alike(when: str) -> Told:
        seen = {name: _seen(public, installation, receipt) for name, receipt in receipts.items()}
        first = seen[OUTCOMES[0]]
        assert {name: one for name, one in seen.items() if one != first} == {}, when
        return first

    sent = all_alike("sent, and not read")
    ines = as_(cast.INTAKE)
    until_it_is_there(ines, f"{casework}/intake/", OUTCOMES[-1])
    cases = {name: ines.get_by_role("link", name=name).first.get_attribute("href") for name in OUTCOMES}
    cases = {name: f"{casework}{path}" for name, path in cases.items()}
    for name, case in cases.items():
        ines.goto(case)
        if name == "Closedina":
            find_no_earlier(ines, case)
            ines.get_by_role("button", name="Close with thanks").click()
        else:
            make(ines, case, "Open a referral")
    thanked = _until(lambda: all_alike("intake has decided"), lambda told: told.rows != sent.rows)
    assert b"Thank you for telling us" in thanked.page

    days(3)
    sunita, callum = as_(cast.SUPERVISOR), as_(cast.CASE_MANAGER)
    cora, charity = as_(cast.COORDINATOR), as_(cast.CHAIR)
    make(sunita, cases["Heldina"], "Put on hold for deconfliction")
    make(sunita, cases["Ownedo"], "A police investigation takes it", {"Who holds the matter?": "Northmere CTU"},
         days=["Since when?"])  # fmt: skip
    ask_partners(callum, sunita, cases["Adoptia"])
    make(cora, cases["Adoptia"], "Refer to the panel under section 36",
         {**DECISION, "What are the reasonable grounds": "His aunt saw the packed bag."})  # fmt: skip
    make(charity, cases["Adoptia"], "Adopt",
         {**DECISION, "Who asks for consent?": "Callum Reyes", "How is consent asked for?": "At home."},
         days=["By which day?"])  # fmt: skip
    time.sleep(3)
    assert _on_any_day(all_alike("held, owned, adopted, closed")) == _on_any_day(thanked)
    days(DAYS_OPEN - FINISHED_BEFORE - 3 - 1)
    _let_the_hour_pass(installation)
    assert _on_any_day(all_alike("a day before it is finished")) == _on_any_day(thanked)
    days(1)
    _let_the_hour_pass(installation)
    finished = all_alike("finished")
    assert len(finished.rows) == len(thanked.rows) + 1
    days(FINISHED_BEFORE)
    all_alike("the last day")
    days(1)
    assert b"This receipt opens nothing" in all_alike("over").page


def _on_any_day(told: Told) -> tuple[bytes, list[tuple[str, str, int]]]:
    """What is the same today and in half a year: between two people of one day all of it is compared."""
    return OF_THE_DAY.sub(b"\n", told.page), told.rows


def tell(public: str, name: str) -> str:
    """An adult, so that one click may close it."""
    visitor = Visitor(Http(public))  # type: ignore[arg-type]
    return visitor.send(called=name, age_band="21_30", hurt="no").receipt


def _seen(public: str, installation: Supervisor, receipt: str) -> Told:
    page = Visitor(Http(public)).come_back_with(receipt).answer.content  # type: ignore[arg-type]
    return Told(NEW_EACH_TIME.sub(b"", page), len(page), _rows(installation, parse(receipt).locator))


def _rows(installation: Supervisor, locator: str) -> list[tuple[str, str, int]]:
    """Everything that lies at a locator: where, until when, and how long."""
    query = " UNION ALL ".join(
        f"SELECT '{table}', closes_on::text, length(sealed) FROM letterbox.{table} WHERE locator = %(at)s"
        for table in ("box", "reply")
    )
    with Postgres(installation.place).connect(installation.place.public_db) as administrator:
        return sorted(administrator.execute(query, {"at": locator}).fetchall())


def _until(look: Callable[[], Told], holds: Callable[[Told], bool]) -> Told:
    """Look again until it holds and all are alike: replies travel for a second or two."""
    for _ in range(20):
        time.sleep(1)
        try:
            if holds(found := look()):
                return found
        except AssertionError:
            continue
    return look()


def _let_the_hour_pass(installation: Supervisor) -> None:
    """What the intake worker does each hour it does when it begins; then the post has a moment."""
    installation.running["intake"].kill()
    installation.running["intake"].wait()
    installation.restart_dead()
    time.sleep(12)
