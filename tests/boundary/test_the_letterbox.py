"""The letterbox opens from the inside only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.boundary import letterbox
from tests.boundary.conftest import Copy
from tests.boundary.databases import Database


@pytest.fixture(autouse=True)
def _something_waits(public: Database) -> Iterator[None]:
    letterbox.put_in(public, [letterbox.KNOWN])
    yield
    with public.as_role("intake") as intake:
        intake.execute("DELETE FROM letterbox.envelope")


@pytest.mark.parametrize("role", letterbox.MAY_NOT)
def test_a_role_can_do_nothing_here_that_is_not_its_own(role: str, public: Database) -> None:
    assert letterbox.works_although_it_should_not(public, role) == []


@pytest.mark.parametrize(
    ("role", "broken", "found"),
    [
        ("public_web", "GRANT SELECT ON letterbox.envelope TO public_web", "copy it out"),
        ("public_web", "GRANT SELECT (id), UPDATE ON letterbox.envelope TO public_web", "learn by a conflict"),
        ("public_web", "GRANT DELETE ON letterbox.envelope TO public_web", "remove what waits"),
        ("public_web", "GRANT TRUNCATE ON letterbox.envelope TO public_web", "empty the letterbox"),
        ("public_web", "GRANT SELECT ON letterbox.reply TO public_web", "read all replies"),
        ("intake", "GRANT UPDATE ON letterbox.envelope TO intake", "change what waits"),
        ("post", "GRANT SELECT ON letterbox.reply TO post", "read replies"),
    ],
)
def test_a_broken_letterbox_is_found(role: str, broken: str, found: str, public: Database, copy: Copy) -> None:
    spoiled = copy(public)
    spoiled.break_(broken)
    assert found in letterbox.works_although_it_should_not(spoiled, role)


def test_the_web_role_posts_and_the_same_envelope_twice_is_one(public: Database) -> None:
    same = uuid.uuid4()
    letterbox.put_in(public, [same])
    with public.as_role("public_web") as web:
        web.execute(letterbox.ENVELOPE[0] + " ON CONFLICT DO NOTHING", (same, b"y" * 5232))
    with public.as_role("intake") as intake:
        found = intake.execute("SELECT sealed FROM letterbox.envelope WHERE id = %s", (same,)).fetchall()
    assert found == [(letterbox.ENVELOPE[1],)]


def test_intake_takes_out_what_it_has_read(public: Database) -> None:
    with public.as_role("intake") as intake:
        assert intake.execute("SELECT count(*) FROM letterbox.envelope").fetchone() == (1,)
        assert intake.execute("DELETE FROM letterbox.envelope WHERE id = %s", (letterbox.KNOWN,)).rowcount == 1


def test_a_returning_person_reads_one_locator_and_a_pattern_is_no_locator(public: Database, copy: Copy) -> None:
    written = copy(public)
    with written.as_role("post") as post:
        for number, locator in enumerate(("7K3M9QX", "8K3M9QX"), start=1):
            post.execute(
                "INSERT INTO letterbox.reply (id, locator, number, status, sealed) VALUES (%s, %s, %s, 'read', 'x')",
                (uuid.uuid4(), locator, number),
            )
    with written.as_role("public_web") as web:
        read = "SELECT number FROM letterbox.replies_at(%s)"
        assert web.execute(read, ("7K3M9QX",)).fetchall() == [(1,)]
        for pattern in ("%", "_______", "", "7K3M9QX' OR true --", "7k3m9qx"):
            assert web.execute(read, (pattern,)).fetchall() == []
        with pytest.raises(psycopg.errors.UndefinedFunction):
            web.execute("SELECT number FROM letterbox.replies_at(ARRAY['7K3M9QX', '8K3M9QX'])")
