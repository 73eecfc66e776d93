"""Whoever is on duty hears within seconds that somebody could be hurt, and others after 15 minutes of silence."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from alongside.casework.keys.middleware import looking
from alongside.commons import clock
from tests import cast
from tests.casework.duty.conftest import MONDAY_AT_NOON, SATURDAY, told_of_danger
from tests.conftest import LONG

As = Callable[[str], None]
At = Callable[[datetime], None]
QUARTER = timedelta(minutes=15)
KILLS = 200 if LONG else 20


def go_round() -> None:
    from alongside.casework.duty import alerts

    alerts.look_after_all()


def open_alerts(area: str = "northmere") -> list[Any]:
    from alongside.casework.duty.models import Alert

    return list(Alert.objects.filter(area__code=area, acknowledged_at=None))


def told(alert: Any) -> dict[str, str]:
    """Who was told, by e-mail address, and at which step. As the web role: the worker reads no addresses here."""
    from alongside.casework.duty.models import Told

    return {row.staff.email: row.step for row in Told.objects.filter(alert=alert).select_related("staff")}


def urgent_mails() -> int:
    from alongside.site.outbox.models import Mail

    return Mail.objects.filter(kind="urgent").count()


def test_a_concern_with_danger_makes_an_alert_in_the_transaction_that_opens_it(as_: As, at: At) -> None:
    at(MONDAY_AT_NOON)
    as_("intake")
    told_of_danger(channel="telephone")
    told_of_danger(hurt="no")
    with transaction.atomic():
        told_of_danger()
        transaction.set_rollback(True)
    as_("casework_web")
    assert len(open_alerts()) == 1


@pytest.mark.parametrize("channel", ["public", "professional", "machine", "telephone", "webchat"])
def test_every_way_in_alerts(as_: As, channel: str) -> None:
    as_("intake")
    told_of_danger(channel=channel)
    as_("casework_web")
    assert len(open_alerts()) == 1


def test_whoever_is_on_duty_hears_first_then_those_who_lead_each_once(as_: As, at: At) -> None:
    at(MONDAY_AT_NOON)
    as_("intake")
    told_of_danger()
    as_("casework_worker")
    before = urgent_mails()
    go_round()
    go_round()
    as_("casework_web")
    (alert,) = open_alerts()
    assert told(alert) == {cast.INTAKE.email: "on_duty"}

    at(MONDAY_AT_NOON + QUARTER - timedelta(minutes=1))
    as_("casework_worker")
    go_round()
    assert urgent_mails() == before + 1
    at(MONDAY_AT_NOON + QUARTER + timedelta(minutes=1))
    go_round()
    go_round()
    at(MONDAY_AT_NOON + 3 * QUARTER)
    go_round()
    assert urgent_mails() == before + 4
    as_("casework_web")
    leads = {person.email: "leads" for person in (cast.COORDINATOR, cast.CHAIR, cast.DEPUTY)}
    assert told(open_alerts()[0]) == {cast.INTAKE.email: "on_duty", **leads}


def test_out_of_hours_the_area_that_covers_hears_and_sees_the_concern_for_three_days(as_: As, at: At) -> None:
    """Glanaber is covered by Northmere, which reads at the same hours; a day of leave leaves Glanaber to its cover."""
    from alongside.casework.disclosures.models import Disclosure
    from alongside.casework.duty import actions
    from alongside.casework.organisation.models import Area, Staff
    from alongside.casework.referrals import queries

    at(MONDAY_AT_NOON)
    as_("casework_web")
    magnus, gwen, ines = (Staff.objects.get(email=who.email) for who in (cast.MANAGER, cast.WELSH_INTAKE, cast.INTAKE))
    with looking(magnus.pk):
        day = clock.today()
        leave = actions.add_leave(Area.objects.get(code="glanaber"), gwen, day, day, by=magnus)
    as_("intake")
    referral = told_of_danger("glanaber")
    as_("casework_worker")
    go_round()
    as_("casework_web")
    assert told(open_alerts("glanaber")[0]) == {cast.INTAKE.email: "cover"}
    with looking(ines.pk):
        seen = queries.find(ines, referral.id)
        assert "concern" in queries.sees(seen)
        (row,) = Disclosure.objects.filter(case=referral, act="cover")
        assert (row.agency.name, row.expires_on) == (cast.COUNCIL, clock.today() + timedelta(days=3))
    at(MONDAY_AT_NOON + timedelta(days=3, minutes=1))
    with looking(ines.pk), pytest.raises(queries.NotFound):
        queries.find(ines, referral.id)
    at(MONDAY_AT_NOON)
    with looking(magnus.pk):
        actions.undo(leave.id, by=magnus)


def test_a_concern_in_the_area_s_own_hours_is_shared_with_nobody_else(as_: As, at: At) -> None:
    from alongside.casework.organisation.models import Staff
    from alongside.casework.referrals import queries

    at(MONDAY_AT_NOON)
    as_("intake")
    referral = told_of_danger("glanaber")
    as_("casework_web")
    ines = Staff.objects.get(email=cast.INTAKE.email)
    with looking(ines.pk), pytest.raises(queries.NotFound):
        queries.find(ines, referral.id)


def test_with_nobody_on_duty_those_who_lead_hear_at_once(as_: As, at: At) -> None:
    at(SATURDAY)
    as_("intake")
    told_of_danger()
    as_("casework_worker")
    go_round()
    as_("casework_web")
    assert set(told(open_alerts()[0]).values()) == {"leads"}


def test_a_thousand_alerts_make_one_mail_until_somebody_answers(as_: As, at: At) -> None:
    from alongside.casework.duty import alerts
    from alongside.casework.duty.models import Alert
    from alongside.casework.organisation.models import Area, Staff

    at(MONDAY_AT_NOON)
    as_("intake")
    area = Area.objects.get(code="northmere")
    Alert.objects.bulk_create([Alert(area=area, made_at=clock.now()) for _ in range(1000)])
    as_("casework_worker")
    before = urgent_mails()
    go_round()
    go_round()
    assert urgent_mails() == before + 1
    as_("casework_web")
    ines = Staff.objects.get(email=cast.INTAKE.email)
    with looking(ines.pk):
        assert alerts.acknowledge(area, clock.now(), by=ines) == 1000
        assert alerts.acknowledge(area, clock.now(), by=ines) == 0


def test_what_comes_after_the_page_was_drawn_goes_on_asking(as_: As, at: At) -> None:
    from alongside.casework.duty import alerts
    from alongside.casework.organisation.models import Area, Staff

    at(MONDAY_AT_NOON)
    as_("intake")
    told_of_danger()
    as_("casework_worker")
    go_round()
    drawn = clock.now()
    at(MONDAY_AT_NOON + timedelta(minutes=5))
    as_("intake")
    told_of_danger()
    as_("casework_web")
    ines = Staff.objects.get(email=cast.INTAKE.email)
    with looking(ines.pk):
        assert alerts.acknowledge(Area.objects.get(code="northmere"), drawn, by=ines) == 1
    as_("casework_worker")
    before = urgent_mails()
    go_round()
    assert urgent_mails() == before + 1


def test_only_who_was_told_or_works_on_the_area_s_concerns_acknowledges_and_a_leaf_says_so(as_: As, at: At) -> None:
    from django.db import connection

    from alongside.casework.duty import alerts
    from alongside.casework.organisation.models import Area, Staff
    from alongside.commons.refusals import NotAllowed

    at(MONDAY_AT_NOON)
    as_("intake")
    told_of_danger()
    as_("casework_web")
    (alert,) = open_alerts()
    area = Area.objects.get(code="northmere")
    for person in (cast.CASE_MANAGER, cast.MENTOR, cast.MANAGER, cast.WELSH_INTAKE):
        somebody = Staff.objects.get(email=person.email)
        with looking(somebody.pk), pytest.raises(NotAllowed):
            alerts.acknowledge(area, clock.now(), by=somebody)
    cora = Staff.objects.get(email=cast.COORDINATOR.email)
    with looking(cora.pk):
        assert alerts.acknowledge(area, clock.now(), by=cora) == 1
    as_("auditor")
    with connection.cursor() as cursor:
        cursor.execute("SELECT staff_id, verb FROM audit.leaf WHERE %s = ANY(subjects)", [alert.id])
        assert cursor.fetchall() == [(cora.pk, "acknowledged")]


def test_the_intake_worker_may_add_an_alert_and_nothing_else(as_: As) -> None:
    from alongside.casework.duty.models import Alert, Told
    from alongside.site.outbox.models import Mail

    as_("intake")
    for forbidden in (Alert.objects.count, Told.objects.count, Mail.objects.count, Alert.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()


def test_killed_at_any_moment_the_worker_tells_everybody_once(as_: As, at: At) -> None:
    """Each alert is told exactly once, with exactly one mail, however often the worker dies."""
    from alongside.casework.duty.models import Told

    at(MONDAY_AT_NOON)
    moments = random.Random(20150308)
    as_("casework_worker")
    mails, told_before = urgent_mails(), Told.objects.count()
    for _ in range(KILLS):
        as_("intake")
        told_of_danger()
        as_("casework_worker")
        pid = os.fork()
        if not pid:
            _be_the_worker()
        time.sleep(moments.uniform(0, 0.05))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        go_round()
        go_round()
        as_("casework_web")
        from tests.casework.duty.conftest import acknowledge_all

        acknowledge_all()
    as_("casework_worker")
    assert Told.objects.count() - told_before == KILLS
    assert urgent_mails() - mails == KILLS


_left_alone: list[Any] = []


def _be_the_worker() -> None:
    try:
        connection = connections["default"]
        # The parent's connection is neither used nor closed: closing it here would end it there too.
        _left_alone.append(connection.connection)
        connection.connection = None
        connection.inc_thread_sharing()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        go_round()
        time.sleep(5)
    finally:
        os._exit(1)
