"""What the public half is told: signed, when the roster changes and every hour, and no name of anybody on duty."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from alongside.casework.keys.middleware import looking
from alongside.commons import clock, exchange, installation
from alongside.commons.calendars import Nation, is_working_day
from tests import cast
from tests.casework.duty.conftest import DAY, MONDAY_AT_NOON

As = Callable[[str], None]
At = Callable[[datetime], None]


def published() -> bool:
    from alongside.casework.duty import bulletin

    return bulletin.publish_when_due()


def newest() -> exchange.Bulletin:
    """The newest duty bulletin in the tray, as the post reads it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, number, made_at, body, key_id, signature FROM outgoing_outgoing WHERE kind = 'duty'"
            " ORDER BY number DESC LIMIT 1"
        )
        kind, number, made_at, body, key_id, signature = cursor.fetchone()
        return exchange.Bulletin(kind, number, made_at, bytes(body), key_id, bytes(signature))


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_it_leaves_at_once_when_the_roster_changes_and_once_an_hour(as_: As, at: At) -> None:
    from alongside.casework.duty import actions
    from alongside.casework.organisation.models import Area, Staff

    at(MONDAY_AT_NOON)
    as_("casework_worker")
    published()
    assert not published()
    at(MONDAY_AT_NOON + timedelta(minutes=59))
    assert not published()
    at(MONDAY_AT_NOON + timedelta(minutes=61))
    assert published()
    assert not published()
    as_("casework_web")
    cora, ines = (Staff.objects.get(email=who.email) for who in (cast.COORDINATOR, cast.INTAKE))
    with looking(cora.pk):
        day = clock.today()
        change = actions.add_leave(Area.objects.get(code="northmere"), ines, day, day, by=cora)
    as_("casework_worker")
    assert published()
    as_("casework_web")
    with looking(cora.pk):
        actions.undo(change.pk, by=cora)
    as_("casework_worker")
    assert published()
    assert not published()


def test_it_says_when_somebody_reads_in_the_next_14_days_and_who_takes_the_unplaced(as_: As, at: At) -> None:
    at(MONDAY_AT_NOON)
    as_("casework_worker")
    published()
    at(MONDAY_AT_NOON + timedelta(hours=2))
    published()
    as_("post")
    bulletin = newest()
    says: Any = bulletin.says()
    public = Ed25519PublicKey.from_public_bytes(installation.state("keys", "public", "bulletin.pub").read_bytes())
    exchange.verify(bulletin, {exchange.key_id(public): public})
    assert set(says) == {"areas", "unplaced"}
    northmere = says["areas"]["northmere"]
    assert northmere["reads"][0] == [_utc(MONDAY_AT_NOON.replace(hour=hour)) for hour in (9, 17)]
    assert northmere["reads"][-1] == [_utc((MONDAY_AT_NOON + 14 * DAY).replace(hour=hour)) for hour in (9, 17)]
    assert len(northmere["reads"]) == 11
    assert northmere["line"] == "01632 960 123"
    assert {code: area["both"] for code, area in says["areas"].items()} == {"northmere": False, "glanaber": True}
    assert northmere["reader"]["en"] == "trained staff of Northmere Council"
    assert says["unplaced"] == {"area": "northmere", "name": "Northmere", **northmere}
    told = json.dumps(says)
    for person in cast.CASEWORK:
        assert person.name not in told
        assert person.name.split()[0] not in told


def next_after(*days: tuple[int, int]) -> date:
    """The first day from tomorrow on that has one of these months and days."""
    day = date.today() + DAY  # noqa: DTZ011 (the cast's roster begins on the machine's own day)
    while (day.month, day.day) not in days:
        day += DAY
    return day


@pytest.mark.parametrize(
    ("day", "offsets"),
    [
        # The Sunday on which clocks change is the last one of its month, so within these two weeks.
        (next_after((3, 23)), {0, 1}),
        (next_after((10, 23)), {0, 1}),
        (next_after((12, 29)), {0}),
    ],
)
def test_over_both_changes_of_the_clock_and_new_year_it_keeps_to_the_clock_on_the_wall(
    as_: As, at: At, day: date, offsets: set[int]
) -> None:
    from alongside.casework.duty import bulletin

    at(datetime.combine(day, time(0), clock.LONDON))
    as_("casework_worker")
    reads = bulletin.says(clock.now())["areas"]["northmere"]["reads"]
    local = [[datetime.fromisoformat(moment).astimezone(clock.LONDON) for moment in span] for span in reads]
    assert all((begins.hour, ends.hour, begins.minute, ends.minute) == (9, 17, 0, 0) for begins, ends in local)
    assert {begins.utcoffset() for begins, _ in local} == {timedelta(hours=hours) for hours in offsets}
    working = [day + ahead * DAY for ahead in range(15) if is_working_day(day + ahead * DAY, Nation.ENGLAND_AND_WALES)]
    assert [begins.date() for begins, _ in local] == working


def test_an_area_is_read_by_its_cover_while_its_own_people_are_away(as_: As, at: At) -> None:
    from alongside.casework.duty import actions, bulletin
    from alongside.casework.organisation.models import Area, Staff

    at(MONDAY_AT_NOON)
    as_("casework_web")
    magnus, gwen = (Staff.objects.get(email=who.email) for who in (cast.MANAGER, cast.WELSH_INTAKE))
    glanaber, day = Area.objects.get(code="glanaber"), clock.today()
    with looking(magnus.pk):
        away = actions.add_leave(glanaber, gwen, day, day + timedelta(days=30), by=magnus)
        with_cover = bulletin.says(clock.now())["areas"]["glanaber"]["reads"]
        alone = actions.arrange(glanaber, "nobody", by=magnus)
        without = bulletin.says(clock.now())["areas"]["glanaber"]["reads"]
        for change in (alone, away):
            actions.undo(change.pk, by=magnus)
    assert len(with_cover) == 11
    assert without == []


def test_the_worker_signs_and_reads_no_case(as_: As) -> None:
    from django.db import DatabaseError, transaction

    from alongside.casework.referrals.models import Referral

    as_("casework_worker")
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.count()
