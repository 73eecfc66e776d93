"""Which concerns may be closed because another one in the same words was read: hardly any, and none with danger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alongside.casework.rules import queue
from alongside.casework.rules.code_lists import CODE_LISTS
from alongside.commons.envelope import limits

PLAIN: dict[str, Any] = {
    "channel": "public", "hurt": "no", "door": "somebody", "age_band": "", "promise": "anonymous", "files": 0,
}  # fmt: skip


def test_an_anonymous_concern_from_the_public_form_without_danger_may() -> None:
    assert queue.may_stand_for_others(**PLAIN)
    assert queue.may_stand_for_others(**{**PLAIN, "hurt": ""})
    assert queue.may_stand_for_others(**{**PLAIN, "age_band": "21_30"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("hurt", answer) for answer in ("yes", "unsure")),
        *(("channel", channel) for channel in ("professional", "machine", "telephone", "webchat")),
        *(("door", door) for door in ("myself", "under_18", "gone")),
        *(("promise", promise) for promise in ("in_confidence", "named")),
        *(("age_band", band) for band in ("under_15", "15_20", "10_and_under", "11_15", "16_17", "not_recorded")),
        ("files", 1),
    ],
)
def test_whatever_may_matter_is_read_by_itself(name: str, value: object) -> None:
    assert not queue.may_stand_for_others(**{**PLAIN, name: value})


def test_every_band_that_reaches_below_18_is_read_by_itself() -> None:
    grown_up = {
        code.word
        for code in CODE_LISTS["age_band"].codes
        if queue.may_stand_for_others(**{**PLAIN, "age_band": code.word})
    }
    assert grown_up == {"18_20", "21_30", "31_40", "41_50", "51_60", "61_and_over", "51_and_over"}


def test_the_words_are_those_of_the_envelope() -> None:
    allowed = limits.WORDS["concern"]
    assert set(queue.NEVER_UNREAD_CHANNELS) == set(allowed["channel"]) - {"public"}
    assert {"", "no"} < set(allowed["hurt"])


def test_why_a_concern_stands_where_it_stands_is_said_in_words() -> None:
    assert queue.why_here(hurt=True, later=True) == queue.FIRST
    assert queue.why_here(hurt=False, later=True) == queue.LATER
    assert queue.why_here(hurt=False, later=False) == queue.IN_ORDER


def test_it_is_taken_back_within_30_days() -> None:
    closed = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert queue.can_still_be_taken_back(closed, closed + timedelta(days=29, hours=23))
    assert not queue.can_still_be_taken_back(closed, closed + timedelta(days=30))
