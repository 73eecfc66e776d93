"""How PostgreSQL goes about what pages ask, as the role that serves, row-level security in force.

A handful of rows is always read through, so that is switched off: what has no index to use does it all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from alongside.casework.intake import waiting
from alongside.casework.national.queries import to_key
from alongside.casework.organisation.models import Area
from alongside.casework.referrals import lists
from alongside.casework.referrals.models import Referral
from tests import cast

Acting = Callable[[cast.Person], Any]
pytestmark = pytest.mark.django_db


def plan_of(asked: QuerySet[Any]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return asked.explain()


def test_the_queue_reads_what_waits_and_not_every_referral(opened: UUID, acting: Acting) -> None:
    with acting(cast.INTAKE) as ines:
        assert "referrals_at_a_stage" in plan_of(waiting.waiting(ines))


def test_the_list_of_what_is_open_does_not_read_what_is_closed(opened: UUID, acting: Acting) -> None:
    with acting(cast.INTAKE) as ines:
        assert "referrals_open" in plan_of(lists.listed(ines, lists.Wish()))


def test_what_waits_for_the_national_tracker_is_found_without_what_is_keyed(opened: UUID, acting: Acting) -> None:
    with acting(cast.COORDINATOR) as cora:
        assert "referrals_to_key" in plan_of(to_key(Area.objects.get(code="northmere"), cora))


def test_the_newest_of_what_is_closed_are_read_from_the_newest_on(opened: UUID) -> None:
    closed = Referral.objects.exclude(closed_at=None).order_by("-received_at")[:25]
    assert "Backward using referrals_received" in plan_of(closed)


def test_whether_a_row_is_seen_is_answered_by_an_index_and_no_function_for_each_row(opened: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = plan_of(Referral.objects.filter(stage="received"))
    assert "Index Only Scan using given_case on given g" in plan
    assert "may_see" not in plan
    assert "hashed SubPlan" not in plan, "all of somebody's grants are read for one page"
