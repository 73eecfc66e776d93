"""The comparison of two texts gives both back whole, whatever they are; and marks no more than it must."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from alongside.casework.assessment.changes import CAME, GONE, SAME, Piece, between, words
from alongside.casework.assessment.content import Content, one_answer, read, rows_in
from alongside.casework.rules.assessment import SECTIONS, Fact, Need

TEXTS = st.text(alphabet="ab é\n\t.é", max_size=60) | st.text(max_size=40)
ROWS = st.sampled_from(["1" * 32, "2" * 32, "3" * 32])
FACTS = st.builds(Fact, ROWS, TEXTS, TEXTS, TEXTS, st.sampled_from(["", "seen", "told"]))
CONTENTS = st.builds(
    Content,
    st.lists(FACTS, unique_by=lambda fact: fact.id).map(tuple),
    st.lists(st.builds(Need, ROWS, TEXTS), unique_by=lambda need: need.id).map(tuple),
    st.dictionaries(st.sampled_from(list(SECTIONS)), TEXTS),
)  # fmt: skip


def text_of(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_both_texts_come_back_whole_and_what_stayed_is_the_same_on_both_sides(before: str, after: str) -> None:
    left, right = words(before, after)
    assert (text_of(left), text_of(right)) == (before, after)
    assert {piece.kind for piece in left} <= {SAME, GONE}
    assert {piece.kind for piece in right} <= {SAME, CAME}
    stayed = [[piece.text for piece in side if piece.kind == SAME] for side in (left, right)]
    assert "".join(stayed[0]) == "".join(stayed[1])


@given(TEXTS)
def test_a_text_beside_itself_has_no_change(text: str) -> None:
    left, right = words(text, text)
    assert left == right
    assert all(piece.kind == SAME for piece in left)


@given(CONTENTS, CONTENTS)
def test_everything_that_is_not_the_same_is_shown_once_and_nothing_else(before: Content, after: Content) -> None:
    found = between(before, after)
    for change in found.changed:
        assert text_of(change.before) != text_of(change.after)
    labels = [change.label for change in found.changed]
    for word, section in SECTIONS.items():
        old, new = before.texts.get(word, ""), after.texts.get(word, "")
        assert (section.label in labels) == (old != new)
        assert (section.label in found.same) == (old == new != "")
    assert between(before, before).changed == ()


def test_one_word_that_changed_is_all_that_is_marked() -> None:
    left, right = words("He sold his car on Sunday.", "He sold his van on Sunday.")
    assert [piece.text for piece in left if piece.kind == GONE] == [" car"]
    assert [piece.text for piece in right if piece.kind == CAME] == [" van"]


def test_a_word_or_two_that_stayed_between_two_changes_is_no_riddle() -> None:
    left, right = words("She is alone with something terrible.", "She looks for company with somebody kind.")
    assert [(piece.kind, piece.text) for piece in left] == [(SAME, "She"), (GONE, " is alone with something terrible.")]
    assert [piece.kind for piece in right] == [SAME, CAME]


@given(TEXTS, TEXTS)
def test_pieces_that_follow_each_other_differ(before: str, after: str) -> None:
    for side in words(before, after):
        assert all(one.kind != other.kind for one, other in itertools.pairwise(side))


def test_what_was_saved_is_read_by_rows_and_an_emptied_row_is_gone() -> None:
    one, two = "1" * 32, "2" * 32
    written = {
        f"fact-{two}-what": "second", f"fact-{two}-certainty": "seen", f"fact-{one}-what": " ", f"fact-{one}-on": "",
        "fact-nothing-what": "no row", "plan": "p", "other": "o",
    }  # fmt: skip
    assert [fact.what for fact in read(written).facts] == ["second"]
    assert rows_in(written, "fact") == [two, one]
    assert read(written).texts == {"plan": "p"}
    assert one_answer(written) == {f"fact-{two}-certainty"}
