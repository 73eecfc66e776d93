"""What came without a place, and what one area offers to another, is due within a working day; when it is late those
hear who have to, once, and not what it is about.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from alongside.casework.keys.middleware import looking
from alongside.commons import clock
from tests import cast
from tests.casework.duty.conftest import MONDAY_AT_NOON, told_of_danger

As = Callable[[str], None]
At = Callable[[datetime], None]
TUESDAY = MONDAY_AT_NOON + timedelta(days=1)
WEDNESDAY = MONDAY_AT_NOON + timedelta(days=2)
QUAY = "It belongs to Glanaber."


def tell_what_is_late() -> int:
    from alongside.casework.duty import late

    return late.tell_what_is_late()


def mails() -> list[tuple[str, str, str]]:
    """What waits to go out about what is late: to whom, kind, page. As the web role, which may read it here."""
    from alongside.site.outbox.models import Mail

    rows = Mail.objects.filter(kind__in=("overdue", "waiting"), queued_at__gte=WEDNESDAY.replace(hour=0))
    return sorted(rows.values_list("to__email", "kind", "path"))


def somebody(person: cast.Person) -> Any:
    from alongside.casework.organisation.models import Staff

    return Staff.objects.get(email=person.email)


def a_stray() -> Any:
    """A concern from somebody who did not know the place; call as role intake."""
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern
    from alongside.commons.envelope.contents import Concern

    told = Concern(kind_of_door="somebody", area="not_sure", worry="I do not know where.", sent_at=clock.now())
    return open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(takes_unplaced=True))


@pytest.fixture
def monday(as_: As, at: At) -> Iterator[As]:
    """It is Monday at noon, and nothing of earlier tests is due any more."""
    from alongside.casework.due.models import Reminder
    from alongside.site.outbox.models import Mail

    at(MONDAY_AT_NOON)
    as_("casework_web")
    Reminder.objects.filter(over_at=None).update(over_at=clock.now())
    as_("casework_worker")
    Mail.objects.all().delete()
    yield as_
    as_("casework_web")
    Reminder.objects.filter(over_at=None).update(over_at=clock.now())


def browser(person: cast.Person) -> Client:
    client = Client()
    client.force_login(somebody(person))
    return client


def test_what_came_without_a_place_is_due_tomorrow_and_stands_so_in_the_queue(monday: As) -> None:
    monday("intake")
    stray = a_stray()
    told_of_danger()
    monday("casework_web")
    queue = browser(cast.INTAKE).get("/intake/?show=unplaced").content.decode()
    assert f'href="/referrals/{stray.id}/"' in queue
    assert queue.count("Find the area and offer it there") == queue.count('<h2 class="govuk-heading-s"><a')
    assert "decide about it here: due tomorrow." in queue
    assert "Find the area that this concern belongs to" in browser(cast.INTAKE).get("/").content.decode()


def test_late_it_is_told_once_to_the_coordinator_without_a_word_of_what_it_is_about(monday: As, at: At) -> None:
    monday("intake")
    stray = a_stray()
    for day, told in ((TUESDAY, 0), (WEDNESDAY, 1), (WEDNESDAY, 0)):
        at(day)
        monday("casework_worker")
        assert tell_what_is_late() == told
    monday("casework_web")
    assert mails() == [(cast.COORDINATOR.email, "overdue", "/duty/")]
    page = browser(cast.COORDINATOR).get("/duty/").content.decode()
    assert "Northmere</bdi>: Find the area that this concern belongs to" in page
    assert "1 day overdue" in page
    assert stray.reference not in page


@pytest.mark.parametrize("how", ["accepted", "decided"])
def test_accepted_elsewhere_or_decided_here_it_is_late_no_more(monday: As, at: At, how: str) -> None:
    from alongside.casework.due.models import Due
    from alongside.casework.intake import passing
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals import actions

    monday("intake")
    stray = a_stray()
    monday("casework_web")
    ines, gwen = somebody(cast.INTAKE), somebody(cast.WELSH_INTAKE)
    with looking(ines.pk):
        if how == "decided":
            actions.make_move(stray.id, "open_referral", by=ines, reason="It is serious.")
        else:
            offer = passing.offer(stray.id, Area.objects.get(code="glanaber"), QUAY, by=ines)
    if how == "accepted":
        with looking(gwen.pk):
            passing.accept(offer.id, by=gwen)
            assert not Due.objects.open().filter(case=stray.id).exists()
    at(WEDNESDAY)
    monday("casework_worker")
    assert tell_what_is_late() == 0


def test_nobody_crosses_it_off_by_hand(monday: As) -> None:
    from alongside.casework.due import actions
    from alongside.casework.due.models import Due
    from alongside.commons.refusals import NotAllowed

    monday("intake")
    stray = a_stray()
    monday("casework_web")
    ines = somebody(cast.INTAKE)
    with looking(ines.pk):
        due = Due.objects.get(case=stray.id)
        with pytest.raises(NotAllowed, match="when an area has accepted"):
            actions.complete(due.id, "Done.", by=ines)
        with pytest.raises(NotAllowed, match="not moved"):
            actions.move(due.id, clock.today() + timedelta(days=9), "Later.", by=ines)
    page = browser(cast.INTAKE).get(f"/due/{due.id}/").content.decode()
    assert "It ends when an area has accepted the concern" in page
    assert "Complete</button>" not in page


def test_an_offer_without_an_answer_is_told_to_both_areas_and_names_nobody(monday: As, at: At) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.organisation.models import Area

    monday("intake")
    concern = told_of_danger(hurt="no", called="Robin")
    monday("casework_web")
    ines = somebody(cast.INTAKE)
    with looking(ines.pk):
        passing.offer(concern.id, Area.objects.get(code="glanaber"), QUAY, by=ines)
    at(WEDNESDAY.replace(hour=3))
    monday("casework_worker")
    assert tell_what_is_late() == 0, "nobody of Glanaber is on duty at night"
    at(WEDNESDAY)
    assert tell_what_is_late() == 1
    monday("casework_web")
    assert mails() == sorted([
        (cast.WELSH_INTAKE.email, "waiting", "/intake/"),
        (cast.INTAKE.email, "overdue", "/duty/"),
        (cast.COORDINATOR.email, "overdue", "/duty/"),
    ])  # fmt: skip
    queue = browser(cast.WELSH_INTAKE).get("/intake/").content.decode()
    assert "1 day overdue" in queue
    assert "offered to Glanaber" in browser(cast.INTAKE).get("/duty/").content.decode()


def test_the_worker_that_tells_learns_of_no_case(monday: As) -> None:
    from django.db import ProgrammingError, connection, transaction

    monday("intake")
    a_stray()
    monday("casework_worker")
    for table in ("due_due", "intake_offer", "referrals_referral"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table}")
