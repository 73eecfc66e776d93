"""The rules of questions to partners: who asks when, what an answer needs, how long it is read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.casework.rules import agencies, disclosures
from alongside.casework.rules.journey import STAGES
from alongside.casework.rules.roles import ROLES
from alongside.casework.rules.timescales import add_months
from alongside.commons.calendars import Nation, is_working_day

TODAY = date(2026, 11, 23)
ENGLAND = "england_and_wales"


def refused(**said: object) -> str | None:
    whole = {
        "stage": "gathering", "roles": ("case_manager",), "question": "q", "necessity": "n", "fields": ["known"],
        "due": TODAY, "today": TODAY,
    }  # fmt: skip
    return agencies.reason_against_asking(**whole | said)  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", list(STAGES))
def test_partners_are_asked_after_the_gateway_by_whose_turn_it_is_and_by_nobody_before_it_or_on_hold(stage: str):
    asked = refused(stage=stage) is None
    assert asked == (stage in ("gathering", "panel", "adopted", "consented", "in_support", "exited"))
    for role in ROLES:
        assert (refused(stage=stage, roles=(role,)) is None) == (role in agencies.asks(stage))


def test_an_answer_is_due_in_ten_working_days_and_in_two_where_it_is_urgent():
    assert agencies.answer_due_on(TODAY, ENGLAND, urgent=False) == date(2026, 12, 7)
    assert agencies.answer_due_on(TODAY, ENGLAND, urgent=True) == date(2026, 11, 25)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.booleans(), st.sampled_from(list(Nation)))
def test_an_answer_is_never_due_on_a_day_on_which_nobody_works(day: date, urgent: bool, nation: Nation):
    due = agencies.answer_due_on(day, nation, urgent=urgent)
    assert due > day
    assert is_working_day(due, nation)


@given(st.sampled_from(list(agencies.KINDS)), st.sampled_from(["", "w"]), st.sampled_from(["", *agencies.GROUNDS]))
def test_words_and_grounds_are_asked_where_the_kind_of_answer_needs_them(kind: str, words: str, ground: str):
    row = agencies.KINDS[kind]
    said = agencies.reason_against_answering(kind=kind, words=words, ground=ground)
    lacks = (row.needs_words and not words) or (row.needs_ground and not ground)
    unexplained = ground in ("other", "held_elsewhere") and not words
    assert (said is not None) == bool(lacks or unexplained)


def test_one_press_is_enough_for_the_least_answers_and_no_other():
    for word in agencies.KINDS:
        alone = agencies.reason_against_answering(kind=word, words="", ground="") is None
        assert alone == (word in agencies.AT_ONCE)


def test_a_contribution_is_read_for_three_months_and_for_twelve_at_most():
    assert agencies.seen_until(TODAY) == date(2027, 2, 23)
    assert agencies.reason_against_until(add_months(TODAY, 12), TODAY) is None
    assert agencies.reason_against_until(add_months(TODAY, 12) + timedelta(days=1), TODAY) is not None
    assert agencies.reason_against_until(TODAY - timedelta(days=1), TODAY) is not None


def test_a_legal_basis_is_one_of_the_register_of_disclosures_and_consent_is_none():
    assert set(agencies.LEGAL_BASES) <= set(disclosures.BASES)
    assert not [word for word in agencies.LEGAL_BASES if "consent" in word]


def test_police_hold_what_they_tell_under_the_law_of_enforcement_and_others_under_the_gdpr():
    assert agencies.regime_of("police") == "part_3"
    assert {agencies.regime_of(kind) for kind in ("health", "education", "local_authority")} == {"uk_gdpr"}
