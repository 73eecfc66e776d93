"""A dump of the case store holds nothing of who told us: no name, no key that opens one, no foreign key (R-07)."""

from __future__ import annotations

from tests.boundary import case, stolen
from tests.boundary.case import CANARIES, Story
from tests.boundary.databases import Database

STORE = "reporters_"
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'
"""


def test_no_foreign_key_leads_from_the_store_to_a_case_or_from_a_case_to_the_store(casework: Database) -> None:
    with casework.as_administrator() as administrator:
        found = administrator.execute(FOREIGN_KEYS).fetchall()
    out = {(a, b) for a, b in found if a.startswith(STORE) and not b.startswith(STORE)}
    assert {b for _a, b in out} == {"organisation_staff"}
    assert [(a, b) for a, b in found if b.startswith(STORE) and not a.startswith(STORE)] == []


def test_a_stranger_and_every_worker_read_nothing_of_the_store(casework: Database, story: Story) -> None:
    tables = ("reporters_reporter", "reporters_asking", "reporters_opening")
    for role, looking in (("casework_web", story.stranger), ("casework_web", ""), ("casework_worker", story.sees)):
        with casework.as_role(role) as connection, connection.transaction(force_rollback=True):
            connection.execute("SELECT set_config('app.staff', %s, true)", (looking,))
            for table in tables:
                allowed = connection.execute("SELECT has_table_privilege(%s, 'SELECT')", (table,)).fetchone()
                count = connection.execute(f"SELECT count(*) FROM {table}").fetchone() if allowed == (True,) else (0,)
                assert count == (0,), (role, table)


def test_the_key_of_a_case_opens_no_word_of_who_told_it(story: Story) -> None:
    opened = case.opened_by_the_case_key(story.case, story.sees)
    assert CANARIES["worry"] in opened
    for told in ("name", "safe", "why"):
        assert CANARIES[told] not in opened


def test_a_dump_of_everything_holds_no_word_of_who_told_us_and_the_store_has_rows(
    casework: Database, story: Story
) -> None:
    assert stolen.in_dump(casework, stolen.marks(CANARIES[told] for told in ("name", "safe", "why"))) == set()
    with casework.as_administrator() as administrator:
        for table in ("reporter", "asking", "opening", "tally"):
            row = administrator.execute(f"SELECT count(*) FROM reporters_{table}").fetchone()
            assert row is not None
            assert row[0] > 0, table


def test_no_secret_that_the_database_holds_opens_what_was_locked(casework: Database, story: Story) -> None:
    with casework.as_administrator() as administrator:
        rows = administrator.execute("SELECT locked, told FROM reporters_reporter ORDER BY promise").fetchall()
    assert {(locked is None, told is None) for locked, told in rows} == {(False, True), (True, False)}
