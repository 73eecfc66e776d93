"""The intake worker collects, opens and makes cases; killed at any moment it loses nothing and doubles nothing."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from alongside.casework.intake.letterbox import Letterbox
from alongside.commons import clock, installation
from alongside.commons.envelope.contents import Identity, ReplyTo
from alongside.commons.envelope.seal import Envelope
from tests.casework import letterbox
from tests.conftest import LONG

KILLS = 200 if LONG else 20
AT_ONCE = 4
LATER = ("intake_message", "documents_document", "reporters_reporter")


@contextmanager
def administrator() -> Iterator[psycopg.Connection[Any]]:
    """See past row security, as only an administrator of the tests can."""
    from alongside.command.postgres import Postgres
    from alongside.command.testing import TEMPLATE_PLACE

    with Postgres(TEMPLATE_PLACE).connect(installation.database("casework")["NAME"]) as connection:
        yield connection


def cases_of(ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count the concerns that were made of envelopes: how many history rows the case of each has."""
    with administrator() as connection:
        found = connection.execute(
            "SELECT id, (SELECT count(*) FROM referrals_history WHERE case_id = c.case_id)"
            " FROM referrals_concern c WHERE id = ANY(%s)",
            (ids,),
        )
        return dict(found.fetchall())


@pytest.mark.parametrize("step", ["copied", "copied and removed", "opened, not removed", "opened and removed"])
def test_a_worker_that_died_after_any_step_leaves_one_case_when_the_next_one_is_done(
    as_intake: None, step: str
) -> None:
    from alongside.casework.intake import actions

    envelope = letterbox.sealed("killed after a step")
    letterbox.post(envelope)
    box = Letterbox()
    actions.copy(*box.waiting())
    if "opened" in step:
        assert actions.open_one(envelope.id)
    if "and removed" in step:
        box.remove(envelope.id)

    # The next worker begins from the start.
    actions.collect(box)
    actions.open_waiting()
    assert letterbox.waiting() == 0
    assert cases_of([envelope.id]) == {envelope.id: 1}
    box.close()


def test_an_envelope_that_will_not_open_is_set_aside_and_the_others_are_opened(as_intake: None) -> None:
    from alongside.casework.intake import actions
    from alongside.casework.intake.models import Collected

    good, bad = letterbox.sealed("good"), letterbox.sealed("altered on the way")
    altered = type(bad)(bad.id, bad.kind, bad.key_id, bad.sealed[:-1] + bytes([bad.sealed[-1] ^ 1]))
    nowhere = letterbox.sealed("for no area of ours", area="atlantis")
    letterbox.post(altered, good, nowhere)
    box = Letterbox()
    actions.collect(box)
    actions.open_waiting()
    box.close()
    states = dict(Collected.objects.filter(id__in=[good.id, bad.id, nowhere.id]).values_list("id", "state"))
    assert states == {good.id: "opened", bad.id: "set_aside", nowhere.id: "set_aside"}
    kept = Collected.objects.get(pk=bad.id)
    assert bytes(kept.sealed or b"") == altered.sealed
    assert kept.failure


def alter(statement: str) -> None:
    """Alter the database as a deploy does, for good."""
    with administrator() as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("TABLE referrals_line RENAME closes_on TO not_yet", "TABLE referrals_line RENAME not_yet TO closes_on"),
        ("TABLE referrals_line RENAME TO not_yet", "TABLE not_yet RENAME TO referrals_line"),
        ("SCHEMA keys RENAME TO not_yet", "SCHEMA not_yet RENAME TO keys"),
    ],
    ids=["a column", "a table", "a schema"],
)
def test_a_worker_that_starts_before_the_migration_leaves_all_waiting_and_opens_it_after(
    as_intake: None, before: str, after: str
) -> None:
    from django.db import ProgrammingError

    from alongside.casework.intake import actions

    waits = [letterbox.sealed("before the migration"), letterbox.sealed("and another")]
    actions.copy(*waits)
    alter(f"ALTER {before}")
    try:
        with pytest.raises(ProgrammingError):
            actions.open_waiting()
        assert states_of(waits) == {"waiting"}
    finally:
        alter(f"ALTER {after}")
    actions.open_waiting()
    assert states_of(waits) == {"opened"}
    assert cases_of([each.id for each in waits]) == {each.id: 1 for each in waits}


def test_what_the_database_refuses_by_its_rules_is_set_aside_in_its_batch_and_the_others_are_opened_once(
    as_intake: None,
) -> None:
    """A captured public server chooses ids: of something that has keys already, among twenty that are well."""
    from alongside.casework.intake import actions

    first = letterbox.sealed("told once", reply_to=letterbox.a_receipt().reply_to())
    well = [letterbox.sealed(f"well {number}") for number in range(25)]
    actions.copy(first)
    actions.open_waiting()
    forget(first)
    again = letterbox.sealed("another under its id", id=first.id)
    nowhere = letterbox.sealed("for no area of ours", area="atlantis")
    actions.copy(*well[:10], again, nowhere, *well[10:])
    while actions.open_waiting():
        pass
    assert states_of([again, nowhere]) == {"set_aside"}
    assert cases_of([each.id for each in well]) == {each.id: 1 for each in well}


def test_what_fails_every_hour_keeps_no_concern_from_being_opened(as_intake: None) -> None:
    """A table that only the hourly forgetting asks for is not there: that came before anything was collected."""
    told = letterbox.sealed("while the forgetting fails")
    alter("ALTER TABLE intake_together RENAME TO not_yet")
    try:
        worker = letterbox.start_worker()
        letterbox.post(told)
        try:
            letterbox.until(lambda: states_of([told]) == {"opened"})
        finally:
            letterbox.kill(worker)
    finally:
        alter("ALTER TABLE not_yet RENAME TO intake_together")


def states_of(envelopes: list[Envelope]) -> set[str]:
    from alongside.casework.intake.models import Collected

    return set(Collected.objects.filter(id__in=[each.id for each in envelopes]).values_list("state", flat=True))


def forget(envelope: Envelope) -> None:
    """Forget that it was opened, as the worker does a month later."""
    from alongside.casework.intake.models import Collected

    Collected.objects.filter(pk=envelope.id).delete()


class Posted:
    """What was put into the letterbox so far, by kind: each must end as exactly one row of its own."""

    def __init__(self) -> None:
        self.concerns: list[uuid.UUID] = []
        self.later: dict[str, list[uuid.UUID]] = {table: [] for table in LATER}
        self._receipts: list[ReplyTo] = []

    def some(self) -> list[Envelope]:
        """Seal a few concerns, one of them with a file and who told it, and messages to concerns of earlier rounds."""
        back = [letterbox.message(one, words="more") for one in self._receipts[-2:]]
        told = [self._concern() for _ in range(AT_ONCE)]
        part = letterbox.file(b"what he wrote", "note.txt")
        receipt = letterbox.a_receipt().reply_to()
        with_part = letterbox.sealed("with a file", reply_to=receipt, parts=(part.id,))
        who = letterbox.seal_any(Identity(with_part.id, "named", clock.now(), name="Jo Bright", reply_to=receipt))
        self.concerns.append(with_part.id)
        for table, found in (("intake_message", back), ("documents_document", [part]), ("reporters_reporter", [who])):
            self.later[table] += [each.id for each in found]
        return [part, *told, with_part, who, *back]

    def _concern(self) -> Envelope:
        receipt = letterbox.a_receipt().reply_to()
        concern = letterbox.sealed(f"concern {len(self.concerns)}", reply_to=receipt)
        self.concerns.append(concern.id)
        self._receipts.append(receipt)
        return concern


def rows_of(table: str, ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count the rows that were made of envelopes, with what only an administrator of the tests sees."""
    condition = " AND verdict = 'clean'" if table == "documents_document" else ""
    with administrator() as connection:
        found = connection.execute(
            f"SELECT id, count(*) FROM {table} WHERE id = ANY(%s){condition} GROUP BY id",
            (ids,),  # type: ignore[arg-type]
        )
        return dict(found.fetchall())


def test_kills_at_random_moments_lose_nothing_and_double_nothing(as_intake: None) -> None:
    """Keep posting while the worker is killed and started again; each envelope ends as exactly one of what it is."""
    moments, posted = random.Random(20150308), Posted()
    for _ in range(KILLS):
        letterbox.post(*posted.some())
        worker = letterbox.start_worker()
        time.sleep(moments.uniform(0.02, 0.6))
        letterbox.kill(worker)
    worker = letterbox.start_worker()
    try:
        done = lambda: letterbox.waiting() == 0 and letterbox.collected("waiting") == 0  # noqa: E731
        letterbox.until(done, seconds=60 + 2 * KILLS)
    finally:
        letterbox.kill(worker)
    assert cases_of(posted.concerns) == dict.fromkeys(posted.concerns, 1)
    for table, ids in posted.later.items():
        assert rows_of(table, ids) == dict.fromkeys(ids, 1), table
