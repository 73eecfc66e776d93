"""The way through the questions, without JavaScript: to the letterbox, and to a receipt."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from alongside.commons import clock
from alongside.public.concerns import journey
from tests.public.concerns.way import ANSWERS, TELL, Visitor, envelopes, opened


def test_a_concern_arrives_sealed_as_it_was_told(committed: Visitor) -> None:
    before = envelopes()
    committed.send()
    assert "We have received it" in committed.says
    [arrived] = [one for id, one in envelopes().items() if id not in before]
    told = opened(arrived)
    assert (told.kind_of_door, told.area, told.hurt, told.age_band) == ("somebody", "northmere", "unsure", "16_to_17")
    assert told.worry == "He says it’s “us or them”.\nHe stopped seeing his friends."
    assert (told.called, told.find_them) == ("Danny", "The college on Mill Road")
    assert (told.going_well, told.needs, told.language) == ("His aunt; football", "He stopped sleeping.", "en")
    assert told.reply_to
    assert told.reply_to.locator == committed.receipt.replace("-", "")[:6]


def test_only_the_worry_and_the_place_have_to_be_said(committed: Visitor) -> None:
    before = envelopes()
    open_ones = {step: dict.fromkeys(typed, "") for step, typed in ANSWERS.items()}
    needed = {step: ANSWERS[step] for step in ("danger", "area", "worry")}
    committed.send(**{**open_ones, **needed})
    [arrived] = [one for id, one in envelopes().items() if id not in before]
    told = opened(arrived)
    assert (told.hurt, told.called, told.age_band, told.find_them, told.going_well, told.needs) == ("",) * 6


def test_the_same_send_twice_is_one_envelope_and_one_receipt(committed: Visitor) -> None:
    committed.go_to("check")
    last_page = committed.answer
    committed.press("send")
    receipt, before = committed.receipt, envelopes()
    committed.answer = last_page
    assert committed.press("send").receipt == receipt
    assert envelopes().keys() == before.keys()


def test_a_changed_answer_is_another_envelope(committed: Visitor) -> None:
    committed.go_to("check")
    last_page = committed.answer
    receipt, before = committed.press("send").receipt, envelopes()
    committed.answer = last_page
    committed.press("change-called").press(called="Dan").press("send")
    assert committed.receipt == receipt
    assert len(envelopes()) == len(before) + 1


def test_two_people_who_tell_the_same_have_two_receipts(visitor: Visitor) -> None:
    first = visitor.send().receipt
    visitor.answer = None
    assert visitor.send().receipt != first


def test_somebody_in_danger_is_sent_to_999_first_and_may_go_on_afterwards(visitor: Visitor) -> None:
    visitor.begin().press(danger="yes")
    assert "Call 999 now" in visitor.says
    assert "where you are, and where the person is" in visitor.says
    assert "Where does the person live?" in visitor.press("told").says


def test_a_place_that_takes_no_part_shows_its_own_way_before_anything_is_typed(visitor: Visitor) -> None:
    visitor.go_to("area").press(area="strathlorne")
    assert "Strathlorne (Scotland) has its own way" in visitor.says
    assert "01632 960 245" in visitor.says
    assert "Where does the person live?" in visitor.press("change-area").says


def test_nobody_gets_past_a_place_that_takes_no_part(visitor: Visitor) -> None:
    visitor.go_to("check").press("change-area").press("change-check", area="strathlorne")
    assert "Check your answers" in visitor.says
    assert "has its own way" in visitor.press("send").says


def test_what_is_no_concern_and_what_cannot_be_promised_is_said_before_the_worry(visitor: Visitor) -> None:
    said = visitor.go_to("who_sees").says
    for words in ("Lawful views", "Practising a faith", "Protest", "court can order", "Northmere Council"):
        assert words in said
    assert journey.STEPS.index("who_sees") < journey.STEPS.index("worry")


def test_a_worry_that_is_too_long_is_kept_and_counted(visitor: Visitor) -> None:
    visitor.go_to("worry").press(worry="w" * 4001)
    assert visitor.answer.status_code == 422
    assert re.search(r"4,?000 characters or fewer. You wrote 4,?001", visitor.says)
    assert visitor.form()["worry"] == "w" * 4001
    assert "Did they say or do something" in visitor.press(worry="w" * 4000).says


def test_going_back_keeps_every_answer(visitor: Visitor) -> None:
    visitor.go_to("needs").press("back", needs="Half a sent")
    assert visitor.form()["going_well"] == "His aunt; football"
    assert visitor.press().form()["needs"] == "Half a sent"
    for _ in range(6):
        visitor.press("back")
    assert visitor.form()["worry"].startswith("He says")


def test_who_changes_one_answer_comes_straight_back_to_the_last_page(visitor: Visitor) -> None:
    visitor.go_to("check").press("change-age")
    assert visitor.form()["age_band"] == "16_to_17"
    visitor.press(age_band="18_to_24")
    assert "Check your answers" in visitor.says
    assert "18 to 24" in visitor.says
    assert "16 or 17" not in visitor.says


def test_a_last_page_with_a_wrong_answer_goes_to_that_question(visitor: Visitor) -> None:
    visitor.go_to("worry").press("change-check", worry="").press("send")
    assert visitor.answer.status_code == 422
    assert "Write what worries you." in visitor.says


def test_the_address_of_the_way_opened_by_itself_leads_to_its_beginning(visitor: Visitor) -> None:
    answer = visitor.client.get(TELL)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/share-a-concern/")


def test_what_was_left_open_for_seven_hours_is_forgotten_and_this_page_is_kept(
    visitor: Visitor, own_state: Path
) -> None:
    visitor.go_to("going_well")
    clock.shift(timedelta(hours=7))
    visitor.press(going_well="Her garden")
    assert visitor.answer.status_code == 403
    assert "open for too long" in visitor.says
    assert visitor.form()["going_well"] == "Her garden"
    visitor.press("change-worry")
    assert visitor.form()["worry"] == ""


def test_an_hour_on_one_page_loses_nothing(visitor: Visitor, own_state: Path) -> None:
    visitor.go_to("needs")
    for _ in range(5):
        clock.shift(timedelta(hours=1))
        visitor.press("back").press()
    assert "He says it’s" in visitor.press().says


@pytest.mark.parametrize("step", journey.STEPS)
def test_every_page_of_the_way_says_where_one_is_and_how_to_leave(visitor: Visitor, step: str) -> None:
    said = visitor.go_to(step).says
    assert "Exit this page" in said
    assert 'href="/share-a-concern/leave/"' in visitor.answer.content.decode()
    assert "Alongside" in said
