"""A referral for which partners are asked, and one question to the health trust."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from alongside.casework.agencies import actions, answering, queries
from alongside.casework.agencies.models import Contribution, Request
from alongside.casework.organisation.models import Post
from alongside.casework.rules import agencies as rules
from alongside.casework.rules import closure
from alongside.commons import clock
from tests import cast
from tests.casework import gateway

Acting = Callable[[cast.Person], Any]
DECISION = {row.word: f"what is said of {row.word}" for row in closure.DECISION_FIELDS} | {"dissent": ""}
TO_GATHERING: list[tuple[cast.Person, str, dict[str, Any]]] = [
    (cast.INTAKE, "open_referral", {}),
    (cast.CASE_MANAGER, "ask_partners", {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION}),
]
ASKED = {
    "about": "Jordan, born 2008", "question": "Has he been seen at the harbour clinic?",
    "necessity": "To see who could help him.", "fields": ["known", "wellbeing"], "basis": "safeguarding",
    "urgent": False, "due_on": None,
}  # fmt: skip
TOLD = "He came twice in May, and did not come in June."


@pytest.fixture(autouse=True)
def same_clock() -> Iterator[None]:
    yield
    clock.reset()


def post_of(person: cast.Person) -> Post:
    return Post.objects.select_related("agency").get(holdings__staff__email=person.email, role=person.roles[0])


@pytest.fixture
def gathering(db: None, opened: UUID, acting: Acting) -> UUID:
    """A referral at the stage at which partners are asked."""
    for person, word, records in TO_GATHERING:
        with acting(person) as somebody:
            gateway.go(opened, word, records, by=somebody)
    return opened


@pytest.fixture
def asked(gathering: UUID, acting: Acting) -> Request:
    """Callum asks the health trust."""
    with acting(cast.CASE_MANAGER) as callum:
        return actions.ask(gathering, post_of(cast.PANEL_MEMBER), ASKED, by=callum)


def answered(
    acting: Acting, asked: Request, *, readers: Iterable[cast.Person] = (cast.CASE_MANAGER,), until: date | None = None,
    kind: str = "answered", words: str = TOLD, ground: str = "",
) -> Contribution:  # fmt: skip
    """Hana answers for the health trust, and names these as readers."""
    with acting(cast.PANEL_MEMBER) as hana:
        return answering.answer(
            asked.id, {"kind": kind, "words": words, "ground": ground}, readers=[post_of(each) for each in readers],
            until=until or rules.seen_until(clock.today()), regime="uk_gdpr", by=hana,
        )  # fmt: skip


def reads(acting: Acting, person: cast.Person, row: Contribution) -> bool:
    """Say whether somebody opens what a contribution says now."""
    with acting(person) as somebody:
        try:
            found, key = queries.contribution(somebody, row.id)
        except queries.NotFound:
            return False
        return queries.version(found.said.get(number=1), key).words == TOLD
