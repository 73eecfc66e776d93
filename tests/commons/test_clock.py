import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

A_MOMENT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
SOON = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    monkeypatch.setenv("ALONGSIDE_MODE", "test")
    return tmp_path


def test_it_tells_the_machine_time_until_it_is_moved():
    assert abs(clock.now() - datetime.now(UTC)) < SOON
    assert clock.now().tzinfo is UTC


def test_time_goes_on_after_it_was_set():
    clock.set_to(A_MOMENT)
    first = clock.now()
    assert A_MOMENT <= first < A_MOMENT + SOON
    assert clock.now() >= first


def test_it_can_be_moved_on_and_back_and_reset():
    clock.set_to(A_MOMENT)
    clock.shift(timedelta(days=365))
    assert clock.now() - A_MOMENT >= timedelta(days=365)
    clock.shift(-timedelta(days=365, seconds=20))
    assert clock.now() < A_MOMENT
    clock.reset()
    assert clock.offset() == timedelta(0)


@settings(max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.timedeltas(min_value=timedelta(days=-20_000), max_value=timedelta(days=20_000)))
def test_the_offset_is_kept_to_the_microsecond(by):
    clock.reset()
    clock.shift(by)
    assert clock.offset() == by


def test_today_depends_on_where_one_is():
    clock.set_to(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert clock.today().isoformat() == "2026-07-01"
    assert clock.today(UTC).isoformat() == "2026-06-30"
    assert clock.today(ZoneInfo("America/New_York")).isoformat() == "2026-06-30"


def test_every_process_that_shares_the_folder_sees_the_same_time():
    clock.set_to(A_MOMENT)
    asked = subprocess.run(
        [sys.executable, "-c", "from alongside.commons import clock; print(clock.now().isoformat())"],
        env={**os.environ, "PYTHONPATH": str(Path(clock.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert A_MOMENT <= datetime.fromisoformat(asked.stdout.strip()) < A_MOMENT + timedelta(seconds=60)


@pytest.mark.parametrize("mode", ["production", "", "Demo", None])
def test_in_production_the_file_is_ignored_and_moving_is_refused(monkeypatch, mode):
    clock.set_to(A_MOMENT)
    monkeypatch.delenv("ALONGSIDE_MODE") if mode is None else monkeypatch.setenv("ALONGSIDE_MODE", mode)
    assert abs(clock.now() - datetime.now(UTC)) < SOON
    for move in (lambda: clock.set_to(A_MOMENT), lambda: clock.shift(SOON), clock.reset):
        with pytest.raises(NotAllowed, match="only in a demo or a test"):
            move()


def test_a_file_that_holds_no_number_is_never_taken_for_the_right_time(state):
    (state / "clock").write_text("tomorrow")
    with pytest.raises(ValueError, match="tomorrow"):
        clock.now()


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clock.set_to(datetime(2026, 1, 1))  # noqa: DTZ001


def test_moving_leaves_nothing_else_in_the_folder(state):
    clock.set_to(A_MOMENT)
    assert [entry.name for entry in state.iterdir()] == ["clock"]
