"""A call handler takes a call: from the desk's page to a sealed concern and a receipt that only the caller has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from alongside.casework.rules import calls
from alongside.commons import clock, installation
from alongside.commons.envelope import contents, receipt
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import unseal
from alongside.design.jinja import local_day
from tests import cast
from tests.casework.desk.conftest import WORRY, note, receipt_on

SignedIn = Callable[[cast.Person], Client]
in_test = pytest.mark.django_db


@pytest.fixture(scope="module")
def sent(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Kit sends a note, for good; the page that answered, and everything that is stored afterwards."""
    with django_db_blocker.unblock():
        from alongside.casework.organisation.models import Staff

        browser = Client()
        browser.force_login(Staff.objects.get(email=cast.CALL_HANDLER.email))
        typed = note(browser.get("/desk/").content.decode())
        answer = browser.post("/desk/send/", typed)
        again = browser.post("/desk/send/", typed)
        other = browser.post("/desk/send/", {**typed, "worry": WORRY + " He leaves on Friday."})
    with installation.connect("casework", "casework_owner", autocommit=True) as owner:
        yield {"answers": (answer, again, other), "owner": owner}
        owner.execute("DELETE FROM intake_collected")
        owner.execute("DELETE FROM outgoing_outgoing")


def concerns(owner: psycopg.Connection[Any]) -> dict[UUID, contents.Concern]:
    rows = owner.execute("SELECT id, kind, key_id, sealed FROM intake_collected WHERE state = 'waiting'").fetchall()
    found = {}
    for id, kind, key_id, sealed in rows:
        key = PrivateKey(installation.state("keys", "intake", f"{key_id}.key").read_bytes())
        told = unseal(Envelope(id, kind, key_id, bytes(sealed)), key)
        assert isinstance(told, contents.Concern)
        found[id] = told
    return found


@in_test
def test_the_handler_tells_the_caller_until_which_day_the_receipt_opens_replies(kit: Client) -> None:
    page = kit.post("/desk/send/", note(kit.get("/desk/").content.decode())).content.decode()
    assert f"until the end of {local_day(contents.closes_on(clock.now()))}. Nothing that is decided" in " ".join(
        page.split()
    )


@in_test
def test_a_handler_is_told_where_the_police_get_it_at_once_too(signed_in: SignedIn) -> None:
    page = signed_in(cast.CALL_HANDLER).get("/desk/").content.decode()
    assert "Tell the caller before you send: in Glanaber the police get it at once too." in page


@in_test
def test_the_desk_says_where_a_note_would_reach_nobody_and_whom_to_ring_there(signed_in: SignedIn) -> None:
    page = BeautifulSoup(signed_in(cast.CALL_HANDLER).get("/desk/").content, "html.parser")
    part = page.select_one("section[aria-labelledby=elsewhere]")
    assert part
    assert "The person lives elsewhere" in part.text
    assert "Write no note for these: nobody there would read it. In danger, 999 everywhere." in part.text
    ways = {
        place.text: (place.find_next("dd"), {link["href"] for link in place.find_next("dd").select("a[href^=tel]")})  # type: ignore[union-attr]
        for place in part.select("dt")
    }
    assert set(ways) == {"Scotland", "Northern Ireland", "An area that is not on the list"}
    assert ways["Scotland"][1] == ways["Northern Ireland"][1] == {"tel:101", "tel:0800555111"}
    assert ways["An area that is not on the list"][1] == {"tel:101"}
    assert "Prevent does not exist there" in ways["Northern Ireland"][0].text  # type: ignore[union-attr]


def test_the_note_waits_for_intake_as_a_sealed_concern(sent: Any) -> None:
    (told,) = [one for one in concerns(sent["owner"]).values() if one.worry == WORRY]
    assert (told.channel, told.kind_of_door, told.promise) == ("telephone", "somebody", "anonymous")
    assert (told.area, told.hurt, told.called, told.language) == ("northmere", "unsure", "her brother", "cy")


def test_a_send_repeated_is_one_concern_and_one_receipt(sent: Any) -> None:
    first, again, _other = (receipt_on(answer.content.decode()) for answer in sent["answers"])
    assert first == again
    assert len(concerns(sent["owner"])) == 2


def test_changed_answers_go_to_the_same_receipt(sent: Any) -> None:
    first, _again, other = (receipt_on(answer.content.decode()) for answer in sent["answers"])
    assert first == other
    one, two = concerns(sent["owner"]).values()
    assert one.reply_to
    assert two.reply_to
    assert one.reply_to.same_person_as(two.reply_to)


def test_what_the_receipt_opens_asks_for_an_exchange(sent: Any) -> None:
    code = receipt_on(sent["answers"][0].content.decode())
    query = "SELECT id, locator, mark, closes_on, body FROM outgoing_outgoing WHERE locator = %s"
    rows = sent["owner"].execute(query, (code.locator,)).fetchall()
    boxes = []
    for id, locator, mark, closes_on, body in rows:
        sealed = receipt.SealedReply(id, locator, bytes(mark), closes_on, bytes(body))
        boxes.append(receipt.open_reply(sealed, receipt.stretch(code)))
    assert {box.concern for box in boxes} == set(concerns(sent["owner"]))  # type: ignore[union-attr]
    assert {(box.exchange, box.area, box.language) for box in boxes} == {("yes", "northmere", "cy")}  # type: ignore[union-attr]


def test_nothing_of_the_note_or_the_receipt_is_readable_in_casework(sent: Any) -> None:
    code = receipt_on(sent["answers"][0].content.decode())
    told = (WORRY, WORRY.encode().hex(), "her brother", code.secret, code.shown(), code.secret.encode().hex())
    tables = sent["owner"].execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'keys', 'audit')"
    )
    for schema, table in tables.fetchall():
        for (row,) in sent["owner"].execute(f'SELECT t::text FROM {schema}."{table}" t').fetchall():
            assert not [said for said in told if said in row], (schema, table)


@in_test
def test_the_handler_cannot_read_a_note_again(kit: Client) -> None:
    kit.post("/desk/send/", note(kit.get("/desk/").content.decode()))
    page = kit.get("/desk/").content.decode()
    assert WORRY not in page
    with connection_of("casework_web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT sealed FROM intake_collected")
    with connection_of("casework_web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("UPDATE intake_collected SET state = 'opened'")


def connection_of(role: str) -> psycopg.Connection[Any]:
    return installation.connect("casework", role)


def test_the_answer_is_kept_by_no_cache(sent: Any) -> None:
    assert "no-store" in sent["answers"][0]["Cache-Control"]


def test_the_leaf_names_the_handler_and_the_concern_and_no_contents(sent: Any) -> None:
    rows = sent["owner"].execute("SELECT subjects FROM audit.leaf WHERE verb = 'took_a_call'").fetchall()
    # Leaves stay for good, those of an earlier sending too.
    assert {subject for (subjects,) in rows for subject in subjects} >= set(concerns(sent["owner"]))


@in_test
def test_the_receipt_is_spelled_group_by_group(kit: Client) -> None:
    page = kit.post("/desk/send/", note(kit.get("/desk/").content.decode())).content.decode()
    assert page.count('class="desk-group"') == 6
    assert page.count('class="desk-spelled"') == 6
    code = receipt_on(page).shown()
    assert any(word in page for word in ("Alfa", "Bravo", "Tango", "zero", "seven")), code
    assert calls.DEBRIEF[0] in page


@in_test
def test_the_questions_the_do_not_list_and_the_numbers_stand_on_the_desk(kit: Client) -> None:
    page = kit.get("/desk/").content.decode().replace("&#39;", "'")
    for question in calls.TRIAGE:
        assert question.asks in page
        assert all(step in page for step in question.on_yes)
    for sentence in (*calls.OPENING, *calls.DO_NOT):
        assert sentence in page
    for row in cast.NUMBERS:
        assert f'href="tel:{row.number.replace(" ", "")}"' in page
    assert "Last checked on" in page


@in_test
def test_a_number_that_nobody_checked_for_half_a_year_is_not_shown(kit: Client) -> None:
    from alongside.casework.desk.models import TransferNumber

    TransferNumber.objects.filter(number="01632 960 101").update(checked_on=clock.today() - calls.HIDE_AFTER)
    page = kit.get("/desk/").content.decode()
    assert "01632 960 101" not in page
    assert "1 number is not shown" in page
    TransferNumber.objects.update(checked_on=clock.today() - calls.HIDE_AFTER)
    assert "In danger: 999." in kit.get("/desk/").content.decode()


@in_test
def test_only_a_call_handler_takes_calls(signed_in: SignedIn) -> None:
    ours = note(signed_in(cast.CALL_HANDLER).get("/desk/").content.decode())
    for person in (cast.INTAKE, cast.CHAIR, cast.COORDINATOR, cast.MANAGER):
        browser = signed_in(person)
        assert browser.get("/desk/").status_code == 403
        refused = browser.post("/desk/send/", ours)
        assert refused.status_code == 403
        assert "This is for the call handler." in refused.content.decode()


def typed_then_signed_out(kit: Client) -> tuple[dict[str, str], str]:
    """A note that was sent after the session had ended; with the page that answers."""
    page = kit.get("/desk/").content.decode()
    mark = re.search(r'id="desk-form".*?name="form_of" value="([^"]+)"', page, re.S)
    assert mark
    typed = note(page, fear="Her father <checks> her phone", form_of=mark[1])
    kit.logout()
    answer = kit.post("/desk/send/", typed)
    assert answer.status_code == 401
    return typed, answer.content.decode()


@in_test
def test_a_session_that_ended_at_send_loses_nothing_and_shows_nothing(kit: Client, signed_in: SignedIn) -> None:
    typed, text = typed_then_signed_out(kit)
    assert "nothing that you typed is lost" in text
    for shown in (WORRY, "Her father", typed["token"], "Put through to", "Northmere 101"):
        assert shown not in text
    sealed = re.search(r'name="sealed" value="([^"]+)"', text)
    assert sealed
    back = signed_in(cast.CALL_HANDLER).post("/given-back/", {"sealed": sealed[1]}).content.decode()
    for shown in (WORRY, "Her father &lt;checks&gt; her phone", typed["token"]):
        assert shown in back
    other = signed_in(cast.WELSH_HANDLER).post("/desk/send/", typed)
    assert other.status_code == 403
    assert WORRY not in other.content.decode()


@in_test
def test_after_signing_in_again_the_same_page_sends(kit: Client, signed_in: SignedIn) -> None:
    typed, _text = typed_then_signed_out(kit)
    assert receipt_on(signed_in(cast.CALL_HANDLER).post("/desk/send/", typed).content.decode())


@in_test
def test_a_note_from_another_site_or_without_our_token_is_not_sent(kit: Client) -> None:
    typed = note(kit.get("/desk/").content.decode())
    elsewhere = kit.post("/desk/send/", typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert kit.post("/desk/send/", {**typed, "token": "made up"}).status_code == 403
    for refused in (elsewhere,):
        assert WORRY in refused.content.decode()
        assert 'class="desk-group"' not in refused.content.decode()


@in_test
@pytest.mark.parametrize(
    "wrong",
    [{"worry": ""}, {"worry": "x" * 4001}, {"hurt": ""}, {"hurt": "perhaps"}, {"area": "atlantis"}, {"area": ""},
     {"called": "x" * 201}, {"fear": "x" * 1001}, {"language": "xx"}, {"worry": "a \N{REPLACEMENT CHARACTER} b"}],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(kit: Client, wrong: dict[str, str]) -> None:
    typed = note(kit.get("/desk/").content.decode(), **wrong)
    page = kit.post("/desk/send/", typed)
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert typed["called"] in page.content.decode()
    assert typed["token"] in page.content.decode()


@in_test
def test_without_a_key_to_seal_to_nothing_is_sent_and_the_words_stay(kit: Client) -> None:
    typed, before = note(kit.get("/desk/").content.decode()), waiting()
    keys = installation.state("keys", "casework", "intake.json")
    listed = keys.read_bytes()
    keys.write_text("[]")
    try:
        page = kit.post("/desk/send/", typed)
    finally:
        keys.write_bytes(listed)
    assert page.status_code == 503
    assert WORRY in page.content.decode()
    assert "press Send again" in page.content.decode()
    assert waiting() == before


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_collected WHERE state = 'waiting'")
        return int(cursor.fetchone()[0])
