"""A concern that waits is linked to an open referral, read there, and taken back, with nothing lost on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.casework.keys.middleware import looking
from alongside.commons import clock
from alongside.commons.envelope.contents import Identity
from alongside.commons.envelope.receipt import ReplyKey
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import as_role, working_as_intake

SignedIn = Callable[[cast.Person], Client]
SAME = "Both speak of the same lad at the boxing club."
OTHER = "The other lad is ten years older."
NAME = "Rhian Moss"
OPENED = {"reason": "To ring her.", "ground": "reach"}


@dataclass
class Told:
    """One concern: its receipt, its case, and what came for it by a word."""

    receipt: ReplyKey
    concern: UUID
    case: UUID
    reference: str = ""
    due: Any = None
    entered: Any = None
    came: dict[str, UUID] = field(default_factory=dict)


@dataclass
class Linked:
    """An open referral, a concern that was linked to it, and one whose link was taken back."""

    referral: Told
    linked: Told
    back: Told
    link: UUID
    waiting: dict[str, Told]


def tell(worry: str, *, area: str = "northmere", **told: Any) -> Told:
    from alongside.casework.referrals.models import Line

    receipt = letterbox.a_receipt()
    envelope = letterbox.sealed(worry, area=area, reply_to=receipt.reply_to(), **told)
    letterbox.post(envelope)
    letterbox.work()
    return Told(receipt, envelope.id, Line.objects.get(pk=envelope.id).case_id)


def come_back(told: Told, words: str, name: str) -> None:
    """Write more, with a file; once by the worker."""
    file = letterbox.file(f"a note of {name}".encode(), f"{name}.txt")
    message = letterbox.message(told.receipt.reply_to(), words=words, parts=(file.id,))
    letterbox.post(message, file)
    letterbox.work()
    told.came[name] = message.id


def give_a_name(told: Told) -> None:
    who = Identity(told.concern, "named", clock.now(), name=NAME, reply_to=told.receipt.reply_to())
    envelope = letterbox.seal_any(who)
    letterbox.post(envelope)
    letterbox.work()
    told.came["name"] = envelope.id


def known(told: Told) -> Told:
    """Look its reference and its clocks up, as whoever reads concerns there."""
    from alongside.casework.referrals.models import Referral

    row = Referral.objects.get(pk=told.case)
    told.reference, told.due, told.entered = row.reference, row.due_on, row.entered_at
    return told


def link(told: Told, referral: Told, person: cast.Person = cast.INTAKE) -> Any:
    from alongside.casework.intake import linking

    with as_somebody(person) as somebody:
        known(told)
        return linking.link_or_ask(told.case, referral.reference.lower(), SAME, by=somebody)


def as_somebody(person: cast.Person) -> Any:
    from contextlib import contextmanager

    from alongside.casework.organisation.models import Staff

    @contextmanager
    def acting() -> Iterator[Any]:
        somebody = Staff.objects.get(email=person.email)
        with looking(somebody.pk):
            yield somebody

    return acting()


def open_referral(told: Told) -> Told:
    from alongside.casework.referrals import actions

    with as_somebody(cast.INTAKE) as ines:
        known(told)
        actions.make_move(told.case, "open_referral", by=ines, reason="A plan to travel.")
    return told


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Linked:
    """Everything for good: told by the worker, linked and taken back by the pages' own role."""
    from alongside.casework.intake import answers, linking
    from alongside.casework.organisation.models import Staff

    with working_as_intake(django_db_blocker):
        referral = tell("He wants to go to the front", called="Jordan", age_band="18-20")
        linked = tell("Jordan sells his things", hurt="yes", promise="named", channel="professional")
        back = tell("A man at the boxing club talks big", promise="named")
        for told in (linked, back):
            come_back(told, f"before {told.concern}", "before")
            give_a_name(told)
        as_role("casework_web")
        open_referral(referral)
        link(linked, referral)
        undone = link(back, referral)
        as_role("intake")
        for told in (linked, back):
            come_back(told, f"during {told.concern}", "during")
        as_role("casework_web")
        with as_somebody(cast.INTAKE) as ines:
            answers.reply(referral.case, "For whoever was linked", by=ines, to=back.concern)
            answers.reply(referral.case, "For whoever told it first", by=ines)
        browser = Client()
        browser.force_login(Staff.objects.get(email=cast.SUPERVISOR.email))
        assert browser.get(f"/referrals/{referral.case}/").status_code == 200
        with as_somebody(cast.CASE_MANAGER) as callum:
            linking.undo(undone.id, OTHER, by=callum)
        as_role("intake")
        come_back(back, f"after {back.concern}", "after")
        waiting = {
            "welsh": tell("Jordan was here on Sunday", area="glanaber"),
            "refused": tell("Somebody else altogether", area="glanaber"),
            "wrong": tell("Another one"),
            "by hand": tell("By hand"),
            "at once": tell("At once"),
        }
    return Linked(referral, linked, back, undone.id, waiting)


@pytest.fixture(autouse=True)
def as_web(story: Linked) -> None:
    as_role("casework_web")


def page(client: Client, case: UUID) -> str:
    return client.get(f"/referrals/{case}/").content.decode()


def test_what_was_linked_is_read_on_the_page_of_the_referral_by_its_owner(story: Linked, signed_in: SignedIn) -> None:
    shown = page(signed_in(cast.CASE_MANAGER), story.referral.case)
    assert "Jordan sells his things" in shown
    assert "Another concern about them was linked to this referral" in shown
    assert SAME in shown
    for when in ("before", "during"):
        assert f"{when} {story.linked.concern}" in shown
        assert f"{when}.txt" in shown


def test_it_waits_in_no_queue_and_says_in_its_own_history_why(story: Linked, signed_in: SignedIn) -> None:
    ines = signed_in(cast.INTAKE)
    assert f"/referrals/{story.linked.case}/" not in ines.get("/intake/").content.decode()
    shown = page(ines, story.linked.case)
    assert "Link to an open referral about the same person" in shown
    assert SAME in shown
    assert "Go to the referral to which this is linked" in shown
    assert f"during {story.linked.concern}" not in shown


def test_what_is_told_stands_sealed_under_the_key_of_the_referral_and_its_line_at_that_inbox(
    story: Linked, acting: Any
) -> None:
    from alongside.casework.intake.models import Link
    from alongside.casework.referrals import lines, queries
    from alongside.casework.referrals.models import Line

    with acting(cast.CASE_MANAGER) as callum:
        seen = queries.look(callum, story.referral.case)
        row = Link.objects.get(from_referral=story.linked.case)
        assert "Jordan sells his things" in row.opened(seen.key, "told")
        line = Line.objects.only("id", "case", "place").get(pk=story.linked.concern)
        assert line.case_id == story.referral.case
        assert lines.place(seen.referral, seen.key, line) == story.linked.receipt.reply_to()


def test_an_answer_reaches_whoever_is_chosen_and_nobody_else(story: Linked) -> None:
    def said(told: Told) -> list[str]:
        return [each.words for each in letterbox.answers_to(told.receipt) if each.words]

    assert said(story.referral)[-1:] == ["For whoever told it first"]
    assert said(story.back)[-1:] == ["For whoever was linked"]
    assert not any(words.startswith("For whoever") for words in said(story.linked))


def test_who_answers_is_asked_whom_where_more_than_one_person_told(story: Linked, signed_in: SignedIn) -> None:
    ines = signed_in(cast.INTAKE)
    address = f"/intake/{story.referral.case}/reply/"
    assert "Whom do you answer?" in ines.get(address).content.decode()
    said = {"words": "Thank you", "state": "replied", "previewed": "Thank you"}
    assert "Whom do you answer?" in ines.post(address, said).content.decode()
    assert ines.post(address, {**said, "to": str(story.linked.concern)}).status_code == 302


def test_a_professional_whose_concern_was_linked_is_told_how_the_referral_ended_and_nobody_else_is(
    story: Linked, signed_in: SignedIn
) -> None:
    ines, address = signed_in(cast.INTAKE), f"/intake/{story.referral.case}/outcome/"
    assert signed_in(cast.INTAKE).get(f"/intake/{story.linked.case}/outcome/").status_code == 404
    assert address in ines.get(f"/intake/{story.referral.case}/reply/").content.decode()
    sent: list[Any] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "outgoing_outgoing" in sql and sql.startswith("INSERT"):
            sent.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        said = {"prejudice": "no", "danger": "no", "why": "Callum says so."}
        assert ines.post(address, said).status_code == 302
    [params] = sent
    assert story.linked.receipt.locator in params


def test_who_told_us_is_opened_by_the_case_manager_while_it_is_linked(story: Linked, signed_in: SignedIn) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    assert NAME in callum.post(f"/reporters/{story.linked.came['name']}/", OPENED).text
    assert callum.post(f"/reporters/{story.back.came['name']}/", OPENED).status_code == 404
    ines = signed_in(cast.INTAKE)
    assert NAME in ines.post(f"/reporters/{story.back.came['name']}/", OPENED).text


def test_what_was_taken_back_waits_in_the_queue_with_its_clocks_as_they_were(
    story: Linked, signed_in: SignedIn, acting: Any
) -> None:
    from alongside.casework.referrals.models import Referral

    assert f"/referrals/{story.back.case}/" in signed_in(cast.INTAKE).get("/intake/").content.decode()
    with acting(cast.INTAKE):
        row = Referral.objects.get(pk=story.back.case)
    assert (row.stage, row.due_on, row.entered_at) == ("received", story.back.due, story.back.entered)


def test_nothing_that_came_for_it_is_lost(story: Linked, signed_in: SignedIn) -> None:
    shown = page(signed_in(cast.INTAKE), story.back.case)
    for when in ("before", "during", "after"):
        assert f"{when} {story.back.concern}" in shown
        assert f"{when}.txt" in shown
    assert "A man at the boxing club talks big" in shown
    assert "For whoever was linked" in shown
    assert OTHER in shown


def test_the_referral_keeps_who_linked_it_and_who_read_it_and_nothing_of_what_it_said(
    story: Linked, signed_in: SignedIn
) -> None:
    shown = page(signed_in(cast.CASE_MANAGER), story.referral.case)
    assert "A man at the boxing club talks big" not in shown
    for when in ("before", "during", "after"):
        assert f"{when} {story.back.concern}" not in shown
    assert OTHER in shown
    assert f"Who opened this referral while it was linked: {cast.SUPERVISOR.name}" in " ".join(shown.split())
    assert signed_in(cast.CASE_MANAGER).get(f"/referrals/{story.back.case}/").status_code == 404


def test_whoever_read_it_is_told_that_it_was_taken_back(story: Linked, db: None) -> None:
    from alongside.site.outbox.models import Mail

    mails = Mail.objects.filter(path=f"/referrals/{story.referral.case}/", to__email=cast.SUPERVISOR.email)
    assert mails.exists()


def test_an_alert_waits_until_somebody_acknowledges_it_whatever_is_linked(story: Linked, db: None) -> None:
    from alongside.casework.duty.models import Alert

    assert Alert.objects.filter(area__code="northmere", acknowledged_at=None).exists()


def test_a_referral_that_intake_cannot_read_is_linked_when_its_owner_accepts(
    story: Linked, signed_in: SignedIn
) -> None:
    told = story.waiting["welsh"]
    wyn = signed_in(cast.WELSH_INTAKE)
    assert wyn.get(f"/referrals/{story.referral.case}/").status_code == 404
    sent = wyn.post(f"/intake/{told.case}/link/", {"reference": story.referral.reference, "reason": SAME}, follow=True)
    assert "Its owner is asked." in sent.content.decode()
    assert f"/referrals/{told.case}/" in wyn.get("/intake/").content.decode()
    callum = signed_in(cast.CASE_MANAGER)
    shown = page(callum, story.referral.case)
    address = shown.split('href="/intake/')[1].split('"')[0]
    asked = callum.get(f"/intake/{address}").content.decode()
    assert SAME in asked
    assert "Jordan was here on Sunday" in asked
    callum.post(f"/intake/{address}", {"accept": "yes"})
    assert "Jordan was here on Sunday" in page(callum, story.referral.case)
    assert f"/referrals/{told.case}/" not in wyn.get("/intake/").content.decode()
    assert wyn.get(f"/referrals/{story.referral.case}/").status_code == 404


def test_an_owner_who_refuses_sees_the_concern_no_more_and_intake_reads_why(story: Linked, signed_in: SignedIn) -> None:
    told = story.waiting["refused"]
    wyn, callum = signed_in(cast.WELSH_INTAKE), signed_in(cast.CASE_MANAGER)
    wyn.post(f"/intake/{told.case}/link/", {"reference": story.referral.reference, "reason": SAME})
    address = page(callum, story.referral.case).split(f'href="/intake/{told.case}/link/')[1].split('"')[0]
    assert "Write why" in callum.post(f"/intake/{told.case}/link/{address}", {"accept": "no"}).content.decode()
    callum.post(f"/intake/{told.case}/link/{address}", {"accept": "no", "why": OTHER})
    assert callum.get(f"/referrals/{told.case}/").status_code == 404
    assert OTHER in page(wyn, told.case)
    assert "link it" in page(wyn, told.case)


def test_only_an_open_referral_is_found_and_only_by_its_reference(
    story: Linked, signed_in: SignedIn, acting: Any
) -> None:
    from alongside.casework.intake import linking

    told = story.waiting["wrong"]
    with acting(cast.INTAKE) as ines:
        known(told)
        for wrong in ("0000-0000", "%", "", told.reference, story.linked.reference, story.back.reference):
            with pytest.raises(NotAllowed, match="No open referral has this reference"):
                linking.link_or_ask(told.case, wrong, SAME, by=ines)
        with pytest.raises(NotAllowed, match="Write why"):
            linking.link_or_ask(told.case, story.referral.reference, " ", by=ines)
    assert "link it" in page(signed_in(cast.INTAKE), told.case)


def test_who_does_not_read_concerns_learns_nothing_of_a_reference(story: Linked, acting: Any) -> None:
    from django.db import connection

    for person in (cast.MANAGER, cast.CHAIR, cast.CASE_MANAGER):
        with acting(person), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM intake_open_referral(%s)", [story.referral.reference])
            assert cursor.fetchall() == []


def test_a_link_is_not_taken_back_twice_or_by_a_stranger_or_without_a_reason(
    story: Linked, signed_in: SignedIn, acting: Any
) -> None:
    from alongside.casework.intake import linking
    from alongside.casework.intake.models import Link

    with acting(cast.CASE_MANAGER) as callum:
        with pytest.raises(NotAllowed, match="taken back already"):
            linking.undo(story.link, OTHER, by=callum)
        live = Link.objects.get(from_referral=story.linked.case).id
        with pytest.raises(NotAllowed, match="Write why"):
            linking.undo(live, " ", by=callum)
    for person in (cast.MANAGER, cast.WELSH_INTAKE):
        assert signed_in(person).post(f"/intake/links/{live}/undo/", {"why": OTHER}).status_code == 404


def test_the_moves_of_linking_are_no_buttons_and_are_not_made_at_their_address(story: Linked, acting: Any) -> None:
    from alongside.casework.referrals import actions

    told = story.waiting["by hand"]
    with acting(cast.INTAKE) as ines, pytest.raises(NotAllowed, match="page for linking"):
        actions.make_move(told.case, "link", by=ines, reason="x", closure_code="LINKED")


def test_two_who_link_at_once_make_one_link(story: Linked, django_db_blocker: DjangoDbBlocker) -> None:
    told, done = story.waiting["at once"], list[Any]()

    def attempt() -> None:
        try:
            done.append(link(told, story.referral))
        except NotAllowed as refusal:
            done.append(str(refusal))
        finally:
            connections["default"].close()

    with django_db_blocker.unblock():
        threads = [threading.Thread(target=attempt) for _each in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sorted(type(each).__name__ for each in done) == ["Link", "str"]
    assert "Somebody has decided on this concern already. Look at it again." in done


def test_an_answer_that_went_to_a_telephone_code_reaches_the_receipt_it_was_exchanged_for(
    story: Linked, django_db_blocker: DjangoDbBlocker
) -> None:
    from alongside.casework.intake import answers

    new = letterbox.a_receipt()
    with working_as_intake(django_db_blocker):
        told = tell("Read out on the telephone", channel="telephone")
        as_role("casework_web")
        # The caller exchanges the code; before that is collected, somebody answers.
        exchange = letterbox.message(told.receipt.reply_to(), "exchange", words="", new_reply_to=new.reply_to())
        letterbox.post(exchange)
        with as_somebody(cast.INTAKE) as ines:
            answers.reply(told.case, "We have read it", by=ines)
        as_role("intake")
        letterbox.work()
        assert letterbox.answers_to(new) == []
        as_role("casework_web")
        for _look in range(2):
            with as_somebody(cast.INTAKE) as ines:
                answers.resend_all(ines)
        again = [(each.words, each.signed_as, each.state) for each in letterbox.answers_to(new)]
    assert again == [("We have read it", cast.INTAKE.name, "replied")]
