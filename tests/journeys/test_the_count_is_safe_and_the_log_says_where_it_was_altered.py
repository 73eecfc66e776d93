"""Oversight shows counts with small numbers hidden; the audit log is whole, and says where it is not."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect

from alongside.casework.audit import verification
from alongside.command.postgres import Postgres
from alongside.command.supervise import Supervisor
from alongside.commons import installation as here
from tests import cast
from tests.journeys.telling import share


def test_a_small_count_is_hidden_on_the_oversight_page(
    visitor: Page,
    as_: Callable[[cast.Person], Page],
    public: str,
    casework: str,
    look: Callable[[Page, str], None],
) -> None:
    share(visitor, public, "A first concern of only a few.")
    stellan = as_(cast.STATISTICIAN)
    for _ in range(40):
        stellan.goto(f"{casework}/oversight/")
        if stellan.get_by_text("fewer than 8").count():
            break
        stellan.wait_for_timeout(250)
    expect(stellan.get_by_text("fewer than 8").first).to_be_visible()
    look(stellan, "oversight")


@pytest.fixture
def report(installation: Supervisor) -> Callable[[], verification.Report]:
    """Verify the log as ``./alongside audit verify`` does, when everything has been numbered."""

    def verify() -> verification.Report:
        with administrator(installation) as connection:
            for _ in range(50):
                if connection.execute("SELECT count(*) FROM audit.waiting").fetchone() == (0,):
                    break
                time.sleep(0.2)
        time.sleep(0.3)
        return verification.verify_installation()

    return verify


def administrator(installation: Supervisor) -> Any:
    return Postgres(installation.place).connect(here.database("casework")["NAME"])


ALTERATIONS = {
    "a history row": (
        "UPDATE referrals_history SET enters = 'closed' WHERE id = %s",
        "UPDATE referrals_history SET enters = 'received' WHERE id = %s",
        "SELECT id FROM referrals_history WHERE enters = 'received' LIMIT 1",
    ),
    "a leaf": (
        "UPDATE audit.leaf SET verb = 'saw nothing' WHERE id = %s",
        "UPDATE audit.leaf SET verb = 'received' WHERE id = %s",
        "SELECT id FROM audit.leaf WHERE verb = 'received' LIMIT 1",
    ),
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_altered_row_is_named(
    installation: Supervisor, report: Callable[[], verification.Report], visitor: Page, public: str, what: str
) -> None:
    share(visitor, public, "Something to log.")
    until_something_is_logged(installation)
    assert report().findings == ()
    alter, put_right, choose = ALTERATIONS[what]
    with administrator(installation) as connection:
        # Only an administrator of the database, who can switch the guards off, gets this far.
        connection.execute("SET session_replication_role = replica")
        row = connection.execute(choose).fetchone()[0]
        connection.execute(alter, (row,))
        try:
            found = report().findings
        finally:
            connection.execute(put_right, (row,))
    assert len(found) == 1
    assert str(row) in found[0].sentence
    assert report().findings == ()


def test_a_cut_off_end_of_the_log_is_found(
    installation: Supervisor, report: Callable[[], verification.Report], visitor: Page, public: str
) -> None:
    share(visitor, public, "The last thing that was logged.")
    until_something_is_logged(installation)
    report()
    sequencer = installation.running["sequencer"]
    sequencer.send_signal(signal.SIGSTOP)
    with administrator(installation) as connection:
        connection.execute("SET session_replication_role = replica")
        last = connection.execute("SELECT * FROM audit.position ORDER BY number DESC LIMIT 1").fetchone()
        connection.execute("DELETE FROM audit.position WHERE number = %s", (last[0],))
        try:
            sentences = [finding.sentence for finding in report().findings]
        finally:
            connection.execute("INSERT INTO audit.position VALUES (%s, %s, %s)", last)
            sequencer.send_signal(signal.SIGCONT)
    assert any("the end is gone" in sentence for sentence in sentences), sentences


class BesideWork(psycopg.Connection[Any]):
    """A connection of the auditor; as soon as the leaves are read, somebody else's work stands in the database."""

    work: Callable[[], Any]

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().execute(query, *args, **kwargs)
        if "FROM audit.leaf" in query:
            self.work()
        return answer


def test_the_log_is_read_as_it_stood_at_one_moment(
    installation: Supervisor, report: Callable[[], verification.Report], visitor: Page, public: str
) -> None:
    share(visitor, public, "What came before.")
    until_something_is_logged(installation)
    report()
    with administrator(installation) as administers, BesideWork.connect(**here.reach("casework", "auditor")) as beside:
        administers.autocommit = True
        administers.execute("SET session_replication_role = replica")
        put_in = (
            "CREATE TEMPORARY TABLE put_in AS SELECT * FROM referrals_history LIMIT 1;"
            " UPDATE put_in SET id = gen_random_uuid(), number = 9999;"
            " INSERT INTO referrals_history SELECT * FROM put_in"
        )
        beside.work = lambda: administers.execute(put_in)
        try:
            meanwhile = verification.verify(
                beside,
                here.secret("casework/audit"),
                here.state("checkpoints", "casework").read_text(encoding="utf-8"),
                here.state("checkpoints", "casework.vkey").read_text(encoding="utf-8"),
            )
            afterwards = report()
        finally:
            administers.execute("DELETE FROM referrals_history WHERE id IN (SELECT id FROM put_in)")
    assert meanwhile.findings == ()
    assert ["has no leaf" in finding.sentence for finding in afterwards.findings] == [True]


def until_something_is_logged(installation: Supervisor) -> None:
    with administrator(installation) as connection:
        for _ in range(100):
            if connection.execute("SELECT count(*) FROM referrals_history").fetchone() != (0,):
                return
            time.sleep(0.2)
    raise AssertionError("nothing was logged")
