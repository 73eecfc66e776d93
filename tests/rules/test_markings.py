"""A marking above OFFICIAL-SENSITIVE is told from the word in a sentence."""

import pytest

from alongside.casework.rules.holds import reason_against_keeping

MARKED = [
    "SECRET", "TOP SECRET", "From the file:\nSECRET\nHe left on Monday.", "SECRET: he left on Monday.",
    "(SECRET) he left", "UK SECRET", "SECRET // UK EYES ONLY", "TOP SECRET STRAP 2", "STRAP2", "For UK EYES ONLY.",
    "TOP-SECRET", "NATO SECRET", "THE REPORT IS TOP SECRET", "SECRET\n\nIt is long.",
    "The paper is marked SECRET.", "OFFICIAL-SENSITIVE, not SECRET",
]  # fmt: skip
UNMARKED = [
    "", "He said that it is a secret.", "It was top secret, he laughed.", "Secret", "secretary", "SECRETARY OF STATE",
    "OFFICIAL-SENSITIVE", "HE SAID THAT IT IS A SECRET AND WE MUST TELL NOBODY", "A strap of leather", "strap 2",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_what_is_marked_is_not_kept(text: str) -> None:
    assert "held elsewhere" in (reason_against_keeping("He left.", text) or "")


@pytest.mark.parametrize("text", UNMARKED)
def test_a_word_in_a_sentence_is_a_word(text: str) -> None:
    assert reason_against_keeping(text) is None


def test_what_is_no_text_has_no_marking() -> None:
    assert reason_against_keeping(None, 3, True) is None
