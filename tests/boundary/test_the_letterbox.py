"""The letterbox opens from the inside only."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from alongside.commons.envelope import seal
from tests.boundary import letterbox
from tests.boundary.conftest import Copy
from tests.boundary.databases import Connection, Database

TOKEN = b"a token that only a receipt gives"
MARK = hashlib.sha256(TOKEN).digest()
WAITS = "SELECT id FROM letterbox.at('7K3M9Q', %s, '2026-11-22')"


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
        for locator in ("7K3M9Q", "8K3M9Q"):
            post.execute(letterbox.REPLY, (uuid.uuid4(), locator, MARK, b"x" * 5232))
    with written.as_role("public_web") as web:
        read = "SELECT sealed FROM letterbox.at(%s, %s, '2026-11-22')"
        assert web.execute(read, ("7K3M9Q", MARK)).fetchall() == [(b"x" * 5232,)]
        for pattern in ("%", "______", "", "7K3M9Q' OR true --", "7k3m9q"):
            assert web.execute(read, (pattern, MARK)).fetchall() == []
        for wrong in (TOKEN, b"", hashlib.sha256(b"another receipt").digest()):
            assert web.execute(read, ("7K3M9Q", wrong)).fetchall() == []
        with pytest.raises(psycopg.errors.UndefinedFunction):
            web.execute("SELECT id FROM letterbox.at(ARRAY['7K3M9Q', '8K3M9Q'], %s, '2026-11-22')", (MARK,))


def test_only_the_token_burns_what_waits_and_the_day_closes_it(public: Database, copy: Copy) -> None:
    written = copy(public)
    with written.as_role("post") as post:
        post.execute(letterbox.REPLY, (uuid.uuid4(), "7K3M9Q", MARK, b"x" * 5232))
    with written.as_role("public_web") as web:
        for wrong in (MARK, b"", b"token "):
            assert web.execute("SELECT letterbox.burn('7K3M9Q', %s)", (wrong,)).fetchone() == (False,)
        assert web.execute("SELECT letterbox.burn('8K3M9Q', %s)", (TOKEN,)).fetchone() == (False,)
        for day, waits in (("2027-05-22", 1), ("2027-05-23", 0)):
            assert len(web.execute("SELECT id FROM letterbox.at('7K3M9Q', %s, %s)", (MARK, day)).fetchall()) == waits
        for burnt_now in (True, False):
            assert web.execute("SELECT letterbox.burn('7K3M9Q', %s)", (TOKEN,)).fetchone() == (burnt_now,)
        assert web.execute(WAITS, (MARK,)).fetchall() == []
    # What the post still brings for a burnt receipt stays shut.
    with written.as_role("post") as post:
        post.execute(letterbox.REPLY, (uuid.uuid4(), "7K3M9Q", MARK, b"x" * 5232))
    with written.as_role("public_web") as web:
        assert web.execute(WAITS, (MARK,)).fetchall() == []


def test_what_closed_is_forgotten_by_the_worker(public: Database, copy: Copy) -> None:
    written = copy(public)
    with written.as_role("post") as post:
        post.execute(letterbox.REPLY, (uuid.uuid4(), "7K3M9Q", MARK, b"x" * 5232))
    for day, waits in (("2027-05-22", 1), ("2027-05-23", 0)):
        with written.as_role("public_worker") as worker:
            worker.execute("SELECT letterbox.forget(%s)", (day,))
        with written.as_role("public_web") as web:
            assert len(web.execute(WAITS, (MARK,)).fetchall()) == waits


def test_the_sizes_that_the_letterbox_takes_are_those_of_what_is_sealed(public: Database) -> None:
    with public.as_role("public_web") as web:
        for kind in seal.KINDS_SEALED:
            sizes = seal.SEALED_PART_SIZES if kind == "part" else seal.SEALED_SIZES
            for size in (*sizes, *(size + 1 for size in sizes)):
                assert _is_taken(web, kind, size) == (size in sizes)


def _is_taken(web: Connection, kind: str, size: int) -> bool:
    try:
        with web.transaction(force_rollback=True):
            web.execute(
                "INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, %s, 'k', %s)",
                (uuid.uuid4(), kind, bytes(size)),
            )
    except psycopg.errors.CheckViolation:
        return False
    return True
