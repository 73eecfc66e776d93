"""What somebody does who comes back with their receipt, from the letterbox to the page that intake reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons import canonical, clock, installation
from alongside.commons.envelope.contents import Identity
from alongside.commons.envelope.receipt import ReplyKey
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import as_role, working_as_intake

SignedIn = Callable[[cast.Person], Client]


@dataclass
class Told:
    """One concern and what came back with its receipt."""

    receipt: ReplyKey
    case: UUID
    came: dict[str, UUID] = field(default_factory=dict)


@pytest.fixture(scope="module")
def worker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., Told]]:
    """Tell something, come back with messages, and let the worker do its work; for good, before any test's own."""

    def tell(*acts: str, worry: str = "He is never at school", then: Any = None) -> Told:
        receipt = letterbox.a_receipt()
        concern = letterbox.sealed(worry, reply_to=receipt.reply_to())
        letterbox.post(concern)
        letterbox.work()
        told = Told(receipt, case_of(concern.id))
        for act in acts:
            envelope = letterbox.message(receipt.reply_to(), act, words=f"{act}: canary")
            letterbox.post(envelope)
            told.came[act] = envelope.id
        letterbox.work()
        if then:
            then(told)
        return told

    with working_as_intake(django_db_blocker):
        yield tell


def case_of(concern_id: UUID) -> UUID:
    from alongside.casework.referrals.models import Line

    return Line.objects.get(pk=concern_id).case_id


def concern_of(case: UUID) -> UUID:
    from alongside.casework.referrals.models import Line

    return Line.objects.get(case_id=case).id


def state_of(envelope_id: UUID) -> tuple[str, str]:
    with installation.connect("casework", "intake") as connection:
        row = connection.execute("SELECT state, failure FROM intake_collected WHERE id = %s", (envelope_id,)).fetchone()
    assert row is not None
    return row[0], row[1]


@pytest.fixture(scope="module")
def wrote(worker: Callable[..., Told]) -> Told:
    def again(told: Told) -> None:
        later = letterbox.sealed("He came home at last", reply_to=told.receipt.reply_to(), hurt="yes")
        letterbox.post(later)
        told.came["addition"] = later.id
        letterbox.work()

    return worker("more", "correction", "withdrawal", then=again)


@pytest.fixture(scope="module")
def burnt(worker: Callable[..., Told]) -> Told:
    def late(told: Told) -> None:
        envelope = letterbox.message(told.receipt.reply_to(), words="sent before, come after")
        letterbox.post(envelope)
        told.came["late"] = envelope.id
        letterbox.work()

    return worker("burn", then=late)


@dataclass
class Exchanged:
    told: Told
    new: ReplyKey
    with_new: UUID
    with_old: UUID


@pytest.fixture(scope="module")
def exchanged(worker: Callable[..., Told]) -> Exchanged:
    told, new = worker(), letterbox.a_receipt()
    letterbox.post(letterbox.message(told.receipt.reply_to(), "exchange", words="", new_reply_to=new.reply_to()))
    letterbox.work()
    with_new = letterbox.message(new.reply_to(), words="with the new receipt")
    with_old = letterbox.message(told.receipt.reply_to(), words="with the old code")
    letterbox.post(with_new, with_old)
    letterbox.work()
    return Exchanged(told, new, with_new.id, with_old.id)


@pytest.fixture(scope="module")
def named(worker: Callable[..., Told]) -> Told:
    """Who told us comes with the concern; somebody else claims to have told it, with a receipt of their own."""
    told = worker()
    for name, receipt in (("Jo Bright", told.receipt), ("An Impostor", letterbox.a_receipt())):
        identity = Identity(
            concern=concern_of(told.case), promise="named", name=name, sent_at=clock.now(), reply_to=receipt.reply_to()
        )
        envelope = letterbox.seal_any(identity)
        letterbox.post(envelope)
        told.came[name] = envelope.id
    letterbox.work()
    return told


@pytest.fixture(scope="module")
def looked_at(worker: Callable[..., Told]) -> Told:
    """A concern that a chair may not see yet, and that intake has opened twice, for good."""
    from alongside.casework.organisation.models import Staff

    told = worker()
    as_role("casework_web")
    for person, status in ((cast.CHAIR, 404), (cast.INTAKE, 200), (cast.INTAKE, 200)):
        browser = Client()
        browser.force_login(Staff.objects.get(email=person.email))
        assert browser.get(f"/referrals/{told.case}/").status_code == status
    as_role("intake")
    return told


@pytest.fixture(scope="module")
def forged(worker: Callable[..., Told]) -> UUID:
    envelope = letterbox.message(letterbox.a_receipt().reply_to(), words="from nobody")
    letterbox.post(envelope)
    letterbox.work()
    return envelope.id


@pytest.fixture(autouse=True)
def as_web(wrote: Told, burnt: Told, exchanged: Exchanged, forged: UUID, looked_at: Told, named: Told) -> None:
    """All of it is there, and casework's pages look at it."""
    as_role("casework_web")


def page(client: Client, case: UUID) -> str:
    return client.get(f"/referrals/{case}/").content.decode()


def test_intake_reads_what_came_back_newest_first_with_what_kind_it_is(wrote: Told, signed_in: SignedIn) -> None:
    shown = page(signed_in(cast.INTAKE), wrote.case)
    order = [
        shown.index(words)
        for words in (
            "They sent the form again with other answers",
            "They want to withdraw what they told us",
            "They corrected something",
            "They wrote more",
        )
    ]
    assert order == sorted(order)
    for act in ("more", "correction", "withdrawal"):
        assert f"{act}: canary" in shown
    assert "He came home at last" in shown
    assert "They say that somebody could be hurt." in shown


def test_a_form_sent_again_with_other_answers_makes_no_second_case(wrote: Told) -> None:
    with installation.connect("casework", "intake") as connection:
        row = connection.execute("SELECT count(*) FROM referrals_line WHERE case_id = %s", (wrote.case,)).fetchone()
    assert row == (1,)
    assert state_of(wrote.came["addition"]) == ("opened", "")


def test_who_is_on_duty_is_alerted_when_the_form_sent_again_says_that_somebody_could_be_hurt(
    wrote: Told, acting: Any
) -> None:
    from alongside.casework.duty.models import Alert
    from alongside.casework.intake.models import Message

    with acting(cast.INTAKE):
        came_at = Message.objects.get(pk=wrote.came["addition"]).received_at
    since = Alert.objects.filter(area__code="northmere", made_at__gte=came_at)
    assert since.filter(made_at__lt=came_at + timedelta(seconds=10)).count() == 1


def test_a_withdrawal_is_work_for_intake_and_says_that_nothing_is_deleted_by_it(
    wrote: Told, signed_in: SignedIn
) -> None:
    ines = signed_in(cast.INTAKE)
    assert "Nothing is deleted by this." in page(ines, wrote.case)
    queue = ines.get("/intake/").content.decode()
    waiting = queue[queue.index("From people who came back") :]
    assert waiting.index("They want to withdraw") < waiting.index("They wrote more")
    assert f"/referrals/{wrote.case}/#came-back" in waiting


def test_who_has_dealt_with_a_message_is_shown_and_it_waits_no_longer(wrote: Told, signed_in: SignedIn) -> None:
    ines = signed_in(cast.INTAKE)
    done = f"/intake/{wrote.case}/messages/{wrote.came['withdrawal']}/handled/"
    ines.post(done)
    assert f"Dealt with by {cast.INTAKE.name}" in page(ines, wrote.case)
    assert "They want to withdraw" not in ines.get("/intake/").content.decode()
    assert "A colleague was first" in ines.post(done, follow=True).content.decode()


def test_a_stranger_neither_sees_nor_deals_with_a_message(wrote: Told, signed_in: SignedIn) -> None:
    manager = signed_in(cast.MANAGER)
    assert manager.get(f"/referrals/{wrote.case}/").status_code == 404
    assert manager.post(f"/intake/{wrote.case}/messages/{wrote.came['more']}/handled/").status_code == 404


def test_a_burnt_receipt_leaves_nobody_to_answer_and_loses_nothing_that_was_said(
    burnt: Told, signed_in: SignedIn
) -> None:
    ines = signed_in(cast.INTAKE)
    assert "nobody can be answered any more" in page(ines, burnt.case)
    assert "sent before, come after" in page(ines, burnt.case)
    answered = ines.post(f"/intake/{burnt.case}/reply/", {"words": "Thank you", "state": "replied"})
    assert "nobody can be answered any more" in answered.content.decode()
    assert letterbox.answers_to(burnt.receipt) == []
    with installation.connect("casework", "intake") as connection:
        row = connection.execute(
            "SELECT place IS NULL, finished IS NULL FROM referrals_line WHERE case_id = %s", (burnt.case,)
        ).fetchone()
    assert row == (True, True)


def test_after_an_exchange_replies_go_to_the_new_receipt_and_the_old_code_is_nobodys(
    exchanged: Exchanged, acting: Any
) -> None:
    from alongside.casework.intake import answers
    from alongside.casework.referrals import lines, queries

    with acting(cast.INTAKE) as ines:
        seen = queries.look(ines, exchanged.told.case)
        place = lines.place(seen.referral, seen.key, answers.open_lines(seen)[0])
    assert place == exchanged.new.reply_to()
    assert state_of(exchanged.with_new) == ("opened", "")
    assert state_of(exchanged.with_old) == ("set_aside", "It came with a receipt that belongs to no concern here.")


def test_who_told_us_is_kept_apart_and_only_with_the_receipt_of_the_concern(named: Told, signed_in: SignedIn) -> None:
    assert state_of(named.came["Jo Bright"]) == ("opened", "")
    assert state_of(named.came["An Impostor"])[0] == "set_aside"
    shown = page(signed_in(cast.INTAKE), named.case)
    assert "Jo Bright" not in shown
    assert "/reporters/" in shown


def test_a_message_whose_receipt_nobody_knows_is_set_aside(forged: UUID) -> None:
    assert state_of(forged)[0] == "set_aside"


def test_whoever_holds_the_post_is_told_once_that_something_waits_and_no_more(wrote: Told, db: None) -> None:
    from alongside.site.outbox.models import Mail

    mails = Mail.objects.filter(path=f"/referrals/{wrote.case}/").select_related("to")
    assert [(mail.to.email, mail.kind) for mail in mails] == [(cast.INTAKE.email, "waiting")]


def test_the_first_look_of_intake_says_read_once_and_a_look_of_others_says_nothing(looked_at: Told) -> None:
    assert [(said.state, said.words) for said in letterbox.answers_to(looked_at.receipt)] == [("read", "")]


def test_the_id_of_read_leads_to_a_concern_only_for_whoever_has_the_case_key(looked_at: Told, acting: Any) -> None:
    from alongside.casework.intake import answers
    from alongside.casework.referrals import queries

    with acting(cast.INTAKE) as ines:
        seen = queries.look(ines, looked_at.case)
        (line,) = answers._lines(seen)
    with installation.connect("casework", "post") as connection:
        mark = looked_at.receipt.reply_to().mark()
        ids = connection.execute("SELECT id FROM outgoing_outgoing WHERE mark = %s", (mark,)).fetchall()
    assert ids == [(canonical.keyed_uuid(seen.key, "first look", line.id.bytes),)]


def test_a_stolen_database_of_casework_leads_from_a_case_to_no_locator_of_a_receipt(wrote: Told) -> None:
    place = wrote.receipt.reply_to()
    with installation.connect("casework", "intake") as connection:
        row = connection.execute("SELECT * FROM referrals_line WHERE case_id = %s", (wrote.case,)).fetchone()
    assert row is not None
    stored = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for telling in (place.locator.encode(), place.mark(), place.mark().hex().encode()):
        assert telling not in stored


def test_finished_is_said_a_week_before_the_box_closes_whatever_was_decided(
    wrote: Told, django_db_blocker: DjangoDbBlocker
) -> None:
    from alongside.casework.referrals import lines

    with working_as_intake(django_db_blocker):
        day = clock.today() + timedelta(days=180 - 7)
        assert lines.say_finished(day - timedelta(days=1)) == 0
        assert lines.say_finished(day) >= 1
        assert lines.say_finished(day) == 0
    (said,) = letterbox.answers_to(wrote.receipt)
    assert (said.state, said.words) == ("finished", "")
