"""The panel's pages, as the people of the cast see and use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from alongside.casework.agencies import actions as agencies
from alongside.casework.agencies import answering
from alongside.casework.panel import pack, papers, queries, seats
from alongside.casework.panel import sitting as screen
from alongside.casework.panel.models import Attendance, Item, Meeting
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import assessment
from alongside.commons import clock
from tests import cast
from tests.casework.agencies.conftest import ASKED, post_of
from tests.casework.assessment.conftest import agree, whole, write
from tests.casework.panel.conftest import DECISION, PAPER, Acting, planned

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def decided(data: dict[str, str]) -> dict[str, str]:
    return {f"decision_recorded-{word}": said for word, said in DECISION.items()} | data


def test_the_coordinator_plans_a_meeting_and_everybody_is_invited_without_a_word_about_anybody(
    signed_in: SignedIn, acting: Acting, opened: object
) -> None:
    cora, day = signed_in(cast.COORDINATOR), clock.today() + timedelta(days=20)
    assert "Who chairs?" in text(cora, "/panel/plan/northmere/")
    with acting(cast.CHAIR) as charity:
        said = {
            "day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year), "time": "10:00",
            "zone": "Europe/London", "place": "Room 2, Harbour House", "link": "", "chair": str(charity.pk),
        }  # fmt: skip
    answer = cora.post("/panel/plan/northmere/", said)
    assert answer.status_code == 302, answer.content.decode()
    meeting = Meeting.objects.get()
    hana = signed_in(cast.PANEL_MEMBER)
    assert "Harbour House" in text(hana, f"/panel/{meeting.id}/")
    assert hana.post(f"/panel/{meeting.id}/do/answer/", {"answer": "coming"}).status_code == 302
    assert Attendance.objects.get(staff__email=cast.PANEL_MEMBER.email).answer == "coming"
    entry = text(hana, f"/panel/{meeting.id}/meeting.ics")
    assert f"UID:{meeting.id}@alongside\r\n" in entry
    assert "LOCATION:Room 2\\, Harbour House\r\n" in entry
    assert not re.search("ATTENDEE|ORGANIZER|Charity|Panel meeting|Prevent|Channel", entry)
    assert all(len(line.encode()) <= 75 for line in entry.split("\r\n"))
    assert signed_in(cast.MANAGER).get(f"/panel/{meeting.id}/").status_code == 404
    assert signed_in(cast.WELSH_INTAKE).get(f"/panel/{meeting.id}/").status_code == 404


def test_a_paper_begins_with_the_case_and_is_shown_as_each_member_will_see_it(
    signed_in: SignedIn, item: Item, acting: Acting, staff: Callable[[cast.Person], object]
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    begun = text(callum, f"/panel/item/{item.id}/paper/")
    assert "He has stopped seeing his friends" in begun
    assert "Jordan" in begun
    answer = callum.post(f"/panel/item/{item.id}/paper/", {**PAPER, "based_on": "0", "relevant": ["health"]})
    assert answer.status_code == 302, answer.content.decode()
    hana = staff(cast.PANEL_MEMBER)
    shown = text(callum, f"/panel/item/{item.id}/preview/{hana.pk}/")  # type: ignore[attr-defined]
    assert "paper: known" in shown
    assert "He has stopped seeing his friends" not in shown
    assert signed_in(cast.PANEL_MEMBER).get(f"/panel/item/{item.id}/").status_code == 404
    assert signed_in(cast.COORDINATOR).get(f"/panel/item/{item.id}/paper/").status_code == 404


def test_a_paper_begins_with_the_newest_agreed_assessment(signed_in: SignedIn, item: Item, acting: Acting) -> None:
    address = f"/panel/item/{item.id}/paper/"
    assert "No assessment is agreed yet" in text(signed_in(cast.CASE_MANAGER), address)
    agree(acting, item.of_case, write(acting, item.of_case, whole("a" * 32)))
    begun = text(signed_in(cast.CASE_MANAGER), address)
    for said in ("He sold his car. (his sister; Sunday; told)", "Somebody to talk with.", "what is said of how_soon"):
        assert said in begun
    for word in assessment.SECTIONS:
        assert f"what is said of {word}" in begun, word
    assert "He has stopped seeing his friends" not in begun


def test_the_screen_lists_each_need_with_the_panels_action_and_the_next_paper_begins_with_it(
    signed_in: SignedIn, sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    agree(acting, sitting.of_case, write(acting, sitting.of_case, whole("a" * 32)))
    address, charity = f"/panel/{meeting.id}/sit/{sitting.id}/", signed_in(cast.CHAIR)
    assert "Somebody to talk with.: not answered yet" in text(charity, address)
    with acting(cast.CHAIR) as chair:
        seat = meeting.attendances.get(staff__email=cast.TOM.email)
        given = screen.add_action(sitting.id, "Meet him weekly", (seat.post_id, seat.staff_id), clock.today(), by=chair)
    page = f"/assessment/{sitting.of_case}/needs/"
    assert f"Meet him weekly ({cast.TOM.name}, by " in text(charity, page)
    assert charity.post(page, {f"need-{'a' * 32}-answer": str(given.id)}).status_code == 302
    assert f"Somebody to talk with.: Meet him weekly ({cast.TOM.name}, by " in text(charity, address)
    with acting(cast.CHAIR) as chair:
        begun = papers.to_begin_with(queries.find(chair, sitting.id))
    assert begun["needs"].startswith(f"Somebody to talk with. (Meet him weekly ({cast.TOM.name}, by ")


def test_a_member_reads_their_item_by_the_page_and_not_the_case(signed_in: SignedIn, out: Item) -> None:
    hana = signed_in(cast.PANEL_MEMBER)
    page = text(hana, f"/panel/item/{out.id}/")
    assert "paper: known" in page
    assert f"/referrals/{out.of_case}/" not in page
    assert hana.get(f"/referrals/{out.of_case}/").status_code == 404
    assert hana.get(f"/panel/item/{out.id}/paper/").status_code == 404
    assert hana.get(f"/panel/{out.meeting_id}/sit/{out.id}/").status_code == 404
    assert "Jordan" in text(hana, "/panel/")
    assert "paper: known" in text(signed_in(cast.CHAIR), f"/panel/item/{out.id}/")


def test_the_chair_decides_on_one_screen_and_signs_the_minutes(
    signed_in: SignedIn, sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    charity, address = signed_in(cast.CHAIR), f"/panel/{meeting.id}/sit/{sitting.id}/"
    assert charity.get(f"/panel/{meeting.id}/sit/").headers["Location"] == address
    page = text(charity, address)
    assert "paper: known" in page
    assert charity.post(address, {"note": "The school is worried.", "based_on": "0", "save": "yes"}).status_code == 302
    chosen = {"note": "The school is worried.", "based_on": "1", "decide": "adopted"}
    assert charity.post(address, chosen | {"show": "yes"}).status_code == 302
    assert "Who asks for consent?" in text(charity, address)
    wrong = charity.post(address, chosen | {"based_on": "2", "decide_now": "yes"}).content.decode()
    assert "There is a problem" in wrong
    assert "The school is worried." in wrong
    tom = Attendance.objects.get(meeting=meeting, staff__email=cast.TOM.email)
    act = {
        "act": "yes", "action-what": "Speak with the college", "action-owner": f"{tom.post_id} {tom.staff_id}",
        "action-due_on-day": "1", "action-due_on-month": "3", "action-due_on-year": "2999", "based_on": "2",
    }  # fmt: skip
    assert charity.post(address, chosen | act).status_code == 302
    assert "Speak with the college" in text(charity, address)
    today = clock.today()
    asker = {
        "consent_asker_named-who": "Callum", "consent_asker_named-how": "at home",
        "consent_asker_named-when-day": str(today.day), "consent_asker_named-when-month": str(today.month),
        "consent_asker_named-when-year": str(today.year),
    }  # fmt: skip
    sent = charity.post(address, decided(chosen | asker | {"based_on": "2", "decide_now": "yes", "votes_for": "3"}))
    assert sent.status_code == 302, re.findall("<li>.*?</li>", sent.content.decode(), re.S)[:12]
    with acting(cast.CHAIR):
        assert Referral.objects.get(pk=sitting.of_case).stage == "adopted"
    assert charity.post(f"/panel/{meeting.id}/do/close/").status_code == 302
    assert "not yet: this is a draft" in text(charity, f"/panel/{meeting.id}/minutes/")
    assert "no minutes for you" in text(signed_in(cast.TOM), f"/panel/{meeting.id}/minutes/")
    assert charity.post(f"/panel/{meeting.id}/minutes/").status_code == 302
    page = text(signed_in(cast.TOM), f"/panel/{meeting.id}/minutes/")
    assert "The school is worried." in page
    made = signed_in(cast.TOM).get(f"/panel/{meeting.id}/minutes.pdf")
    assert made.content.startswith(b"%PDF-")
    assert "Speak with the college" in text(signed_in(cast.TOM), "/")
    assert "The panel: Adopt" in text(charity, f"/referrals/{sitting.of_case}/")


def test_the_pack_holds_the_papers_of_each_reader_and_no_more(
    signed_in: SignedIn, out: Item, meeting: Meeting, acting: Acting
) -> None:
    address = f"/panel/{meeting.id}/papers.pdf"
    made = signed_in(cast.PANEL_MEMBER).get(address)
    assert made.content.startswith(b"%PDF-")
    assert b"StructTreeRoot" in made.content
    assert address in text(signed_in(cast.PANEL_MEMBER), f"/panel/{meeting.id}/")
    with acting(cast.PANEL_MEMBER) as hana:
        (paper,) = pack.read(meeting, hana)
        assert [text for _label, text in paper.sections] == list(PAPER.values())
        seats.declare_conflict(out.id, hana, "his aunt is a friend", by=hana)
        assert pack.read(meeting, hana) == []
    assert signed_in(cast.PANEL_MEMBER).get(address).status_code == 404
    assert address not in text(signed_in(cast.PANEL_MEMBER), f"/panel/{meeting.id}/")
    assert signed_in(cast.TOM).get(address).status_code == 200
    assert signed_in(cast.WELSH_INTAKE).get(address).status_code == 404


def contribution(acting: Acting, item: Item, words: str) -> str:
    """Callum asks the health trust; Hana answers and lets Callum and Tom read it. Returns its id."""
    with acting(cast.CASE_MANAGER) as callum:
        asked = agencies.ask(item.of_case, post_of(cast.PANEL_MEMBER), ASKED, by=callum)
    readers = [post_of(cast.CASE_MANAGER), post_of(cast.TOM)]
    with acting(cast.PANEL_MEMBER) as hana:
        row = answering.answer(
            asked.id, {"kind": "answered", "words": words}, by=hana, readers=readers, regime="uk_gdpr",
            until=clock.today() + timedelta(days=60),
        )  # fmt: skip
    return str(row.id)


def test_the_pack_prints_what_its_preparer_chose_for_those_whom_the_agency_names(
    signed_in: SignedIn, item: Item, meeting: Meeting, acting: Acting
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    assert "printed in the pack" not in text(callum, f"/panel/item/{item.id}/paper/")
    chosen, other = (contribution(acting, item, words) for words in ("She came twice.", "She came in June."))
    page = text(callum, f"/panel/item/{item.id}/paper/")
    assert "printed in the pack" in page
    assert f"{cast.HEALTH}, " in page
    sent = {**PAPER, "based_on": 0, "contributions": [chosen]}
    assert callum.post(f"/panel/item/{item.id}/paper/", sent).status_code == 302
    assert f'value="{chosen}" checked' in text(callum, f"/panel/item/{item.id}/paper/")
    assert f'value="{other}" checked' not in text(callum, f"/panel/item/{item.id}/paper/")
    with acting(cast.CASE_MANAGER) as manager:
        papers.put_out(meeting.id, "", by=manager)
    for person, reads in ((cast.TOM, True), (cast.PANEL_MEMBER, True), (cast.CHAIR, False)):
        with acting(person) as somebody:
            (paper,) = pack.read(meeting, somebody)
            said = " ".join(f"{label} {words}" for label, words in paper.sections)
        assert ("She came twice." in said) is reads, person.name
        assert (f"Contribution of {cast.HEALTH} (held under UK GDPR" in said) is reads
        assert "in June" not in said
    assert signed_in(cast.TOM).get(f"/panel/{meeting.id}/papers.pdf").content.startswith(b"%PDF-")


def test_before_papers_are_out_there_is_no_pack(signed_in: SignedIn, item: Item, meeting: Meeting) -> None:
    assert signed_in(cast.TOM).get(f"/panel/{meeting.id}/papers.pdf").status_code == 404
    assert signed_in(cast.CHAIR).get(f"/panel/{meeting.id}/papers.pdf").status_code == 404


def test_two_who_type_at_once_lose_nothing_and_are_told(signed_in: SignedIn, sitting: Item, meeting: Meeting) -> None:
    address = f"/panel/{meeting.id}/sit/{sitting.id}/"
    charity, callum = signed_in(cast.CHAIR), signed_in(cast.CASE_MANAGER)
    callum.post(address, {"note": "The aunt will come.", "based_on": "0", "save": "yes"})
    told = charity.post(address, {"note": "The school is worried.", "based_on": "0", "save": "yes"}, follow=True)
    page = told.content.decode()
    assert "Callum Reyes changed the same field" in page
    assert "The aunt will come." in page
    assert "The school is worried." in page
    both = charity.post(address, {"note": "x", "based_on": "1", "decide_now": "yes", "decide": "adopted"})
    assert both.status_code == 302, "nothing is decided before both texts were read"


def test_an_item_is_put_on_an_urgent_panel_that_meets_tomorrow(signed_in: SignedIn, item: Item, acting: Acting) -> None:
    urgent = planned(acting, days=1, urgent=True)
    charity = signed_in(cast.CHAIR)
    assert "Put it on that meeting" in text(charity, f"/panel/item/{item.id}/")
    assert charity.post(f"/panel/item/{item.id}/move/", {"meeting": str(urgent.id)}).status_code == 302
    with acting(cast.CHAIR) as chair:
        papers.save(item.id, PAPER, based_on=0, by=chair)
    assert charity.post(f"/panel/{urgent.id}/do/papers/", {"why_late": ""}).status_code == 302
    assert "paper: known" in text(signed_in(cast.TOM), f"/panel/item/{item.id}/")


def test_a_guest_reads_one_item_after_the_statement_and_until_the_day_after(
    signed_in: SignedIn, out: Item, meeting: Meeting
) -> None:
    charity, idris = signed_in(cast.CHAIR), signed_in(cast.MENTOR)
    charity.post(f"/panel/item/{out.id}/guest/", {"name": "", "email": cast.MENTOR.email})
    page = text(idris, "/panel/")
    assert "as a guest" in page
    guest = re.search(r"/panel/guest/([0-9a-f-]+)/", page)
    assert guest is not None
    assert idris.get(f"/panel/item/{out.id}/").status_code == 404
    charity.post(f"/panel/item/{out.id}/guest/", {"let_in": guest[1]})
    assert idris.get(f"/panel/item/{out.id}/").status_code == 404
    assert "I tell nobody" in text(idris, f"/panel/guest/{guest[1]}/")
    idris.post(f"/panel/guest/{guest[1]}/")
    charity.post(f"/panel/item/{out.id}/guest/", {"let_in": guest[1]})
    assert "paper: known" in text(idris, f"/panel/item/{out.id}/")
    clock.shift(meeting.starts_at + timedelta(days=1, minutes=1) - clock.now())
    assert idris.get(f"/panel/item/{out.id}/").status_code == 404
