"""Work as the workers do, committing for real; a clock that goes back; alerts of other tests out of the way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from alongside.commons import clock
from alongside.commons.calendars import Nation, is_working_day
from alongside.commons.envelope.contents import Concern
from tests import cast
from tests.casework.conftest import as_role

As = Callable[[str], None]
DAY = timedelta(days=1)


def ordinary_monday() -> date:
    """A Monday to come, in the year that the cast's roster covers, with no bank holiday in the weeks after it."""
    day = datetime.now(UTC).date() + 7 * DAY
    while day.weekday() or not all(
        is_working_day(day + ahead * DAY, Nation.ENGLAND_AND_WALES) for ahead in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14)
    ):
        day += DAY
    return day


MONDAY_AT_NOON = datetime.combine(ordinary_monday(), time(12), clock.LONDON)
SATURDAY = MONDAY_AT_NOON + 5 * DAY


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Set the clock of all programs; it goes right again after the test."""
    yield clock.set_to
    clock.reset()


@pytest.fixture
def as_(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], None]]:
    """Be another role, committing for real; alerts that others left are acknowledged before and after."""
    with django_db_blocker.unblock():
        acknowledge_all()
        yield as_role
        acknowledge_all()


def acknowledge_all() -> None:
    from alongside.casework.duty.models import Alert
    from alongside.casework.organisation.models import Staff

    as_role("casework_web")
    ines = Staff.objects.get(email=cast.INTAKE.email)
    Alert.objects.filter(acknowledged_at=None).update(acknowledged_by=ines, acknowledged_at=clock.now())


def told_of_danger(area: str = "northmere", hurt: str = "yes", **said: Any) -> Any:
    """Open a concern as the intake worker does; call as role intake."""
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    told = Concern(kind_of_door="somebody", area=area, worry="He has a knife.", sent_at=clock.now(), hurt=hurt, **said)
    return open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code=area))
