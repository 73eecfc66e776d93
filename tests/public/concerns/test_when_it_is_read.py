"""Before a word is typed: when a person reads it, from the signed duty roster, and never a guess."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alongside.commons import clock, exchange, installation
from alongside.public.concerns import duty
from tests.public.concerns.way import Visitor

UNKNOWN = "We do not know when somebody will read this."
FRIDAY_NIGHT = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
MONDAY, MONDAY_EVENING = "2026-11-30T09:00:00Z", "2026-11-30T17:00:00Z"
OPEN = {"reads": [["2026-11-27T09:00:00Z", "2026-11-27T17:00:00Z"], [MONDAY, MONDAY_EVENING]]}
ROSTER = {
    "areas": {"northmere": {**OPEN, "reader": {"en": "trained staff of Northmere Council"}, "line": ""}},
    "unplaced": {**OPEN, "reader": {"en": "the night desk"}, "line": "", "area": "northmere", "name": "Northmere"},
}


@pytest.fixture
def casework(own_state: Path) -> Ed25519PrivateKey:
    """Casework's signing key, for this test alone."""
    key = Ed25519PrivateKey.generate()
    path = installation.state("keys", "public", "bulletin.pub")
    path.unlink(missing_ok=True)
    path.write_bytes(key.public_key().public_bytes_raw())
    return key


@pytest.fixture
def arrives(casework: Ed25519PrivateKey) -> Iterator[Callable[..., None]]:
    """Let a roster be brought as the post brings it; it is gone after the test."""
    brought: list[uuid.UUID] = []

    def bring(says: Any, *, made_at: datetime = FRIDAY_NIGHT, key: Ed25519PrivateKey = casework) -> None:
        number = 1_000_000 + len(brought)
        row = {"id": uuid.uuid4(), **vars(exchange.sign(duty.KIND, number, made_at, says, key))}
        columns, places = ", ".join(row), ", ".join(f"%({name})s" for name in row)
        with installation.connect("public", "post") as post:
            post.execute(f"INSERT INTO letterbox.bulletin ({columns}) VALUES ({places})", row)
        brought.append(row["id"])
        duty._newest.forget()

    clock.set_to(FRIDAY_NIGHT)
    yield bring
    duty._newest.forget()
    with installation.connect("public", "public_owner") as owner:
        owner.execute("DELETE FROM letterbox.bulletin WHERE id = ANY(%s)", [brought])


def test_at_night_the_page_says_when_somebody_reads_and_whom_to_ring(
    visitor: Visitor, arrives: Callable[..., None]
) -> None:
    arrives(ROSTER)
    said = visitor.go_to_questions().says
    assert "Nobody reads this before 09:00 on Monday 30 November 2026" in said
    assert "0800 011 3764" in said
    assert said.index("Nobody reads this before") < said.index("What worries you?")


def test_in_working_hours_the_page_says_until_when(visitor: Visitor, arrives: Callable[..., None]) -> None:
    arrives(ROSTER, made_at=FRIDAY_NIGHT - timedelta(hours=10))
    clock.set_to(FRIDAY_NIGHT - timedelta(hours=9))
    assert "Somebody is reading now, until 17:00 on Friday 27 November 2026" in visitor.go_to_questions().says


@pytest.mark.parametrize(("language", "words"), [("", "this line takes calls:"), ("cy", "mae'r llinell hon yn cymryd")])
def test_the_line_that_takes_calls_while_nobody_reads_is_given(
    visitor: Visitor, arrives: Callable[..., None], language: str, words: str
) -> None:
    northmere = {**ROSTER["areas"]["northmere"], "line": "01632 960 555"}
    arrives({**ROSTER, "areas": {"northmere": northmere}})
    visitor.begin(language)
    place = {**visitor.place_form(), "area": "northmere", "go": "place"}
    prefix = f"/{language}" if language else ""
    visitor.answer = visitor.client.post(f"{prefix}/share-a-concern/tell/", place)
    assert words in visitor.says
    assert visitor.page.select("a[href='tel:01632960555']")


AT_ONCE = "delivered at once to both the police and the local authority of Northmere"


def test_the_page_says_that_it_goes_to_both_where_casework_says_that_it_does(
    visitor: Visitor, arrives: Callable[..., None]
) -> None:
    arrives(ROSTER)
    before = visitor.go_to_questions().says
    assert AT_ONCE not in before
    assert "the council and the police of that place look at it together" in before
    arrives({**ROSTER, "areas": {"northmere": {**ROSTER["areas"]["northmere"], "both": True}}})
    visitor.answer = None
    said = visitor.go_to_questions().says
    assert AT_ONCE in said
    assert said.index(AT_ONCE) < said.index("What worries you?")
    assert "the council and the police of that place look at it together" not in said


@pytest.mark.parametrize("line", ["", "ask for Una", "javascript:1", "0"])
def test_what_is_no_number_is_given_as_none(visitor: Visitor, arrives: Callable[..., None], line: str) -> None:
    arrives({**ROSTER, "areas": {"northmere": {**ROSTER["areas"]["northmere"], "line": line}}})
    assert "this line takes calls" not in visitor.go_to_questions().says


def test_in_summer_the_hours_are_those_of_the_wall_clock(db: None, arrives: Callable[..., None]) -> None:
    summer = datetime(2027, 7, 2, 20, 0, tzinfo=UTC)
    clock.set_to(summer)
    spans = {"reads": [["2027-07-05T08:00:00Z", "2027-07-05T16:00:00Z"]], "reader": {"en": "staff"}}
    arrives({"areas": {"northmere": spans}, "unplaced": {}}, made_at=summer)
    found = duty.reading("northmere", summer).not_before
    assert found
    assert f"{found:%H:%M}" == "09:00"


def test_who_names_no_place_reads_the_hours_of_the_one_that_takes_it(
    visitor: Visitor, arrives: Callable[..., None]
) -> None:
    arrives(ROSTER)
    said = visitor.go_to_questions(area="not_sure").says
    assert "Nobody reads this before 09:00 on Monday" in said
    assert "the night desk" in said


@pytest.mark.parametrize(
    ("says", "made_at"),
    [
        (ROSTER, FRIDAY_NIGHT - timedelta(hours=4)),
        (ROSTER, FRIDAY_NIGHT + timedelta(hours=1)),
        ({"areas": {}, "unplaced": {}}, FRIDAY_NIGHT),
        ({"areas": {"northmere": {"reads": [["soon", "later"]]}}, "unplaced": {}}, FRIDAY_NIGHT),
        ({"areas": {"northmere": {"reads": [["2026-11-30T09:00:00", MONDAY]]}}, "unplaced": {}}, FRIDAY_NIGHT),
        ({"areas": {"northmere": {"reads": []}}, "unplaced": {}}, FRIDAY_NIGHT),
        ({"areas": {"northmere": []}, "unplaced": {}}, FRIDAY_NIGHT),
        ([], FRIDAY_NIGHT),
    ],
)
def test_a_roster_that_is_old_empty_or_odd_is_not_guessed_from(
    visitor: Visitor, arrives: Callable[..., None], says: Any, made_at: datetime
) -> None:
    arrives(says, made_at=made_at)
    visitor.go_to_questions()
    assert visitor.answer.status_code == 200
    assert UNKNOWN in visitor.says
    assert "0800 011 3764" in visitor.says


def test_a_roster_that_casework_did_not_sign_is_not_believed(visitor: Visitor, arrives: Callable[..., None]) -> None:
    arrives(ROSTER, key=Ed25519PrivateKey.generate())
    assert UNKNOWN in visitor.go_to_questions().says
