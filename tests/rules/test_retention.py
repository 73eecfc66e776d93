"""Everything has a day on which it goes, once the controller has signed, and holds stop it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.casework.rules.closure import CODES
from alongside.casework.rules.retention import (
    HOLDS,
    SCHEDULE,
    TO_SIGN,
    Hold,
    Period,
    delete_on,
    ends_on,
    kind_of,
    reason_against_ending_hold,
    reason_against_keeping,
    reason_against_period,
    reviews_on,
)

CLOSED = date(2026, 3, 31)
SIGNED = date(2026, 1, 1)
TODAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("advice_only", date(2026, 6, 29)),
        ("lawful_expression", date(2026, 4, 30)),
        ("unfounded_child", date(2026, 9, 30)),
        ("before_panel_adult", date(2027, 3, 31)),
        ("signposted", date(2027, 3, 31)),
        ("panel_declined", date(2028, 3, 31)),
        ("channel_case", date(2029, 3, 31)),
        ("reporter", date(2027, 3, 31)),
        ("access_log", date(2032, 3, 31)),
        ("backup", date(2026, 5, 5)),
    ],
)
def test_each_record_goes_on_its_day(kind: str, day: date) -> None:
    assert delete_on(kind, CLOSED, signed_on=SIGNED, today=TODAY) == day


def test_no_clock_deletes_before_the_controller_has_signed():
    for rule in SCHEDULE.values():
        assert (delete_on(rule.word, CLOSED, signed_on=None, today=TODAY) is not None) == rule.technical, rule.word


def test_a_late_signature_deletes_nothing_before_its_own_day():
    assert delete_on("advice_only", CLOSED, signed_on=date(2027, 1, 1), today=TODAY) == date(2027, 1, 1)


@pytest.mark.parametrize("kind", HOLDS)
def test_a_hold_stops_a_deletion_until_it_ends(kind: str) -> None:
    hold = Hold(kind, from_on=TODAY)
    assert delete_on("advice_only", CLOSED, signed_on=SIGNED, holds=[hold], today=TODAY) is None
    ended = Hold(kind, from_on=date(2026, 3, 1), ended_on=TODAY)
    assert delete_on("advice_only", CLOSED, signed_on=SIGNED, holds=[ended], today=TODAY) == date(2026, 6, 29)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("child", [True, False])
@pytest.mark.parametrize("supported", [True, False])
def test_every_closed_case_has_a_row_in_the_schedule(code: str, child: bool, supported: bool) -> None:
    assert kind_of(code, child=child, supported=supported) in SCHEDULE


def test_a_child_s_unfounded_referral_goes_after_six_months_and_an_adult_s_after_twelve():
    assert kind_of("NC-MALICIOUS", child=True) == "unfounded_child"
    assert kind_of("NC-MALICIOUS", child=False) == "before_panel_adult"
    with pytest.raises(KeyError):
        kind_of("NO-SUCH-CODE", child=False)


def refusal(until: date, second: str = "ruth", reason: str = "a learning review is expected") -> str | None:
    """What is said to Amina, who asks to keep a record that ends on 31 March 2029."""
    return reason_against_keeping(
        asked_until=until, ends=date(2029, 3, 31), first="amina", second=second, reason=reason
    )


def test_keeping_longer_takes_a_reason_two_people_and_ends_after_a_year():
    assert refusal(date(2030, 3, 31)) is None
    assert refusal(date(2030, 4, 1))
    assert refusal(date(2029, 9, 30), second="amina")
    assert refusal(date(2029, 9, 30), reason=" ")


def test_a_child_s_case_is_looked_at_each_birthday_and_at_18():
    assert reviews_on("channel_case", CLOSED, born_on=date(2009, 7, 1)) == (date(2026, 7, 1), date(2027, 7, 1))
    assert reviews_on("before_panel_child", CLOSED) == (date(2026, 9, 30),)
    assert reviews_on("channel_case", CLOSED) == ()


def test_every_row_says_what_happens_then_and_where_it_comes_from():
    for rule in SCHEDULE.values():
        assert rule.then
        assert rule.source
        assert rule.starts


@given(
    kind=st.sampled_from(sorted(SCHEDULE)),
    closed=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    signed=st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    held=st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.none() | st.integers(0, 900)), max_size=3),
    today=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_nothing_stays_past_its_day_and_nothing_goes_before_it(
    kind: str, closed: date, signed: date | None, held: list[tuple[date, int | None]], today: date
) -> None:
    holds = [Hold("legal_hold", day, None if last is None else day + timedelta(days=last)) for day, last in held]
    day = delete_on(kind, closed, signed_on=signed, holds=holds, today=today)
    last = ends_on(kind, closed)
    is_held = any(hold.from_on <= today and (hold.ended_on is None or today < hold.ended_on) for hold in holds)
    may_go = last is not None and not is_held and (signed is not None or SCHEDULE[kind].technical)
    assert (day is not None) == may_go
    if day is not None and last is not None:
        assert day >= last
        assert signed is None or day >= signed
        assert day in (last, signed)


@pytest.mark.parametrize("kind", TO_SIGN)
def test_a_controller_may_shorten_each_row_and_lengthen_none(kind: str) -> None:
    keep = SCHEDULE[kind].keep
    shorter = Period(days=1)
    longer = Period(days=keep.days + 1) if keep.days is not None else Period(months=(keep.months or 0) + 1)
    assert reason_against_period(kind, shorter) is None
    assert reason_against_period(kind, keep) is None
    assert "at most" in str(reason_against_period(kind, longer))
    assert reason_against_period(kind, Period())
    assert reason_against_period(kind, Period(days=0))


def test_nobody_ends_the_hold_that_they_placed():
    assert reason_against_ending_hold(placed_by="dara", ended_by="dara")
    assert reason_against_ending_hold(placed_by="dara", ended_by="charity") is None
