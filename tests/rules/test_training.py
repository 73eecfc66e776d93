"""The training gate: a training counts on its last day; warned at 60 and 14 days, once each (R-30)."""

from datetime import date, timedelta

import pytest

from alongside.casework.rules import journey, training

TODAY = date(2026, 3, 2)
ALL = dict.fromkeys(training.TRAINING, TODAY)
DAY = timedelta(days=1)


def test_whoever_has_all_three_decides_on_the_last_day_and_not_after() -> None:
    assert training.reason_against_deciding(ALL, TODAY) is None
    assert training.reason_against_deciding(ALL, TODAY + DAY)


@pytest.mark.parametrize("missing", training.TRAINING)
def test_each_of_the_three_is_needed_and_named(missing: str) -> None:
    known = {word: day for word, day in ALL.items() if word != missing}
    assert training.TRAINING[missing] in (training.reason_against_deciding(known, TODAY) or "")
    lapsed = training.reason_against_deciding({**known, missing: TODAY - DAY}, TODAY) or ""
    assert "1 March 2026" in lapsed
    assert training.CAN_STILL in lapsed


def test_what_stays_open_are_moves_and_what_they_need() -> None:
    assert set(training.STILL_OPEN) <= set(journey.MOVES)
    needed = {fact for word in training.STILL_OPEN for fact in journey.MOVES[word].needs}
    assert set(training.STILL_RECORDED) == needed - {"decision_recorded", "checklist_answered"}, (
        "a decision is written for a move that stays open, and for no other"
    )


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (61, 0, None), (60, 0, 60), (59, 0, 60), (60, 60, None), (15, 60, None), (14, 60, 14), (14, 0, 14),
        (14, 14, None), (0, 14, None), (0, 60, 14), (-1, 0, None),
    ],
)  # fmt: skip
def test_a_warning_is_due_sixty_and_fourteen_days_before_once_each(left: int, told: int, due: int | None) -> None:
    assert training.warning_due(TODAY + left * DAY, TODAY, told) == due
