"""The counts that casework publishes: shown when they are genuine, and nothing otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.test import Client

from alongside.commons import clock, exchange, installation
from alongside.public.pages import counts

NOTHING = "Nothing has been published yet."
TABLE: dict[str, Any] = {
    "table": {
        "name": "referrals",
        "rows": {"attribute": "stage", "labels": ["Received", "At panel"]},
        "columns": {"attribute": "area", "labels": ["Northmere", "Glanaber"]},
        "narrowed_by": [],
        "grid": [[40, "fewer than 8", "not shown"], [15, 10, 25], [55, "not shown", 1070]],
    },
    "quarter": "2026-Q3",
    "counts": "referrals, once for each stage",
    "hidden": "1 to 7",
    "code_list_version": "1",
}


@pytest.fixture
def casework(own_time: None) -> Ed25519PrivateKey:
    """Casework's signing key; its public half is where the public site looks for it."""
    key = Ed25519PrivateKey.generate()
    path = installation.state("keys", "public", "bulletin.pub")
    path.parent.mkdir(parents=True)
    path.write_bytes(key.public_key().public_bytes_raw())
    return key


@pytest.fixture
def arrive() -> Iterator[Callable[..., None]]:
    """Let bulletins be brought as the post brings them; they are gone after the test."""
    with as_role("post") as post, as_role("public_owner") as owner:

        def bring(*bulletins: exchange.Bulletin) -> None:
            for bulletin in bulletins:
                row = {"id": uuid.uuid4(), **vars(bulletin)}
                columns, places = ", ".join(row), ", ".join(f"%({name})s" for name in row)
                post.execute(f"INSERT INTO letterbox.bulletin ({columns}) VALUES ({places})", row)

        yield bring
        owner.execute("DELETE FROM letterbox.bulletin")


def as_role(role: str) -> psycopg.Connection[Any]:
    here = settings.DATABASES["default"]
    password = Path(here["OPTIONS"]["passfile"]).with_name(f"{role}.pgpass")
    return psycopg.connect(
        host=here["HOST"], port=here["PORT"], dbname=here["NAME"], user=role, passfile=str(password), autocommit=True
    )


def signed(number: int, says: Any, key: Ed25519PrivateKey) -> exchange.Bulletin:
    return exchange.sign(counts.KIND, number, clock.now(), says, key)


def test_without_a_bulletin_the_page_says_that_nothing_is_published(visitor: Client, own_time: None) -> None:
    assert NOTHING in visitor.get("/published-counts/").content.decode()


def test_a_genuine_bulletin_is_shown_with_what_is_hidden(
    visitor: Client, casework: Ed25519PrivateKey, arrive: Callable[..., None]
) -> None:
    arrive(signed(1, TABLE, casework))
    page = visitor.get("/published-counts/").content.decode()
    for words in ("July to September 2026", "Northmere", "fewer than 8", "1,070", "At panel", "Total", "1 to 7"):
        assert words in page
    assert NOTHING not in page


@pytest.mark.parametrize("part", ["body", "number", "made_at"])
def test_a_bulletin_that_was_altered_is_not_shown(
    visitor: Client, casework: Ed25519PrivateKey, arrive: Callable[..., None], part: str
) -> None:
    genuine = signed(1, TABLE, casework)
    other = signed(2, {**TABLE, "quarter": "2026-Q2"}, casework)
    arrive(exchange.Bulletin(**{**vars(genuine), part: getattr(other, part)}))
    assert NOTHING in visitor.get("/published-counts/").content.decode()


def test_a_bulletin_of_another_key_is_not_shown(
    visitor: Client, casework: Ed25519PrivateKey, arrive: Callable[..., None]
) -> None:
    arrive(signed(1, TABLE, Ed25519PrivateKey.generate()))
    assert NOTHING in visitor.get("/published-counts/").content.decode()


def test_a_newer_bulletin_that_cannot_be_read_does_not_hide_the_good_one_before_it(
    db: None, casework: Ed25519PrivateKey, arrive: Callable[..., None]
) -> None:
    arrive(signed(1, TABLE, casework), signed(2, {"quarter": "soon"}, casework))
    shown = counts.newest()
    assert shown is not None
    assert shown.number == 1


def test_the_newest_of_several_bulletins_is_shown(
    db: None, casework: Ed25519PrivateKey, arrive: Callable[..., None]
) -> None:
    arrive(signed(2, {**TABLE, "quarter": "2026-Q3"}, casework), signed(1, {**TABLE, "quarter": "2026-Q2"}, casework))
    shown = counts.newest()
    assert shown is not None
    assert (shown.number, shown.quarter) == (2, "July to September 2026")


def test_totals_that_only_repeat_another_number_are_left_out(
    db: None, casework: Ed25519PrivateKey, arrive: Callable[..., None]
) -> None:
    a_list = {
        "rows": {"attribute": "stage", "labels": ["Received", "At panel"]},
        "columns": {"attribute": "all", "labels": ["All"]},
        "grid": [[40, None], [15, None], [55, None]],
    }
    arrive(signed(1, {**TABLE, "table": a_list}, casework))
    shown = counts.newest()
    assert shown is not None
    assert shown.columns == ("All",)
    assert shown.rows == (("Received", "40"), ("At panel", "15"), ("Total", "55"))


def test_a_table_whose_stages_are_not_added_up_has_no_last_line(
    db: None, casework: Ed25519PrivateKey, arrive: Callable[..., None]
) -> None:
    stages = {**TABLE["table"], "grid": [[40, "fewer than 8", 45], [15, 10, 25], [None, None, None]]}
    arrive(signed(1, {**TABLE, "table": stages}, casework))
    shown = counts.newest()
    assert shown is not None
    assert shown.columns == ("Northmere", "Glanaber", "Total")
    assert shown.rows == (("Received", "40", "fewer than 8", "45"), ("At panel", "15", "10", "25"))


@pytest.mark.parametrize("word", ["2026-Q5", "Q3-2026", "", "2026-Q1 "])
def test_a_quarter_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        counts.quarter_in_words(word)
