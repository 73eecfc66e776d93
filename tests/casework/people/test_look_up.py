"""A look-up is reasoned, limited and used once; a human says same or not, and takes it back (R-02 to R-04)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.casework.people.births import Birth
from alongside.casework.people.matching import Described
from alongside.casework.rules import people as rules
from alongside.commons import clock
from alongside.commons.envelope.contents import Concern
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.conftest import as_role

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]

EARLIER = Described(("Faadumo Xirsi Cigaal",), Birth(2009, 3, 4), "Eastholt")
LATER = Described(("Faduma Hersi",), Birth(2009, 4, 3), "Eastholt")
STRANGER = Described(("Gethin Craddock",), Birth(1961, 7, 21), "Wexley")
WHY = "The school spells her name in another way."


@pytest.fixture(scope="module")
def two(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[UUID, UUID]:
    """An earlier and a later referral of one person, opened for good; what is written of them is taken back."""
    with django_db_blocker.unblock():
        as_role("intake")
        try:
            return _open(), _open()
        finally:
            as_role("casework_web")


def _open() -> UUID:
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    told = Concern(
        "somebody", "northmere", "She talks of going away.", clock.now(), age_band="21_30", called="Xanthe Quillfeather"
    )
    case: UUID = open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code="northmere")).id
    return case


@pytest.fixture
def written(two: tuple[UUID, UUID], acting: Acting) -> tuple[UUID, UUID]:
    from alongside.casework.people import actions

    with acting(cast.INTAKE) as ines:
        for case, described in zip(two, (EARLIER, LATER), strict=True):
            actions.write_down(case, described, unsure=True, by=ines)
    return two


def look(case: UUID, by: Any, reason: str = WHY) -> set[UUID]:
    from alongside.casework.people import actions

    return set(actions.look(case, reason, by=by).shown.values_list("other", flat=True))


def link(acting: Acting, written: tuple[UUID, UUID]) -> Any:
    """Say, as Ines, that both are of the same person."""
    from alongside.casework.people import actions

    earlier, later = written
    with acting(cast.INTAKE) as ines:
        look(later, ines)
        return actions.say(later, earlier, same=True, reason="Same school, same mother.", by=ines)


def test_an_earlier_referral_is_found_though_name_and_day_were_written_otherwise(
    written: tuple[UUID, UUID], acting: Acting
) -> None:
    earlier, later = written
    with acting(cast.INTAKE) as ines:
        assert look(later, ines) == {earlier}
        assert look(earlier, ines) == {later}


def test_what_is_written_anew_takes_the_place_of_what_was_written(written: tuple[UUID, UUID], acting: Acting) -> None:
    from alongside.casework.people import actions

    earlier, later = written
    with acting(cast.INTAKE) as ines:
        actions.write_down(earlier, STRANGER, unsure=False, by=ines)
        assert look(later, ines) == set()


def test_nobody_looks_without_a_reason_or_a_name_or_beyond_the_limit(
    written: tuple[UUID, UUID], opened: UUID, acting: Acting
) -> None:
    _earlier, later = written
    most, period = rules.AT_MOST[0]
    with acting(cast.INTAKE) as ines:
        for case, reason in ((later, "  "), (opened, WHY)):
            with pytest.raises(NotAllowed):
                look(case, ines, reason)
        for _time in range(most):
            look(later, ines)
        with pytest.raises(NotAllowed, match="many times"):
            look(later, ines)
    with acting(cast.INTAKE):
        assert _looked_since(clock.now() - period) == most


def _looked_since(moment: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.people_looked_since(%s)", [moment])
        return int(cursor.fetchone()[0])


def test_the_database_holds_the_limits_of_the_rules(written: tuple[UUID, UUID], acting: Acting) -> None:
    """Whoever passes by the rule meets the same numbers in the function."""
    from alongside.casework.people import register
    from alongside.casework.people.models import LookUp

    limits = [(most, period) for most, period in rules.AT_MOST]
    assert limits == [(10, timedelta(hours=1)), (40, timedelta(days=1))]
    _earlier, later = written
    with acting(cast.INTAKE) as ines:
        rows = [LookUp.objects.create(case_id=later, asked_by=ines, asked_at=clock.now()) for _time in range(11)]
        with pytest.raises(DatabaseError, match="too many look-ups"), transaction.atomic():
            register.look_up(rows[-1].id, LATER)


@pytest.mark.parametrize("names", ["!!!", " ", "12"])
def test_what_has_no_letters_is_no_name(names: str, two: tuple[UUID, UUID], signed_in: Browser) -> None:
    page = signed_in(cast.INTAKE).post(f"/people/{two[0]}/names/", {"names": names})
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()


@pytest.mark.parametrize("table", ["people_entry", "people_mark"])
def test_the_register_cannot_be_read_listed_or_written_by_whoever_serves(table: str, acting: Acting) -> None:
    with acting(cast.INTAKE), connection.cursor() as cursor:
        for statement in (f"SELECT count(*) FROM {table}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_the_register_answers_no_look_up_that_is_not_written_down_or_is_anothers_or_used(
    written: tuple[UUID, UUID], acting: Acting
) -> None:
    from alongside.casework.people import register
    from alongside.casework.people.models import LookUp

    _earlier, later = written
    with acting(cast.INTAKE) as ines:
        used = LookUp.objects.create(case_id=later, asked_by=ines, asked_at=clock.now())
        register.look_up(used.id, LATER)
        mine = LookUp.objects.create(case_id=later, asked_by=ines, asked_at=clock.now())
        for row in (uuid.uuid4(), used.id):
            with pytest.raises(DatabaseError, match="written down first"), transaction.atomic():
                register.look_up(row, LATER)
    with acting(cast.MANAGER), pytest.raises(DatabaseError, match="written down first"), transaction.atomic():
        register.look_up(mine.id, LATER)


def test_a_stranger_files_nobody_and_learns_no_facts(written: tuple[UUID, UUID], acting: Acting) -> None:
    from alongside.casework.people import queries, register

    link(acting, written)
    with acting(cast.WELSH_INTAKE):
        assert queries.facts_of(written[1]) == {}
        assert queries.one_with(written[1]) == []
        with pytest.raises(DatabaseError, match="only somebody who sees a case"), transaction.atomic():
            register.file(written[1], STRANGER)


def test_an_earlier_referral_of_the_same_person_asks_for_a_second_signature_until_it_is_taken_back(
    written: tuple[UUID, UUID], acting: Acting
) -> None:
    from alongside.casework.people import actions

    earlier, later = written
    said = link(acting, written)
    assert not _is_first(acting, later)
    assert not _is_first(acting, earlier)  # nobody has looked for that one
    with acting(cast.INTAKE) as ines:
        actions.undo(later, said.id, "Another mother after all.", by=ines)
        actions.say(later, earlier, same=False, reason="Another mother.", by=ines)
    assert _is_first(acting, later)


def _is_first(acting: Acting, case: UUID) -> bool:
    from alongside.casework.referrals import facts, queries

    with acting(cast.INTAKE) as ines:
        seen = queries.find(ines, case)
        return "first_referral" in facts.true_of(seen.referral, seen.key, among=("first_referral",))


def test_that_nobody_was_found_is_enough_only_for_the_name_that_was_looked_for(
    written: tuple[UUID, UUID], acting: Acting
) -> None:
    from alongside.casework.people import actions

    earlier, _later = written
    with acting(cast.INTAKE) as ines:
        actions.write_down(earlier, STRANGER, unsure=False, by=ines)
        look(earlier, ines)
    assert _is_first(acting, earlier)
    clock.set_to(clock.now() + timedelta(minutes=1))
    with acting(cast.INTAKE) as ines:
        actions.write_down(earlier, EARLIER, unsure=False, by=ines)
    assert not _is_first(acting, earlier)
    clock.reset()


def test_what_was_said_counts_once_and_only_of_what_was_shown(written: tuple[UUID, UUID], acting: Acting) -> None:
    from alongside.casework.people import actions

    earlier, later = written
    with acting(cast.INTAKE) as ines:
        with pytest.raises(NotAllowed, match="not shown"):
            actions.say(later, earlier, same=True, reason="A guess.", by=ines)
        look(later, ines)
        look(earlier, ines)
        actions.say(later, earlier, same=True, reason="Same mother.", by=ines)
        for case, other in ((later, earlier), (earlier, later)):
            with pytest.raises(NotAllowed, match="just said it"):
                actions.say(case, other, same=False, reason="Said at the same time.", by=ines)


def test_undoing_tells_everybody_who_read_it_on_either_page(
    written: tuple[UUID, UUID], acting: Acting, signed_in: Browser
) -> None:
    from alongside.casework.people import actions
    from alongside.casework.referrals import actions as referrals
    from alongside.site.outbox.models import Mail

    earlier, later = written
    said = link(acting, written)
    with acting(cast.INTAKE) as ines:
        referrals.make_move(earlier, "open_referral", by=ines, reason="A plan to travel.")
    page = signed_in(cast.CASE_MANAGER).get(f"/referrals/{earlier}/").content.decode()
    assert "are of the same person" in page
    assert "the same person," in signed_in(cast.SUPERVISOR).get(f"/people/{earlier}/").content.decode()
    before = Mail.objects.count()
    with acting(cast.INTAKE) as ines:
        assert actions.undo(later, said.id, "Another mother.", by=ines) == 2, "who read it beside the case is not told"
    assert Mail.objects.count() == before + 2
    again = signed_in(cast.CASE_MANAGER).get(f"/referrals/{earlier}/").content.decode()
    assert "do not rely on it" in again
    assert "are of the same person" not in again


def test_the_pages_lead_from_the_name_to_the_second_referral_in_the_history(
    two: tuple[UUID, UUID], signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.people import actions

    earlier, later = two
    with acting(cast.INTAKE) as staff:
        actions.write_down(earlier, EARLIER, unsure=False, by=staff)
    ines = signed_in(cast.INTAKE)
    written = {"names": "Faduma Hersi\nFadi", "day": "3", "month": "4", "year": "2009", "place": "Eastholt"}
    assert ines.post(f"/people/{later}/names/", written).status_code == 302
    assert ines.post(f"/people/{later}/", {"reason": WHY}).status_code == 302
    page = ines.get(f"/people/{later}/").content.decode()
    assert "Same person or not" in page
    assert "Fadi" in page
    answer = {"same": "yes", "reason": "Same school."}
    assert ines.post(f"/people/{later}/says/{earlier}/", answer).status_code == 302
    assert "are of the same person" in ines.get(f"/referrals/{later}/").content.decode()
    assert ines.get(f"/people/{later}/says/{earlier}/").status_code == 404
    assert signed_in(cast.WELSH_INTAKE).get(f"/people/{later}/").status_code == 404


def test_no_page_shows_how_near_two_people_are_or_shows_them_in_that_order(
    written: tuple[UUID, UUID], acting: Acting
) -> None:
    from alongside.casework.people import queries
    from alongside.casework.referrals import queries as referrals

    with acting(cast.INTAKE) as ines:
        look(written[1], ines)
        page = queries.page(referrals.find(ines, written[1]))
    came = [fact.received_at for fact in page.waiting]
    assert came == sorted(came)
    assert not {float, int} & {type(value) for fact in page.waiting for value in vars(fact).values()}


def test_who_looked_is_reviewed_by_those_who_answer_for_the_area_and_nobody_else(
    written: tuple[UUID, UUID], acting: Acting, signed_in: Browser
) -> None:
    with acting(cast.INTAKE) as ines:
        look(written[1], ines)
    page = signed_in(cast.DPO).get("/people/look-ups/").content.decode()
    assert cast.INTAKE.name in page
    assert "Hersi" not in page
    assert signed_in(cast.INTAKE).get("/people/look-ups/").status_code == 404


def test_a_claim_that_there_is_none_cannot_be_made_and_only_a_look_up_makes_it_known(
    written: tuple[UUID, UUID], acting: Acting
) -> None:
    from alongside.casework.people import actions
    from alongside.casework.referrals import actions as referrals

    earlier, later = written
    claim = {"first_referral": {"where_looked": "In the old register."}}
    with acting(cast.INTAKE) as ines, pytest.raises(NotAllowed, match="cannot be recorded"):
        referrals.record_all(later, "close_received", claim, by=ines)
    assert not _is_first(acting, later)
    with acting(cast.INTAKE) as ines:
        look(later, ines)
    assert not _is_first(acting, later)
    with acting(cast.INTAKE) as ines:
        actions.say(later, earlier, same=False, reason="Another mother.", by=ines)
    assert _is_first(acting, later)


def test_the_language_of_letters_is_asked_once_kept_sealed_and_english_until_then(
    two: tuple[UUID, UUID], signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.people import queries
    from alongside.casework.referrals import queries as referrals

    _earlier, later = two
    ines, address = signed_in(cast.INTAKE), f"/people/{later}/names/"
    with acting(cast.INTAKE) as staff:
        assert queries.language_of(referrals.find(staff, later)) == "en"
    assert ines.post(address, {"names": "Ffion Hughes", "language": "cy"}).status_code == 302
    with acting(cast.INTAKE) as staff:
        assert queries.language_of(referrals.find(staff, later)) == "cy"
    assert "We write to them in Welsh" in ines.get(f"/referrals/{later}/").content.decode()
    assert re.search('value="cy"[^>]*checked', ines.get(address).content.decode())


def test_a_referral_that_went_on_is_found_later_though_nobody_wrote_the_name(
    two: tuple[UUID, UUID], acting: Acting
) -> None:
    from alongside.casework.people import actions, queries
    from alongside.casework.referrals import actions as referrals
    from alongside.casework.referrals import queries as cases

    earlier, later = two
    with acting(cast.INTAKE) as ines:
        told = cases.find(ines, earlier).person["called"]
        actions.write_down(later, Described((told,), Birth(), ""), unsure=False, by=ines)
        assert look(later, ines) == set(), "it was found before anybody opened it"
        referrals.make_move(earlier, "open_referral", by=ines, reason="A plan to travel.")
        named = queries.named(cases.find(ines, earlier))
        assert named is not None
        assert named.unsure, "nobody has asked how it is spelt"
        assert look(later, ines) == {earlier}


def test_advice_alone_files_no_name(two: tuple[UUID, UUID], acting: Acting) -> None:
    from alongside.casework.people import queries
    from alongside.casework.referrals import actions as referrals
    from alongside.casework.referrals import queries as cases
    from alongside.casework.rules.closure import CHECKLIST

    checklist = {"checklist_answered": {question.word: "said" for question in CHECKLIST}}
    for case, code, filed in zip(two, ("ADVICE-ONLY", "NC-NO-CONCERN"), (False, True), strict=True):
        with acting(cast.INTAKE) as ines:
            referrals.record_all(case, "close_received", checklist, by=ines)
            asked = referrals.ask_to_sign(case, "close_received", by=ines, closure_code=code, reason="because")
        with acting(cast.CHAIR) as charity:
            referrals.countersign(case, asked.id, by=charity)
        with acting(cast.INTAKE) as ines:
            referrals.make_move(case, "close_received", by=ines, reason="because", closure_code=code)
            assert (queries.named(cases.find(ines, case)) is not None) == filed
