"""Lawful views are closed in one click; thanks look alike whatever was decided; a professional may be told a class."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons import clock
from alongside.commons.envelope import receipt
from alongside.commons.envelope.contents import Concern, Reply
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.conftest import as_role
from tests.casework.looked import look_and_find_none

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
CHECKLIST = {
    "checklist_answered": dict.fromkeys(
        ("history_read", "referrer_spoken_to", "age_and_needs", "receiving_service", "person_told"), "yes"
    )
}
EASED = {"known_adult": {"how_known": "told"}}


class Told:
    """One concern and the receipt of whoever told it."""

    def __init__(self, case: UUID, key: receipt.ReplyKey) -> None:
        self.case, self.key = case, key


def tell(blocker: DjangoDbBlocker, **said: Any) -> Told:
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    key = receipt.stretch(receipt.new())
    told = Concern("somebody", "northmere", "He argues about the news.", clock.now(), reply_to=key.reply_to(), **said)
    with blocker.unblock():
        as_role("intake")
        try:
            return Told(open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code="northmere")).id, key)
        finally:
            as_role("casework_web")


@pytest.fixture(scope="module")
def adult(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, age_band="21_30")


@pytest.fixture(scope="module")
def named_adult(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, age_band="21_30", called="Wystan Pelligrew")


@pytest.fixture(scope="module")
def twice(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[Told, Told]:
    """Two concerns about an adult of one name."""
    first, second = (tell(django_db_blocker, age_band="31_40", called="Ambrose Thistlewick") for _each in range(2))
    return first, second


@pytest.fixture(scope="module")
def child(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, age_band="11_15", language="cy")


@pytest.fixture(scope="module")
def of_unknown_age(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker)


@pytest.fixture(scope="module")
def in_each_language(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Told]:
    return {code: tell(django_db_blocker, age_band="21_30", language=code) for code in ("en", "cy", "ar", "ur")}


@pytest.fixture(scope="module")
def by_a_teacher(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, channel="professional", promise="named", age_band="21_30")


@pytest.fixture
def sent() -> Iterator[list[Any]]:
    """What is put into the tray in this test: the web role adds to it and cannot read it."""
    found: list[Any] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "outgoing_outgoing" in sql and sql.startswith("INSERT"):
            found.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def read(told: Told, sent: list[Any]) -> list[Reply]:
    """Open with the receipt what was sent to it in words; that somebody has looked is said without any."""
    replies = []
    for params in sent:
        raw = dict(zip(_columns(), params, strict=True))
        sealed = receipt.SealedReply(
            raw["id"], raw["locator"], _bytes(raw["mark"]), raw["closes_on"], _bytes(raw["body"])
        )
        if sealed.locator == told.key.locator:
            opened = receipt.open_reply(sealed, told.key)
            assert isinstance(opened, Reply)
            replies.append(opened)
    return [reply for reply in replies if reply.words]


def _bytes(value: Any) -> bytes:
    return bytes(getattr(value, "obj", value))


def _columns() -> list[str]:
    from alongside.casework.outgoing.models import Outgoing

    return [field.column for field in Outgoing._meta.concrete_fields]


def close(told: Told, by: Any, code: str) -> None:
    from alongside.casework.referrals import actions

    look_and_find_none(told.case, by)
    actions.record_and_move(
        told.case, "close_received", {**CHECKLIST, **EASED}, by=by, reason="because", closure_code=code
    )


def test_an_adults_first_concern_is_closed_in_one_click_with_thanks_and_its_day(
    signed_in: Browser, acting: Acting, adult: Told, sent: list[Any]
) -> None:
    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/referrals/{adult.case}/").content.decode()
    assert "there is nobody to look for, and one click closes it" in page
    with acting(cast.INTAKE) as somebody:
        look_and_find_none(adult.case, somebody)
    assert "one click closes it" in ines.get(f"/referrals/{adult.case}/").content.decode()
    sent.clear()
    assert ines.post(f"/intake/{adult.case}/lawful/").status_code == 302
    closed = ines.get(f"/referrals/{adult.case}/").content.decode()
    assert "lawful expression" in closed.lower()
    assert "would be deleted on" in closed
    said = read(adult, sent)
    assert [reply.state for reply in said] == ["replied"]
    assert said[0].words.startswith("Thank you for telling us.")


@pytest.mark.parametrize("who", [0, 1], ids=["child", "of unknown age"])
def test_a_childs_or_an_unknown_ages_waits_for_the_second_signature(
    signed_in: Browser, who: int, child: Told, of_unknown_age: Told
) -> None:
    told = (child, of_unknown_age)[who]
    ines, charity = signed_in(cast.INTAKE), signed_in(cast.CHAIR)
    answer = ines.post(f"/intake/{told.case}/lawful/", follow=True).content.decode()
    assert "second signature was asked for" in answer
    assert "What happens now" in answer
    again = ines.post(f"/intake/{told.case}/lawful/", follow=True).content.decode()
    assert "not there yet" in again
    address = charity.get("/").content.decode().split(f'href="/referrals/{told.case}/sign/')[1].split('"')[0]
    assert "Lawful expression" in charity.get(f"/referrals/{told.case}/sign/{address}").content.decode()
    charity.post(f"/referrals/{told.case}/sign/{address}")
    assert "The second signature is there" in ines.get(f"/referrals/{told.case}/").content.decode()
    assert "Closed with thanks" in ines.post(f"/intake/{told.case}/lawful/", follow=True).content.decode()


def look_ups(case: UUID) -> list[Any]:
    from alongside.casework.people.models import LookUp

    return list(LookUp.objects.filter(case_id=case).select_related("asked_by"))


def test_what_names_nobody_is_a_first_one_by_nature_and_looks_nobody_up(
    signed_in: Browser, acting: Acting, adult: Told, sent: list[Any]
) -> None:
    ines = signed_in(cast.INTAKE)
    answer = ines.post(f"/intake/{adult.case}/lawful/", follow=True).content.decode()
    assert "Closed with thanks" in answer
    assert [reply.state for reply in read(adult, sent)] == ["replied"]
    with acting(cast.INTAKE):
        assert look_ups(adult.case) == []


def test_a_named_adult_is_looked_for_and_closed_with_thanks_in_one_press(
    signed_in: Browser, acting: Acting, named_adult: Told, sent: list[Any]
) -> None:
    from alongside.casework.people import queries as people
    from alongside.casework.referrals.queries import find, text_of

    ines = signed_in(cast.INTAKE)
    assert "Is this the first?" in ines.get(f"/referrals/{named_adult.case}/").content.decode()
    sent.clear()
    closed = ines.post(f"/intake/{named_adult.case}/lawful/", follow=True).content.decode()
    assert "Closed with thanks" in closed
    assert "would be deleted on" in closed
    assert [reply.words[:9] for reply in read(named_adult, sent)] == ["Thank you"]
    with acting(cast.INTAKE) as somebody:
        [row] = look_ups(named_adult.case)
        seen = find(somebody, named_adult.case)
        assert row.asked_by.email == cast.INTAKE.email
        assert text_of(row, seen.key, "reason").startswith("Is this the first?")
        assert people.named(seen).described.names == ("Wystan Pelligrew",)  # type: ignore[union-attr]


def test_where_the_look_up_shows_somebody_nothing_is_closed_and_they_are_shown(
    signed_in: Browser, acting: Acting, twice: tuple[Told, Told], sent: list[Any]
) -> None:
    first, second = twice
    with acting(cast.INTAKE) as somebody:
        name_it(first.case, somebody)
        reference = reference_of(first.case, somebody)
    ines = signed_in(cast.INTAKE)
    sent.clear()
    answer = ines.post(f"/intake/{second.case}/lawful/", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/people/{second.case}/"
    assert "nothing is closed" in page
    assert reference in page
    assert read(second, sent) == []
    again = ines.post(f"/intake/{second.case}/lawful/", follow=True).content.decode()
    assert "nothing is closed" in again
    with acting(cast.INTAKE) as somebody:
        assert len(look_ups(second.case)) == 1
        say(second.case, first.case, by=somebody, same=False)
    assert "Closed with thanks" in ines.post(f"/intake/{second.case}/lawful/", follow=True).content.decode()


def test_a_repeat_waits_for_the_second_signature_in_one_press_as_well(
    signed_in: Browser, acting: Acting, twice: tuple[Told, Told]
) -> None:
    first, second = twice
    with acting(cast.INTAKE) as somebody:
        name_it(first.case, somebody)
    ines = signed_in(cast.INTAKE)
    ines.post(f"/intake/{second.case}/lawful/")
    with acting(cast.INTAKE) as somebody:
        say(second.case, first.case, by=somebody, same=True)
    answer = ines.post(f"/intake/{second.case}/lawful/", follow=True).content.decode()
    assert "second signature was asked for" in answer


def name_it(case: UUID, by: Any) -> None:
    from alongside.casework.people import actions
    from alongside.casework.people.matching import Described

    actions.write_down(case, Described(("Ambrose Thistlewick",)), unsure=False, by=by)


def reference_of(case: UUID, by: Any) -> str:
    from alongside.casework.referrals.queries import find

    return str(find(by, case).referral.reference)


def say(case: UUID, other: UUID, *, by: Any, same: bool) -> None:
    from alongside.casework.people import actions

    actions.say(case, other, same=same, reason="The aunt was asked.", by=by)


def test_a_repeat_that_no_look_up_shows_waits_too(signed_in: Browser, acting: Acting, adult: Told) -> None:
    ines = signed_in(cast.INTAKE)
    with acting(cast.INTAKE) as somebody:
        look_and_find_none(adult.case, somebody)
    answer = ines.post(f"/intake/{adult.case}/lawful/", {"earlier": "yes"}, follow=True).content.decode()
    assert "second signature was asked for" in answer


def test_whatever_was_decided_the_teller_reads_the_same_words(acting: Acting, adult: Told, sent: list[Any]) -> None:
    from django.db import transaction

    from alongside.casework.intake import lawful
    from alongside.casework.referrals import actions

    def opens(ines: Any) -> None:
        actions.make_move(adult.case, "open_referral", by=ines, reason="because")

    def closes(ines: Any) -> None:
        look_and_find_none(adult.case, ines)
        lawful.close(adult.case, by=ines)

    ways: list[Callable[[Any], Any]] = [opens, closes]
    for code in ("ADVICE-ONLY", "NC-MISUNDERSTOOD", "NC-MALICIOUS", "NC-NO-CONCERN", "EMERGENCY", "UNTRACED"):
        ways.append(lambda ines, code=code: close(adult, ines, code))
    heard = set()
    for way in ways:
        sent.clear()
        with acting(cast.INTAKE) as ines, transaction.atomic():
            way(ines)
            said = [(reply.words, reply.state, reply.signed_as, reply.language) for reply in read(adult, sent)]
            assert len(said) == 1
            heard |= set(said)
            transaction.set_rollback(True)
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("language", "begins"),
    [("en", "Thank you"), ("cy", "Diolch am ddweud wrthym."), ("ar", "شكرًا"), ("ur", "ہمیں بتانے کا شکریہ")],
)
def test_thanks_are_in_the_language_of_whoever_told_us(
    acting: Acting, in_each_language: dict[str, Told], sent: list[Any], language: str, begins: str
) -> None:
    from alongside.casework.intake import lawful

    told = in_each_language[language]
    with acting(cast.INTAKE) as ines:
        look_and_find_none(told.case, ines)
        lawful.close(told.case, by=ines)
    [said] = read(told, sent)
    assert said.language == language
    assert said.words.startswith(begins)


def test_what_comes_after_tells_them_nothing_held_owned_and_closed_alike(
    acting: Acting, adult: Told, sent: list[Any]
) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        actions.make_move(adult.case, "open_referral", by=ines, reason="because")
    sent.clear()
    with acting(cast.SUPERVISOR) as sunita:
        actions.make_move(adult.case, "hold", by=sunita, reason="because")
        held = {"held_elsewhere": {"held_by": "Northmere CTU", "since": clock.today()}}
        actions.record_and_move(adult.case, "police_take", held, by=sunita, reason="because")
        actions.make_move(adult.case, "police_return", by=sunita, reason="because")
    assert sent == []


def test_a_question_says_that_it_is_one_and_their_language_is_said(
    signed_in: Browser, child: Told, sent: list[Any]
) -> None:
    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/intake/{child.case}/reply/").content.decode()
    assert "Welsh" in page
    assert "Leave out words like referral" in page
    sent.clear()
    said = {"words": "Pryd welsoch chi ef?", "state": "question", "language": "cy"}
    assert ines.post(f"/intake/{child.case}/reply/", said | {"previewed": said["words"]}).status_code == 302
    assert [(reply.state, reply.language) for reply in read(child, sent)] == [("question", "cy")]


def test_a_professional_is_told_a_class_after_two_questions_and_not_while_it_could_do_harm(
    signed_in: Browser, by_a_teacher: Told, sent: list[Any]
) -> None:
    ines, address = signed_in(cast.INTAKE), f"/intake/{by_a_teacher.case}/outcome/"
    assert "still dealing with" in ines.get(address).content.decode()
    sent.clear()
    assert "Error" in ines.post(address, {"why": "We asked Callum."}).content.decode()
    harm = {"prejudice": "no", "danger": "yes", "why": "His brother reads her post."}
    assert "Nothing is told" in ines.post(address, harm, follow=True).content.decode()
    assert read(by_a_teacher, sent) == []
    ines.post(address, harm | {"danger": "no"})
    assert [reply.words for reply in read(by_a_teacher, sent)] == [
        "We are still dealing with what you told us. There is nothing that we can tell you yet."
    ]


@pytest.fixture(scope="module")
def by_a_nurse_who_wants_none(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, channel="professional", promise="named", age_band="21_30", feedback="no")


def test_a_professional_who_asked_to_hear_nothing_is_told_nothing_and_whoever_releases_reads_why(
    signed_in: Browser, acting: Acting, by_a_nurse_who_wants_none: Told, sent: list[Any]
) -> None:
    from alongside.casework.intake import answers

    told = by_a_nurse_who_wants_none
    page = signed_in(cast.INTAKE).get(f"/intake/{told.case}/outcome/").content.decode()
    assert "They asked not to hear how it ended" in page
    assert "Could telling them endanger anyone" not in page
    sent.clear()
    said = {"prejudice": "no", "danger": "no", "why": "It is over."}
    with acting(cast.INTAKE) as ines, pytest.raises(NotAllowed, match="asked not to hear"):
        answers.release_outcome(told.case, said, by=ines)
    assert read(told, sent) == []


def test_somebody_who_is_no_professional_is_told_no_outcome(signed_in: Browser, adult: Told) -> None:
    assert signed_in(cast.INTAKE).get(f"/intake/{adult.case}/outcome/").status_code == 404


def test_only_intake_closes_in_one_click(signed_in: Browser, acting: Acting, adult: Told) -> None:
    from alongside.casework.intake import lawful
    from alongside.casework.referrals import actions

    assert signed_in(cast.CHAIR).post(f"/intake/{adult.case}/lawful/").status_code == 404
    with acting(cast.INTAKE) as ines:
        actions.make_move(adult.case, "open_referral", by=ines, reason="because")
    with acting(cast.CASE_MANAGER) as callum, pytest.raises(NotAllowed):
        lawful.close(adult.case, by=callum)
