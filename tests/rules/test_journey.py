"""The journey is what was signed in the two `journey_…expected.txt`, and nothing else is possible."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.casework.rules import journey
from alongside.casework.rules.closure import ALWAYS, CHILD_OR_REPEAT, CODE_NEEDS, CODES, NEVER, REPEAT
from alongside.casework.rules.journey import (
    EFFECTS,
    FACT_SOURCES,
    FACTS,
    MOVES,
    STAGES,
    Move,
    moves_from,
    moves_open,
    reason_against,
)
from alongside.casework.rules.roles import ROLES

EVERYTHING = frozenset(FACTS)
STRICTNESS = (NEVER, REPEAT, CHILD_OR_REPEAT, ALWAYS)
SIGNED = Path(__file__).with_name("journey_expected.txt")


def signed() -> set[tuple[str, str, str, str]]:
    """The signed table as (from, to, move, role)."""
    lines = [line.split() for line in SIGNED.read_text(encoding="utf-8").splitlines()]
    rows = [words for words in lines if words and not words[0].startswith("#")]
    return {(leaves, enters, move, role) for leaves, enters, move, *roles in rows for role in roles}


def coded() -> set[tuple[str, str, str, str]]:
    """What the code allows, asked stage by stage and role by role, with every fact present."""
    return {
        (stage, move.enters, move.word, role)
        for stage, role in product(STAGES, ROLES)
        for move in moves_open(stage, role, EVERYTHING)
    }


def test_every_pair_of_stages_and_every_role_is_as_signed():
    assert coded() == signed()


def test_every_move_needs_what_was_signed():
    lines = SIGNED.with_name("journey_needs_expected.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    signed_needs = {move: (rule, tuple(fact for fact in needs if fact != "-")) for move, rule, *needs in rows}
    assert {move.word: (move.second_signature, move.needs) for move in MOVES.values()} == signed_needs


@pytest.mark.parametrize("leaves", STAGES)
@pytest.mark.parametrize("enters", STAGES)
def test_each_pair_of_stages_is_open_to_the_signed_roles_only(leaves: str, enters: str) -> None:
    ways = {(move, role) for a, b, move, role in signed() if (a, b) == (leaves, enters)}
    for move, role in product(MOVES.values(), ROLES):
        if move.enters == enters:
            open_now = reason_against(move, stage=leaves, role=role, facts=EVERYTHING) is None
            assert open_now == ((move.word, role) in ways), (leaves, enters, move.word, role)


def test_the_signed_table_speaks_of_known_stages_moves_and_roles():
    for leaves, enters, move, role in signed():
        assert leaves in STAGES
        assert enters in STAGES
        assert move in MOVES
        assert role in ROLES


@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.word)
def test_a_move_uses_only_words_that_have_a_sentence(move: Move) -> None:
    assert set(move.leaves) | {move.enters} <= set(STAGES)
    assert set(move.made_by) | set(move.shares_with) | set(move.second_by) <= set(ROLES)
    assert set(move.needs) <= set(FACTS)
    assert set(move.causes) <= set(EFFECTS)
    assert set(move.closes_with) <= set(CODES)
    assert move.made_by, "no move is made by a timer: somebody makes it"
    assert move.source


def test_every_fact_and_every_effect_is_used():
    easing = {"known_adult", "first_referral", "second_signed"}
    by_codes = {fact for code in CODES.values() for fact in code.needs}
    assert {fact for move in MOVES.values() for fact in move.needs} | easing | by_codes == set(FACTS)
    assert {effect for move in MOVES.values() for effect in move.causes} == set(EFFECTS)


def test_every_move_into_closed_carries_codes_and_every_code_is_used():
    for move in MOVES.values():
        if move.enters == "closed":
            assert move.closes_with, move.word
    assert {code for move in MOVES.values() for code in move.closes_with} == set(CODES)


def test_a_move_is_never_milder_than_a_code_it_closes_with():
    for move in MOVES.values():
        for code in move.closes_with:
            assert STRICTNESS.index(move.second_signature) >= STRICTNESS.index(CODES[code].second_signature), code
        assert bool(move.second_by) == (move.second_signature != NEVER), move.word


@pytest.mark.parametrize("stage", journey.NOT_FINAL)
def test_every_stage_that_is_not_final_has_a_way_to_closed(stage: str) -> None:
    reached, new = {stage}, {stage}
    while new:
        new = {move.enters for move in MOVES.values() if set(move.leaves) & new} - reached
        reached |= new
    assert "closed" in reached


@pytest.mark.parametrize("stage", journey.NOT_FINAL)
def test_whoever_s_turn_it_is_can_do_something(stage: str) -> None:
    assert STAGES[stage].turn
    for role in STAGES[stage].turn:
        assert moves_from(stage, role), (stage, role)


def test_a_hold_can_always_be_lifted_by_the_police_when_the_answer_is_clear():
    lifted = moves_open("held", "case_manager", frozenset({"deconfliction_clear"}))
    assert "lift_hold" in [move.word for move in lifted]
    assert not moves_open("held", "director", EVERYTHING)


def test_police_make_no_move_before_intake_opens_a_referral():
    for role in ("case_manager", "police_supervisor"):
        assert moves_from("received", role) == ()


def test_only_intake_opens_a_referral_and_it_is_delivered_to_police_and_authority_at_once():
    move = MOVES["open_referral"]
    assert set(move.shares_with) >= {"case_manager", "police_supervisor", "coordinator"}
    assert "tell_police_and_authority" in move.causes


def test_leaving_gateway_section_36_panel_or_exit_for_a_judgement_needs_a_decision_record():
    judged = ("ask_partners", "close_screening", "list_for_panel", "close_gathering", "ask_more", "adopt", "decline")
    for word in (*judged, "exit", "adopt_again", "pass_to_police_led", "close_administratively"):
        assert "decision_recorded" in MOVES[word].needs, word


def test_a_third_referral_cannot_close_with_one_signature():
    adult_again = EVERYTHING - {"second_signed", "first_referral"}
    for word in (
        "close_received", "close_lawful", "close_screening", "close_gathering", "decline", "record_death",
        "close_not_wanted", "exit", "complete_follow_up", "hand_over", "close_police_owned",
    ):  # fmt: skip
        move = MOVES[word]
        refusal = reason_against(move, stage=move.leaves[0], role=move.made_by[0], facts=adult_again)
        assert refusal is not None
        assert refusal.startswith("A second person has to sign"), word


def test_a_child_s_closing_needs_two_signatures_and_unknown_age_counts_as_a_child():
    move = MOVES["close_screening"]
    unknown_age = EVERYTHING - {"second_signed", "known_adult"}
    assert reason_against(move, stage="screening", role="police_supervisor", facts=unknown_age) is not None
    adult = EVERYTHING - {"second_signed"}
    assert reason_against(move, stage="screening", role="police_supervisor", facts=adult) is None


def test_a_child_or_adult_s_no_to_support_needs_nobody_else_s_signature():
    for word, fact in (
        ("consent_refused", "consent_refusal_recorded"),
        ("consent_withdrawn", "consent_withdrawal_recorded"),
    ):
        move = MOVES[word]
        facts = frozenset({fact})
        assert reason_against(move, stage=move.leaves[0], role="case_manager", facts=facts) is None
        assert move.enters == "not_wanted"
        assert "start_retention" not in move.causes


def test_the_authority_countersigns_whatever_goes_to_the_police_alone():
    move = MOVES["pass_to_police_led"]
    assert journey.countersigners(move, EVERYTHING) == ("chair", "deputy_chair")


def test_a_lawful_view_of_an_adult_told_for_the_first_time_is_closed_in_one_click_and_no_other():
    first_of_an_adult = frozenset({"known_adult", "first_referral"})
    open_now = [move.word for move in moves_open("received", "intake", first_of_an_adult)]
    assert open_now == ["open_referral", "close_lawful"]
    for less in first_of_an_adult:
        assert [move.word for move in moves_open("received", "intake", first_of_an_adult - {less})] == ["open_referral"]


def test_refusals_are_sentences_that_say_who_or_what():
    adopt = MOVES["adopt"]
    assert reason_against(adopt, stage="screening", role="chair") == "“Adopt” is not possible at “Screening”."
    assert reason_against(adopt, stage="panel", role="provider") == (
        "“Adopt” is for the panel chair or the deputy panel chair."
    )
    assert reason_against(adopt, stage="panel", role="chair") == FACTS["decision_recorded"]
    for text in (*FACTS.values(), *EFFECTS.values()):
        assert text[0].isupper()
        assert text.endswith(".")


missing = st.sets(st.sampled_from(sorted(FACTS)), max_size=3)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(data=st.data())
def test_no_walk_starts_support_without_a_consent_live_at_that_moment(data):
    stage = "received"
    for _step in range(15):
        facts = EVERYTHING - data.draw(missing)
        ways = [move for role in ROLES for move in moves_open(stage, role, facts)]
        if not ways:
            continue
        move = data.draw(st.sampled_from(ways))
        assert move.enters != "in_support" or ("live_consent" in facts and stage == "consented")
        assert move.enters != "closed" or move.closes_with
        stage = move.enters


@settings(derandomize=True, max_examples=60, deadline=None)
@given(data=st.data(), without=st.sampled_from(["live_consent", "decision_recorded", "deconfliction_clear"]))
def test_a_walk_of_open_moves_never_gets_past_a_missing_fact(data, without):
    stage, facts, been = "received", EVERYTHING - {without}, set()
    for _step in range(25):
        ways = [move for role in ROLES for move in moves_open(stage, role, facts)]
        stage = data.draw(st.sampled_from(ways)).enters
        been.add(stage)
    assert "in_support" not in been
    if without != "live_consent":
        assert not been & {"gathering", "panel", "adopted"}


def test_no_sentence_that_an_officer_reads_cites_a_paragraph_or_a_requirement():
    refusals = [*FACTS.values(), *CODE_NEEDS.values()]
    refusals += [
        str(reason_against(move, stage=stage, role=role))
        for move, stage, role in product(MOVES.values(), STAGES, ROLES)
    ]
    assert [sentence for sentence in refusals if re.search(r"R-\d|domain page|CTSA|\bs\d+\(", sentence)] == []
    assert set(FACT_SOURCES) <= set(FACTS)


def test_whoever_told_us_hears_once_when_intake_has_read_and_never_again():
    thanked = {move.word for move in MOVES.values() if "thank_referrer" in move.causes}
    assert thanked == {move.word for move in MOVES.values() if move.leaves == ("received",)}
