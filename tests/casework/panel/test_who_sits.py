"""Whose members sit on an item, and who comes to a meeting besides those who were invited first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from alongside.casework.administration import actions as administration
from alongside.casework.administration import people
from alongside.casework.disclosures import queries as register
from alongside.casework.keys.actions import case_key
from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Agency, Area, Post, Staff
from alongside.casework.panel import meetings, minutes, papers, queries, sitting, who_sits
from alongside.casework.panel.models import Item, Meeting
from alongside.casework.referrals import queries as referrals
from alongside.casework.rules import disclosures as acts
from alongside.casework.rules import panel as rules
from alongside.casework.rules.administration import Period
from alongside.casework.rules.training import TRAINING
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast
from tests.casework.panel.conftest import DECISION, PAPER, Acting, all_there, planned, sees

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def agencies_but(*names: str) -> set[Any]:
    return set(Agency.objects.exclude(name__in=names).values_list("pk", flat=True))


def papers_go_out(acting: Acting, item: Item, meeting: Meeting) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        papers.save(item.id, PAPER, based_on=0, by=callum)
        papers.put_out(meeting.id, "", by=callum)


def test_a_member_who_is_left_out_gets_no_key_no_line_and_counts_for_no_quorum(
    item: Item, meeting: Meeting, acting: Acting, signed_in: SignedIn
) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        assert who_sits.choose(item.id, agencies_but(cast.SCHOOLS), by=callum) == 1
        assert [row.agency.name for row in who_sits.offered(queries.find(callum, item.id)) if not row.sits] == [
            cast.SCHOOLS
        ]
    papers_go_out(acting, item, meeting)
    assert sees(acting, cast.PANEL_MEMBER, item)
    with acting(cast.TOM):
        assert case_key(item.id) is None
        assert not Item.objects.filter(pk=item.pk).exists()
    page = signed_in(cast.TOM).get(f"/panel/{meeting.id}/").content.decode()
    assert "Jordan" not in page
    assert signed_in(cast.TOM).get(f"/panel/item/{item.id}/").status_code == 404
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        all_there(meeting, by=charity)
        seen = queries.find(charity, item.id)
        assert queries.lacking(seen) == ("education",)
        tom = meeting.attendances.get(staff__email=cast.TOM.email)
        with pytest.raises(NotAllowed, match="sits on this item"):
            sitting.add_action(item.id, "Ask", (tom.post_id, tom.staff_id), clock.today(), by=charity)
        who_sits.choose(item.id, agencies_but(), by=charity)
        assert queries.lacking(seen) == ("education",), "what was seen before it was chosen"
        assert queries.lacking(queries.find(charity, item.id)) == ()
    assert sees(acting, cast.TOM, item)


def test_an_agency_is_left_out_before_papers_are_out_and_only_added_after(
    out: Item, acting: Acting, signed_in: SignedIn
) -> None:
    with acting(cast.CHAIR) as charity, pytest.raises(NotAllowed, match="Its paper is out"):
        who_sits.choose(out.id, agencies_but(cast.HEALTH), by=charity)
    assert sees(acting, cast.PANEL_MEMBER, out)
    address = f"/panel/item/{out.id}/who/"
    page = signed_in(cast.CHAIR).get(address).content.decode()
    assert cast.HEALTH in page
    assert "Its paper is out" in signed_in(cast.CHAIR).post(address, {}).content.decode()
    assert signed_in(cast.PANEL_MEMBER).get(address).status_code == 404
    with acting(cast.PANEL_MEMBER) as hana, pytest.raises(NotAllowed, match="chosen by who prepares"):
        who_sits.choose(out.id, agencies_but(), by=hana)


def test_who_was_left_out_stays_left_out_when_the_item_is_put_off(item: Item, meeting: Meeting, acting: Acting) -> None:
    following = planned(acting, days=28)
    with acting(cast.CASE_MANAGER) as callum:
        who_sits.choose(item.id, agencies_but(cast.SCHOOLS), by=callum)
    papers_go_out(acting, item, meeting)
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        sitting.decide(item.id, "deferred", DECISION, {}, votes=(0, 0), by=charity)
        again = Item.objects.open().get(of_case=item.of_case)
        assert again.meeting_id == following.id
        papers.put_out(following.id, "", by=charity)
    assert sees(acting, cast.PANEL_MEMBER, again)
    assert not sees(acting, cast.TOM, again)


def nora(acting: Acting, role: str, *, trained: bool = True) -> Staff:
    """Somebody who joins Hana's agency after the meeting was planned, with a post there."""
    with acting(cast.MANAGER) as magnus:
        agency, area = Agency.objects.get(name=cast.HEALTH), Area.objects.get(code="northmere")
        joined = people.join("Nora Finch", "nora@northmere.example", agency, by=magnus)
        post = Post.objects.filter(agency=agency, area=area, role=role).first()
        post = post or administration.make_post(agency, area, role, by=magnus)
        people.give_post(joined, post, Period(clock.today()), by=magnus)
        for kind in TRAINING if trained else ():
            day = clock.today() + timedelta(days=300)
            people.record_training(joined, kind, day, evidence="A course of the tests", by=magnus)
    return joined


@pytest.mark.parametrize("role", ["panel_member", "education_officer"])
def test_a_stand_in_reads_from_that_moment_is_told_counted_and_given_actions_and_the_member_reads_no_longer(
    role: str, out: Item, meeting: Meeting, acting: Acting
) -> None:
    new = nora(acting, role)
    hana = meeting.attendances.get(staff__email=cast.PANEL_MEMBER.email)
    with acting(cast.CHAIR) as charity:
        seat = who_sits.add_seat(meeting.id, new.pk, by=charity, instead_of=hana.id)
        assert seat.post.agency.name == cast.HEALTH
        assert Mail.objects.filter(to=new, kind="panel_invitation", path=f"/panel/{meeting.id}/").count() == 1
    with looking(new.pk):
        assert queries.may_read(queries.look(new, out.id))
    assert not sees(acting, cast.PANEL_MEMBER, out)
    with acting(cast.CHAIR) as charity:
        papers_of = {line.recipient for line in lives_of(acting, out).values()}
    assert papers_of == {cast.HEALTH, cast.SCHOOLS}
    with acting(cast.CHAIR) as charity:
        meetings.open_(meeting.id, by=charity)
        meetings.record_attendance(meeting.id, {seat.id}, by=charity)
        assert "health" in {each.kind for each in queries.there_for(queries.find(charity, out.id))}
        sitting.add_action(out.id, "Ask", (seat.post_id, new.pk), clock.today(), by=charity)
    with looking(new.pk):
        assert [row.what for row in queries.my_actions(new)] == ["Ask"]


def test_who_holds_a_post_later_is_invited_and_who_is_not_trained_is_not(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    new = nora(acting, "panel_member", trained=False)
    with acting(cast.CHAIR) as charity, pytest.raises(NotAllowed, match="cannot take part yet"):
        who_sits.add_seat(meeting.id, new.pk, by=charity)
    with acting(cast.MANAGER) as magnus:
        for kind in TRAINING:
            people.record_training(new, kind, clock.today() + timedelta(days=300), evidence="A course", by=magnus)
    with acting(cast.CASE_MANAGER) as callum:
        who_sits.add_seat(meeting.id, new.pk, by=callum)
    with looking(new.pk):
        assert queries.may_read(queries.look(new, out.id))
    assert sees(acting, cast.PANEL_MEMBER, out), "she was not stood in for"


@pytest.fixture
def other_named(staff: Callable[[cast.Person], Any]) -> Any:
    """Niall, of Hana's agency."""
    return staff(cast.OTHER_NAMED)


def test_nobody_who_oversees_gets_a_seat_and_nobody_twice(meeting: Meeting, acting: Acting, other_named: Any) -> None:
    with acting(cast.CHAIR) as charity:
        with pytest.raises(NotAllowed, match="not there to run or oversee"):
            who_sits.add_seat(meeting.id, other_named.pk, by=charity)
        hana = Staff.objects.get(email=cast.PANEL_MEMBER.email)
        with pytest.raises(NotAllowed, match="invited already"):
            who_sits.add_seat(meeting.id, hana.pk, by=charity)
    with acting(cast.PANEL_MEMBER) as hana, pytest.raises(NotAllowed, match="Seats are added by"):
        who_sits.add_seat(meeting.id, other_named.pk, by=hana)


def test_the_page_for_a_seat_is_for_who_prepares(meeting: Meeting, acting: Acting, signed_in: SignedIn) -> None:
    address = f"/panel/{meeting.id}/seats/"
    page = signed_in(cast.CHAIR).get(address).content.decode()
    assert cast.INTAKE.name in page
    assert cast.COORDINATOR.name not in page
    intake = Staff.objects.get(email=cast.INTAKE.email)
    assert signed_in(cast.CHAIR).post(address, {"staff": str(intake.pk)}).status_code == 302
    assert meeting.attendances.get(staff=intake).post.role == "intake"
    assert signed_in(cast.PANEL_MEMBER).get(address).status_code == 404
    assert signed_in(cast.COORDINATOR).get(address).status_code == 404


def lives_of(acting: Acting, item: Item) -> dict[str, Any]:
    with acting(cast.CHAIR) as charity:
        lines = register.register(referrals.find(charity, item.of_case))
        return {row.recipient: row for row in lines if row.what_happened == acts.ACTS["papers"].label}


def test_the_register_says_that_papers_end_14_days_after_the_signature_and_with_an_action_when_it_is_done(
    sitting_: Item, meeting: Meeting, acting: Acting
) -> None:
    item = sitting_
    assert {row.expires_on for row in lives_of(acting, item).values()} == {None}
    with acting(cast.CHAIR) as charity:
        seat = meeting.attendances.get(staff__email=cast.TOM.email)
        row = sitting.add_action(item.id, "Ask", (seat.post_id, seat.staff_id), clock.today(), by=charity)
        sitting.decide(item.id, "needs_information", DECISION, {}, votes=(3, 0), by=charity)
        meetings.close(meeting.id, by=charity)
        minutes.sign(meeting.id, by=charity)
    last = rules.window_closes_at(clock.now()).astimezone(clock.LONDON).date()
    lives = lives_of(acting, item)
    assert (lives[cast.HEALTH].expires_on, lives[cast.HEALTH].live) == (last, True)
    assert lives[cast.SCHOOLS].expires_on is None
    clock.shift(timedelta(days=20))
    lives = lives_of(acting, item)
    assert not lives[cast.HEALTH].live
    assert lives[cast.SCHOOLS].live
    with acting(cast.CHAIR) as charity:
        sitting.complete(row.id, "asked", by=charity)
    assert lives_of(acting, item)[cast.SCHOOLS].expires_on == clock.today()
    assert not sees(acting, cast.TOM, item)


def test_the_register_says_that_papers_ended_when_their_meeting_was_called_off(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    assert all(row.live for row in lives_of(acting, out).values())
    with acting(cast.CHAIR) as charity:
        meetings.cancel(meeting.id, by=charity)
    assert {row.recipient: row.live for row in lives_of(acting, out).values()} == {
        cast.HEALTH: False, cast.SCHOOLS: False,
    }  # fmt: skip


@pytest.fixture
def sitting_(request: pytest.FixtureRequest) -> Item:
    """The fixture of that name, which the room's own module would hide here."""
    found: Item = request.getfixturevalue("sitting")
    return found
