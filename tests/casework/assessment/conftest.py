"""A referral whose information is being gathered, and an assessment of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from alongside.casework.assessment import actions
from alongside.casework.rules import assessment as rules
from alongside.casework.rules import closure
from tests import cast
from tests.casework import gateway

Acting = Callable[[cast.Person], Any]
DECISION = {row.word: f"what is said of {row.word}" for row in closure.DECISION_FIELDS} | {"dissent": ""}


def fact(
    row: str, what: str, source: str = "his sister", on: str = "Sunday", certainty: str = "told"
) -> dict[str, str]:
    said = {"what": what, "source": source, "on": on, "certainty": certainty}
    return {f"fact-{row}-{name}": text for name, text in said.items()}


def whole(row: str = "") -> dict[str, str]:
    """An assessment that lacks nothing."""
    row = row or uuid4().hex
    texts = {word: f"what is said of {word}" for word in rules.SECTIONS}
    return {**fact(row, "He sold his car."), f"need-{row}-what": "Somebody to talk with.", **texts}


def gather(case: UUID, acting: Acting) -> None:
    """Open a referral and let its information be gathered."""
    for person, word, records in (
        (cast.INTAKE, "open_referral", {}),
        (
            cast.CASE_MANAGER,
            "ask_partners",
            {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION},
        ),
    ):
        with acting(person) as somebody:
            gateway.go(case, word, records, by=somebody)  # type: ignore[arg-type]


@pytest.fixture
def gathering(db: None, opened: UUID, acting: Acting) -> UUID:
    gather(opened, acting)
    return opened


def write(acting: Acting, case: UUID, written: dict[str, str], based_on: int = 0) -> int:
    """Let the case manager save, and return the number of the saving."""
    with acting(cast.CASE_MANAGER) as callum:
        return actions.save(case, written, based_on=based_on, by=callum).number


def agree(acting: Acting, case: UUID, number: int) -> int:
    """Put a saving forward and let the supervisor agree; return the number of the saving that was agreed."""
    with acting(cast.CASE_MANAGER) as callum:
        forward = actions.put_forward(case, read=number, by=callum)
    with acting(cast.SUPERVISOR) as sunita:
        actions.agree(case, read=forward.number, by=sunita)
    return forward.number


@pytest.fixture
def agreed(gathering: UUID, acting: Acting) -> UUID:
    """The same referral with version 1 agreed."""
    agree(acting, gathering, write(acting, gathering, whole("a" * 32)))
    return gathering
