"""A meeting that is called off takes back what went out, and its items wait for new papers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from alongside.casework.keys.actions import case_key, people_who_see, seen_by
from alongside.casework.panel import agenda, meetings, papers, queries, seats
from alongside.casework.panel.models import Item, Meeting
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.panel.conftest import PAPER, Acting, planned, sees

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def listed_again(acting: Acting, item: Item) -> Item:
    with acting(cast.CHAIR):
        return Item.objects.open().get(of_case=item.of_case)


def test_members_and_guests_read_nothing_from_the_moment_their_meeting_is_called_off(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.MENTOR) as idris:
        pass
    with acting(cast.CHAIR) as charity:
        guest = seats.invite_guest(out.id, "", by=charity, account=idris)
    with acting(cast.MENTOR):
        seats.accept_statement(guest.id, by=idris)
    with acting(cast.CHAIR) as charity:
        seats.let_in(guest.id, by=charity)
    with acting(cast.TOM) as tom:
        meetings.answer(meeting.id, "apologies", by=tom)
    assert sees(acting, cast.PANEL_MEMBER, out)
    assert sees(acting, cast.MENTOR, out)
    with acting(cast.CHAIR) as charity:
        meetings.cancel(meeting.id, by=charity)
    for person in (cast.PANEL_MEMBER, cast.TOM, cast.MENTOR):
        with acting(person):
            assert not Item.objects.filter(of_case=out.of_case).exists(), person.name
            assert case_key(out.id) is None
    with acting(cast.CHAIR):
        keepers = {post.pk for post in queries.posts_with(meeting.area, queries.rules.keepers())}
        assert set(seen_by(out.id)) <= keepers
        assert people_who_see(out.id) == {}


def test_what_was_called_off_goes_out_and_opens_at_the_next_meeting(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    following = planned(acting, days=28)
    with acting(cast.CHAIR) as charity:
        meetings.cancel(meeting.id, by=charity)
    again = listed_again(acting, out)
    assert (again.meeting_id, again.deferrals) == (following.id, 0)
    with acting(cast.CHAIR) as charity:
        seen = queries.find(charity, again.id)
        assert queries.newest(seen, "paper").written["known"] == "paper: known"
        assert "called off" in queries.rules.ENDINGS[Item.objects.get(pk=out.id).outcome]
        papers.save(again.id, {**PAPER, "known": "what is new"}, based_on=1, by=charity)
        assert papers.put_out(following.id, "", by=charity) == 1
        assert meetings.open_(following.id, by=charity).status == "in_session"
    with acting(cast.TOM) as tom:
        assert queries.look(tom, again.id).paper["known"] == "what is new"
    assert not sees(acting, cast.TOM, out)


def test_what_was_called_off_can_be_moved_to_an_urgent_panel(out: Item, meeting: Meeting, acting: Acting) -> None:
    urgent = planned(acting, days=1, urgent=True)
    with acting(cast.CHAIR) as charity:
        meetings.cancel(meeting.id, by=charity)
        assert Item.objects.open().get(of_case=out.of_case).meeting_id is None
        again = agenda.move_to(Item.objects.open().get(of_case=out.of_case).id, urgent.id, by=charity)
        assert again.meeting_id == urgent.id


def test_papers_that_are_out_are_called_back_by_who_sees_every_item(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match="chair or the deputy calls"):
        meetings.cancel(meeting.id, by=cora)
    with acting(cast.CHAIR) as charity:
        seats.declare_conflict(out.id, charity, "I know the family", by=charity)
        with pytest.raises(NotAllowed, match="closed to you"):
            meetings.cancel(meeting.id, by=charity)
    with acting(cast.DEPUTY) as dev:
        assert meetings.cancel(meeting.id, by=dev).status == "cancelled"
    with acting(cast.CHAIR):
        assert not Item.objects.filter(of_case=out.of_case).exists(), "nor is the new one theirs"


def test_the_coordinator_calls_off_what_has_no_paper_out_and_its_items_come_again(
    item: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.COORDINATOR) as cora:
        meetings.cancel(meeting.id, by=cora)
    following = planned(acting, days=28)
    with acting(cast.CHAIR) as charity:
        assert agenda.build(following.id, by=charity) == 1
        assert Item.objects.open().get(of_case=item.of_case).meeting_id == following.id


def test_a_conflict_stays_when_an_item_comes_again(out: Item, meeting: Meeting, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER) as hana:
        seats.declare_conflict(out.id, hana, "his aunt is my colleague", by=hana)
    following = planned(acting, days=28)
    with acting(cast.CHAIR) as charity:
        meetings.cancel(meeting.id, by=charity)
        again = Item.objects.open().get(of_case=out.of_case)
        (row,) = again.conflicts.select_related("staff")
        assert row.staff.email == cast.PANEL_MEMBER.email
        assert row.opened(case_key(again.id) or b"", "why") == "his aunt is my colleague"
        papers.put_out(following.id, "", by=charity)
    assert not sees(acting, cast.PANEL_MEMBER, again)
    assert sees(acting, cast.TOM, again)


def test_the_coordinator_runs_a_meeting_by_reference_and_reads_no_item_of_it(
    sitting: Item, meeting: Meeting, acting: Acting, signed_in: SignedIn
) -> None:
    with acting(cast.COORDINATOR) as cora:
        assert case_key(sitting.id) is None
        assert not Item.objects.filter(pk=sitting.pk).exists()
        (reference,) = queries.references(meeting)
        assert queries.my_items(cora) == []
    page = signed_in(cast.COORDINATOR).get(f"/panel/{meeting.id}/").content.decode()
    assert reference in page
    assert "Jordan" not in page
    assert cast.TOM.name in page
    assert signed_in(cast.COORDINATOR).get(f"/panel/item/{sitting.id}/").status_code == 404
    assert signed_in(cast.COORDINATOR).get(f"/panel/{meeting.id}/papers.pdf").status_code == 404
    with acting(cast.CHAIR) as charity:
        assert "children's services" not in queries.lacking(queries.find(charity, sitting.id))


def test_references_are_of_cases_that_one_sees(item: Item, meeting: Meeting, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER):
        assert queries.references(meeting) == []
    with acting(cast.WELSH_INTAKE):
        assert queries.references(meeting) == []
