"""A concern is destroyed on its day; its receipt works as long as its page said, and tells nothing of what was
decided.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from alongside.casework.rules import retention
from alongside.commons import clock
from alongside.commons.envelope import receipt
from alongside.commons.envelope.contents import Concern, Identity, Message
from alongside.commons.envelope.limits import BOX_DAYS
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework import letterbox
from tests.casework.looked import look_and_find_none
from tests.casework.rights.conftest import serve
from tests.casework.rights.test_what_is_kept_goes import Acting, destroy, listed, rows, sign
from tests.casework.trained import renew_trainings

Browser = Callable[[cast.Person], Client]
LAST_WEEK = timedelta(days=7)


@dataclass
class Told:
    """One concern, its receipt, and where it stands."""

    key: receipt.ReplyKey = field(default_factory=letterbox.a_receipt)
    concern: UUID = field(default_factory=uuid.uuid4)
    on: date = field(default_factory=clock.today)

    @property
    def closes_on(self) -> date:
        return self.on + timedelta(days=BOX_DAYS)

    @property
    def case(self) -> UUID:
        """The case that whoever shows the receipt reaches now."""
        person = receipt.sha256(self.key.reply_to().public_key).digest()
        (case,) = listed("SELECT case_id FROM referrals_line WHERE person = %s", person)
        return UUID(str(case))

    def stubs(self) -> int:
        person = receipt.sha256(self.key.reply_to().public_key).digest()
        return rows("SELECT count(*) FROM referrals_stub WHERE person = %s", person)


def tell() -> Told:
    """Open a concern as the intake worker does."""
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    told = Told()
    serve("intake")
    said = Concern(
        "somebody", "northmere", "He reads a lot.", clock.now(), called="Sion", age_band="21_30",
        reply_to=told.key.reply_to(),
    )  # fmt: skip
    open_concern(said, envelope_id=told.concern, area=Area.objects.get(code="northmere"))
    serve("casework_web")
    return told


def close_as_lawful(told: Told, acting: Acting) -> None:
    from alongside.casework.intake import lawful

    with acting(cast.INTAKE) as ines:
        look_and_find_none(told.case, ines)
        lawful.close(told.case, by=ines)


@pytest.fixture
def deleted(acting: Acting) -> Told:
    """Told, closed as lawful, and destroyed on its day under a signed schedule."""
    told = tell()
    close_as_lawful(told, acting)
    sign(acting)
    clock.shift(timedelta(days=30))
    assert destroy() == 1
    return told


def write(told: Told, act: str = "more", words: str = "He is back.", **more: Any) -> UUID:
    """Be the intake worker that opens what somebody wrote with their receipt. Returns the envelope's id."""
    from alongside.casework.intake import later

    envelope = uuid.uuid4()
    serve("intake")
    try:
        said = Message(told.concern, act, clock.now(), told.key.reply_to(), words=words, **more)
        later.add_message(said, envelope)
    finally:
        serve("casework_web")
    return envelope


def each_hour() -> None:
    from alongside.casework.intake import actions

    serve("intake")
    actions._do_each_hour()
    serve("casework_web")


def lies_there(told: Told) -> list[tuple[str, str, date, date, int]]:
    """What was sent to a receipt, oldest first: state, words, its days and its length."""
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute(
            "SELECT id, locator, mark, closes_on, body FROM outgoing_outgoing WHERE mark = %s ORDER BY made_at",
            [told.key.reply_to().mark()],
        )
        sealed = [
            receipt.SealedReply(id, place, bytes(mark), day, bytes(body))
            for id, place, mark, day, body in cursor.fetchall()
        ]
    serve("casework_web")
    return [
        (said.state, said.words, said.written_at.date(), one.closes_on, len(one.sealed))
        for one in sealed
        for said in [receipt.open_reply(one, told.key)]
    ]


def page(signed_in: Browser, told: Told) -> str:
    return signed_in(cast.INTAKE).get(f"/referrals/{told.case}/").content.decode()


def test_what_stays_leads_to_no_case_and_holds_no_word(deleted: Told) -> None:
    assert deleted.stubs() == 1
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("SELECT * FROM referrals_stub")
        names = [column.name for column in cursor.description]
        (row,) = cursor.fetchall()
        cursor.execute("SELECT case_id FROM referrals_concern WHERE id = %s", [deleted.concern])
        (case,) = cursor.fetchone()
    assert sorted(names) == ["apart", "area_id", "closes_on", "finished", "id", "person"]
    stored = b" ".join(bytes(value) if isinstance(value, memoryview) else str(value).encode() for value in row)
    place = deleted.key.reply_to()
    for telling in (str(case), str(deleted.concern), place.locator, place.mark().hex()):
        assert telling.encode() not in stored


def test_only_the_intake_worker_comes_to_what_stays() -> None:
    for role in ("casework_web", "casework_worker", "post", "auditor"):
        serve(role)
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_any_column_privilege('referrals_stub', 'SELECT, INSERT, UPDATE')")
            assert cursor.fetchone() == (False,), role
    serve("casework_web")


def test_what_is_written_after_deletion_is_read_by_a_person_and_answered_through_the_same_receipt(
    deleted: Told, signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.intake import answers

    write(deleted, words="He is back, and he has a knife.")
    assert deleted.stubs() == 0
    shown = page(signed_in, deleted)
    assert "He is back, and he has a knife." in shown
    assert "Sent through a receipt whose concern was deleted on its day. They wrote more." in shown
    assert f"/intake/{deleted.case}/lawful/" not in shown
    intake = signed_in(cast.INTAKE)
    queue = (intake.get(f"/intake/?page={number}").content.decode() for number in range(1, 40))
    assert any(f"/referrals/{deleted.case}/" in each for each in queue)
    with acting(cast.INTAKE) as ines:
        answers.reply(deleted.case, "Where did you see the knife?", by=ines, state="question")
    state, words, _on, closes_on, _length = lies_there(deleted)[-1]
    assert (state, words, closes_on) == ("question", "Where did you see the knife?", deleted.closes_on)
    write(deleted, words="In his bag.")
    assert "In his bag." in page(signed_in, deleted)


@pytest.mark.parametrize("writes", [False, True], ids=["says no more", "writes more"])
def test_a_deleted_telling_and_a_held_one_look_alike_to_the_closing_day(
    acting: Acting, signed_in: Browser, writes: bool
) -> None:
    from alongside.casework.referrals import actions

    closed, held = tell(), tell()
    both = (closed, held)
    for each in both:
        page(signed_in, each)
    close_as_lawful(closed, acting)
    sign(acting)
    with acting(cast.INTAKE) as ines:
        actions.make_move(held.case, "open_referral", by=ines, reason="because")
    with acting(cast.SUPERVISOR) as sunita:
        actions.make_move(held.case, "hold", by=sunita, reason="because")
    assert [state for state, *_rest in lies_there(closed)] == ["read", "replied"]
    _alike(both, "decided")
    clock.shift(timedelta(days=30))
    assert destroy() == 1
    _alike(both, "one is deleted")
    if writes:
        renew_trainings()
        for each in both:
            write(each)
            page(signed_in, each)
        with acting(cast.INTAKE) as ines:
            actions.make_move(closed.case, "open_referral", by=ines, reason="because")
        _alike(both, "both wrote more")
    clock.shift(closed.closes_on - LAST_WEEK - timedelta(days=1) - clock.today())
    each_hour()
    _alike(both, "a day before it is finished")
    clock.shift(timedelta(days=1))
    each_hour()
    _alike(both, "finished")
    assert [state for state, *_rest in lies_there(closed)] == ["read", "replied", "finished"]
    clock.shift(LAST_WEEK)
    each_hour()
    _alike(both, "the last day")
    assert closed.stubs() == (not writes)
    clock.shift(timedelta(days=1))
    each_hour()
    assert closed.stubs() == 0
    _alike(both, "over")


def _alike(both: tuple[Told, Told], when: str) -> None:
    one, other = (lies_there(told) for told in both)
    assert one == other, when


def test_what_is_written_in_the_last_week_is_read_and_finished_is_not_said_twice(
    deleted: Told, signed_in: Browser
) -> None:
    clock.shift(deleted.closes_on - timedelta(days=3) - clock.today())
    each_hour()
    write(deleted)
    each_hour()
    assert [state for state, *_rest in lies_there(deleted)] == ["replied", "finished"]
    assert "He is back." in page(signed_in, deleted)


def test_a_withdrawal_without_a_word_is_read_by_a_person_as_its_page_says(deleted: Told, signed_in: Browser) -> None:
    write(deleted, "withdrawal", words="")
    assert "They want to take back what they told us." in page(signed_in, deleted)


def test_a_file_that_comes_with_the_receipt_is_expected_in_the_new_concern(deleted: Told) -> None:
    part = uuid.uuid4()
    clock.reset()
    write(deleted, words="", parts=(part,))
    assert listed("SELECT case_id FROM documents_document WHERE id = %s", part) == [deleted.case]


def test_burning_ends_what_stays_and_makes_no_concern(deleted: Told) -> None:
    before = rows("SELECT count(*) FROM referrals_referral")
    write(deleted, "burn", words="")
    assert deleted.stubs() == 0
    assert rows("SELECT count(*) FROM referrals_referral") == before
    each_hour()
    assert "finished" not in [state for state, *_rest in lies_there(deleted)]
    with pytest.raises(NotAllowed, match="belongs to no concern"):
        write(deleted)


def test_after_an_exchange_the_new_receipt_is_the_one_that_is_known_and_told(deleted: Told, signed_in: Browser) -> None:
    new = Told(concern=deleted.concern)
    write(deleted, "exchange", words="", new_reply_to=new.key.reply_to())
    assert (deleted.stubs(), new.stubs()) == (0, 1)
    clock.shift(deleted.closes_on - LAST_WEEK - clock.today())
    each_hour()
    assert [(state, day) for state, _words, _on, day, _length in lies_there(new)] == [("finished", deleted.closes_on)]
    write(new)
    assert "He is back." in page(signed_in, new)


def test_whoever_gives_their_name_after_deletion_is_kept_apart_with_a_concern_of_its_own(
    deleted: Told, signed_in: Browser
) -> None:
    from alongside.casework.intake import later

    serve("intake")
    who = Identity(deleted.concern, "named", clock.now(), name="Jo Bright", reply_to=deleted.key.reply_to())
    later.keep_identity(who, uuid.uuid4())
    serve("casework_web")
    shown = page(signed_in, deleted)
    assert "They say who they are." in shown
    assert "Jo Bright" not in shown
    assert "/reporters/" in shown


def test_what_follows_a_concern_about_staff_goes_to_the_area_that_takes_what_has_no_place(acting: Acting) -> None:
    told = tell()
    close_as_lawful(told, acting)
    sign(acting)
    assert rows("WITH done AS (UPDATE referrals_referral SET apart = true WHERE id = %s RETURNING 1)"
                " SELECT count(*) FROM done", told.case) == 1  # fmt: skip
    listed("UPDATE organisation_area SET takes_unplaced = false RETURNING 1")
    listed("UPDATE organisation_area SET takes_unplaced = true WHERE code = 'glanaber' RETURNING 1")
    clock.shift(timedelta(days=30))
    assert destroy() == 1
    write(told)
    read_in = "SELECT a.code FROM referrals_referral r JOIN organisation_area a ON a.id = r.area_id WHERE r.id = %s"
    assert listed(read_in, told.case) == ["glanaber"]


def test_a_concern_that_is_deleted_after_its_box_has_closed_leaves_nothing(acting: Acting) -> None:
    told = tell()
    close_as_lawful(told, acting)
    clock.shift(timedelta(days=BOX_DAYS + 1))
    renew_trainings()
    sign(acting)
    assert retention.ends_on("lawful_expression", told.on) is not None
    assert destroy() == 1
    assert told.stubs() == 0
