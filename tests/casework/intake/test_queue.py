"""The queue: where somebody could be hurt first, then as they came; the same words are one line and can be closed
together, never where danger was told; a page opens what it shows and no more.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from alongside.casework.keys.middleware import looking
from alongside.commons import clock
from alongside.commons.envelope.contents import Concern
from tests import cast
from tests.casework.conftest import as_role

SignedIn = Callable[[cast.Person], Client]
JUNK = "Cheap watches. Buy now."
MANY = 1000


def opened(worry: str, **said: Any) -> UUID:
    """Open a concern as the intake worker does; call as role intake."""
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    told = Concern(kind_of_door="somebody", area="northmere", worry=worry, sent_at=clock.now(), **said)
    return open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code="northmere")).id


@pytest.fixture(scope="module")
def flood(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, UUID]]:
    """A thousand concerns in the same words, and some that only look alike, opened for good."""
    with django_db_blocker.unblock():
        as_role("intake")
        found = {"first": opened(JUNK)}
        for _ in range(MANY - 2):
            opened(JUNK)
        found["spaced"] = opened("  cheap   WATCHES. Buy now.")
        found["hurt"] = opened(JUNK, hurt="yes")
        found["unsure"] = opened(JUNK, hurt="unsure")
        found["professional"] = opened(JUNK, channel="professional")
        found["machine"] = opened(JUNK, channel="machine")
        found["telephone"] = opened(JUNK, channel="telephone")
        found["child"] = opened(JUNK, age_band="16_17")
        found["named"] = opened(JUNK, promise="in_confidence")
        found["with a file"] = opened(JUNK, parts=(uuid.uuid4(),))
        found["other person"] = opened(JUNK, called="Sam")
        found["one letter more"] = opened(JUNK + "!")
        found["later"] = opened("He is not himself.", place_in_queue="later")
        found["last"] = opened("My neighbour worries me.")
        as_role("casework_web")
    yield found
    with django_db_blocker.unblock():
        as_role("casework_web")


ALONE = ("hurt", "unsure", "professional", "machine", "telephone", "child", "named", "with a file", "other person",
         "one letter more", "later", "last")  # fmt: skip


@pytest.fixture
def ines(django_db_blocker: DjangoDbBlocker, flood: dict[str, UUID]) -> Iterator[Any]:
    from alongside.casework.organisation.models import Staff

    with django_db_blocker.unblock():
        yield Staff.objects.get(email=cast.INTAKE.email)


@pytest.fixture
def browser(ines: Any) -> Client:
    client = Client()
    client.force_login(ines)
    return client


def every_line(ines: Any, **narrowed: str) -> list[Any]:
    from alongside.casework.intake import waiting

    found: list[Any] = []
    with looking(ines.pk):
        pages, lines = waiting.page(ines, "1", **narrowed)
        found += lines
        for number in range(2, pages.paginator.num_pages + 1):
            found += waiting.page(ines, str(number), **narrowed)[1]
    return found


def stages(ids: list[UUID], ines: Any) -> set[str]:
    from alongside.casework.referrals.models import Referral

    with looking(ines.pk):
        return set(Referral.objects.filter(pk__in=ids).values_list("stage", flat=True))


def test_the_same_words_are_one_line_with_its_count_and_all_else_stands_alone(
    ines: Any, flood: dict[str, UUID]
) -> None:
    by_id = {line.id: line for line in every_line(ines)}
    assert by_id[flood["first"]].same == MANY
    assert flood["spaced"] not in by_id
    for name in ALONE:
        assert by_id[flood[name]].same == 1, name


def test_the_order_is_danger_then_as_they_came_then_many_from_one_source(ines: Any, flood: dict[str, UUID]) -> None:
    lines = every_line(ines)
    order = [line.id for line in lines]
    assert all(line.hurt for line in lines[: order.index(flood["hurt"]) + 1])
    assert order.index(flood["hurt"]) < order.index(flood["first"]) < order.index(flood["last"])
    assert order.index(flood["last"]) < order.index(flood["later"])
    waited = [line.received_at for line in lines if not line.hurt and line.id != flood["later"]]
    assert waited == sorted(waited)
    assert lines[order.index(flood["later"])].why.startswith("Comes after the others")


def test_a_page_asks_the_database_no_more_for_a_thousand_than_for_ten(
    ines: Any, flood: dict[str, UUID], browser: Client
) -> None:
    with CaptureQueriesContext(connection) as drawn:
        page = browser.get("/intake/")
    assert page.status_code == 200
    assert len(drawn) <= 25
    with looking(ines.pk), CaptureQueriesContext(connection) as asked:
        from alongside.casework.intake import waiting

        _, lines = waiting.page(ines, "1")
    assert len(lines) == 25 or len(lines) == len(every_line(ines))
    assert len(asked) <= 5


def test_filters_narrow_by_kind_and_never_by_person(ines: Any, flood: dict[str, UUID], browser: Client) -> None:
    assert {line.hurt for line in every_line(ines, show="hurt")} == {True}
    assert flood["later"] in {line.id for line in every_line(ines, show="later")}
    assert every_line(ines, area="atlantis") == []
    page = browser.get("/intake/?show=overdue&area=atlantis")
    assert "No concern of this kind waits." in page.content.decode()
    assert browser.get("/intake/?show=%3Cscript%3E&area=%27%3B--&page=x").status_code == 200


def test_overdue_is_said_in_words(ines: Any, flood: dict[str, UUID], browser: Client) -> None:
    clock.shift(timedelta(days=9))
    try:
        page = browser.get("/intake/?show=overdue").content.decode()
    finally:
        clock.reset()
    assert re.search(r"First answer:\s+\d+ days overdue", page)
    assert "Waits for 9 days" in page


def test_closing_together_needs_a_reason_and_that_one_was_read(
    ines: Any, flood: dict[str, UUID], browser: Client
) -> None:
    address = f"/intake/{flood['first']}/same-words/"
    assert JUNK in browser.get(address).content.decode()
    for answers in ({}, {"reason": "An advertisement."}, {"read": "on"}, {"reason": "   ", "read": "on"}):
        assert "Error:" in browser.post(address, answers).content.decode()
    assert stages([flood["first"], flood["spaced"]], ines) == {"received"}


def test_what_stands_alone_is_not_closed_unread(ines: Any, flood: dict[str, UUID], browser: Client) -> None:
    for name in ALONE:
        page = browser.post(f"/intake/{flood[name]}/same-words/", {"reason": "An advertisement.", "read": "on"})
        assert "Fewer than 5 came in these words" in page.content.decode(), name
    assert stages([flood[name] for name in ALONE], ines) == {"received"}


def test_the_page_of_one_concern_does_not_offer_to_close_it_unread(flood: dict[str, UUID], browser: Client) -> None:
    page = browser.get(f"/referrals/{flood['first']}/").content.decode()
    assert "close_received" in page
    assert "close_together" not in page
    assert browser.get(f"/referrals/{flood['first']}/close_together/").status_code == 403


def test_a_stranger_sees_and_closes_nothing(django_db_blocker: DjangoDbBlocker, flood: dict[str, UUID]) -> None:
    from alongside.casework.organisation.models import Staff

    with django_db_blocker.unblock():
        for person in (cast.WELSH_INTAKE, cast.CHAIR, cast.MANAGER):
            client = Client()
            client.force_login(Staff.objects.get(email=person.email))
            assert client.get(f"/intake/{flood['first']}/same-words/").status_code == 404
            assert JUNK not in client.get("/intake/").content.decode()


def test_a_thousand_are_closed_by_one_reading_and_one_undo_brings_all_back(
    ines: Any, flood: dict[str, UUID], browser: Client
) -> None:
    """Some at a time, each with its own history row; what only looks alike stays; undo restores every one."""
    from alongside.casework.intake import together
    from alongside.casework.intake.models import Place, Together
    from alongside.casework.referrals.models import History

    answers = {"reason": "An advertisement, sent by a machine.", "read": "on"}
    address = f"/intake/{flood['first']}/same-words/"
    page = browser.post(address, answers)
    posts = 1
    while page.status_code == 200:
        text = page.content.decode()
        assert f"{MANY - posts * together.AT_ONCE} are left." in text
        hidden = dict(re.findall(r'<input type="hidden" name="(reason|read|goes_on)" value="([^"]*)"', text))
        page = browser.post(address, hidden)
        posts += 1
    assert page.status_code == 302
    assert posts == MANY // together.AT_ONCE
    with looking(ines.pk):
        (closing,) = Together.objects.all()
        closed = list(Place.objects.filter(closed_in=closing).values_list("case_id", flat=True))
        assert len(closed) == MANY
        assert History.objects.filter(case__in=closed, move="close_together", made_by=ines).count() == MANY
    assert stages(closed, ines) == {"closed"}
    assert stages([flood[name] for name in ALONE], ines) == {"received"}
    assert flood["first"] not in {line.id for line in every_line(ines)}

    queue = browser.get("/intake/").content.decode()
    assert f"{MANY} concerns in the same words, closed by" in queue
    for _ in range(posts):
        assert browser.post(f"/intake/together/{closing.id}/undo/").status_code == 302
    assert stages(closed, ines) == {"received"}
    assert next(line.same for line in every_line(ines) if line.id == flood["first"]) == MANY


def test_it_can_be_taken_back_for_30_days_and_not_after(ines: Any, flood: dict[str, UUID]) -> None:
    from alongside.casework.intake import together
    from alongside.commons.refusals import NotAllowed

    as_role("intake")
    five = [opened("Win a holiday.") for _ in range(5)]
    as_role("casework_web")
    with looking(ines.pk):
        closing, left = together.close(five[0], "An advertisement.", by=ines)
    assert left == 0
    try:
        clock.shift(timedelta(days=30, minutes=1))
        with looking(ines.pk), pytest.raises(NotAllowed):
            together.undo(closing.id, by=ines)
        clock.reset()
        clock.shift(timedelta(days=29))
        with looking(ines.pk):
            assert together.undo(closing.id, by=ines) == 0
    finally:
        clock.reset()
    assert stages(five, ines) == {"received"}


def test_intake_forgets_the_marks_after_30_days_and_its_program_alone_reads_them(
    ines: Any, flood: dict[str, UUID]
) -> None:
    from django.db import DatabaseError, transaction

    from alongside.casework.intake import same_words
    from alongside.casework.intake.models import Place

    as_role("casework_worker")
    with pytest.raises(DatabaseError), transaction.atomic():
        Place.objects.count()
    as_role("intake")
    old = opened("Sent long ago.")
    try:
        same_words.forget_old()
        as_role("casework_web")
        with looking(ines.pk):
            assert Place.objects.get(case=old).words is not None
        clock.shift(timedelta(days=31))
        as_role("intake")
        same_words.forget_old()
    finally:
        clock.reset()
    as_role("casework_web")
    with looking(ines.pk):
        assert Place.objects.get(case=old).words is None
        assert Place.objects.get(case=flood["first"]).words is None


def test_somebody_who_comes_back_is_read_by_themselves(ines: Any, flood: dict[str, UUID]) -> None:
    from alongside.casework.intake import later, together
    from alongside.casework.referrals.models import Line
    from alongside.commons.envelope import contents, receipt

    slip = receipt.stretch(receipt.made_from(b"somebody who comes back"))
    as_role("intake")
    six = [opened("Join our club.", reply_to=slip.reply_to()), *(opened("Join our club.") for _ in range(5))]
    concern = Line.objects.get(case_id=six[0]).pk
    later.add_message(
        contents.Message(
            concern=concern, act="more", words="I mean it: help me.", sent_at=clock.now(), reply_to=slip.reply_to()
        ),
        uuid.uuid4(),
    )
    as_role("casework_web")
    with looking(ines.pk):
        assert together.same_as(six[0], ines) == six[:1]
        assert set(together.same_as(six[1], ines)) == set(six[1:])
