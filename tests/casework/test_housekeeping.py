"""What the worker forgets by itself, under its own role; and how a new installation gets its first manager."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from alongside.casework.intake import jobs
from alongside.commons import clock
from tests.casework.conftest import as_role


@pytest.fixture
def acting_role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        as_role("casework_web")


def test_the_mark_of_an_opened_envelope_is_forgotten_after_30_days_and_one_set_aside_is_not(acting_role: None) -> None:
    from alongside.casework.intake.models import Collected

    old, now = clock.now() - timedelta(days=31), clock.now()
    rows = {
        "old": Collected(state="opened", collected_at=old, opened_at=old),
        "fresh": Collected(state="opened", collected_at=now, opened_at=now),
        "set aside": Collected(state="set_aside", collected_at=old, failure="does not open", sealed=b"sealed"),
    }
    as_role("intake")
    for row in rows.values():
        row.id, row.kind, row.key_id = uuid.uuid4(), "concern", "intake-2026-W48"
        row.save(force_insert=True)
    as_role("casework_worker")
    jobs._forget_old_marks()
    as_role("intake")
    kept = set(Collected.objects.filter(id__in=[row.id for row in rows.values()]).values_list("id", flat=True))
    assert kept == {rows["fresh"].id, rows["set aside"].id}
    Collected.objects.filter(id__in=kept).update(state="opened", sealed=None)


def test_the_worker_may_remove_lapsed_grants_and_read_none(acting_role: None) -> None:
    from django.db import DatabaseError

    from alongside.casework.keys.models import Given

    as_role("casework_worker")
    jobs._remove_lapsed_grants()
    with pytest.raises(DatabaseError), transaction.atomic():
        Given.objects.count()


def test_an_hourly_duty_is_done_at_once_and_not_again_within_the_hour() -> None:
    from alongside.site.housekeeping import hourly

    done: list[str] = []
    duty = hourly(lambda: done.append("done"))
    duty()
    duty()
    assert done == ["done"]


def test_a_second_first_manager_is_refused(acting_role: None) -> None:
    as_role("casework_owner")
    with pytest.raises(CommandError, match="There is a manager already"):
        call_command(
            "first_manager", area="Elsewhere", code="elsewhere", nation="scotland", agency="Elsewhere Council",
            name="Una Reid", email="una@elsewhere.example",
        )  # fmt: skip
