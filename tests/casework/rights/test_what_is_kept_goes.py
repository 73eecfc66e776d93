"""Nothing goes before its day, nothing stays after it, nothing goes unsigned or held; and what goes is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from alongside.casework.rules import retention
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.looked import look_and_find_none
from tests.casework.rights.conftest import Closed, serve, told
from tests.casework.trained import renew_trainings

Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
Close = Callable[..., Closed]


def destroy() -> int:
    from alongside.casework.rights import actions

    serve("casework_worker")
    try:
        return actions.destroy_what_is_due()
    finally:
        serve("casework_web")


def sign(acting: Acting, **periods: retention.Period) -> None:
    from alongside.casework.organisation.models import Area
    from alongside.casework.rights import actions

    with acting(cast.DIRECTOR) as delphine:
        actions.sign_schedule(Area.objects.get(code="northmere"), "By delegation", periods, by=delphine)


def rows(query: str, *values: object) -> int:
    """Count past row security."""
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute(query, values)
        count = int(cursor.fetchone()[0])
    serve("casework_web")
    return count


def listed(query: str, *values: object) -> list[Any]:
    """Return the first column past row security."""
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute(query, values)
        found = [row for (row,) in cursor.fetchall()]
    serve("casework_web")
    return found


def keys_of(closed: Closed) -> int:
    return rows("SELECT count(*) FROM keys.given WHERE case_id = %s", closed.case)


def reporters_of(closed: Closed) -> int:
    return rows("SELECT count(*) FROM reporters_reporter WHERE told_of = %s", closed.concern)


@pytest.mark.parametrize(("code", "days"), [("NC-LAWFUL", 30), ("ADVICE-ONLY", 90)])
def test_a_concern_goes_on_its_day_and_not_before(closed: Close, acting: Acting, code: str, days: int) -> None:
    one = closed(code)
    sign(acting)
    clock.shift(timedelta(days=days - 1))
    assert destroy() == 0
    assert keys_of(one) > 0
    clock.shift(timedelta(days=1))
    assert destroy() == 1
    assert keys_of(one) == 0
    assert reporters_of(one) == 0
    assert destroy() == 0


@pytest.mark.parametrize("code", ["NC-MISUNDERSTOOD", "NC-MALICIOUS", "NC-NO-CONCERN", "ALT-HEALTH", "EMERGENCY"])
def test_each_way_to_close_a_concern_goes_on_the_day_that_the_rule_says(
    closed: Close, acting: Acting, code: str
) -> None:
    one = closed(code)
    sign(acting)
    kind = retention.kind_of(code, child=False)
    last = retention.ends_on(kind, clock.today())
    assert last is not None
    clock.shift(last - clock.today() - timedelta(days=1))
    assert (destroy(), keys_of(one) > 0) == (0, True)
    clock.shift(timedelta(days=1))
    assert (destroy(), keys_of(one)) == (1, 0)


def test_no_clock_runs_until_the_controller_has_signed(closed: Close, acting: Acting) -> None:
    one = closed("NC-LAWFUL")
    clock.shift(timedelta(days=4000))
    assert destroy() == 0
    renew_trainings()
    sign(acting)
    assert destroy() == 1
    assert keys_of(one) == 0


def test_a_shorter_period_holds_and_a_longer_one_cannot_be_signed(closed: Close, acting: Acting) -> None:
    one = closed("ADVICE-ONLY")
    with pytest.raises(NotAllowed, match="at most"):
        sign(acting, advice_only=retention.Period(days=91))
    sign(acting, advice_only=retention.Period(days=7))
    clock.shift(timedelta(days=7))
    assert destroy() == 1
    assert keys_of(one) == 0


def test_a_hold_stops_it_and_somebody_else_ends_it(closed: Close, acting: Acting) -> None:
    from alongside.casework.rights import actions
    from alongside.casework.rights.models import Ending

    one = closed("NC-LAWFUL")
    sign(acting)
    with acting(cast.DPO) as dara:
        ending = Ending.objects.get(closed_case=one.case)
        actions.hold(ending.id, "legal_hold", "A learning review", by=dara)
    clock.shift(timedelta(days=400))
    assert destroy() == 0
    with acting(cast.DPO) as dara, pytest.raises(NotAllowed, match="Somebody else"):
        actions.end_hold(ending.id, "legal_hold", by=dara)
    with acting(cast.CHAIR) as charity:
        actions.end_hold(ending.id, "legal_hold", by=charity)
    assert destroy() == 1
    assert keys_of(one) == 0


def test_a_request_and_a_complaint_hold_it_and_each_ends_by_itself(closed: Close, acting: Acting) -> None:
    from alongside.casework.rights import actions
    from alongside.casework.rights.models import Ending

    one = closed("NC-LAWFUL")
    sign(acting)
    with acting(cast.DPO) as dara:
        ending = Ending.objects.get(closed_case=one.case)
        actions.hold(ending.id, "rights_request", "Request 14", by=dara)
        actions.hold(ending.id, "complaint", "Complaint 3", by=dara)
        with pytest.raises(NotAllowed, match="already"):
            actions.hold(ending.id, "complaint", "Again", by=dara)
    clock.shift(timedelta(days=400))
    assert destroy() == 0
    with acting(cast.CHAIR) as charity:
        actions.end_hold(ending.id, "rights_request", by=charity)
    assert destroy() == 0
    with acting(cast.CHAIR) as charity:
        actions.end_hold(ending.id, "complaint", by=charity)
    assert destroy() == 1


def test_a_certificate_says_what_went_and_nothing_that_was_said(closed: Close, acting: Acting) -> None:
    from alongside.casework.rights.models import Certificate

    one = closed("NC-LAWFUL")
    sign(acting)
    clock.shift(timedelta(days=30))
    destroy()
    with acting(cast.DPO):
        row = Certificate.objects.get()
        assert (row.kind, row.reporters) == ("lawful_expression", 1)
        assert row.grants >= 2
        assert row.due_on == clock.today()
    assert rows("SELECT count(*) FROM referrals_referral WHERE id = %s AND person IS NULL", one.case) == 1
    assert rows("SELECT count(*) FROM referrals_referral WHERE id = %s AND statistics_key IS NULL", one.case) == 1


def test_what_is_gone_is_seen_by_nobody(closed: Close, acting: Acting, signed_in: Browser) -> None:
    one = closed("NC-LAWFUL")
    sign(acting)
    clock.shift(timedelta(days=30))
    destroy()
    for person in cast.CASEWORK:
        assert signed_in(person).get(f"/referrals/{one.case}/").status_code == 404


def test_who_told_an_opened_referral_goes_a_year_after_it_closed_and_the_case_stays(
    closed: Close, acting: Acting
) -> None:
    from alongside.casework.referrals import actions
    from tests.casework.rights.conftest import told

    case, concern = told("21_30", "named")
    told = Closed(case, concern)
    with acting(cast.INTAKE) as ines:
        actions.make_move(case, "open_referral", by=ines, reason="A plan.")
        look_and_find_none(case, ines)
        adult = {"known_adult": {"how_known": "his sister says"}}
        actions.record_and_move(case, "record_death", adult, by=ines, reason="He has died.", closure_code="DECEASED")
    sign(acting)
    clock.shift(timedelta(days=364))
    assert destroy() == 0
    clock.shift(timedelta(days=2))
    assert destroy() == 1
    assert reporters_of(told) == 0
    assert keys_of(told) > 0


@pytest.mark.parametrize("code", ["DUPLICATE", "NC-NO-CONCERN"])
def test_only_what_was_closed_as_a_duplicate_offers_to_be_undone(code: str, signed_in: Browser, closed: Close) -> None:
    page = signed_in(cast.INTAKE).get(f"/referrals/{closed(code).case}/").content.decode()
    assert ("it was not a duplicate" in page) is (code == "DUPLICATE")
    assert "it is read by itself after all" not in page


def test_a_duplicate_that_was_none_is_kept_again(closed: Close, acting: Acting) -> None:
    from alongside.casework.referrals import actions

    one = closed("DUPLICATE")
    with acting(cast.INTAKE) as ines:
        actions.make_move(one.case, "undo_duplicate", by=ines, reason="Another Sion.")
    sign(acting)
    clock.shift(timedelta(days=4000))
    assert destroy() == 0
    assert keys_of(one) > 0


def test_the_worker_reads_no_case_by_it(closed: Close) -> None:
    closed("NC-LAWFUL")
    serve("casework_worker")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('referrals_concern', 'SELECT')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('keys.given', 'SELECT')")
        assert cursor.fetchone() == (False,)


def test_only_the_director_signs_and_the_page_says_that_nothing_is_signed(signed_in: Browser, closed: Close) -> None:
    one = closed("NC-LAWFUL")
    page = signed_in(cast.INTAKE).get(f"/referrals/{one.case}/").content.decode()
    assert "has not signed the schedule" in page
    assert "would be deleted on" in page
    for person in (cast.INTAKE, cast.CHAIR, cast.DPO, cast.MANAGER):
        assert signed_in(person).get("/kept/sign/northmere/").status_code == 404
    delphine = signed_in(cast.DIRECTOR)
    assert "not signed this schedule" in delphine.get("/kept/").content.decode()
    form = {word: rule.keep.days or rule.keep.months for word, rule in retention.SCHEDULE.items()}
    asked = {word: form[word] for word in retention.TO_SIGN} | {"authority": "By delegation", "lawful_expression": 31}
    assert "Error" in delphine.post("/kept/sign/northmere/", asked).content.decode()
    assert delphine.post("/kept/sign/northmere/", asked | {"lawful_expression": 20}).status_code == 302
    assert "By delegation" in delphine.get("/kept/").content.decode()
    page = signed_in(cast.INTAKE).get(f"/referrals/{one.case}/").content.decode()
    assert "and deleted on" in page


def test_a_hold_is_placed_and_ended_on_its_page(signed_in: Browser, closed: Close, acting: Acting) -> None:
    from alongside.casework.rights.models import Ending

    one = closed("NC-LAWFUL")
    with acting(cast.CHAIR):
        address = f"/kept/hold/{Ending.objects.get(closed_case=one.case).id}/"
    dara, charity = signed_in(cast.DPO), signed_in(cast.CHAIR)
    assert dara.post(address, {"kind": "legal_hold", "why": "An inquiry"}).status_code == 302
    assert "Somebody else has to end" in dara.post(address, {"end": "legal_hold"}, follow=True).content.decode()
    assert "An inquiry" in charity.get(address).content.decode()
    assert charity.post(address, {"end": "legal_hold"}).status_code == 302
    assert signed_in(cast.INTAKE).get(address).status_code == 404


def test_what_goes_is_found_by_no_look_up_any_more(acting: Acting, closed: Close) -> None:
    from alongside.casework.people import actions
    from alongside.casework.people.births import Birth
    from alongside.casework.people.matching import Described

    gone, stays = closed("NC-LAWFUL"), closed("NC-NO-CONCERN")
    person = Described(("Branwen Achterberg",), Birth(2009, 3, 4), "Wexley")
    with acting(cast.INTAKE) as ines:
        for each in (gone, stays):
            actions.write_down(each.case, person, unsure=False, by=ines)
    sign(acting)
    last = retention.ends_on(retention.kind_of("NC-LAWFUL", child=False), clock.today())
    assert last is not None
    clock.shift(last - clock.today())
    assert destroy() == 1
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        cursor.execute("SELECT about FROM people_entry WHERE about = ANY(%s)", [[gone.case, stays.case]])
        assert [about for (about,) in cursor.fetchall()] == [stays.case]
        cursor.execute("SELECT count(*) FROM people_mark WHERE entry_id NOT IN (SELECT id FROM people_entry)")
        assert cursor.fetchone() == (0,)


def test_what_was_disclosed_is_recalled_when_it_goes_and_the_answer_is_noted(
    closed: Close, acting: Acting, signed_in: Browser
) -> None:
    """R-16: a recipient who is no agency is still known by name, and nobody learns what they were told."""
    sign(acting)
    early_help = closed("ALT-EARLYHELP")
    clock.shift(timedelta(days=400))
    assert destroy() >= 1
    dara = signed_in(cast.DPO)
    page = dara.get("/kept/").content.decode()
    assert "Early help" in page
    assert "has been deleted here" in page
    (disclosed,) = listed("SELECT id FROM disclosures_disclosure WHERE case_id = %s", early_help.case)
    for person in (cast.INTAKE, cast.COORDINATOR, cast.WELSH_INTAKE):
        assert signed_in(person).get(f"/kept/recall/{disclosed}/").status_code == 404
    assert dara.post(f"/kept/recall/{disclosed}/", {"words": "Ms Roe: both copies deleted."}).status_code == 302
    assert "Early help" not in dara.get("/kept/").content.decode()
    assert rows("SELECT recalls FROM rights_certificate ORDER BY gone_at DESC LIMIT 1") == 1


def test_the_documents_that_staff_added_go_with_their_case_bytes_and_all(acting: Acting) -> None:
    """Every version and what was withdrawn. An opened referral gets no day of its own yet, so one is written here."""
    from alongside.casework.referrals import actions as referrals

    case, concern = told("21_30", "named")
    other, _concern = told("21_30", "named")
    for each in (case, other):
        with acting(cast.INTAKE) as ines:
            referrals.record_and_move(each, "open_referral", {}, by=ines, reason="because")
            add_documents(each, ines)
    stored = "SELECT count(*) FROM documents_casedocument WHERE case_id = %s AND octet_length(content) > 100"
    assert (rows(stored, case), rows(stored, other)) == (2, 2)
    kind = retention.kind_of("NC-LAWFUL", child=False)
    rows(
        "INSERT INTO rights_ending (id, area_id, reference, of_case, closed_case, tellings, kind, from_on)"
        " SELECT gen_random_uuid(), area_id, reference, id, id, ARRAY[%s]::uuid[], %s, %s FROM referrals_referral"
        " WHERE id = %s RETURNING 1",
        concern, kind, clock.today(), case,
    )  # fmt: skip
    sign(acting)
    clock.shift(timedelta(days=31))
    assert destroy() == 1
    assert rows("SELECT count(*) FROM documents_casedocument WHERE case_id = %s", case) == 0
    assert rows(stored, other) == 2
    assert rows("SELECT documents FROM rights_certificate ORDER BY gone_at DESC LIMIT 1") == 3


def add_documents(case: UUID, by: Any) -> None:
    """Add a letter, a second version of it, and one whose file is deleted at once."""
    from alongside.casework.documents import adding
    from alongside.casework.documents.checking import Chosen

    about = adding.About("letter", "What the school saw.", None, "Bay School", "Bay School")
    letter = Chosen("letter.txt", b"He came late. " * 20)
    first = adding.add(case, letter, about, by=by)
    adding.add(case, letter, about, by=by, replaces=first.id)
    adding.withdraw(case, adding.add(case, letter, about, by=by).id, "another person's", delete=True, by=by)
