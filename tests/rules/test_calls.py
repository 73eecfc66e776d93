"""Taking a call: who may do what, and the numbers of the practice, signed here a second time."""

from datetime import date, timedelta

import pytest

from alongside.casework.rules import calls
from alongside.casework.rules.roles import ROLES

WHO = {
    "take_call": {"call_handler"},
    "write": {"coordinator"},
    "publish": {"coordinator", "chair", "deputy_chair"},
    "note_call": {"coordinator", "chair", "deputy_chair"},
    "see_readers": {"coordinator", "chair", "deputy_chair", "director"},
}
DAY = date(2026, 11, 23)


def test_who_does_what_is_what_was_agreed():
    assert {task.word: set(task.by) for task in calls.TASKS.values()} == WHO
    assert set().union(*WHO.values()) <= set(ROLES)


@pytest.mark.parametrize("task", WHO)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_does_it(task, role):
    reason = calls.reason_against(task, [role])
    assert (reason is None) == (role in WHO[task])
    assert reason is None or reason.startswith("This is for the ")


def test_three_questions_come_first_and_each_leads_to_999():
    assert [question.word for question in calls.TRIAGE] == ["danger", "travel", "hurt"]
    assert all("999" in " ".join(question.on_yes) for question in calls.TRIAGE)


def test_the_list_of_what_not_to_do_names_guilt_and_secrecy():
    said = " ".join(calls.DO_NOT)
    assert "guilty" in said
    assert "secrecy" in said
    assert "look anybody up" in said


def test_the_numbers_of_the_practice():
    assert (calls.CHECK_AGAIN_AFTER.days, calls.HIDE_AFTER.days, calls.LINK_LASTS.days) == (90, 180, 14)


@pytest.mark.parametrize(
    ("roles", "given", "says"),
    [
        (["chair"], {"own": False, "published": False, "lines": 1}, None),
        (["coordinator"], {"own": True, "published": False, "lines": 1}, "second person"),
        (["chair"], {"own": False, "published": True, "lines": 1}, "published already"),
        (["chair"], {"own": False, "published": False, "lines": 0}, "at least one line"),
        (["director"], {"own": False, "published": False, "lines": 1}, "This is for"),
    ],
)
def test_a_second_person_publishes_once_and_for_somebody(roles, given, says):
    reason = calls.reason_against_publishing(roles, **given)
    assert (reason is None) == (says is None)
    assert says is None or says in reason


def test_both_the_first_and_the_last_day_count():
    last = DAY + timedelta(days=2)
    days = [DAY + timedelta(days=number) for number in range(-1, 4)]
    assert [calls.holds_on(day, DAY, last) for day in days] == [False, True, True, True, False]
    assert calls.holds_on(DAY + timedelta(days=4_000), DAY, None)
    assert calls.reason_against_dates(DAY, DAY) is None
    assert calls.reason_against_dates(DAY, DAY - timedelta(days=1))
