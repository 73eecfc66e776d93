"""How a case ends, who signs, and what may rest on a consent."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.casework.rules import closure, consent
from alongside.casework.rules.closure import CHECKLIST, CODES, DECISION_FIELDS, SECOND_SIGNATURE
from alongside.casework.rules.consent import Consent, expires_on, is_live, reason_not_live, who_is_asked
from alongside.casework.rules.journey import FACTS, MOVES

DECIDED = {field.word: "words" for field in DECISION_FIELDS}
ANSWERED = {question.word: "yes, on 3 November" for question in CHECKLIST}
SCREENING = MOVES["close_screening"].closes_with


def test_codes_use_known_words():
    for code in CODES.values():
        assert code.second_signature in SECOND_SIGNATURE
        assert set(code.needs) <= set(closure.CODE_NEEDS) <= set(FACTS)
        assert code.group.word in closure.GROUPS


def test_no_child_s_case_and_no_repeat_ends_with_one_signature_but_for_a_written_reason():
    one_signature = {code.word for code in CODES.values() if not code.child_needs_two}
    # Junk is about nobody: a text that speaks of a child never stands among what is closed together (rules/queue).
    # What is linked is not over: it is judged with the open referral.
    assert one_signature == {"JUNK", "LINKED"}
    assert one_signature == {code.word for code in CODES.values() if code.one_signature_because}
    for move in MOVES.values():
        strict = move.second_signature in (closure.CHILD_OR_REPEAT, closure.ALWAYS)
        assert strict or set(move.closes_with) <= one_signature, move.word
        assert not strict or move.second_by, move.word


def test_every_closing_by_a_judgement_answers_the_checklist_and_records_the_decision():
    free_of_the_checklist = {"close_lawful", "close_together", "link", "record_death"}
    free_of_a_record = {*free_of_the_checklist, "close_received", "close_not_wanted", "close_apart"}
    for move in MOVES.values():
        if move.closes_with:
            assert ("checklist_answered" in move.needs) == (move.word not in free_of_the_checklist), move.word
            assert ("decision_recorded" in move.needs) == (move.word not in free_of_a_record), move.word


def test_what_is_not_known_counts_as_the_stricter_case():
    rule = closure.CHILD_OR_REPEAT
    assert closure.needs_second_signature(rule, frozenset())
    assert closure.needs_second_signature(rule, frozenset({"known_adult"}))
    assert not closure.needs_second_signature(rule, frozenset({"known_adult", "first_referral"}))
    assert closure.needs_second_signature(closure.ALWAYS, frozenset({"known_adult", "first_referral"}))


@pytest.mark.parametrize("question", CHECKLIST, ids=lambda question: question.word)
def test_one_missing_answer_blocks_a_closing(question: closure.Question) -> None:
    answers = ANSWERED | {question.word: " "}
    refusal = closure.reason_against_closing("NC-NO-CONCERN", allowed=SCREENING, reason="none found", answers=answers)
    assert refusal is not None
    assert question.question in refusal


def test_a_complete_closing_is_not_refused():
    assert (
        closure.reason_against_closing("NC-NO-CONCERN", allowed=SCREENING, reason="none found", answers=ANSWERED)
        is None
    )


def test_a_code_of_another_move_a_blank_reason_and_a_service_that_has_not_accepted_are_refused():
    assert "Choose how this ends" in str(closure.reason_against_closing("PLP", allowed=SCREENING))
    assert "Write the reason" in str(closure.reason_against_closing("NC-MALICIOUS", allowed=SCREENING, reason=" "))
    refusal = closure.reason_against_closing("ALT-HEALTH", allowed=SCREENING, answers=ANSWERED)
    assert refusal == FACTS["receiving_service_accepted"]
    accepted = frozenset({"receiving_service_accepted"})
    assert closure.reason_against_closing("ALT-HEALTH", allowed=SCREENING, facts=accepted, answers=ANSWERED) is None


@pytest.mark.parametrize("field", DECISION_FIELDS, ids=lambda field: field.word)
def test_a_decision_record_lacks_nothing_but_dissent_perhaps(field: closure.DecisionField) -> None:
    refusal = closure.reason_against_deciding(DECIDED | {field.word: ""})
    assert (refusal is None) == (field.word == "dissent")
    assert closure.reason_against_deciding(DECIDED) is None


def test_nobody_countersigns_themselves_and_only_the_named_roles_count():
    chairs = ("chair", "deputy_chair")
    assert closure.reason_against_second(first="amina", second="amina", role="chair", countersigners=chairs)
    assert closure.reason_against_second(first="amina", second="tom", role="provider", countersigners=chairs) == (
        "The second signature is for the panel chair or the deputy panel chair."
    )
    assert closure.reason_against_second(first="amina", second="ruth", role="chair", countersigners=chairs) is None


GIVEN = Consent("take_part", "given", "self", given_on=date(2026, 3, 10), born_on=date(1990, 1, 1))


def test_a_consent_lives_twelve_months_and_no_longer():
    assert is_live(GIVEN, date(2026, 3, 10))
    assert is_live(GIVEN, date(2027, 3, 9))
    assert not is_live(GIVEN, date(2027, 3, 10))
    assert not is_live(GIVEN, date(2026, 3, 9))


def test_a_parent_s_consent_ends_on_the_18th_birthday_and_the_young_adult_is_asked():
    record = replace(GIVEN, by="parent_a", born_on=date(2008, 6, 1))
    assert expires_on(date(2026, 3, 10), date(2008, 6, 1)) == date(2026, 6, 1)
    assert is_live(record, date(2026, 5, 31))
    assert "18 now" in str(reason_not_live(record, date(2026, 6, 1)))


def test_a_consent_of_29_february_ends_on_28_february():
    assert expires_on(date(2028, 2, 29), None) == date(2029, 2, 28)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "offered"},
        {"status": "refused"},
        {"status": "expired"},
        {"status": "superseded"},
        {"withdrawn_on": date(2026, 4, 1)},
        {"parents_disagree": True},
        {"text_current": False},
        {"given_on": None},
        {"by": "parent_a"},
    ],
)
def test_nothing_rests_on_a_consent_that_is(change):
    assert not is_live(replace(GIVEN, **change), date(2026, 4, 1))


def test_withdrawal_counts_the_same_day():
    assert not is_live(replace(GIVEN, withdrawn_on=date(2026, 4, 1)), date(2026, 4, 1))
    assert is_live(replace(GIVEN, withdrawn_on=date(2026, 4, 2)), date(2026, 4, 1))


def test_an_age_that_nobody_knows_is_treated_as_a_child_s():
    assert who_is_asked(None).givers == consent.PARENTAL
    assert who_is_asked(15) == who_is_asked(None)
    assert who_is_asked(17).capacity_note
    assert who_is_asked(18).givers == ("self", "deputy")


def test_open_held_owned_and_led_by_the_police_are_one_class_for_whoever_told_us():
    alike = {closure.outcome_class(code) for code in ("", "PLP", "POL-OWNED")}
    assert alike == {closure.NOT_YET}
    assert {closure.outcome_class(code) for code in CODES} <= set(closure.OUTCOME_CLASSES)
    for sentence in closure.OUTCOME_CLASSES.values():
        assert not {"police", "referr", "panel", "consent", "channel"} & set(sentence.lower().split())


def test_a_class_is_released_after_both_questions_are_answered_with_no():
    assert closure.reason_against_releasing({"prejudice": "no", "danger": "no"}) is None
    assert "both questions" in str(closure.reason_against_releasing({"prejudice": "no"}))
    for asked in closure.RELEASE_QUESTIONS:
        answers = {"prejudice": "no", "danger": "no"} | {asked: "yes"}
        assert "Nothing is told" in str(closure.reason_against_releasing(answers))
