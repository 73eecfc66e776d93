"""One referral goes through the panel: listed, papers out, discussed, adopted, minutes signed, windows closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from alongside.casework.panel import meetings, minutes, minutes_pdf, papers, queries, seats, sitting
from alongside.casework.panel.models import Action, Decision, Item, Meeting, Minutes
from alongside.casework.referrals import actions as moves
from alongside.casework.referrals.models import Referral
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.panel.conftest import CONSENT, DECISION, PAPER, Acting, all_there, sees

pytestmark = pytest.mark.django_db


def test_listing_makes_an_item_with_a_key_for_those_who_read_the_case_and_for_nobody_else(
    item: Item, meeting: Meeting, acting: Acting
) -> None:
    assert item.meeting_id == meeting.id
    for person in (cast.CHAIR, cast.DEPUTY, cast.CASE_MANAGER, cast.SUPERVISOR):
        with acting(person) as somebody:
            assert queries.find(somebody, item.id).called == "Jordan"
    for person in (cast.COORDINATOR, cast.PANEL_MEMBER, cast.TOM, cast.MENTOR, cast.MANAGER, cast.DPO):
        with acting(person) as somebody, pytest.raises(queries.NotFound):
            queries.find(somebody, item.id)


def test_members_read_their_item_from_papers_out_until_14_days_after_the_signature(
    out: Item, meeting: Meeting, acting: Acting
) -> None:
    assert sees(acting, cast.PANEL_MEMBER, out)
    with acting(cast.PANEL_MEMBER) as hana:
        assert not Referral.objects.filter(pk=out.of_case).exists()
        assert [row.called for row in queries.my_items(hana)] == ["Jordan"]
    _decide_and_sign(acting, out, meeting)
    clock.shift(timedelta(days=13, hours=23))
    assert sees(acting, cast.PANEL_MEMBER, out)
    clock.shift(timedelta(hours=2))
    assert not sees(acting, cast.PANEL_MEMBER, out)
    assert sees(acting, cast.CHAIR, out)


def test_the_decision_and_the_move_are_made_together_or_not_at_all(sitting: Item, acting: Acting) -> None:
    with acting(cast.CHAIR) as charity:
        with pytest.raises(NotAllowed, match="by whom consent is asked for"):
            decide(sitting, charity, records={})
        assert not Decision.objects.exists()
        assert Item.objects.get(pk=sitting.id).outcome == ""
        row = decide(sitting, charity)
        assert row.how == "majority"
        case = Referral.objects.get(pk=sitting.of_case)
        assert case.stage == "adopted"
        assert case.history.get(pk=row.history).move == "adopt"


def test_minutes_are_made_from_what_was_recorded_signed_and_never_changed(
    sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    _decide_and_sign(acting, sitting, meeting, opened=True)
    with acting(cast.PANEL_MEMBER) as hana:
        (page,) = minutes.read(meeting, hana)
        assert page.signed_by == cast.CHAIR.name
        assert ["What was decided?", "what is said of chosen"] in page.content["decision"]
        assert page.content["actions"][0][:2] == ["Speak with the college", cast.TOM.name]
        made = minutes_pdf.pdf(meeting, [page])
        assert made == minutes_pdf.pdf(meeting, [page])
        assert b"/MarkInfo" in made or b"StructTreeRoot" in made
    with acting(cast.CHAIR) as charity:
        minutes.correct(sitting.id, "It was the sixth form.", by=charity)
        assert minutes.read(meeting, charity)[0].corrections[0][0] == "It was the sixth form."
        with pytest.raises(DatabaseError), transaction.atomic():
            Minutes.objects.update(signed_as="deputy_chair")


def test_whoever_has_an_action_keeps_the_item_until_it_is_done(sitting: Item, meeting: Meeting, acting: Acting) -> None:
    _decide_and_sign(acting, sitting, meeting, opened=True)
    clock.shift(timedelta(days=15))
    assert not sees(acting, cast.PANEL_MEMBER, sitting)
    assert sees(acting, cast.TOM, sitting)
    with acting(cast.TOM) as tom:
        (to_do,) = queries.my_actions(tom)
        _complete(to_do.id, tom)
    assert not sees(acting, cast.TOM, sitting)


def test_an_action_is_kept_when_the_case_is_decided_outside_of_the_meeting(
    sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.CHAIR) as charity:
        _act(sitting, meeting, charity)
        moves.record_and_move(
            sitting.of_case, "ask_more", {"decision_recorded": DECISION}, by=charity, reason="The school knows more."
        )
    assert not sees(acting, cast.PANEL_MEMBER, sitting)
    assert sees(acting, cast.TOM, sitting)
    with acting(cast.TOM) as tom:
        (to_do,) = queries.my_actions(tom)
        _complete(to_do.id, tom)
    assert not sees(acting, cast.TOM, sitting)


def test_a_conflict_closes_the_item_at_once_and_the_chairs_own_closes_the_case(out: Item, acting: Acting) -> None:
    with acting(cast.PANEL_MEMBER) as hana:
        seats.declare_conflict(out.id, hana, "his aunt is my colleague", by=hana)
    assert not sees(acting, cast.PANEL_MEMBER, out)
    assert sees(acting, cast.TOM, out)
    with acting(cast.CHAIR) as charity:
        seats.declare_conflict(out.id, charity, "I know the family", by=charity)
    with acting(cast.CHAIR):
        assert not Item.objects.filter(pk=out.id).exists()
        assert not Referral.objects.filter(pk=out.of_case).exists()
    assert sees(acting, cast.DEPUTY, out)


def test_an_item_of_somebody_who_may_be_a_child_is_not_decided_without_education(
    sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.CHAIR) as charity:
        tom = meeting.attendances.get(staff__email=cast.TOM.email).staff
        seats.declare_conflict(sitting.id, tom, "kin", by=charity)
        with pytest.raises(NotAllowed, match="not quorate for this item: education"):
            decide(sitting, charity)
        row = put_off(sitting, charity)
        assert row.outcome == "deferred"
        again = Item.objects.open().get(of_case=sitting.of_case)
        assert again.deferrals == 1
        assert queries.newest(queries.find(charity, again.id), "paper").written["known"] == "paper: known"


def test_papers_that_are_not_complete_do_not_go_out(item: Item, meeting: Meeting, acting: Acting) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        with pytest.raises(NotAllowed, match="not complete"):
            papers.put_out(meeting.id, "", by=callum)
        papers.save(item.id, PAPER, based_on=0, by=callum)
        clock.shift(timedelta(days=12))
        with pytest.raises(NotAllowed, match="chair has to let"):
            papers.put_out(meeting.id, "the school answered today", by=callum)
    with acting(cast.CHAIR) as charity:
        with pytest.raises(NotAllowed, match="why these papers are late"):
            papers.put_out(meeting.id, "", by=charity)
        assert papers.put_out(meeting.id, "the school answered today", by=charity) == 1
    assert sees(acting, cast.TOM, item)


def _decide_and_sign(acting: Acting, item: Item, meeting: Meeting, *, opened: bool = False) -> None:
    with acting(cast.CHAIR) as charity:
        if not opened:
            meetings.open_(meeting.id, by=charity)
            all_there(meeting, by=charity)
        else:
            _act(item, meeting, charity)
        decide(item, charity)
        meetings.close(meeting.id, by=charity)
        assert minutes.sign(meeting.id, by=charity) == 1


def _act(item: Item, meeting: Meeting, by: object) -> None:
    seat = meeting.attendances.get(staff__email=cast.TOM.email)
    due_on = clock.today() + timedelta(days=30)
    sitting.add_action(item.id, "Speak with the college", (seat.post_id, seat.staff_id), due_on, by=by)  # type: ignore[arg-type]


def decide(item: Item, by: object, records: dict | None = None) -> Decision:  # type: ignore[type-arg]
    return sitting.decide(
        item.id, "adopted", {**DECISION, "dissent": "health would wait"}, CONSENT if records is None else records,
        votes=(3, 1), by=by,  # type: ignore[arg-type]
    )  # fmt: skip


def put_off(item: Item, by: object) -> Decision:
    return sitting.decide(item.id, "deferred", DECISION, {}, votes=(0, 0), by=by)  # type: ignore[arg-type]


def _complete(action_id: UUID, by: object) -> Action:
    return sitting.complete(action_id, "spoken with", by=by)  # type: ignore[arg-type]
