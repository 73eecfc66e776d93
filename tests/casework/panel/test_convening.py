"""Whoever convenes a panel sees what it waits for until it is done: papers before, minutes after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.casework.panel import convening
from alongside.casework.panel.models import Meeting
from alongside.commons import clock
from tests import cast
from tests.casework.panel.conftest import Acting, planned


def waits(acting: Acting, person: cast.Person = cast.CHAIR) -> list[tuple[str, str]]:
    with acting(person) as somebody:
        return [(one.what, one.in_words) for one in convening.waiting_for(somebody)]


def test_papers_are_shown_before_their_day_and_stay_until_they_are_out(meeting: Meeting, acting: Acting) -> None:
    assert [what for what, _words in waits(acting)] == ["Papers go out"]
    assert waits(acting, cast.COORDINATOR) == waits(acting)
    clock.shift(timedelta(days=13))
    assert "overdue" in waits(acting)[0][1]
    with acting(cast.CHAIR):
        Meeting.objects.filter(pk=meeting.pk).update(status="papers_out")
    assert waits(acting) == []


def test_minutes_are_overdue_ten_working_days_after_the_meeting_until_they_are_signed(
    meeting: Meeting, acting: Acting
) -> None:
    with acting(cast.CHAIR):
        Meeting.objects.filter(pk=meeting.pk).update(status="minutes_drafted")
    clock.shift(timedelta(days=14 + 21))
    (what, words), *more = waits(acting)
    assert (what, more) == ("Minutes are signed", [])
    assert "overdue" in words
    with acting(cast.CHAIR):
        Meeting.objects.filter(pk=meeting.pk).update(status="signed")
    assert waits(acting) == []


@pytest.mark.parametrize("person", [cast.PANEL_MEMBER, cast.INTAKE, cast.MENTOR])
def test_whoever_convenes_no_panel_is_told_of_none(meeting: Meeting, acting: Acting, person: cast.Person) -> None:
    assert waits(acting, person) == []


def test_an_urgent_panel_has_no_day_for_its_papers(db: None, acting: Acting) -> None:
    planned(acting, days=1, urgent=True)
    assert waits(acting) == []
