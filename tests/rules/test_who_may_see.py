"""Who may see a case is what was signed in `access_expected.txt`, and a role alone opens nothing."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from alongside.casework.rules import who_may_see
from alongside.casework.rules.journey import MOVES, STAGES
from alongside.casework.rules.roles import ROLES
from alongside.casework.rules.who_may_see import (
    DATA,
    OF_A_CASE,
    Looking,
    ends_on,
    grants_on,
    may_see,
    may_write,
    reason_against_seeing,
    right_of,
)

PAPERS_OUT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SIGNED = datetime(2026, 11, 9, 17, tzinfo=UTC)
GRANTED = Looking(granted=True)
CASE_DATA = tuple(OF_A_CASE["intake"])


def signed() -> dict[tuple[str, str], str]:
    lines = Path(__file__).with_name("access_expected.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {(data, pair.split("=")[0]): pair.split("=")[1] for data, *pairs in rows for pair in pairs}


def member(at: datetime, own: bool = False) -> Looking:
    return Looking(now=at, granted=True, own=own, papers_out_at=PAPERS_OUT, minutes_signed_at=SIGNED)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_of_an_open_case_what_was_signed(role: str) -> None:
    for data in CASE_DATA:
        assert right_of(role, "screening", data) == signed().get((data, role), "none"), data


def test_the_matrix_has_every_role_and_every_datum():
    assert list(who_may_see.MATRIX) == list(ROLES)
    assert all(set(rights) == set(DATA) for rights in who_may_see.MATRIX.values())


@pytest.mark.parametrize("role", ROLES)
def test_a_role_alone_opens_nothing_of_a_case(role: str) -> None:
    assert not any(may_see(role, stage, data) for stage, data in product(STAGES, CASE_DATA))


@pytest.mark.parametrize("role", ["manager", "director", "statistician", "education_officer"])
def test_these_open_no_case_even_with_a_grant(role: str) -> None:
    everything = Looking(granted=True, own=True, named=True, in_area=True, custodians=2, purpose="x", promise="named")
    assert not any(may_see(role, stage, data, everything) for stage, data in product(STAGES, CASE_DATA))


def test_nobody_but_intake_reads_a_concern_before_it_is_opened():
    readers = {role for role in ROLES if may_see(role, "received", "concern", GRANTED)}
    assert readers == {"intake"}
    assert "case_manager" in {role for role in ROLES if may_see(role, "screening", "concern", GRANTED)}


def test_where_an_area_delivers_to_both_at_once_the_police_case_manager_reads_what_was_told_and_no_more():
    before = {
        (role, data)
        for role, data in product(ROLES, CASE_DATA)
        if right_of(role, "received", data, at_once=True) != right_of(role, "received", data)
    }
    assert before == {("case_manager", "concern"), ("case_manager", "referral")}
    assert right_of("case_manager", "received", "concern", at_once=True) == "read"
    assert right_of("case_manager", "received", "reporter", at_once=True) == "none"


def test_what_the_police_own_is_a_stub_for_the_authority():
    assert right_of("chair", "police_owned", "referral") == "stub"
    assert right_of("chair", "police_owned", "assessment") == "none"
    assert right_of("case_manager", "police_owned", "assessment") == "write"


@pytest.mark.parametrize(
    ("at", "sees"),
    [
        (PAPERS_OUT - timedelta(seconds=1), False),
        (PAPERS_OUT, True),
        (SIGNED + timedelta(days=14), True),
        (SIGNED + timedelta(days=14, seconds=1), False),
    ],
)
def test_a_panel_member_sees_an_item_from_papers_out_to_14_days_after_signed_minutes(at: datetime, sees: bool) -> None:
    assert may_see("panel_member", "panel", "assessment", member(at)) is sees


def test_the_owner_of_an_action_keeps_seeing_the_item_but_a_stranger_to_the_panel_never_does():
    later = SIGNED + timedelta(days=90)
    assert may_see("panel_member", "in_support", "assessment", member(later, own=True))
    assert not may_see("panel_member", "panel", "assessment", Looking(now=SIGNED, papers_out_at=PAPERS_OUT))


def test_who_told_us_is_known_by_what_was_promised():
    named = Looking(granted=True, promise="named")
    confidence = Looking(granted=True, promise="in_confidence")
    both = Looking(granted=True, promise="in_confidence", custodians=2)
    one = Looking(granted=True, promise="in_confidence", custodians=1)
    malicious = Looking(granted=True, promise="named", restricted=True)
    anonymous = Looking(granted=True, promise="anonymous", custodians=2)
    assert may_see("intake", "screening", "reporter", named)
    assert may_see("case_manager", "screening", "reporter", named)
    assert not may_see("intake", "screening", "reporter", confidence)
    assert may_see("intake", "screening", "reporter", both)
    assert not may_see("intake", "screening", "reporter", one)
    assert not may_see("intake", "closed", "reporter", malicious)
    assert not may_see("intake", "screening", "reporter", anonymous)
    assert not may_see("chair", "panel", "reporter", named)


@pytest.mark.parametrize("role", ["panel_member", "provider", "coordinator", "police_supervisor", "inspector"])
def test_who_told_us_is_never_shown_to(role: str) -> None:
    everything = Looking(
        granted=True, own=True, named=True, in_area=True, custodians=2, in_sample=True, promise="named"
    )
    assert not any(may_see(role, stage, "reporter", everything) for stage in STAGES)


def test_nobody_writes_in_a_closed_case_and_readers_never_write():
    assert may_write("case_manager", "gathering", "assessment", GRANTED)
    assert not may_write("case_manager", "closed", "assessment", GRANTED)
    assert not may_write("chair", "panel", "assessment", GRANTED)


def test_opening_a_referral_gives_police_and_authority_their_access():
    grants = {(grant.role, grant.data) for grant in grants_on(MOVES["open_referral"])}
    assert ("case_manager", "concern") in grants
    assert ("coordinator", "referral") in grants
    assert ("coordinator", "concern") not in grants


def test_the_provider_gets_summary_and_plan_when_support_starts_and_loses_them_when_it_ends():
    assert [(grant.data, grant.right) for grant in grants_on(MOVES["start_support"])] == [
        ("assessment", "summary"),
        ("plan", "own"),
    ]
    for move in MOVES.values():
        if "in_support" in move.leaves and move.enters in ("closed", "exited", "adopted"):
            assert ends_on(move) == ("provider",), move.word


def test_whoever_makes_a_move_can_see_the_referral_it_moves():
    circumstances = Looking(granted=True, in_area=True)
    for move in MOVES.values():
        for stage, role in product(move.leaves, move.made_by):
            assert may_see(role, stage, "referral", circumstances), (move.word, stage, role)


def test_a_refusal_to_show_is_a_sentence():
    assert reason_against_seeing("provider", "in_support", "concern") == (
        "“text of the concern” is not shown to the intervention provider."
    )
    assert reason_against_seeing("intake", "screening", "concern", GRANTED) is None
