"""Two people who write at once: on the paper of an item, and on the screen of the meeting."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from alongside.casework.panel import minutes, queries, sitting
from alongside.casework.panel.models import Action, Attendance, Decision, Item, Meeting
from alongside.commons import clock
from tests import cast
from tests.casework.panel.conftest import CONSENT, DECISION, PAPER, Acting
from tests.casework.panel.test_pages import SignedIn, contribution, decided, text

pytestmark = pytest.mark.django_db


def typed_action(meeting: Meeting, what: str = "Speak with the college") -> dict[str, str]:
    tom = Attendance.objects.get(meeting=meeting, staff__email=cast.TOM.email)
    day = clock.today() + timedelta(days=30)
    return {
        "action-what": what, "action-owner": f"{tom.post_id} {tom.staff_id}", "action-due_on-day": str(day.day),
        "action-due_on-month": str(day.month), "action-due_on-year": str(day.year),
    }  # fmt: skip


@pytest.fixture
def address(sitting: Item, meeting: Meeting) -> str:
    return f"/panel/{meeting.id}/sit/{sitting.id}/"


@pytest.mark.parametrize("button", ["save", "next", "show", "decide_now", "sign"])
def test_an_action_that_is_typed_and_not_given_stands_there_after_every_button(
    signed_in: SignedIn, address: str, meeting: Meeting, button: str
) -> None:
    charity, sent = signed_in(cast.CHAIR), {"based_on": "0", button: "yes", **typed_action(meeting)}
    charity.post(address, sent)
    page = text(charity, address)
    assert "Speak with the college" in page
    assert f'value="{sent["action-owner"]}" selected' in page
    assert f'name="action-due_on-year" type="text" value="{sent["action-due_on-year"]}"' in page


def test_an_action_of_two_stands_twice_and_one_that_was_given_leaves_its_boxes_empty(
    signed_in: SignedIn, address: str, meeting: Meeting
) -> None:
    charity, deputy = signed_in(cast.CHAIR), signed_in(cast.DEPUTY)
    deputy.post(address, {"based_on": "0", "save": "yes", **typed_action(meeting, "Ask the doctor")})
    page = charity.post(address, {"based_on": "0", "show": "yes", **typed_action(meeting)}, follow=True)
    assert "Ask the doctor" in page.content.decode()
    assert "Speak with the college" in page.content.decode()
    assert charity.post(address, {"based_on": "2", "act": "yes", **typed_action(meeting)}).status_code == 302
    assert Action.objects.count() == 1
    assert ">Speak with the college</textarea>" not in text(charity, address)


def test_what_one_chose_is_told_to_who_chooses_otherwise(signed_in: SignedIn, address: str) -> None:
    signed_in(cast.DEPUTY).post(address, {"based_on": "0", "show": "yes", "decide": "declined", "votes_for": "3"})
    page = signed_in(cast.CHAIR).post(
        address, {"based_on": "0", "decide_now": "yes", "decide": "adopted", "votes_for": "4"}, follow=True
    )
    words = re.sub(r"\s+", " ", page.content.decode())
    assert f"{cast.DEPUTY.name} had answered “What does the panel decide?” with “Decline”" in words
    assert f"{cast.DEPUTY.name} had answered “How many were for it?” with “3”" in words
    assert not Decision.objects.exists()


def test_a_refused_decision_comes_back_with_what_a_colleague_saved_and_writes_over_none_of_it(
    signed_in: SignedIn, address: str
) -> None:
    signed_in(cast.CASE_MANAGER).post(address, {"based_on": "0", "save": "yes", "note": "The aunt will come."})
    sent = {"based_on": "0", "decide_now": "yes", "decide": "adopted", "note": "", "decision_recorded-chosen": "Adopt"}
    page = signed_in(cast.CHAIR).post(address, sent).content.decode()
    assert "There is a problem" in page
    assert "The aunt will come." in page
    assert ">Adopt</textarea>" in page


def deputy_decides(acting: Acting, item: Item) -> None:
    with acting(cast.DEPUTY) as deputy:
        sitting.decide(item.id, "adopted", DECISION, CONSENT, votes=(3, 0), by=deputy)


def test_who_types_while_the_deputy_decides_is_told_sees_both_and_loses_nothing(
    signed_in: SignedIn, address: str, sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    charity, mine = signed_in(cast.CHAIR), "Because his tutor would wait."
    deputy_decides(acting, sitting)
    sent = decided({
        "based_on": "0", "decide_now": "yes", "decide": "declined", "note": "The school is worried.",
        "decision_recorded-reasons": mine, **typed_action(meeting),
    })  # fmt: skip
    for _twice in range(2):
        page = charity.post(address, sent, follow=True).content.decode()
    assert "A colleague decided this item while you were typing" in page
    for words in (
        "Decided: Adopt",
        "what is said of reasons",
        mine,
        "Decline",
        "Speak with the college",
        cast.TOM.name,
    ):
        assert words in page
    assert page.count(mine) == 1
    assert Decision.objects.get().outcome == "adopted"
    with acting(cast.CHAIR) as chair:
        (said,) = minutes.read(meeting, chair)
        assert said.content["note"] == "The school is worried."
        assert mine not in str(said.content)
    assert mine in text(signed_in(cast.CASE_MANAGER), address)


def test_what_is_typed_after_the_minutes_are_signed_comes_back_on_the_page(
    signed_in: SignedIn, address: str, sitting: Item, meeting: Meeting, acting: Acting
) -> None:
    charity = signed_in(cast.CHAIR)
    deputy_decides(acting, sitting)
    charity.post(f"/panel/{meeting.id}/do/close/")
    kept = charity.post(address, {"based_on": "0", "save": "yes", "note": "One more word."}, follow=True)
    assert "One more word." in kept.content.decode()
    charity.post(f"/panel/{meeting.id}/minutes/")
    page = charity.post(address, {"based_on": "0", "save": "yes", "note": "Much too late."}).content.decode()
    assert "The minutes of this item are signed" in page
    assert "Much too late." in page
    with acting(cast.CHAIR) as chair:
        assert queries.newest(queries.find(chair, sitting.id), "screen").number == 0


def saved_by_two(signed_in: SignedIn, item: Item, first: dict[str, object], second: dict[str, object]) -> str:
    """Callum saves, then Charity, who had opened the page before him; return the page that she gets."""
    address = f"/panel/item/{item.id}/paper/"
    signed_in(cast.CASE_MANAGER).post(address, {**PAPER, "based_on": "0"})
    assert signed_in(cast.CASE_MANAGER).post(address, {**PAPER, "based_on": "1", **first}).status_code == 302
    answer = signed_in(cast.CHAIR).post(address, {**PAPER, "based_on": "1", **second}, follow=True)
    return answer.content.decode()


def test_two_who_prepare_one_paper_lose_neither_text_nor_what_they_ticked(
    signed_in: SignedIn, item: Item, acting: Acting
) -> None:
    first = {"known": "seen by his aunt", "adult": "His passport.", "relevant": ["health"]}
    page = saved_by_two(signed_in, item, first, {"known": "told by the school", "adult": "19", "relevant": ["housing"]})
    assert "Callum Reyes changed the same field" in page
    for words in ("seen by his aunt", "told by the school", "His passport.", "19\n\n[Callum Reyes"):
        assert words in page
    with acting(cast.CHAIR) as charity:
        seen = queries.find(charity, item.id)
        assert seen.arranged["relevant"] == ["health", "housing"]
        assert "His passport." in seen.arranged["adult"]


def test_what_is_unticked_goes_and_what_a_colleague_ticked_stays(
    signed_in: SignedIn, item: Item, acting: Acting
) -> None:
    ids = [contribution(acting, item, words) for words in ("She came twice.", "She came in June.")]
    saved_by_two(signed_in, item, {"contributions": [ids[0]]}, {"contributions": [ids[1]], "relevant": []})
    last = {**PAPER, "based_on": "3", "contributions": [ids[1]]}
    signed_in(cast.CASE_MANAGER).post(f"/panel/item/{item.id}/paper/", last)
    with acting(cast.CHAIR) as charity:
        assert queries.find(charity, item.id).arranged["contributions"] == [ids[1]]


def test_a_paper_that_is_too_long_comes_back_and_writes_over_nothing_that_came_meanwhile(
    signed_in: SignedIn, item: Item
) -> None:
    address, charity = f"/panel/item/{item.id}/paper/", signed_in(cast.CHAIR)
    signed_in(cast.CASE_MANAGER).post(address, {**PAPER, "based_on": "0", "known": "seen by his aunt"})
    page = charity.post(address, {**PAPER, "based_on": "0", "known": "x" * 6001}).content.decode()
    assert "x" * 6001 in page
    assert 'name="based_on" value="0"' in page
    page = charity.post(address, {**PAPER, "based_on": "0", "known": "xxx"}, follow=True).content.decode()
    assert "seen by his aunt" in page
    assert "xxx" in page
    signed_in(cast.CASE_MANAGER).post(f"/panel/{item.meeting_id}/do/papers/", {"why_late": ""})
    late = charity.post(address, {**PAPER, "based_on": "2", "known": "too late"})
    assert "This paper is out" in late.content.decode()
    assert "too late" in late.content.decode()
