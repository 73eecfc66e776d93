"""What is about staff, a panel member or their kin is with two named people, and with nobody else, by any way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from alongside.casework.organisation.models import Post, Staff
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import queries
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.conftest import WORRY
from tests.casework.rights.conftest import serve

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
INES, RUTH, NIALL, NERYS = cast.INTAKE, cast.NAMED, cast.OTHER_NAMED, cast.WELSH_NAMED
THE_TWO = (RUTH, NIALL)
OTHERS = [person for person in cast.CASEWORK if person not in THE_TWO]
OF_A_CASE = {
    "referrals_referral": "id", "referrals_concern": "case_id", "referrals_history": "case_id",
    "referrals_line": "case_id", "referrals_record": "case_id", "due_due": "case_id", "keys.given": "case_id",
    "apart_keeping": "case_id", "disclosures_disclosure": "case_id",
}  # fmt: skip


def rows(case: UUID) -> dict[str, int]:
    """Count what whoever is looking finds of a case, asking the database itself."""
    found = {}
    with connection.cursor() as cursor:
        for table, column in OF_A_CASE.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [case])
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def who_has_the_key(case: UUID) -> set[str]:
    """The addresses of everybody who holds a grant, by name or by post, asked from above every wall."""
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute(
            "SELECT s.email FROM keys.given g JOIN organisation_staff s ON g.staff_id = s.id OR EXISTS (SELECT 1"
            " FROM organisation_holding h WHERE h.post_id = g.post_id AND h.staff_id = s.id) WHERE g.case_id = %s",
            [case],
        )
        found = {email for (email,) in cursor.fetchall()}
    serve("casework_web")
    return found


@pytest.mark.parametrize("person", OTHERS, ids=lambda person: person.email)
def test_nobody_but_the_two_finds_a_row_of_it(passed: UUID, acting: Acting, person: cast.Person) -> None:
    with acting(person) as somebody:
        assert rows(passed) == {}
        with pytest.raises(queries.NotFound):
            queries.find(somebody, passed)


@pytest.mark.parametrize("person", THE_TWO, ids=lambda person: person.email)
def test_each_of_the_two_reads_what_was_told_and_why_it_came_to_them(
    passed: UUID, signed_in: Browser, person: cast.Person
) -> None:
    page = signed_in(person).get(f"/referrals/{passed}/").content.decode()
    assert WORRY in page
    assert "It is about Charity&#39;s brother." in page


def test_the_keys_are_with_the_two_alone(passed: UUID) -> None:
    assert who_has_the_key(passed) == {person.email for person in THE_TWO}


def test_that_it_was_read_before_stays_in_the_log(opened: UUID, acting: Acting, passed: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("SELECT count(*) FROM audit.leaf WHERE %s = ANY(subjects) AND verb = 'moved'", [passed])
        assert cursor.fetchone()[0] >= 1
    serve("casework_web")


@pytest.mark.parametrize("word", ["post", "person", "emergency"])
def test_whoever_shares_it_the_database_lets_nobody_else_in(passed: UUID, acting: Acting, word: str) -> None:
    """Not even one of the two shares it, and not even the owner of the tables by accident."""
    with acting(RUTH):
        charity, ines = (Staff.objects.get(email=each.email) for each in (cast.CHAIR, INES))
        post = Post.objects.get(holdings__staff=charity, role="chair")
        to = {"post": (post.pk, None), "person": (None, ines.pk), "emergency": (None, ines.pk)}[word]
        refused = pytest.raises(DatabaseError, match="two named people")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT keys.give(%s, %s, %s, %s, %s, 'infinity')", [uuid4(), passed, *to, b"k" * 60])


def test_what_a_move_of_the_team_would_share_is_shared_with_nobody(passed: UUID, acting: Acting) -> None:
    """The rule, not the page: a move that shares with posts gives none where a case is with the two."""
    from alongside.casework.rules import journey, who_may_see

    for move in journey.MOVES.values():
        assert who_may_see.shares_with(move, apart=True) == ()
        assert who_may_see.signers_by_post(move, apart=True) == ()


@pytest.mark.parametrize("person", [cast.WELSH_INTAKE, cast.CHAIR, cast.INTAKE], ids=lambda person: person.email)
def test_emergency_access_says_of_it_what_it_says_of_no_case(
    opened: UUID, acting: Acting, signed_in: Browser, person: cast.Person
) -> None:
    from alongside.casework.apart import actions
    from alongside.casework.referrals.models import Referral

    with acting(INES) as ines:
        reference = Referral.objects.get(pk=opened).reference
        actions.pass_on(opened, "own", "It is about Charity's brother.", by=ines)
    asked = [
        signed_in(person).post("/access/", {"reference": each, "reason": "He is at the station."})
        for each in (reference, "7K2M-Q4XD")
    ]
    assert [answer.status_code for answer in asked] == [200, 200]
    assert all("No case has this reference" in answer.content.decode() for answer in asked)


def test_what_was_asked_for_in_an_emergency_before_opens_no_more(
    opened: UUID, acting: Acting
) -> None:
    from alongside.casework.access import actions as access
    from alongside.casework.apart import actions
    from alongside.casework.referrals.models import Referral

    with acting(INES) as ines:
        reference = Referral.objects.get(pk=opened).reference
    with acting(cast.WELSH_INTAKE) as gwen:
        asked = access.ask(reference, "He is at the station.", by=gwen)
    with acting(cast.CHAIR) as charity:
        access.answer(asked.id, agrees=True, by=charity)
    with acting(INES) as ines:
        actions.pass_on(opened, "own", "It is about Charity's brother.", by=ines)
    with acting(cast.WELSH_INTAKE) as gwen, pytest.raises(NotAllowed):
        access.open_(asked.id, by=gwen)


def test_an_hour_of_emergency_that_runs_ends_when_it_is_passed_on(opened: UUID, acting: Acting) -> None:
    from alongside.casework.access import actions as access
    from alongside.casework.apart import actions
    from alongside.casework.referrals.models import Referral

    with acting(INES):
        reference = Referral.objects.get(pk=opened).reference
    with acting(cast.WELSH_INTAKE) as gwen:
        asked = access.ask(reference, "He is at the station.", by=gwen)
    with acting(cast.CHAIR) as charity:
        access.answer(asked.id, agrees=True, by=charity)
    with acting(cast.WELSH_INTAKE) as gwen:
        access.open_(asked.id, by=gwen)
    with acting(INES) as ines:
        actions.pass_on(opened, "own", "It is about Charity's brother.", by=ines)
    assert who_has_the_key(opened) == {person.email for person in THE_TWO}


def test_it_is_on_nobody_s_list_in_no_queue_and_under_no_address(passed: UUID, signed_in: Browser) -> None:
    for person in OTHERS:
        browser = signed_in(person)
        for page in ("/", "/?show=closed", "/intake/", "/due/"):
            assert str(passed) not in browser.get(page).content.decode(), (person.name, page)
        for page in (f"/referrals/{passed}/", f"/apart/{passed}/", f"/people/{passed}/", f"/disclosures/{passed}/"):
            assert browser.get(page).status_code == 404, (person.name, page)


def test_who_passed_it_on_sees_to_whom_by_post_and_nothing_of_it(passed: UUID, signed_in: Browser) -> None:
    page = signed_in(INES).get("/apart/passed-on/").content.decode()
    assert "to the two named people of Northmere" in page
    assert WORRY not in page
    assert "Jordan" not in page
    assert str(passed) not in page
    assert "to the two named people" not in signed_in(cast.CHAIR).get("/apart/passed-on/").content.decode()


def test_its_stages_count_as_what_came_and_as_nothing_that_became_of_it(opened: UUID, acting: Acting) -> None:
    from alongside.casework.apart import actions
    from alongside.casework.statistics.models import StatisticsEvent

    def counted() -> int:
        with connection.cursor() as cursor:
            cursor.execute("RESET SESSION AUTHORIZATION")
        found = StatisticsEvent.objects.count()
        serve("casework_web")
        return found

    before = counted()
    with acting(INES) as ines:
        actions.pass_on(opened, "own", "It is about Charity's brother.", by=ines)
    assert counted() == before


def test_a_name_that_was_filed_is_found_by_no_look_up_any_more(opened: UUID, acting: Acting) -> None:
    from alongside.casework.apart import actions
    from alongside.casework.people import actions as people
    from alongside.casework.people.matching import Described

    with acting(INES) as ines:
        people.write_down(opened, Described(names=("Jordan Featherstonehaugh",)), unsure=False, by=ines)
        actions.pass_on(opened, "own", "It is about Charity's brother.", by=ines)
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("SELECT count(*) FROM people_entry WHERE about = %s", [opened])
        assert cursor.fetchone() == (0,)
    serve("casework_web")


def test_what_comes_later_is_told_to_the_two_and_to_nobody_of_the_team(passed: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("DELETE FROM outbox_mail")
    serve("intake")
    referrals.tell_the_two(passed, f"/referrals/{passed}/")
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("SELECT to_id FROM outbox_mail")
        told = {person for (person,) in cursor.fetchall()}
    serve("casework_web")
    assert told == {Staff.objects.get(email=person.email).pk for person in THE_TWO}


