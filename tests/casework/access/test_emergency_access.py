"""Emergency access: asked with a reason, answered or not, an hour to read, alarms, a reason afterwards (R-43)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from alongside.casework.rules import access as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.assessment.conftest import agree, gather, whole, write
from tests.casework.conftest import WORRY
from tests.casework.rights.conftest import serve

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
GWEN, INES, CHARITY, SUNITA = cast.WELSH_INTAKE, cast.INTAKE, cast.CHAIR, cast.SUPERVISOR
WHY = "His mother telephones: he is at the station with a bag."
SECOND = timedelta(seconds=1)
LATER = rules.ANSWER_WITHIN


@pytest.fixture(autouse=True)
def in_the_morning() -> Iterator[None]:
    """A Thursday ahead with an ordinary Friday after it; the clock goes back afterwards."""
    clock.set_to(datetime(2026, 12, 3, 9, tzinfo=UTC))
    yield
    clock.reset()


@pytest.fixture
def reference(opened: UUID, acting: Acting) -> str:
    from alongside.casework.referrals.models import Referral

    with acting(INES):
        return str(Referral.objects.get(pk=opened).reference)


@pytest.fixture
def asked(reference: str, acting: Acting) -> Any:
    return ask(reference, acting)


def ask(reference: str, acting: Acting, person: cast.Person = GWEN) -> Any:
    from alongside.casework.access import actions

    with acting(person) as somebody:
        return actions.ask(reference.lower(), WHY, by=somebody)


def open_(asked: Any, acting: Acting, after: timedelta = LATER) -> None:
    from alongside.casework.access import actions

    clock.set_to(asked.asked_at + after)
    with acting(GWEN) as gwen:
        actions.open_(asked.id, by=gwen)


def answer(asked: Any, acting: Acting, person: cast.Person, *, agrees: bool) -> None:
    from alongside.casework.access import actions

    with acting(person) as somebody:
        actions.answer(asked.id, agrees=agrees, by=somebody)


def told(asked: Any) -> set[str]:
    """The addresses of those whom casework's worker tells of an opening."""
    from alongside.casework.access.models import Alarm
    from alongside.casework.organisation.models import Staff

    serve("casework_worker")
    found = list(Alarm.objects.filter(asking=asked.id).values_list("staff_id", flat=True))
    serve("casework_web")
    return set(Staff.objects.filter(pk__in=found).values_list("email", flat=True))


def counted() -> list[str]:
    from alongside.casework.access.models import Tally

    return sorted(Tally.objects.values_list("how", flat=True))


def page(asked: Any, signed_in: Browser) -> Any:
    return signed_in(GWEN).get(f"/access/{asked.id}/case/")


def test_without_an_answer_it_opens_ten_minutes_after_it_was_asked_and_no_sooner(
    asked: Any, acting: Acting, signed_in: Browser
) -> None:
    with pytest.raises(NotAllowed, match="Nobody has answered yet"):
        open_(asked, acting, LATER - SECOND)
    assert page(asked, signed_in).status_code == 404
    open_(asked, acting)
    assert WORRY in page(asked, signed_in).content.decode()


def test_it_is_open_for_an_hour_and_no_longer(asked: Any, acting: Acting, signed_in: Browser) -> None:
    open_(asked, acting)
    clock.set_to(asked.asked_at + LATER + rules.OPEN_FOR - SECOND)
    assert page(asked, signed_in).status_code == 200
    clock.set_to(asked.asked_at + LATER + rules.OPEN_FOR)
    assert page(asked, signed_in).status_code == 404
    with acting(GWEN), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.emergency', %s, true)", [str(asked.id)])
        for table in ("referrals_referral", "referrals_concern", "keys.given"):
            column = "id" if table == "referrals_referral" else "case_id"
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [asked.of_case])
            assert cursor.fetchone() == (0,)


def test_when_somebody_on_call_agrees_it_opens_at_once_and_only_who_has_the_case_hears(
    asked: Any, acting: Acting, signed_in: Browser
) -> None:
    answer(asked, acting, SUNITA, agrees=True)
    open_(asked, acting, SECOND)
    assert WORRY in page(asked, signed_in).content.decode()
    assert told(asked) == {INES.email}
    assert counted() == ["countersigned"]


def test_unanswered_owner_chairs_and_data_protection_officer_hear_and_it_is_counted(asked: Any, acting: Acting) -> None:
    assert told(asked) == set()
    assert counted() == []
    open_(asked, acting)
    assert told(asked) == {INES.email, CHARITY.email, cast.DEPUTY.email, cast.DPO.email}
    assert counted() == ["unanswered"]


def test_the_worker_tells_each_of_them_once(asked: Any, acting: Acting) -> None:
    from alongside.casework.access.jobs import raise_alarms
    from alongside.site.outbox.models import Mail

    open_(asked, acting)
    serve("casework_worker")
    before = Mail.objects.count()
    raise_alarms()
    raise_alarms()
    mails = Mail.objects.order_by("queued_at")[before:]
    assert [(mail.kind, mail.path) for mail in mails] == [("waiting", f"/access/{asked.id}/")] * 4


def test_a_no_ends_it_for_a_day(asked: Any, reference: str, acting: Acting) -> None:
    answer(asked, acting, CHARITY, agrees=False)
    with pytest.raises(NotAllowed, match="said no"):
        open_(asked, acting)
    with acting(GWEN), pytest.raises(DatabaseError, match="opens nothing"), transaction.atomic():
        sql("SELECT access_open(%s, %s, NULL)", asked.id, clock.today())
    with acting(GWEN):
        asked.refresh_from_db()
    clock.set_to(asked.answered_at + rules.AFTER_A_REFUSAL - SECOND)
    with pytest.raises(NotAllowed, match="told no"):
        ask(reference, acting)
    clock.set_to(asked.answered_at + rules.AFTER_A_REFUSAL)
    assert ask(reference, acting)


def sql(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


@pytest.mark.parametrize("person", [GWEN, cast.WELSH_POLICE_READER, cast.INTAKE, cast.DPO, cast.COORDINATOR])
def test_only_somebody_on_call_in_its_area_answers_and_never_who_asked(
    asked: Any, acting: Acting, person: cast.Person
) -> None:
    with acting(person), pytest.raises(DatabaseError, match="somebody on call"), transaction.atomic():
        sql("SELECT access_answer(%s, true)", asked.id)
    answer(asked, acting, cast.DEPUTY, agrees=True)


def test_a_chair_who_asks_does_not_answer_for_themselves(reference: str, acting: Acting) -> None:
    asked = ask(reference, acting, CHARITY)
    with acting(CHARITY), pytest.raises(DatabaseError, match="who did not ask"), transaction.atomic():
        sql("SELECT access_answer(%s, true)", asked.id)
    with pytest.raises(NotAllowed, match="their own request"):
        answer(asked, acting, CHARITY, agrees=True)


def test_nobody_but_who_asked_opens_it_or_takes_its_key(asked: Any, acting: Acting) -> None:
    clock.set_to(asked.asked_at + LATER)
    for person in (cast.WELSH_POLICE_READER, CHARITY, cast.MANAGER):
        with acting(person):
            with pytest.raises(DatabaseError, match="opens nothing"), transaction.atomic():
                sql("SELECT access_open(%s, %s, NULL)", asked.id, clock.today())
            with pytest.raises(DatabaseError, match="taken once"), transaction.atomic():
                sql("SELECT access_take(%s, %s)", asked.id, bytes(60))
    with acting(GWEN), pytest.raises(DatabaseError, match="taken once"), transaction.atomic():
        sql("SELECT access_take(%s, %s)", asked.id, bytes(60))


def test_what_was_asked_an_hour_ago_opens_nothing(asked: Any, acting: Acting) -> None:
    with pytest.raises(NotAllowed, match="more than an hour ago"):
        open_(asked, acting, rules.ASKING_LASTS)
    with acting(GWEN), pytest.raises(DatabaseError, match="opens nothing"), transaction.atomic():
        sql("SELECT access_open(%s, %s, NULL)", asked.id, clock.today())
    open_(asked, acting, rules.ASKING_LASTS - SECOND)


def test_no_other_page_list_or_move_knows_of_it(asked: Any, acting: Acting, signed_in: Browser) -> None:
    from alongside.casework.referrals import actions
    from alongside.casework.referrals.queries import NotFound

    open_(asked, acting)
    gwen, case = signed_in(GWEN), asked.of_case
    for path in ("referrals/{}/", "referrals/{}/open_referral/", "triage/{}/emergency/", "people/{}/"):
        assert gwen.get(f"/{path.format(case)}").status_code == 404, path
    for path in ("", "intake/"):
        assert "Jordan" not in gwen.get(f"/{path}").content.decode()
    with acting(GWEN) as somebody, pytest.raises(NotFound):
        actions.make_move(case, "open_referral", by=somebody, reason="because")


def test_its_page_has_nothing_that_writes_downloads_or_leads_into_the_case(
    asked: Any, acting: Acting, signed_in: Browser
) -> None:
    open_(asked, acting)
    main = page(asked, signed_in).content.decode().split("<main")[1].split("</main>")[0]
    for word in ("<form", "download", f'href="/referrals/{asked.of_case}', 'href="/files/'):
        assert word not in main
    assert signed_in(GWEN).post(f"/access/{asked.id}/case/").status_code == 405


def test_nothing_is_written_or_shared_while_it_is_read(asked: Any, acting: Acting) -> None:
    from alongside.casework.access import queries

    open_(asked, acting)
    with acting(GWEN) as gwen:
        held = queries.find(asked.id, gwen)
        with pytest.raises(DatabaseError, match="read-only"), queries.reading(held):
            sql("UPDATE referrals_referral SET hurt_told = true RETURNING id")
        sql("SELECT set_config('app.emergency', %s, true)", str(asked.id))
        assert sql("SELECT count(*) FROM referrals_referral WHERE id = %s", asked.of_case) == (1,)
        for statement, values in (
            ("UPDATE referrals_referral SET hurt_told = true WHERE id = %s RETURNING id", [asked.of_case]),
            ("INSERT INTO triage_emergency (id, case_id, recorded_by_id, recorded_at)"
             " VALUES (gen_random_uuid(), %s, keys.me(), now()) RETURNING id", [asked.of_case]),
            ("SELECT keys.give(gen_random_uuid(), %s, NULL, keys.me(), %s, 'infinity')", [asked.of_case, bytes(60)]),
            ("SELECT keys.take_back(%s, NULL, keys.me())", [asked.of_case]),
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                sql(statement, *values)


def test_the_agreed_assessment_is_read_and_leads_nowhere(
    reference: str, opened: UUID, acting: Acting, signed_in: Browser
) -> None:
    gather(opened, acting)
    agree(acting, opened, write(acting, opened, whole()))
    asked = ask(reference, acting)
    open_(asked, acting)
    main = page(asked, signed_in).content.decode().split("<main")[1].split("</main>")[0]
    for text in ("He sold his car.", "what is said of conclusion", "Assessment, version 1, agreed by Sunita Vale,"):
        assert text in main
    assert "/assessment/" not in main


def registered(asked: Any, acting: Acting) -> list[Any]:
    """The rows of the register of the case, as its intake officer reads them."""
    from alongside.casework.disclosures import queries
    from alongside.casework.referrals.queries import find

    with acting(INES) as ines:
        return queries.register(find(ines, asked.of_case))


@pytest.mark.parametrize("agreed", [True, False])
def test_that_it_was_opened_stands_in_the_register_with_who_agreed(agreed: bool, asked: Any, acting: Acting) -> None:
    if agreed:
        answer(asked, acting, SUNITA, agrees=True)
    open_(asked, acting)
    (line,) = registered(asked, acting)
    assert (line.recipient, line.what_happened) == (cast.WELSH_COUNCIL, "Opened in an emergency")
    assert line.authorised_by == (SUNITA.name if agreed else "")
    assert line.expires_on == clock.today()


def test_who_opened_it_writes_no_other_row_into_its_register(asked: Any, acting: Acting) -> None:
    from alongside.casework.disclosures import actions
    from alongside.casework.organisation.models import Agency
    from alongside.casework.referrals.models import Referral

    open_(asked, acting)
    with acting(GWEN) as gwen:
        police = Agency.objects.get(name=cast.POLICE)
        for word in ("emergency_access", "offer"):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                actions.to_agency(Referral(pk=asked.of_case), bytes(32), word, police, of_act=asked.id, by=gwen)


def test_the_last_grant_of_a_case_is_not_taken_back_because_an_hours_is_there(asked: Any, acting: Acting) -> None:
    from alongside.casework.keys.actions import take_back
    from alongside.casework.organisation.queries import posts_held

    open_(asked, acting)
    with acting(INES) as ines, pytest.raises(DatabaseError, match="last grant"), transaction.atomic():
        take_back(asked.of_case, posts_held(ines.pk)[0])


def test_it_is_justified_by_the_next_working_day_or_the_director_hears(
    asked: Any, acting: Acting, signed_in: Browser
) -> None:
    from alongside.casework.access.models import Asking
    from alongside.casework.due.models import Reminder
    from alongside.casework.duty import late

    open_(asked, acting)
    with acting(GWEN):
        row = Asking.objects.get(pk=asked.id)
    assert row.justify_by == clock.today() + timedelta(days=1)
    director = signed_in(cast.DIRECTOR)
    assert "Not written yet" in director.get(f"/access/{asked.id}/").content.decode()
    assert row.reminder not in {each.pk for each in late.waiting()}
    clock.set_to(asked.asked_at + timedelta(days=2))
    assert row.reminder in {each.pk for each in late.waiting()}
    reason = {"why": "He was stopped at the station; the police had his picture from here."}
    assert signed_in(GWEN).post(f"/access/{asked.id}/reason/", reason).status_code == 302
    assert Reminder.objects.get(pk=row.reminder).over_at is not None
    assert reason["why"] in director.get(f"/access/{asked.id}/").content.decode()
    assert signed_in(GWEN).get(f"/access/{asked.id}/reason/").status_code == 404


def test_five_references_may_be_typed_in_an_hour_whether_there_is_such_a_case_or_not(
    reference: str, acting: Acting
) -> None:
    for _each in range(rules.MOST_REFERENCES):
        assert ask("0000-0000", acting) is None
    with pytest.raises(NotAllowed, match="five references"):
        ask(reference, acting)
    clock.shift(rules.REFERENCES_WITHIN + SECOND)
    assert ask(reference, acting)


def test_twice_in_a_day_it_opens_unanswered_and_the_third_time_somebody_has_to_answer(
    reference: str, acting: Acting
) -> None:
    for _each in range(rules.MOST_UNANSWERED):
        open_(ask(reference, acting), acting)
        clock.shift(rules.OPEN_FOR + SECOND)
    third = ask(reference, acting)
    with pytest.raises(NotAllowed, match="Twice in a day"):
        open_(third, acting)
    answer(third, acting, CHARITY, agrees=True)
    open_(third, acting, LATER + SECOND)


@pytest.mark.parametrize("person", [cast.MANAGER, cast.DIRECTOR, cast.MENTOR, cast.PANEL_MEMBER, cast.DPO])
def test_who_has_no_part_in_deciding_asks_for_nothing(reference: str, acting: Acting, person: cast.Person) -> None:
    with pytest.raises(NotAllowed, match="Cases are asked for by"):
        ask(reference, acting, person)


def test_whoever_has_the_case_asks_for_nothing(reference: str, acting: Acting) -> None:
    with pytest.raises(NotAllowed, match="already"):
        ask(reference, acting, INES)


def test_who_asked_and_why_is_read_by_those_who_answer_for_the_area_and_nobody_else(
    asked: Any, acting: Acting, signed_in: Browser
) -> None:
    for person in (CHARITY, cast.DEPUTY, SUNITA, cast.DPO, cast.DIRECTOR, GWEN):
        assert WHY in signed_in(person).get(f"/access/{asked.id}/").content.decode(), person.name
    for person in (INES, cast.WELSH_POLICE_READER, cast.MANAGER, cast.TOM):
        assert signed_in(person).get(f"/access/{asked.id}/").status_code == 404, person.name
    open_(asked, acting)
    assert WHY in signed_in(INES).get(f"/access/{asked.id}/").content.decode()


def test_it_is_asked_answered_and_opened_on_its_pages(reference: str, signed_in: Browser) -> None:
    gwen, charity = signed_in(GWEN), signed_in(CHARITY)
    assert "No case has this reference" in gwen.post("/access/", {"reference": "X", "reason": WHY}).content.decode()
    sent = gwen.post("/access/", {"reference": reference, "reason": WHY})
    address = sent["Location"]
    assert "Nobody has answered yet" in gwen.get(address).content.decode()
    assert "Say no" in charity.get(address).content.decode()
    charity.post(f"{address}answer/", {"answer": "agree"})
    assert gwen.post(f"{address}open/")["Location"] == f"{address}case/"
    assert WORRY in gwen.get(f"{address}case/").content.decode()


def test_the_database_holds_the_rules_own_times_and_roles() -> None:
    """They stand in functions of the database, so a change of the rules takes a migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(prosrc, ' ') FROM pg_proc WHERE proname LIKE 'access\\_%'")
        source = cursor.fetchone()[0]
    spans = (rules.ANSWER_WITHIN, rules.OPEN_FOR, rules.ASKING_LASTS, rules.AFTER_A_REFUSAL, rules.UNANSWERED_WITHIN)
    for span in spans:
        assert f"interval '{int(span.total_seconds())} seconds'" in source
    for roles in (rules.MAY_ASK, rules.COUNTERSIGNS, rules.ALARMED):
        assert ", ".join(f"'{role}'" for role in roles) in source
    assert f">= {rules.MOST_REFERENCES} THEN" in source
    assert f">= {rules.MOST_UNANSWERED} THEN" in source


def test_it_is_counted_through_the_gate_and_leaves_with_the_published_counts(
    asked: Any, acting: Acting, signed_in: Browser
) -> None:
    from alongside.casework.oversight import actions
    from alongside.casework.oversight.quarters import quarter_of

    open_(asked, acting)
    quarter = quarter_of(clock.today())
    page = signed_in(cast.STATISTICIAN).get("/oversight/").content.decode().partition('id="emergencies"')[2]
    assert "fewer than 8" in page.partition("</table>")[0]
    clock.set_to(clock.now() + timedelta(days=40))
    with acting(cast.STATISTICIAN) as stellan:
        tables = actions.to_publish(quarter, by=stellan)
        says = actions.publish(quarter, seen=actions.digest(tables), by=stellan).says()
    assert says["emergencies"]["rows"]["labels"] == list(rules.HOW.values())
    assert says["emergencies"]["grid"][1][0] == "fewer than 8"


@pytest.mark.parametrize("table", ["access_tally", "access_alarm", "access_try", "access_asking"])
def test_whoever_serves_writes_none_of_it_by_hand(asked: Any, acting: Acting, table: str) -> None:
    open_(asked, acting)
    with acting(GWEN):
        for statement in (f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                sql(statement)
    with acting(CHARITY), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql("UPDATE access_asking SET opened_at = NULL RETURNING id")
    with acting(CHARITY):
        assert sql("UPDATE access_asking SET justified_at = now() RETURNING id") is None
