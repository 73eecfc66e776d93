"""Postcodes: the place is found, and what was typed is kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given as for_any
from hypothesis import strategies as st

from alongside.public.concerns import postcodes, queries
from alongside.public.concerns.models import Postcode
from tests.public.concerns.way import Visitor


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("NQ1 2AB", "northmere"),
        ("nq12ab", "northmere"),
        (" N Q 1 ", "northmere"),
        ("NQ9 1AA", "easterhaven"),
        ("NQ8 4AA", "easterhaven"),
        ("NQ8 5AA", "northmere"),
        ("NQ91 1AA", "northmere"),
        ("ZZ1 1AA", None),
        ("Northmere", None),
        ("NQ1 2", "northmere"),
        ("", None),
    ],
)
def test_the_longest_beginning_that_fits_names_the_place(db: None, typed: str, found: str | None) -> None:
    queries.postcode_areas.forget()
    area = queries.area_of_postcode(typed)
    assert (area.code if area else None) == found


def test_a_postcode_leads_on_and_an_unknown_one_is_asked_for_again(visitor: Visitor) -> None:
    assert "Northmere Council" in visitor.go_to_questions(area="", postcode="NQ1 2AB").says
    visitor.answer = None
    assert "has its own way" in visitor.go_to_questions(area="", postcode="SQ1 2AB").says
    visitor.answer = None
    visitor.go_to_questions(area="", postcode="ZZ1 2AB")
    assert visitor.answer.status_code == 422
    assert "We do not know this postcode" in visitor.says


def test_a_postcode_goes_no_further_than_the_page_that_asked(visitor: Visitor) -> None:
    visitor.begin()
    queries.postcode_areas.forget()
    with CaptureQueriesContext(connection) as asked:
        visitor.go_to_questions(area="", postcode="NQ1 2AB")
    assert all("NQ1" not in query["sql"] for query in asked.captured_queries)
    assert "NQ1" not in visitor.answer.content.decode()


def test_without_a_table_no_postcode_is_asked_for(visitor: Visitor) -> None:
    Postcode.objects.all().delete()
    queries.postcode_areas.forget()
    try:
        assert "postcode" not in visitor.begin().says
    finally:
        queries.postcode_areas.forget()


def test_a_table_replaces_the_one_before(db: None, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("beginning,area\nnq,glanaber\nNQ8 4,northmere\n", encoding="utf-8-sig")
    call_command("postcodes", str(table))
    assert dict(Postcode.objects.values_list("beginning", "area_id")) == {"NQ": "glanaber", "NQ8 4": "northmere"}


@pytest.mark.parametrize(
    ("lines", "why"),
    [("NQ1", "Line 1"), ("NQ1,northmere\n12,northmere", "Line 2"), ("NQ1,atlantis", "There is no area “atlantis”")],
)
def test_a_table_with_a_wrong_line_changes_nothing(db: None, tmp_path: Path, lines: str, why: str) -> None:
    before = Postcode.objects.count()
    table = tmp_path / "table.csv"
    table.write_text(lines)
    with pytest.raises(CommandError, match=why):
        call_command("postcodes", str(table))
    assert Postcode.objects.count() == before


@for_any(st.text())
def test_anything_typed_is_a_postcode_or_is_none(typed: str) -> None:
    assert all(postcodes.BEGINNING.match(one) for one in postcodes.beginnings(typed))
