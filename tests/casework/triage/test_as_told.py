"""A concern is shown as it was told, in order, every answer that was given and nothing of who told it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

from alongside.casework.referrals import told
from alongside.commons.envelope.limits import LIMITS, MORE

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SHOWN_OTHERWISE = {"area", "channel", "kind_of_door", "advice_first", "worry", "promise", "place_in_queue", "language"}


def test_every_question_of_the_form_has_its_place() -> None:
    asked = {name for name, _label in (*told.PLAIN, *told.OF_THE_TELLER)}
    assert asked | SHOWN_OTHERWISE == set(LIMITS["concern"])


def test_every_question_that_only_one_way_asks_stands_under_a_heading() -> None:
    asked = [name for _title, questions in told.BY_A_PROFESSIONAL for name, _label in questions]
    of_a_child = {name for name, _label in told.OF_A_YOUNG_TELLER}
    assert set(asked) | of_a_child == set(MORE)
    assert len(asked) == len(set(asked)) == len(MORE) - len(of_a_child)


def test_how_old_a_child_who_tells_is_stands_with_whoever_told_us_and_not_with_the_person() -> None:
    read = told.read({"worry": "My brother.", "more": {"about": "somebody_else", "teller_age_band": "11_15"}}, AT)
    assert read.teller == [("Who it is about", "Somebody else"), ("How old whoever told us is", "11 to 15")]
    assert (read.about, read.sections) == ([], [])
    assert "Age" in read.open


def test_answers_are_read_in_words_and_what_was_left_open_is_named() -> None:
    read = told.read(
        {"worry": "He is gone.", "hurt": "unsure", "age_band": "16_17", "contact": "as_said", "channel": "professional",
         "more": {"lead_agreed": "i_am", "disability_known": "suspected", "invented_later": "still shown"}},
        AT,
    )  # fmt: skip
    assert ("Age", "16 to 17") in read.about
    assert ("Could somebody be hurt?", "Not sure") in read.about
    assert "How to find them" in read.open
    assert "Age" not in read.open
    assert dict(read.sections)["The safeguarding lead and others"] == [
        ("Safeguarding lead agreed", "They are the safeguarding lead themselves")
    ]
    assert dict(read.sections)["Besides"] == [("invented_later", "still shown")]
    assert "open who told us" in dict(read.teller)["Is it safe to get in touch?"]


def test_whoever_asked_for_advice_first_is_not_missing_any_answer() -> None:
    read = told.read({"worry": "How do I talk with my son?", "advice_first": "yes"}, AT)
    assert read.advice_first
    assert read.open == []


def test_a_concern_that_does_not_open_still_shows_the_sentence_that_says_so() -> None:
    read = told.read({"worry": "This does not open: it was altered."}, AT)
    assert read.worry.startswith("This does not open")
    assert {each.name for each in fields(read)} >= {"worry", "sections"}
