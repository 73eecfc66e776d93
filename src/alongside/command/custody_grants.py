"""What a custodian who retires may see no more: who told us, as far as no other key of theirs opens it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from alongside.casework.audit.commitments import Leaf, commitment
from alongside.commons import canonical, clock, installation
from alongside.commons.envelope import custody

HELD = """
SELECT reporter.id, reporter.locked FROM reporters_reporter reporter
JOIN keys.given given ON given.case_id = reporter.id AND given.staff_id = keys.me()
"""
ADD_A_LEAF = """
INSERT INTO audit.leaf (id, at, staff_id, verb, subjects, history_id, salt, commitment)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True)
class Sight:
    """What somebody sees as a custodian and loses when a key of theirs retires; how much of it nobody opens then."""

    staff: UUID | None
    lost: tuple[UUID, ...] = ()
    closed_for_ever: int = 0


def of(email: str, left: dict[str, str]) -> Sight:
    """Look up what somebody would lose.

    Args:
        left: the custodians that are left, by the names of their keys: their addresses, in small letters.
    """
    with _looking(email) as (connection, staff):
        rows = connection.execute(HELD).fetchall() if staff else []
    lost, closed = list[UUID](), 0
    for reporter, locked in rows:
        # Who it is locked to stands in the clear; what opens it is no part of any command.
        names = [each["of"] for each in canonical.decode(bytes(locked))["shares"]] if locked is not None else left
        openers = {left[name] for name in names if name in left}
        if email not in openers:
            lost.append(reporter)
            closed += locked is not None and len(openers) < custody.FEWEST
    return Sight(staff, tuple(lost), closed)


def take_back(email: str, sight: Sight) -> None:
    """End it, in one transaction with one leaf of the audit."""
    if not sight.lost:
        return
    with _looking(email) as (connection, staff):
        for reporter in sight.lost:
            connection.execute("SELECT keys.take_back(%s, NULL, %s)", (reporter, staff))
        leaf = Leaf(
            uuid.uuid4(), clock.now(), None, "took back from a custodian", list(sight.lost), None,
            secrets.token_bytes(16),
        )  # fmt: skip
        committed = commitment(installation.secret("casework/audit"), leaf, None)
        connection.execute(ADD_A_LEAF, [*leaf, committed])


@contextmanager
def _looking(email: str) -> Iterator[tuple[Any, UUID | None]]:
    """Look as a custodian looks: the rows that carry keys are seen by whom they were given to, and by nobody else."""
    with installation.connect("casework", "casework_web") as connection:
        row = connection.execute("SELECT id FROM organisation_staff WHERE lower(email) = %s", (email,)).fetchone()
        staff = row[0] if row else None
        connection.execute("SELECT set_config('app.staff', %s, true)", (str(staff or ""),))
        yield connection, staff
