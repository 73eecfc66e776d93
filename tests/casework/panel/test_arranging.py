"""A meeting is arranged: changed, called off, answered, booked; two who do it at once; what comes to it by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.keys.actions import case_key
from alongside.casework.panel import agenda, invitation, meetings, minutes, papers, queries, seats
from alongside.casework.panel import sitting as room
from alongside.casework.panel.models import Booking, Item, Meeting
from alongside.casework.referrals.models import Referral
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast
from tests.casework.looked import look_and_find_none
from tests.casework.panel.conftest import CONSENT, DECISION, PAPER, Acting, all_there, planned, sees
from tests.casework.test_journey import WAY, go
from tests.casework.trained import renew_trainings

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def said(chair: Any, **other: Any) -> dict[str, Any]:
    return {
        "day": clock.today() + timedelta(days=15), "time": time(11), "zone": "Europe/London", "place": "Room 3",
        "link": "", "chair": chair.pk, "urgent": False,
    } | other  # fmt: skip


def entry(meeting: Meeting) -> str:
    return invitation.calendar(Meeting.objects.get(pk=meeting.pk))


def test_a_change_and_a_calling_off_send_a_new_edition_of_the_entry_to_everybody(
    meeting: Meeting, acting: Acting
) -> None:
    assert "SEQUENCE:0\r\n" in entry(meeting)
    people = meeting.attendances.count()
    with acting(cast.CHAIR) as charity:
        before = Mail.objects.filter(kind="panel_invitation").count()
        meetings.change(meeting.id, said(charity), by=charity, based_on=0)
        assert Mail.objects.filter(kind="panel_invitation").count() == before + people
    assert "SEQUENCE:1\r\n" in entry(meeting)
    assert "LOCATION:Room 3\r\n" in entry(meeting)
    assert "STATUS:CONFIRMED\r\n" in entry(meeting)
    with acting(cast.CHAIR) as charity:
        meetings.cancel(meeting.id, by=charity)
        assert Mail.objects.filter(kind="panel_invitation").count() == before + 2 * people
    assert "SEQUENCE:2\r\n" in entry(meeting)
    assert "STATUS:CANCELLED\r\n" in entry(meeting)
    name, text, kind = invitation.enclosed(f"/panel/{meeting.id}/") or ("", "", "")
    assert (name, kind) == ("meeting.ics", "text/calendar")
    assert text == entry(meeting)


def test_who_changes_an_older_page_is_told_what_stands_now_and_keeps_their_text(
    meeting: Meeting, acting: Acting, signed_in: SignedIn
) -> None:
    address = f"/panel/{meeting.id}/change/"
    charity = signed_in(cast.CHAIR)
    number = re.search(r'name="based_on" value="(\d+)"', charity.get(address).content.decode())
    assert number is not None
    with acting(cast.COORDINATOR) as cora:
        chair = queries.chairs(meeting.area)[0]
        meetings.change(meeting.id, said(chair, place="Room 9"), by=cora, based_on=0)
    day = clock.today() + timedelta(days=16)
    sent = {
        "day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year), "time": "12:00",
        "zone": "Europe/London", "place": "The old school", "link": "", "chair": str(chair.pk),
    }  # fmt: skip
    page = charity.post(address, sent | {"based_on": number[1]}).content.decode()
    assert "Somebody changed it meanwhile" in page
    assert "Room 9" in page
    assert "The old school" in page
    meeting.refresh_from_db()
    assert meeting.place == "Room 9"
    again = re.search(r'name="based_on" value="(\d+)"', page)
    assert again is not None
    assert charity.post(address, sent | {"based_on": again[1]}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place == "The old school"


def test_who_records_attendance_on_an_older_page_is_told(out: Item, meeting: Meeting, acting: Acting) -> None:
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        page = queries.recorded(meeting)
        ids = list(meeting.attendances.values_list("id", flat=True))
        meetings.record_attendance(meeting.id, set(ids), by=charity, based_on=page)
        with pytest.raises(NotAllowed, match="Somebody else recorded"):
            meetings.record_attendance(meeting.id, set(ids[:1]), by=charity, based_on=page)
        assert meeting.attendances.filter(answer="present").count() == len(ids)


def test_somebody_of_the_authority_is_recorded_for_its_service_and_the_chair_never_is(
    out: Item, meeting: Meeting, signed_in: SignedIn, acting: Acting
) -> None:
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        dev, chair, hana = (
            meeting.attendances.get(staff__email=who.email) for who in (cast.DEPUTY, cast.CHAIR, cast.PANEL_MEMBER)
        )
        present = {str(each) for each in meeting.attendances.values_list("id", flat=True)}
        for wrong in (chair, hana):
            with pytest.raises(NotAllowed):
                meetings.record_attendance(meeting.id, set(), by=charity, represents={wrong.id: "childrens_services"})
        assert "children's services" in queries.lacking(queries.find(charity, out.id))
    browser, page = signed_in(cast.CHAIR), f"/panel/{meeting.id}/"
    assert "there for children" in browser.get(page).content.decode()
    sent = {"present": list(present), "for-childrens_services": str(dev.id), "based_on": queries.recorded(meeting)}
    assert browser.post(f"{page}do/there/", sent).status_code == 302
    with acting(cast.CHAIR) as charity:
        assert queries.lacking(queries.find(charity, out.id)) == ()


def test_a_member_who_sent_apologies_gets_no_key_and_after_papers_loses_it_with_the_signature(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.PANEL_MEMBER) as hana:
        meetings.answer(meeting.id, "apologies", by=hana)
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        present = set(meeting.attendances.exclude(staff=hana).values_list("id", flat=True))
        meetings.record_attendance(meeting.id, present, by=charity)
        meeting.refresh_from_db()
        assert meeting.attendances.get(staff=hana).answer == "apologies"
        room.decide(out.id, "deferred", DECISION, {}, votes=(0, 0), by=charity)
        meetings.close(meeting.id, by=charity)
        minutes.sign(meeting.id, by=charity)
        (page,) = minutes.read(meeting, charity)
        assert page.content["apologies"] == [cast.PANEL_MEMBER.name]
    assert not sees(acting, cast.PANEL_MEMBER, out)
    assert sees(acting, cast.TOM, out)


def test_apologies_before_papers_are_out_mean_no_key(item: Item, meeting: Meeting, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER) as hana:
        meetings.answer(meeting.id, "apologies", by=hana)
    with acting(cast.CASE_MANAGER) as callum:
        papers.save(item.id, PAPER, based_on=0, by=callum)
        papers.put_out(meeting.id, "", by=callum)
    with acting(cast.PANEL_MEMBER):
        assert case_key(item.id) is None
    assert sees(acting, cast.TOM, item)


def test_a_member_asks_for_an_interpreter_for_nobody_by_name_and_who_plans_books_it(
    meeting: Meeting, acting: Acting, signed_in: SignedIn
) -> None:
    tom, cora, page = signed_in(cast.TOM), signed_in(cast.COORDINATOR), f"/panel/{meeting.id}/"
    assert tom.post(f"{page}do/book/", {"kind": "interpreter", "what": "Somali"}).status_code == 302
    (row,) = Booking.objects.all()
    assert (row.what, row.booked_at) == ("Somali", None)
    assert "asked for" in cora.get(page).content.decode()
    with acting(cast.TOM) as member, pytest.raises(NotAllowed, match="who plans the meeting"):
        meetings.booked(row.id, meeting.id, by=member)
    with acting(cast.TOM) as member, pytest.raises(NotAllowed, match="Choose what"):
        meetings.ask_for(meeting.id, "a butler", "", by=member)
    assert cora.post(f"{page}do/booked/", {"booking": str(row.id)}).status_code == 302
    row.refresh_from_db()
    assert row.booked_at is not None
    assert "booked" in cora.get(page).content.decode()


def test_an_overdue_action_comes_back_when_the_next_agenda_is_made_and_stands_on_an_urgent_panels_own_screen(
    sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.CHAIR) as charity:
        seat = meeting.attendances.get(staff__email=cast.TOM.email)
        room.add_action(sitting.id, "Ask the college", (seat.post_id, seat.staff_id), clock.today(), by=charity)
        room.decide(sitting.id, "needs_information", DECISION, {}, votes=(3, 0), by=charity)
        meetings.close(meeting.id, by=charity)
        minutes.sign(meeting.id, by=charity)
    following = planned(acting, days=30)
    with acting(cast.CHAIR) as charity:
        assert agenda.build(following.id, by=charity) == 1
        again = Item.objects.open().get(of_case=sitting.of_case)
        assert (again.why, again.meeting_id) == ("actions", following.id)
        shown = queries.actions_of(queries.find(charity, again.id))
        assert [row.what for row in shown] == ["Ask the college"]


def test_a_guest_without_an_account_signs_on_paper_and_stands_in_the_register_and_the_minutes(
    sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.CHAIR) as charity:
        guest = seats.invite_guest(sitting.id, "Dr Amin, Harbour Surgery", by=charity)
        with pytest.raises(NotAllowed, match="statement of confidentiality"):
            seats.let_in(guest.id, by=charity)
        seats.let_in(guest.id, by=charity, signed_on_paper=True)
        room.decide(sitting.id, "deferred", DECISION, {}, votes=(0, 0), by=charity)
        meetings.close(meeting.id, by=charity)
        (page,) = minutes.read(meeting, charity)
        assert page.content["guests"] == ["Dr Amin, Harbour Surgery"]


@pytest.mark.parametrize(("votes", "how"), [((3, 1), "majority"), ((2, 2), "local_authority"), ((4, 0), "consensus")])
def test_a_decision_says_whether_it_was_by_consensus_by_majority_or_the_authoritys_after_a_tie(
    sitting: Item, acting: Acting, votes: tuple[int, int], how: str
) -> None:
    answers = {**DECISION, "dissent": "health would wait" if votes[1] else ""}
    with acting(cast.CHAIR) as charity:
        if votes[1]:
            with pytest.raises(NotAllowed, match="write who disagreed"):
                room.decide(sitting.id, "adopted", DECISION, CONSENT, votes=votes, by=charity)
        row = room.decide(sitting.id, "adopted", answers, CONSENT, votes=votes, by=charity)
        assert row.how == how


def test_more_against_than_for_adopts_nothing(sitting: Item, acting: Acting) -> None:
    with acting(cast.CHAIR) as charity, pytest.raises(NotAllowed, match="More were against"):
        room.decide(sitting.id, "adopted", {**DECISION, "dissent": "most"}, CONSENT, votes=(1, 3), by=charity)


def test_signed_meetings_are_listed_page_by_page(acting: Acting, signed_in: SignedIn) -> None:
    for days in range(1, 15):
        meeting = planned(acting, days=days)
        with acting(cast.CHAIR):
            Meeting.objects.filter(pk=meeting.pk).update(status="signed")
    tom = signed_in(cast.TOM)
    first, second = (tom.get(f"/panel/?page={number}").content.decode() for number in (1, 2))
    links = [set(re.findall(r"/panel/[0-9a-f-]{36}/minutes/", page)) for page in (first, second)]
    assert [len(each) for each in links] == [12, 2]
    assert not links[0] & links[1]
    assert 'href="?page=2"' in first


def test_a_review_after_exit_comes_to_the_last_panel_before_it_is_due_and_can_adopt_again(
    opened: UUID, acting: Acting
) -> None:
    for _stage, person, word, records in WAY:
        if word == "exit":
            with acting(cast.INTAKE) as ines:
                look_and_find_none(opened, ines)
        go(person, word, acting, opened, code="CH-EXIT-AIMS-MET" if word == "exit" else "", **records())
    early = planned(acting, days=14)
    with acting(cast.CHAIR) as charity:
        assert agenda.build(early.id, by=charity) == 0
    clock.shift(timedelta(days=160))
    renew_trainings()
    near = planned(acting, days=14)
    with acting(cast.CHAIR) as charity:
        assert agenda.build(near.id, by=charity) == 1
        item = Item.objects.open().get(of_case=opened)
        assert item.why == "review"
        assert agenda.build(near.id, by=charity) == 0
        papers.save(item.id, PAPER, based_on=0, by=charity)
        papers.put_out(near.id, "", by=charity)
        meetings.open_(near.id, by=charity)
        all_there(near, by=charity)
        room.decide(item.id, "adopted_again", DECISION, CONSENT, votes=(3, 0), by=charity)
        assert Referral.objects.get(pk=opened).stage == "adopted"
