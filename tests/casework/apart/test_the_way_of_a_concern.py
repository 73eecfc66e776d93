"""From intake to the two named people, between them, to its end or back: and what is said where that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from alongside.casework.organisation.models import Post, Staff
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import queries
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import administration, closure
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.conftest import WORRY
from tests.casework.rights import test_what_is_kept_goes as keeping
from tests.casework.rights.conftest import serve

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
INES, RUTH, NIALL, NERYS = cast.INTAKE, cast.NAMED, cast.OTHER_NAMED, cast.WELSH_NAMED
CHECKLIST = {"checklist_answered": {question.word: "yes" for question in closure.CHECKLIST}}
ACCEPTED = {"receiving_service_accepted": {"service": "The police", "accepted_on": "2026-11-20"}}


def close(case: UUID, by: Any, code: str = "NC-NO-CONCERN") -> None:
    needed = ACCEPTED if code.startswith("ALT") else {}
    referrals.record_and_move(case, "close_apart", CHECKLIST | needed, by=by, reason="because", closure_code=code)


def sign(case: UUID, move: str, acting: Acting, code: str = "") -> None:
    """Let Ruth ask for a signature, and Niall give it."""
    with acting(RUTH) as ruth:
        if move == "close_apart":
            referrals.record_all(case, move, CHECKLIST, by=ruth)
        asked = referrals.ask_to_sign(case, move, by=ruth, closure_code=code, reason="because")
    with acting(NIALL) as niall:
        referrals.countersign(case, asked.id, by=niall)


def stands(case: UUID, acting: Acting, person: cast.Person = RUTH) -> str:
    with acting(person) as somebody:
        return queries.find(somebody, case).referral.stage


def end_naming(person: cast.Person, acting: Acting) -> None:
    from alongside.casework.administration import people
    from alongside.casework.organisation.models import Holding

    with acting(cast.MANAGER) as magnus:
        holding = Holding.objects.get(staff__email=person.email, post__role="named_person")
        people.end_post(holding, people.yesterday(), by=magnus)


def name(person: cast.Person, acting: Acting) -> None:
    from alongside.casework.administration import actions, people

    with acting(cast.MANAGER) as magnus:
        somebody = Staff.objects.select_related("agency__area").get(email=person.email)
        area = somebody.agency.area
        post = Post.objects.filter(agency=somebody.agency, area=area, role="named_person").first()
        post = post or actions.make_post(somebody.agency, area, "named_person", by=magnus)
        people.give_post(somebody, post, administration.Period(clock.today()), by=magnus)


def test_it_is_closed_with_the_checklist_and_the_signature_of_the_other(passed: UUID, acting: Acting) -> None:
    with acting(RUTH) as ruth, pytest.raises(NotAllowed, match="A second person has to sign"):
        close(passed, ruth)
    sign(passed, "close_apart", acting, "NC-NO-CONCERN")
    with acting(RUTH) as ruth:
        close(passed, ruth)
    assert stands(passed, acting) == "closed"
    for person in (INES, cast.CHAIR, cast.DPO):
        with acting(person) as somebody, pytest.raises(queries.NotFound):
            queries.find(somebody, passed)


def test_nobody_countersigns_their_own(passed: UUID, acting: Acting) -> None:
    with acting(RUTH) as ruth:
        referrals.record_all(passed, "close_apart", CHECKLIST, by=ruth)
        asked = referrals.ask_to_sign(passed, "close_apart", by=ruth, closure_code="NC-NO-CONCERN", reason="because")
        with pytest.raises(NotAllowed):
            referrals.countersign(passed, asked.id, by=ruth)


def test_the_other_one_finds_what_to_sign_on_their_first_page(passed: UUID, acting: Acting, signed_in: Browser) -> None:
    with acting(RUTH) as ruth:
        referrals.record_all(passed, "close_apart", CHECKLIST, by=ruth)
        asked = referrals.ask_to_sign(passed, "close_apart", by=ruth, closure_code="NC-NO-CONCERN", reason="because")
    assert f"/referrals/{passed}/sign/{asked.id}/" in signed_in(NIALL).get("/").content.decode()
    assert WORRY in signed_in(NIALL).get(f"/referrals/{passed}/sign/{asked.id}/").content.decode()


def test_what_was_marked_by_mistake_goes_back_to_intake_when_both_have_signed(passed: UUID, acting: Acting) -> None:
    with acting(RUTH) as ruth, pytest.raises(NotAllowed, match="A second person has to sign"):
        referrals.make_move(passed, "give_back_to_intake", by=ruth, reason="Another Charity.")
    sign(passed, "give_back_to_intake", acting)
    with acting(RUTH) as ruth:
        referrals.make_move(passed, "give_back_to_intake", by=ruth, reason="Another Charity.")
    assert stands(passed, acting, INES) == "received"
    for person in (RUTH, NIALL):
        with acting(person) as somebody, pytest.raises(queries.NotFound):
            queries.find(somebody, passed)
    with acting(INES) as ines:
        referrals.make_move(passed, "open_referral", by=ines, reason="It is to be screened.")
    assert stands(passed, acting, cast.CASE_MANAGER) == "screening"


def test_whoever_told_us_is_thanked_as_ever_and_answered_by_the_two(passed: UUID, acting: Acting) -> None:
    from alongside.casework.intake import answers
    from alongside.casework.intake.models import Answer

    with acting(NIALL) as niall:
        assert Answer.objects.filter(case=passed).count() == 1
        answers.reply(passed, "Thank you. Two people who know nobody involved read this.", by=niall)
        assert Answer.objects.filter(case=passed).count() == 2


def test_the_two_have_the_page_to_answer_on_and_intake_has_it_no_more(passed: UUID, signed_in: Browser) -> None:
    page = f"/intake/{passed}/reply/"
    assert [signed_in(person).get(page).status_code for person in (RUTH, NIALL, INES)] == [200, 200, 404]


def test_what_they_tell_the_police_is_a_row_of_the_register(passed: UUID, acting: Acting, signed_in: Browser) -> None:
    from alongside.casework.disclosures import actions as disclosures

    with acting(NIALL) as niall:
        said = {
            "recipient": "Professional standards of the police", "recipient_kind": "police", "parts": "what was told",
            "purpose": "It is about an officer", "legal_basis": "safeguarding", "necessity": "They investigate",
            "route": "spoken",
        }  # fmt: skip
        disclosures.write_down(passed, said, by=niall)
    page = signed_in(RUTH).get(f"/disclosures/{passed}/").content.decode()
    assert "Professional standards of the police" in page
    assert page.count("Passed to two named people outside the team") == 2


def test_one_of_the_two_owns_it_and_the_other_can_take_that_over(passed: UUID, acting: Acting) -> None:
    from alongside.casework.apart import actions
    from alongside.casework.apart.models import Keeping

    with acting(NIALL) as niall:
        assert Keeping.objects.get(case=passed).owner == niall
    with acting(RUTH) as ruth:
        actions.make_owner(passed, by=ruth)
        assert Keeping.objects.get(case=passed).owner == ruth
        with pytest.raises(NotAllowed, match="own it already"):
            actions.make_owner(passed, by=ruth)


def test_one_of_the_two_is_replaced_by_somebody_who_is_named(passed: UUID, acting: Acting, signed_in: Browser) -> None:
    from alongside.casework.apart import actions
    from alongside.casework.apart.models import Keeping

    niall, nerys = (Staff.objects.get(email=person.email).pk for person in (NIALL, NERYS))
    with acting(RUTH) as by:
        actions.replace(passed, niall, nerys, "Niall knows the family.", by=by)
        assert Keeping.objects.get(case=passed).owner_id == nerys
    assert WORRY in signed_in(NERYS).get(f"/referrals/{passed}/").content.decode()
    assert signed_in(NIALL).get(f"/referrals/{passed}/").status_code == 404
    assert "Niall knows the family." in signed_in(RUTH).get(f"/referrals/{passed}/").content.decode()


@pytest.mark.parametrize(("taker", "says"), [(cast.CHAIR, "whom an area has named"), (RUTH, "is one of the two")])
def test_nobody_else_takes_the_place_of_one(passed: UUID, acting: Acting, taker: cast.Person, says: str) -> None:
    from alongside.casework.apart import actions

    niall, other = (Staff.objects.get(email=person.email).pk for person in (NIALL, taker))
    with acting(RUTH) as by, pytest.raises(NotAllowed, match=says):
        actions.replace(passed, niall, other, "because", by=by)
    with acting(RUTH), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT apart_replace(%s, %s, %s)", [passed, niall, other])


def test_a_stranger_gets_nothing_out_of_the_functions_that_move_the_keys(passed: UUID, acting: Acting) -> None:
    ruth, niall, nerys = (Staff.objects.get(email=person.email).pk for person in (RUTH, NIALL, NERYS))
    ways: list[tuple[str, list[Any]]] = [
        ("SELECT apart_begin(%s, %s, %s)", [passed, ruth, nerys]),
        ("SELECT apart_replace(%s, %s, %s)", [passed, niall, nerys]),
        ("SELECT apart_end(%s)", [passed]),
        ("SELECT apart_take(%s, '{}', '{}', '{}', '{}')", [passed]),
    ]
    for person in (INES, cast.CHAIR, NERYS):
        with acting(person):
            for statement, values in ways:
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, values)


def test_where_an_area_has_not_named_two_the_two_of_the_lead_take_it(
    opened: UUID, acting: Acting, signed_in: Browser
) -> None:
    end_naming(NIALL, acting)
    page = signed_in(INES).get(f"/apart/{opened}/").content.decode()
    assert "has not named two people who could take this" in page
    answer = signed_in(INES).post(f"/apart/{opened}/", {"takes": "own", "reason": "Charity's brother."})
    assert answer.status_code == 200
    assert "has not named two people" in answer.content.decode()
    assert stands(opened, acting, INES) == "received"


def test_where_the_lead_has_not_two_either_nothing_moves_and_the_page_says_what_to_do(
    opened: UUID, acting: Acting
) -> None:
    from alongside.casework.apart import actions

    end_naming(NIALL, acting)
    with acting(INES) as ines, pytest.raises(NotAllowed, match="Telephone an administration manager"):
        actions.pass_on(opened, "lead", "Charity's brother.", by=ines)
    assert stands(opened, acting, INES) == "received"


def test_the_lead_s_own_concern_about_one_of_its_two_does_not_come_back_to_them(opened: UUID, acting: Acting) -> None:
    from alongside.casework.apart import actions

    with acting(INES) as ines, pytest.raises(NotAllowed, match="others have to be named first"):
        actions.pass_on(opened, "lead", "It is about Ruth.", by=ines)
    assert stands(opened, acting, INES) == "received"


def test_of_another_area_it_goes_to_the_two_of_the_area_that_takes_what_has_no_place(acting: Acting) -> None:
    """Glanaber has named one; Northmere takes what has no place."""
    import uuid

    from alongside.casework.apart import actions
    from alongside.casework.organisation.models import Area
    from alongside.commons.envelope.contents import Concern

    serve("intake")
    told = Concern("somebody", "glanaber", WORRY, clock.now(), called="Sion", age_band="21_30")
    case = referrals.open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code="glanaber")).id
    serve("casework_web")
    with acting(cast.WELSH_INTAKE) as gwen:
        with pytest.raises(NotAllowed, match="has not named two"), transaction.atomic():
            actions.pass_on(case, "own", "The chair's son.", by=gwen)
        actions.pass_on(case, "lead", "The chair's son.", by=gwen)
    for person in (RUTH, NIALL):
        assert stands(case, acting, person) == "apart"
    for person in (cast.WELSH_INTAKE, cast.WELSH_POLICE_READER, NERYS):
        with acting(person) as somebody, pytest.raises(queries.NotFound):
            queries.find(somebody, case)


def test_later_whoever_works_on_it_passes_it_on_and_everybody_loses_it(opened: UUID, acting: Acting) -> None:
    from alongside.casework.apart import actions

    with acting(INES) as ines:
        referrals.make_move(opened, "open_referral", by=ines, reason="It is to be screened.")
    with acting(cast.CASE_MANAGER) as callum:
        actions.pass_on(opened, "own", "I know him from school.", by=callum)
    for person in (INES, cast.CASE_MANAGER, cast.SUPERVISOR, cast.COORDINATOR):
        with acting(person) as somebody, pytest.raises(queries.NotFound):
            queries.find(somebody, opened)
    assert stands(opened, acting) == "apart"


def test_who_told_us_goes_to_the_two_and_back_to_intake(acting: Acting) -> None:
    """The reporter's own key moves with the case, found by the database and not by who passes it on."""
    from alongside.casework.apart import actions
    from alongside.casework.keys.actions import case_key
    from alongside.casework.reporters.models import Reporter
    from tests.casework.rights.conftest import told

    case, concern = told("21_30", "named")
    with acting(INES) as ines:
        reporter = Reporter.objects.get(told_of=concern).pk
        actions.pass_on(case, "own", "Charity's brother.", by=ines)
        assert case_key(reporter) is None
    with acting(NIALL):
        assert case_key(reporter) is not None
    sign(case, "give_back_to_intake", acting)
    with acting(RUTH) as ruth:
        referrals.make_move(case, "give_back_to_intake", by=ruth, reason="Another Charity.")
        assert case_key(reporter) is None
    with acting(INES):
        assert case_key(reporter) is not None


def test_two_are_named_at_most_and_from_outside_the_team(acting: Acting) -> None:
    with pytest.raises(NotAllowed, match="Two people are named for Northmere already"):
        name(cast.CALL_HANDLER, acting)
    end_naming(NIALL, acting)
    for person in (cast.CHAIR, cast.INTAKE, cast.DPO):
        with pytest.raises(NotAllowed, match="from outside the team"):
            name(person, acting)
    name(cast.STATISTICIAN, acting)


def test_who_is_named_gets_no_post_of_the_team(acting: Acting) -> None:
    from alongside.casework.administration import people

    with acting(cast.MANAGER) as magnus:
        ruth = Staff.objects.get(email=RUTH.email)
        intake = Post.objects.get(agency=ruth.agency, role="intake")
        with pytest.raises(NotAllowed, match="one of the two named people"):
            people.give_post(ruth, intake, administration.Period(clock.today()), by=magnus)


def test_a_manager_sees_whom_each_area_has_named(signed_in: Browser) -> None:
    page = signed_in(cast.MANAGER).get("/administration/areas/").content.decode()
    assert RUTH.name in page
    assert NIALL.name in page
    assert page.count("Two are to be named, from outside the team") == 1


def test_its_reference_leads_intake_to_nothing_to_link_to(passed: UUID, acting: Acting) -> None:
    with acting(RUTH):
        reference = Referral.objects.get(pk=passed).reference
    with acting(INES), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_open_referral(%s)", [reference])
        assert cursor.fetchone() == (0,)


def test_what_the_two_closed_is_destroyed_on_its_day_with_the_note_of_who_had_it_before(acting: Acting) -> None:
    from alongside.casework.apart import actions
    from tests.casework.rights.conftest import told

    case, _concern = told("21_30", "named")
    with acting(INES) as ines:
        actions.pass_on(case, "own", "Charity's brother.", by=ines)
    sign(case, "close_apart", acting, code="NC-NO-CONCERN")
    with acting(RUTH) as ruth:
        close(case, ruth)
    assert keeping.rows("SELECT count(*) FROM keys.before WHERE of_case = %s", case) > 0
    keeping.sign(acting)
    clock.shift(timedelta(days=366 * 2))
    assert keeping.destroy() == 1
    assert keeping.rows("SELECT count(*) FROM keys.given WHERE case_id = %s", case) == 0
    assert keeping.rows("SELECT count(*) FROM keys.before WHERE of_case = %s", case) == 0
