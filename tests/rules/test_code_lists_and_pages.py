"""Code lists keep their past, the register knows every list, and the pages are what the code says."""

import re
from datetime import date
from pathlib import Path

import pytest

from alongside.casework.rules import practice
from alongside.casework.rules.code_lists import CODE_LISTS, REGISTER, counted_as, label

ROOT = Path(__file__).parents[2]
RULES = ROOT / "src/alongside/casework/rules"
PAGES = ROOT / "docs/practice"


@pytest.mark.parametrize("codes", CODE_LISTS.values(), ids=lambda codes: codes.word)
def test_a_list_has_each_word_once_and_maps_only_to_its_own(codes):
    words = [code.word for code in codes.codes]
    assert len(words) == len(set(words))
    assert {code.maps_to for code in codes.codes if code.maps_to} <= set(words)
    assert codes.on(date(2026, 11, 22))


def test_old_age_bands_end_where_new_ones_begin():
    assert "under_15" in [code.word for code in CODE_LISTS["age_band"].on(date(2023, 3, 31))]
    assert "11_15" in [code.word for code in CODE_LISTS["age_band"].on(date(2023, 4, 1))]
    assert counted_as("age_band", "61_and_over", date(2025, 1, 1)) == "51_and_over"
    with pytest.raises(ValueError, match="15_20"):
        counted_as("age_band", "15_20", date(2025, 1, 1))
    assert label("age_band", "15_20") == "15 to 20"


def test_the_register_says_of_every_list_what_it_is_for():
    names = [row.name for row in REGISTER]
    assert len(names) == len(set(names))
    assert set(CODE_LISTS) <= set(names)
    assert all(row.purpose and row.set_by for row in REGISTER)


def test_type_of_concern_is_held_as_an_event_for_statistics_and_nowhere_else():
    assert [row.where for row in REGISTER if row.name == "type_of_concern"] == ["stat_event"]


def test_the_pages_of_the_practice_are_what_the_code_says(tmp_path: Path) -> None:
    practice.write_pages(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert kept == written, "run: python -m alongside.casework.rules.practice docs/practice"


def test_no_table_cell_is_empty_for_a_screen_reader():
    for name, text in practice.PAGES.items():
        assert not re.search(r"\|[ \t]*\|", text()), name


def test_the_rules_need_no_framework_and_have_no_clock_of_their_own():
    for path in RULES.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(import|from) (django|psycopg|wagtail)", text, re.MULTILINE), path.name
        assert not re.search(r"\b(today|now|utcnow|time)\(\)", text), path.name


def test_no_name_in_the_rules_is_that_of_a_score_a_colour_a_faith_or_a_party():
    forbidden = {"score", "rank", "rating", "colour", "color", "rag", "prediction", "likelihood", "level", "profile"}
    forbidden |= {"religion", "faith", "politics", "party", "ethnicity", "risk"}
    for path in RULES.glob("*.py"):
        text = re.sub(r'"""[\s\S]*?"""|_\(\s*(?:"[^"]*"\s*)+\)|#.*', "", path.read_text(encoding="utf-8"))
        words = {part.lower() for name in re.findall(r"\w+", text) for part in name.split("_")}
        assert not words & forbidden, (path.name, words & forbidden)
