"""A clip comes out at its moment: page, film, still, captions, and every list that names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from alongside.commons import clock
from alongside.commons.clock import LONDON
from alongside.public.clips import rules
from alongside.public.clips.models import Clip, Series
from tests import cast
from tests.public.conftest import walk

SECOND = timedelta(seconds=1)
FILES = ("", "film", "poster", "captions.vtt")


@pytest.fixture
def third(db: None) -> Clip:
    """The first clip of the demo that is not out."""
    return Clip.objects.get(number=3)


def test_a_series_that_began_on_27_april_2020_had_its_fifth_clip_four_mondays_later() -> None:
    first = datetime(2020, 4, 27, 9, tzinfo=LONDON)
    assert first.strftime("%A") == "Monday"
    assert rules.release_at(first, 1, 1) == first
    assert rules.release_at(first, 1, 5) == datetime(2020, 5, 25, 9, tzinfo=LONDON)


@pytest.mark.parametrize("first", [datetime(2026, 3, 23, 9, tzinfo=UTC), datetime(2026, 10, 19, 8, tzinfo=UTC)])
def test_a_series_at_nine_stays_at_nine_when_the_clocks_change(first: datetime) -> None:
    hours = [rules.release_at(first, 1, number).astimezone(LONDON).hour for number in range(1, 4)]
    assert hours == [9, 9, 9]


@pytest.mark.django_db
@pytest.mark.parametrize("weeks", [1, 2])
def test_the_database_and_the_rule_say_the_same_all_year(weeks: int) -> None:
    for month in range(1, 13):
        series = Series.objects.create(
            title="sample", weeks_between=weeks, first_release_at=datetime(2026, month, 20, 8, 30, tzinfo=UTC)
        )
        for number in range(1, 6):
            Clip.objects.create(series=series, number=number, slug=f"sample-{month}-{number}", title="sample")
        for clip in Clip.objects.filter(series=series).with_release():
            assert clip.out_at == clip.released_at  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", FILES)
def test_nothing_of_a_clip_can_be_fetched_a_second_before_its_moment(
    own_time: None, visitor: Client, third: Clip, file: str
) -> None:
    clock.set_to(third.released_at - SECOND)
    assert visitor.get(f"/clips/{third.slug}/{file}").status_code == 404
    clock.set_to(third.released_at)
    assert visitor.get(f"/clips/{third.slug}/{file}").status_code == 200


def test_no_page_names_a_clip_before_its_moment(own_time: None, visitor: Client, third: Clip) -> None:
    # The clock goes on while the walk takes its time.
    clock.set_to(third.released_at - timedelta(minutes=5))
    assert not [address for address in walk(visitor) if f"/clips/{third.slug}" in address]
    clock.set_to(third.released_at)
    assert f"/clips/{third.slug}/film" in walk(visitor)


def test_two_of_the_five_clips_of_the_demo_are_out(db: None) -> None:
    moments = [clip.released_at.astimezone(LONDON) for clip in Clip.objects.order_by("number")]
    assert len(moments) == 5
    assert {f"{moment:%A %H:%M}" for moment in moments} == {"Monday 09:00"}
    assert Clip.objects.released(Series.objects.get().first_release_at + timedelta(weeks=1)).count() == 2


def test_no_answer_may_be_kept_past_the_next_release(own_time: None, visitor: Client, third: Clip) -> None:
    clock.set_to(third.released_at - timedelta(seconds=30))
    for address in walk(visitor):
        header = visitor.get(address).headers.get("Cache-Control", "")
        kept = re.search(r"max-age=(\d+)", header)
        assert kept is None or int(kept[1]) <= 30, f"{address} may be kept too long: {header}"


def test_pages_may_be_kept_for_a_minute_when_no_release_is_near(own_time: None, visitor: Client, third: Clip) -> None:
    clock.set_to(third.released_at - timedelta(hours=1))
    assert visitor.get("/clips/").headers["Cache-Control"] == "public, max-age=60"


def test_a_page_that_is_not_there_yet_is_kept_by_nobody(own_time: None, visitor: Client, third: Clip) -> None:
    clock.set_to(third.released_at - SECOND)
    assert visitor.get(f"/clips/{third.slug}/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("now", "next_at", "seconds"), [(0, None, 60), (0, 3600, 60), (0, 59.9, 59), (10, 5, 0)])
def test_seconds_to_keep_never_cross_the_next_release(now: float, next_at: float | None, seconds: int) -> None:
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    next_release_at = None if next_at is None else began + timedelta(seconds=next_at)
    assert rules.seconds_to_keep(began + timedelta(seconds=now), next_release_at, at_most=60) == seconds


def test_an_editor_sees_a_film_before_its_moment_and_nobody_else_does(
    own_time: None, visitor: Client, third: Clip, signed_in: Callable[[cast.Person], Client]
) -> None:
    clock.set_to(third.released_at - SECOND)
    address = third.film.url
    assert visitor.get(address).status_code == 302
    assert signed_in(cast.MODERATOR).get(address).status_code == 403
    assert signed_in(cast.EDITOR).get(address).status_code == 200
    assert signed_in(cast.EDITOR).get("/clips/kept/../keys/public/django").status_code == 404
