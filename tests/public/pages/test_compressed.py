"""What is sent of the public half is compressed, and files go as they are."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from alongside.commons import installation

START = "/share-a-concern/"


@pytest.fixture
def telephone() -> Client:
    return Client(headers={"Accept-Encoding": "gzip"})


@pytest.mark.django_db
def test_a_page_is_sent_compressed_to_whoever_can_read_it(telephone: Client) -> None:
    answer = telephone.get(START)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(gzip.decompress(answer.content)) / 2
    assert "Content-Encoding" not in Client().get(START)


@pytest.mark.django_db
def test_a_page_is_never_of_the_same_length_twice_for_sure(telephone: Client) -> None:
    assert len({len(telephone.get("/how-it-works/").content) for _ in range(12)}) > 1


@pytest.mark.django_db
def test_a_file_goes_as_it_is(telephone: Client) -> None:
    answer = telephone.get("/professionals/blank.pdf")
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer


def test_the_style_sheet_lies_there_compressed() -> None:
    """By the command that prepares pages; the server hands out what lies beside."""
    static = installation.state("static", "public")
    sheets = [path for path in static.rglob("*.css") if path.stat().st_size > 1_000]
    assert sheets
    for sheet in sheets:
        small = sheet.with_name(f"{sheet.name}.gz")
        assert gzip.decompress(small.read_bytes()) == sheet.read_bytes()
