"""Films and their words: made from text, served whole or in part."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from alongside.public.clips import demo, films, ranges
from alongside.public.clips.models import Clip

FILM = "/clips/faith/film"
SIZE = 1000


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-99", range(0, 100)),
        ("bytes=900-", range(900, 1000)),
        ("bytes=-10", range(990, 1000)),
        ("bytes=-5000", range(0, 1000)),
        ("bytes=999-5000", range(999, 1000)),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-5", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=٣-٤٠", range(3, 41)),
    ],
)
def test_a_range_is_read_as_the_rfc_says(header: str, expected: range | None) -> None:
    assert ranges.asked_range(header, SIZE) == expected


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_film_is_refused(header: str) -> None:
    with pytest.raises(ranges.NotThere):
        ranges.asked_range(header, SIZE)


def test_a_part_of_a_film_is_that_part(visitor: Client) -> None:
    whole = b"".join(visitor.get(FILM))  # type: ignore[arg-type]
    part = visitor.get(FILM, headers={"Range": "bytes=100-299"})
    assert part.status_code == 206
    assert b"".join(part) == whole[100:300]  # type: ignore[arg-type]
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"
    assert part.headers["Content-Length"] == "200"


def test_a_part_past_the_end_is_refused_with_the_size(visitor: Client) -> None:
    refused = visitor.get(FILM, headers={"Range": "bytes=99999999-"})
    assert refused.status_code == 416
    assert refused.headers["Content-Range"].startswith("bytes */")


def test_a_part_of_another_version_brings_the_whole_film(visitor: Client) -> None:
    assert visitor.get(FILM, headers={"Range": "bytes=0-9", "If-Range": '"another"'}).status_code == 200


def test_a_film_that_the_browser_has_already_is_not_sent_again(visitor: Client) -> None:
    etag = visitor.get(FILM).headers["ETag"]
    assert visitor.get(FILM, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("file", "kind"),
    [("film", "video/mp4"), ("poster", "image/png"), ("captions.vtt", "text/vtt; charset=utf-8")],
)
def test_each_file_says_what_it_is_and_may_not_be_taken_for_anything_else(
    visitor: Client, file: str, kind: str
) -> None:
    response = visitor.head(f"/clips/faith/{file}")
    assert response.headers["Content-Type"] == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Accept-Ranges"] == "bytes"


def test_a_transcript_says_what_the_captions_say(visitor: Client) -> None:
    cards = demo.CLIPS[0][3]
    clip = Clip.objects.get(slug="faith")
    assert clip.transcript == [card.words for card in cards]
    page = visitor.get("/clips/faith/").content.decode()
    assert all(card.words in page for card in cards)


@pytest.mark.parametrize("words", [b"1\n00:00 --> 00:02\nNot WebVTT", "WEBVTT\n\nZoë".encode("latin-1"), b""])
def test_captions_that_cannot_be_read_are_refused_in_a_sentence(db: None, words: bytes) -> None:
    clip = Clip.objects.get(slug="faith")
    clip.captions = ContentFile(words, name="captions.vtt")  # type: ignore[assignment]
    with pytest.raises(ValidationError, match="cannot be read"):
        clip.clean()


def test_five_films_take_less_than_25_seconds_of_a_processor(tmp_path: Path) -> None:
    before = _used()
    for slug, _title, _summary, cards in demo.CLIPS:
        folder = tmp_path / slug
        folder.mkdir()
        made = films.make(cards, folder)
        assert made.film.stat().st_size < 300_000
        assert 8 <= sum(card.seconds for card in cards) <= 10
    assert _used() - before < 25


def _used() -> float:
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)
