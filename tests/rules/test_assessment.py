"""The assessment's rules: who writes, who agrees, what it has to say; and what it must never ask."""

from alongside.casework.rules import assessment
from alongside.casework.rules.assessment import Fact, Need


def test_the_case_manager_writes_and_another_agrees():
    assert assessment.WRITES == ("case_manager",)
    assert assessment.AGREES == ("police_supervisor", "chair", "deputy_chair")


def test_it_says_what_the_requirements_name_in_this_order():
    assert list(assessment.SECTIONS) == [
        "how_to_talk", "unknown", "strengths", "concerns", "who_hurt", "how_soon", "being_done", "views", "changed",
        "conclusion", "plan",
    ]  # fmt: skip
    may_be_blank = [row.word for row in assessment.SECTIONS.values() if not row.needed]
    assert may_be_blank == ["how_to_talk", "views", "changed"]
    assert list(assessment.CERTAINTY) == ["seen", "told", "assumed"]


def test_nothing_is_written_before_screening_or_when_the_police_own_it():
    for stage in ("received", "held", "police_owned", "closed"):
        assert assessment.reason_against_writing(roles=("case_manager",), stage=stage) is not None
    assert assessment.reason_against_writing(roles=("case_manager",), stage="in_support") is None
    assert assessment.reason_against_writing(roles=("chair",), stage="panel") is not None


def test_who_wrote_in_it_does_not_agree_and_what_was_not_put_forward_is_not_agreed():
    asked = {"roles": ("police_supervisor",), "stage": "gathering", "put_forward": True, "wrote": False}
    assert assessment.reason_against_agreeing(**asked) is None
    for wrong in ({"wrote": True}, {"put_forward": False}, {"stage": "closed"}, {"roles": ("intake",)}):
        assert assessment.reason_against_agreeing(**(asked | wrong)) is not None


def test_a_fact_needs_source_day_and_certainty_and_no_need_has_to_be_said():
    texts = dict.fromkeys(assessment.SECTIONS, "said")
    whole = Fact("1", "He sold his car.", "his sister", "Sunday", "told")
    assert assessment.missing([whole], [Need("1", "company")], texts) == ()
    assert assessment.missing([Fact("1", "x", "", "", "")], [Need("1", "none")], texts) == (
        "Fact 1 does not say where it is from, of when it is, whether it was seen, told or assumed.",
    )
    assert len(assessment.missing([], [], {})) == 2 + 8


def test_the_prompt_to_the_writer_is_the_same_for_everybody():
    assert "no concern and no" in assessment.GUIDANCE
    assert len(assessment.REMINDERS) == 5
