"""What an agency contributed is read by whom it names and nobody else: the database holds that by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import cast
from tests.boundary.case import Story
from tests.boundary.conftest import Copy
from tests.boundary.databases import Database
from tests.boundary.rows import look_as

NOTICE, SAYS, ASKED = "agencies_contribution", "agencies_said", "agencies_request"


def counted(database: Database, person: cast.Person, table: str, *, now: str = "") -> int:
    """Return how many rows of a table somebody sees, as the role that serves pages."""
    with database.as_administrator() as administrator:
        row = administrator.execute("SELECT id FROM organisation_staff WHERE email = %s", (person.email,)).fetchone()
    assert row is not None
    with database.as_role("casework_web") as web, web.transaction(force_rollback=True):
        look_as(web, str(row[0]), now=now)
        seen = web.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert seen is not None
    return int(seen[0])


def test_who_reads_the_case_and_is_not_named_sees_that_there_is_one_and_not_what_it_says(
    casework: Database, story: Story
) -> None:
    assert counted(casework, cast.CHAIR, SAYS) > 0
    assert counted(casework, cast.SUPERVISOR, NOTICE) > 0
    assert counted(casework, cast.SUPERVISOR, SAYS) == 0


def test_the_partner_sees_its_question_and_its_own_words_and_another_partner_neither(
    casework: Database, story: Story
) -> None:
    assert counted(casework, cast.PANEL_MEMBER, ASKED) > 0
    assert counted(casework, cast.PANEL_MEMBER, SAYS) > 0
    for table in (ASKED, NOTICE, SAYS):
        assert counted(casework, cast.TOM, table) == 0


def test_it_lapses_by_the_clock_for_whom_it_was_named_and_stays_its_agencys(casework: Database, story: Story) -> None:
    with casework.as_administrator() as administrator:
        row = administrator.execute(f"SELECT max(until) FROM {NOTICE}").fetchone()
    assert row is not None
    after = (datetime.combine(row[0], datetime.min.time()) + timedelta(days=2)).isoformat() + "+00:00"
    assert counted(casework, cast.CHAIR, SAYS, now=after) == 0
    assert counted(casework, cast.CHAIR, NOTICE, now=after) > 0
    assert counted(casework, cast.PANEL_MEMBER, SAYS, now=after) > 0


@pytest.mark.parametrize(
    "broken",
    [
        f"ALTER TABLE {SAYS} DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY by_grant ON {SAYS}; CREATE POLICY by_grant ON {SAYS} USING (EXISTS (SELECT 1 FROM {NOTICE} n"
        " WHERE n.id = contribution_id AND keys.may_see(n.of_case)))",
    ],
)
def test_where_the_wall_is_broken_this_sees_it(broken: str, casework: Database, story: Story, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_(broken)
    assert counted(spoiled, cast.SUPERVISOR, SAYS) > 0
