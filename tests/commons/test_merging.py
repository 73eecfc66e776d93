"""Two people type in the same fields at once: no text of either is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alongside.commons.merging import merge

WORDS = st.text(alphabet="ab \n", max_size=6)
FIELDS = st.dictionaries(st.sampled_from(["note", "reasons", "chosen"]), WORDS)


def test_what_only_one_changed_stands() -> None:
    base = {"note": "a", "reasons": "b"}
    merged = merge(base, base | {"note": "a2"}, base | {"reasons": "b2"}, who="Dev")
    assert merged.written == {"note": "a2", "reasons": "b2"}
    assert merged.both == ()


def test_where_both_changed_one_field_both_texts_stand_with_a_name() -> None:
    merged = merge({"note": "a"}, {"note": "theirs"}, {"note": "mine"}, who="Dev Hartley, 10:02")
    assert merged.written["note"] == "mine\n\n[Dev Hartley, 10:02]\ntheirs"
    assert merged.both == ("note",)


def test_of_two_answers_in_one_field_mine_stands_and_it_is_said() -> None:
    merged = merge({}, {"closure_code": "NC"}, {"closure_code": "ALT"}, who="Dev", choices=frozenset({"closure_code"}))
    assert merged.written == {"closure_code": "ALT"}
    assert merged.both == ("closure_code",)


def test_a_field_that_my_page_did_not_have_stays_theirs() -> None:
    assert merge({}, {"asked": "theirs"}, {"note": "mine"}, who="Dev").written == {"asked": "theirs", "note": "mine"}


@given(FIELDS, FIELDS, FIELDS)
def test_no_text_that_either_wrote_is_ever_lost(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    merged = merge(base, theirs, mine, who="Dev")
    for name, text in mine.items():
        if text != base.get(name, ""):
            assert text in merged.written[name]
    for name, text in theirs.items():
        if text != base.get(name, ""):
            assert text in merged.written[name]
