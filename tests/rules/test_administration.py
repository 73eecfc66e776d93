"""Who administers, and what even a manager cannot do."""

from datetime import date

import pytest

from alongside.casework.rules import administration as rules
from alongside.casework.rules.administration import Period
from alongside.casework.rules.roles import ROLES

TODAY = date(2026, 11, 23)
OPEN_CASES = {
    "intake", "case_manager", "police_supervisor", "chair", "deputy_chair", "coordinator", "panel_member", "provider",
    "call_handler", "dpo", "inspector", "named_person",
}  # fmt: skip


def giving(role: str = "intake", period: Period = Period(TODAY), **other: object) -> str | None:  # noqa: B008
    usual = {"to_self": False, "works_here": True, "own_agency": True, "held": [], "today": TODAY}
    return rules.reason_against_giving(role, period, **(usual | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ROLES)
def test_only_a_manager_administers(role: str) -> None:
    assert (rules.reason_against_administering({role}) is None) == (role == "manager")


def test_the_roles_that_open_cases_are_these() -> None:
    assert rules.OPENS_CASES == OPEN_CASES


@pytest.mark.parametrize("role", sorted(ROLES))
def test_nobody_is_manager_and_in_a_role_that_opens_cases_at_once(role: str) -> None:
    refused = role in OPEN_CASES
    assert bool(giving(role, held=[("manager", Period(TODAY))])) == refused
    assert bool(giving("manager", held=[(role, Period(TODAY))])) == refused


def test_a_manager_who_stops_may_open_cases_from_the_next_day_on() -> None:
    held = [("manager", Period(date(2026, 1, 1), date(2026, 11, 30)))]
    assert giving("intake", Period(date(2026, 11, 30)), held=held)
    assert giving("intake", Period(date(2026, 12, 1)), held=held) is None


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"to_self": True}, "to themselves"),
        ({"works_here": False}, "closed"),
        ({"own_agency": False}, "its own agency"),
        ({"period": Period(date(2026, 11, 22))}, "past"),
        ({"period": Period(TODAY, date(2026, 11, 22))}, "before the first day"),
    ],
)
def test_a_post_is_refused_with_a_reason(other: dict[str, object], says: str) -> None:
    assert says in (giving(**other) or "")  # type: ignore[arg-type]


def test_a_post_can_be_given_for_one_day() -> None:
    assert giving(period=Period(TODAY, TODAY)) is None


@pytest.mark.parametrize(
    ("period", "last_day", "own", "says"),
    [
        (Period(date(2026, 1, 1)), date(2026, 11, 22), False, None),
        (Period(TODAY), date(2026, 11, 22), False, None),
        (Period(date(2026, 1, 1)), TODAY, True, "their own post"),
        (Period(date(2026, 1, 1)), date(2026, 11, 21), False, "at once"),
        (Period(date(2026, 1, 1), date(2026, 11, 22)), TODAY, False, "over already"),
        (Period(date(2026, 1, 1), date(2026, 11, 30)), date(2026, 12, 1), False, "ends earlier"),
    ],
)
def test_ending_a_post_is_refused_with_a_reason(period: Period, last_day: date, own: bool, says: str | None) -> None:
    reason = rules.reason_against_ending(period, last_day, own=own, today=TODAY)
    assert reason is None if says is None else says in (reason or "")


def test_nobody_closes_their_own_account_or_a_closed_one() -> None:
    assert rules.reason_against_leaving(own=True, works_here=True)
    assert rules.reason_against_leaving(own=False, works_here=False)
    assert rules.reason_against_leaving(own=False, works_here=True) is None


def test_two_periods_meet_when_they_share_a_day() -> None:
    first = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert first.meets(Period(date(2026, 1, 31)))
    assert not first.meets(Period(date(2026, 2, 1)))
    assert Period(date(2026, 2, 1)).meets(Period(date(2026, 1, 1)))
