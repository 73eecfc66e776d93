from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons.envelope import key_names

WEEK_48 = datetime(2026, 11, 23, tzinfo=UTC)
LAST = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (WEEK_48, "intake-2026-W48"),
        (WEEK_48 - LAST, "intake-2026-W47"),
        (datetime(2027, 1, 3, 23, 59, tzinfo=UTC), "intake-2026-W53"),
        (datetime(2024, 12, 30, tzinfo=UTC), "intake-2025-W01"),
        (datetime(2026, 6, 1, 0, 30, tzinfo=ZoneInfo("Europe/London")), "intake-2026-W22"),
    ],
)
def test_a_key_is_named_by_its_iso_week_in_utc(moment, name):
    assert key_names.name_at(moment) == name


@settings(max_examples=50, derandomize=True)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_lies_in_the_week_of_its_key(moment):
    name = key_names.name_at(moment)
    assert key_names.starts_at(name) <= moment < key_names.ends_at(name)


def test_the_current_key_is_that_of_this_week_or_there_is_none():
    names = ["intake-2026-W47", "intake-2026-W48"]
    assert key_names.current(names, WEEK_48) == "intake-2026-W48"
    with pytest.raises(LookupError, match="no intake key for this week, intake-2026-W49"):
        key_names.current(names, WEEK_48 + timedelta(days=7))


def test_a_key_is_past_from_the_moment_its_week_and_its_keeping_end():
    names = ["intake-2026-W48", "intake-2026-W47", "intake-2026-W46"]
    assert key_names.past(names, WEEK_48) == ("intake-2026-W46", "intake-2026-W47")
    assert key_names.past(names, WEEK_48 - LAST) == ("intake-2026-W46",)
    assert key_names.past(names, WEEK_48, kept_for=timedelta(days=7)) == ("intake-2026-W46",)


def test_names_ahead_run_over_the_end_of_a_year():
    ahead = key_names.names_from(datetime(2026, 12, 25, tzinfo=UTC), weeks=3)
    assert ahead == ("intake-2026-W52", "intake-2026-W53", "intake-2027-W01")


@pytest.mark.parametrize("name", ["intake-2026-W54", "intake-2026-48", "lead-2026-W48", "intake-2026-W48\n", ""])
def test_another_name_is_refused(name):
    with pytest.raises(ValueError):  # noqa: PT011
        key_names.starts_at(name)
