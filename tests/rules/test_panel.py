"""The panel's rules: papers in time, quorum, ties, what can be decided."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alongside.casework.rules import panel
from alongside.casework.rules.panel import CHAIR_THERE, POLICE_THERE, Need, Quorum, There
from alongside.casework.rules.timescales import counted_back
from alongside.commons.calendars import Nation, add_working_days, is_working_day

ENGLAND = "england_and_wales"
CHAIR, POLICE = There("chair", "local_authority"), There("case_manager", "police")
CHILDREN = There("panel_member", "childrens_services")
SCHOOL, HEALTH = There("panel_member", "education"), There("panel_member", "health")
TODAY = date(2026, 11, 23)


def test_papers_go_out_three_working_days_ahead_over_a_weekend_and_a_bank_holiday():
    ten = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert panel.papers_due_on(ten, "Europe/London", ENGLAND) == date(2026, 11, 19)
    assert counted_back(date(2026, 12, 30), 3, ENGLAND) == date(2026, 12, 23)
    assert counted_back(date(2027, 1, 5), 3, ENGLAND) == date(2026, 12, 30)
    assert counted_back(date(2027, 1, 5), 3, "scotland") == date(2026, 12, 29)


def test_the_day_of_a_meeting_is_that_of_its_own_time_zone():
    late = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)
    assert panel.papers_due_on(late, "Europe/London", ENGLAND) == date(2026, 7, 10)
    assert panel.papers_due_on(late, "UTC", ENGLAND) == date(2026, 7, 9)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 30), st.sampled_from(list(Nation)))
def test_counting_back_and_forth_comes_to_the_same_working_day(day: date, length: int, nation: Nation):
    assume(is_working_day(day, nation))
    assert add_working_days(counted_back(day, length, nation), length, nation) == day


def refused(**said: object) -> str | None:
    given_ = {"due_on": TODAY, "today": TODAY, "urgent": False, "roles": ("case_manager",), "why_late": ""}
    return panel.reason_against_papers(**given_ | said)  # type: ignore[arg-type]


def test_papers_in_time_need_nobody_and_late_ones_the_chair_with_a_reason():
    late = date(2026, 11, 24)
    assert refused() is None
    assert "chair" in (refused(today=late, why_late="the school answered today") or "")
    assert "why" in (refused(today=late, roles=("chair",)) or "")
    assert refused(today=late, roles=("deputy_chair",), why_late="the school answered today") is None
    assert refused(today=late, roles=("chair",), urgent=True) is None
    assert refused(today=late, urgent=True) is not None


def lacks(*there: There, child: bool = False, relevant: tuple[str, ...] = ()) -> tuple[str, ...]:
    return panel.missing(there, area="northmere", on=TODAY, child=child, relevant=relevant)


def test_an_adults_item_needs_chair_and_police_and_a_childs_education_too():
    assert lacks(CHAIR, POLICE) == ()
    assert lacks(There("deputy_chair", "local_authority"), POLICE) == ()
    assert lacks(POLICE) == ("the chair or the deputy",)
    assert lacks(CHAIR) == ("the police",)
    assert lacks(CHAIR, POLICE, child=True) == ("children's services", "education")
    assert lacks(CHAIR, POLICE, CHILDREN, child=True) == ("education",)
    assert lacks(CHAIR, POLICE, CHILDREN, SCHOOL, child=True) == ()


def test_children_services_are_there_by_somebody_of_theirs_or_who_is_recorded_for_them_and_not_by_the_chair():
    for_them = There("deputy_chair", "local_authority", "childrens_services")
    assert lacks(CHAIR, POLICE, SCHOOL, child=True) == ("children's services",)
    assert lacks(CHAIR, POLICE, SCHOOL, for_them, child=True) == ()
    assert panel.reason_against_representing("local_authority", "childrens_services", chairs=True) is not None
    assert panel.reason_against_representing("health", "childrens_services", chairs=False) is not None
    assert panel.reason_against_representing("local_authority", "housing", chairs=False) is not None
    assert panel.reason_against_representing("local_authority", "youth_justice", chairs=False) is None


def test_a_seat_is_for_the_trained_who_neither_run_nor_oversee_the_programme():
    assert panel.reason_against_a_seat(("coordinator", "dpo"), why_untrained=None, invited=False) is not None
    assert panel.reason_against_a_seat(("education_officer",), why_untrained=None, invited=True) is not None
    assert "lapsed" in (panel.reason_against_a_seat(("panel_member",), why_untrained="it lapsed", invited=False) or "")
    assert panel.reason_against_a_seat(("education_officer",), why_untrained=None, invited=False) is None


def test_a_service_that_is_relevant_to_this_person_has_to_be_there():
    assert lacks(CHAIR, POLICE, relevant=("health",)) == ("health",)
    assert lacks(CHAIR, POLICE, HEALTH, relevant=("health",)) == ()
    assert lacks(CHAIR, POLICE, CHILDREN, child=True, relevant=("education",)) == ("education",), "said once"


def test_an_area_has_its_own_quorum_from_a_day_on():
    prison = Need("prison", "the prison", kinds=("probation",))
    table = (*panel.QUORUM, Quorum("glanaber", date(2026, 1, 1), (CHAIR_THERE, POLICE_THERE, prison), "its terms"))
    assert prison in panel.quorum_of("glanaber", TODAY, table).needs
    assert prison not in panel.quorum_of("glanaber", date(2025, 12, 31), table).needs
    assert prison not in panel.quorum_of("northmere", TODAY, table).needs


def test_without_quorum_an_item_can_only_be_put_off_and_that_twice():
    assert "the police" in (panel.reason_against_deciding_without(("the police",), "adopted") or "")
    assert panel.reason_against_deciding_without(("the police",), "deferred") is None
    assert panel.reason_against_deciding_without((), "adopted") is None
    assert panel.reason_against_deferring(1, "deferred") is None
    assert panel.reason_against_deferring(2, "deferred") is not None
    assert panel.reason_against_deferring(2, "adopted") is None


@pytest.mark.parametrize(
    ("votes", "how"),
    [((0, 0), "consensus"), ((5, 0), "consensus"), ((3, 2), "majority"), ((2, 2), "local_authority")],
)
def test_a_tie_is_the_local_authoritys_and_else_the_majority_decides(votes: tuple[int, int], how: str):
    assert panel.how_decided(*votes) == how
    assert panel.reason_against_votes(*votes, "health would wait") is None


def test_a_decision_that_more_were_against_does_not_stand_nor_a_silent_dissent():
    assert "More were against" in (panel.reason_against_votes(1, 2, "all but the chair") or "")
    assert "who disagreed" in (panel.reason_against_votes(2, 1, " ") or "")


def test_a_meeting_comes_to_its_statuses_in_order():
    assert panel.reason_against_status("planned", "papers_out") is None
    assert panel.reason_against_status("planned", "in_session") is not None
    assert panel.reason_against_status("signed", "cancelled") is not None
    assert set(panel.COMES_AFTER) | {"planned"} == set(panel.STATUSES)


def test_each_kind_of_item_has_outcomes_and_each_outcome_belongs_to_a_kind():
    assert set(panel.MADE_BY_KIND) == set(panel.WHY) == set(panel.STAGES_OF)
    assert {word for words in panel.MADE_BY_KIND.values() for word in words} == set(panel.OUTCOMES)


def test_who_reads_the_case_keeps_its_items_and_a_member_does_not():
    assert set(panel.keepers()) == {"intake", "case_manager", "police_supervisor", "chair", "deputy_chair"}


def test_a_paper_without_a_needed_section_is_not_complete():
    whole = {row.word: "words" for row in panel.PAPER}
    assert panel.missing_from_paper(whole) == ()
    assert [row.word for row in panel.missing_from_paper(whole | {"known": " ", "needs": ""})] == ["known"]
