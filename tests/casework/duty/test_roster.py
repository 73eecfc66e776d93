"""Who changes a roster, and that every change can be looked up and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.casework.keys.middleware import set_looking
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.duty.conftest import MONDAY_AT_NOON

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def monday(at: Callable[[datetime], None]) -> date:
    at(MONDAY_AT_NOON)
    return MONDAY_AT_NOON.date()


def area(code: str = "northmere") -> Any:
    from alongside.casework.organisation.models import Area

    return Area.objects.get(code=code)


def live(kind: str) -> list[Any]:
    from alongside.casework.duty import models

    return list(getattr(models, kind).objects.filter(models.LIVE, area=area()))


def days_of(kind: str = "Turn") -> list[tuple[str, date, date]]:
    return [(row.staff.name, row.from_on, row.until_on) for row in live(kind)]


def clear(by: Any) -> None:
    from alongside.casework.duty import actions
    from alongside.casework.duty.models import Turn

    for turn in live("Turn"):
        actions.remove(Turn, turn.pk, by=by)


def test_the_coordinator_and_a_manager_keep_it_and_nobody_else(acting: Acting, staff: Any, monday: date) -> None:
    from alongside.casework.duty import actions

    ines = staff(cast.INTAKE)
    for person in (cast.COORDINATOR, cast.MANAGER):
        with acting(person) as by:
            actions.add_turn(area(), ines, monday, monday, by=by)
    for person in (cast.INTAKE, cast.CHAIR, cast.DIRECTOR, cast.WELSH_INTAKE, cast.SUPERVISOR):
        with acting(person) as by, pytest.raises(NotAllowed, match="is kept by"):
            actions.add_turn(area(), ines, monday, monday, by=by)
    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match="Glanaber is kept by"):
        actions.arrange(area("glanaber"), "nobody", by=cora)


def test_the_database_refuses_whoever_does_not_keep_it(acting: Acting, staff: Any) -> None:
    from alongside.casework.duty.models import Arrangement, Change, Turn

    ines = staff(cast.INTAKE)
    with acting(cast.INTAKE), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Change.objects.create(area=area(), made_by=ines, made_at=clock.now(), verb="removed")
    with acting(cast.INTAKE):
        change = Change.objects.first()
        assert Turn.objects.update(removed_in=change) == 0
        assert Arrangement.objects.update(removed_in=change) == 0
    with acting(cast.COORDINATOR), pytest.raises(DatabaseError), transaction.atomic():
        Turn.objects.update(until_on=date(2030, 1, 1))
    with acting(cast.COORDINATOR), pytest.raises(DatabaseError), transaction.atomic():
        Turn.objects.all().delete()


def test_a_turn_is_for_who_holds_the_post_that_reads(acting: Acting, staff: Any, monday: date) -> None:
    from alongside.casework.duty import actions

    with acting(cast.COORDINATOR) as cora:
        for other in (cast.CHAIR, cast.WELSH_INTAKE):
            with pytest.raises(NotAllowed, match="does not hold the post"), transaction.atomic():
                actions.add_turn(area(), staff(other), monday, monday, by=cora)
        with pytest.raises(NotAllowed, match="past"), transaction.atomic():
            actions.add_turn(area(), staff(cast.INTAKE), monday - 9 * DAY, monday - DAY, by=cora)
        with pytest.raises(NotAllowed, match="before"), transaction.atomic():
            actions.add_turn(area(), staff(cast.INTAKE), monday, monday - DAY, by=cora)
        with pytest.raises(NotAllowed, match="a year"), transaction.atomic():
            actions.add_turn(area(), staff(cast.INTAKE), monday, monday + 366 * DAY, by=cora)


@pytest.fixture
def bo(staff: Any, monday: date) -> Any:
    """A second reader, made by the owner of the tables for this test alone."""
    from alongside.casework.organisation.models import Holding, Post, Staff

    ines, magnus = staff(cast.INTAKE), staff(cast.MANAGER)
    set_looking(magnus.pk)
    made = Staff.objects.create_user("bo@northmere.example", None, name="Bo", agency=ines.agency, joined_on=monday)
    post = Post.objects.get(role="intake", area=area())
    Holding.objects.create(post=post, staff=made, from_on=monday - 9 * DAY)
    set_looking(None)
    return made


def test_handing_over_some_days_leaves_the_others_and_undo_puts_all_back(
    acting: Acting, staff: Any, bo: Any, monday: date
) -> None:
    from alongside.casework.duty import actions

    with acting(cast.COORDINATOR) as cora:
        clear(cora)
        actions.add_turn(area(), staff(cast.INTAKE), monday, monday + 6 * DAY, by=cora)
        before = days_of()
        change = actions.hand_over(live("Turn")[0].pk, bo, monday + 2 * DAY, monday + 3 * DAY, by=cora)
        ines = cast.INTAKE.name
        assert days_of() == [
            (ines, monday, monday + DAY),
            ("Bo", monday + 2 * DAY, monday + 3 * DAY),
            (ines, monday + 4 * DAY, monday + 6 * DAY),
        ]
        actions.undo(change.pk, by=cora)
        assert days_of() == before
        with pytest.raises(NotAllowed, match="undone already"), transaction.atomic():
            actions.undo(change.pk, by=cora)


def test_two_people_swap_their_turns(acting: Acting, staff: Any, bo: Any, monday: date) -> None:
    from alongside.casework.duty import actions

    with acting(cast.COORDINATOR) as cora:
        clear(cora)
        actions.add_turn(area(), staff(cast.INTAKE), monday, monday, by=cora)
        actions.add_turn(area(), bo, monday + DAY, monday + DAY, by=cora)
        one, other = live("Turn")
        actions.swap(one.pk, other.pk, by=cora)
        assert days_of() == [("Bo", monday, monday), (cast.INTAKE.name, monday + DAY, monday + DAY)]
        with pytest.raises(NotAllowed, match="changed by somebody else"), transaction.atomic():
            actions.swap(one.pk, other.pk, by=cora)


def test_what_was_changed_again_is_undone_last_first(acting: Acting, staff: Any, monday: date) -> None:
    from alongside.casework.duty import actions

    with acting(cast.COORDINATOR) as cora:
        clear(cora)
        added = actions.add_turn(area(), staff(cast.INTAKE), monday, monday + DAY, by=cora)
        changed = actions.change_turn(live("Turn")[0].pk, staff(cast.INTAKE), monday, monday + 5 * DAY, by=cora)
        with pytest.raises(NotAllowed, match="Undo that first"), transaction.atomic():
            actions.undo(added.pk, by=cora)
        actions.undo(changed.pk, by=cora)
        assert days_of() == [(cast.INTAKE.name, monday, monday + DAY)]
        actions.undo(added.pk, by=cora)
        assert days_of() == []


def test_hours_and_arrangements_can_be_undone_too(acting: Acting) -> None:
    from alongside.casework.duty import actions

    with acting(cast.COORDINATOR) as cora:
        hours = actions.add_hours(area(), [5, 6], time(10), time(14), by=cora)
        assert [row.weekday for row in live("ReadingHours")] == [0, 1, 2, 3, 4, 5, 6]
        with pytest.raises(NotAllowed, match="overlap"), transaction.atomic():
            actions.add_hours(area(), [5], time(13), time(15), by=cora)
        actions.undo(hours.pk, by=cora)
        assert [row.weekday for row in live("ReadingHours")] == [0, 1, 2, 3, 4]
        (before,) = live("Arrangement")
        change = actions.arrange(area(), "nobody", by=cora)
        assert [row.out_of_hours for row in live("Arrangement")] == ["nobody"]
        actions.undo(change.pk, by=cora)
        assert live("Arrangement") == [before]


def test_every_change_is_a_leaf_of_the_audit(acting: Acting, staff: Any, monday: date, captured: Any) -> None:
    from alongside.casework.duty import actions

    with acting(cast.COORDINATOR) as cora:
        actions.add_leave(area(), staff(cast.INTAKE), monday, monday, by=cora)
    assert [sql for sql in captured if "INSERT INTO audit.leaf" in sql]


@pytest.fixture
def captured() -> Any:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as context:
        yield _Sql(context)


class _Sql:
    def __init__(self, context: Any) -> None:
        self.context = context

    def __iter__(self) -> Any:
        return (query["sql"] for query in self.context.captured_queries)


def test_only_a_manager_says_which_area_takes_what_has_no_place(acting: Acting) -> None:
    from alongside.casework.duty import actions
    from alongside.casework.organisation.models import Area

    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match="administration manager"):
        actions.let_take_unplaced(area(), by=cora)
    with acting(cast.MANAGER) as magnus:
        actions.let_take_unplaced(area("glanaber"), by=magnus)
        assert Area.objects.get(takes_unplaced=True).code == "glanaber"
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
