"""What is shared without a place goes to one named area: never to none, never to two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoDbBlocker

from alongside.commons import clock
from alongside.commons.envelope.contents import Concern
from tests.casework.conftest import as_role


@pytest.fixture
def as_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        as_role("casework_owner")
        yield
        as_role("casework_web")


def test_the_database_refuses_two_areas_that_take_it(as_owner: None) -> None:
    from alongside.casework.organisation.models import Area

    with pytest.raises(IntegrityError, match="one_area_takes_the_unplaced"), transaction.atomic():
        Area.objects.update(takes_unplaced=True)


def test_the_database_refuses_that_none_takes_it_but_lets_the_task_go_over(as_owner: None) -> None:
    from alongside.casework.organisation.models import Area

    with pytest.raises(IntegrityError, match="one area has to take"), transaction.atomic():
        Area.objects.update(takes_unplaced=False)
    with transaction.atomic():
        Area.objects.update(takes_unplaced=False)
        Area.objects.filter(code="glanaber").update(takes_unplaced=True)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_intake_gives_it_to_the_area_that_is_named(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    from alongside.casework.intake import actions

    told = Concern(kind_of_door="somebody", area=actions.NOT_SURE, worry="I do not know where.", sent_at=clock.now())
    with django_db_blocker.unblock():
        as_role("intake")
        try:
            assert actions._area(told.area).code == "northmere"
        finally:
            as_role("casework_web")
