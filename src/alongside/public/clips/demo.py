"""Five clips on five misconceptions, made when the demo is loaded, of which two are out.

Modelled on a real series whose first clip came out on Monday 27 April 2020, and then one a week. The words are ours.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.core.files import File

from alongside.commons import clock

from . import films
from .films import Card
from .models import Clip, Series

OUT_NOW: Final = 2
HOUR: Final = time(9)

CLIPS: Final = (
    (
        "faith", "“It is about one faith”",
        "A concern is about what somebody may do to others, never about what they believe.",
        (Card("“It is about one faith.”", 2.5), Card("No form here asks what anybody believes.", 3.0),
         Card("What counts is the harm that somebody may do.", 3.5)),
    ),
    (
        "spying", "“It is spying”",
        "Nobody is watched. A concern comes from a person who knows them, and it is sealed on its way.",
        (Card("“It is spying.”", 2.5), Card("Nothing is collected. Somebody who cares writes to us.", 3.5),
         Card("It is sealed, and each look at it is written down.", 3.5)),
    ),
    (
        "criminalisation", "“It makes people criminals”",
        "Support is offered, not imposed. Whoever says no is not punished for it.",
        (Card("“It makes people criminals.”", 2.5), Card("Support comes before any crime, so that there is none.", 3.5),
         Card("It is a choice. You can say no.", 3.0)),
    ),
    (
        "ideology", "“It looks at one ideology only”",
        "What matters is whether somebody is being drawn towards violence, whatever the cause.",
        (Card("“It looks at one ideology only.”", 2.5), Card("What matters is the harm, whatever the cause.", 3.0),
         Card("You need not name an ideology to ask for help.", 3.5)),
    ),
    (
        "views", "“It polices what people think”",
        "Having views, also strong ones, is lawful. A concern about views alone is closed as that.",
        (Card("“It polices what people think.”", 2.5), Card("Strong views are lawful. So is protest.", 3.0),
         Card("A concern about views alone is closed, and that is counted.", 3.5)),
    ),
)  # fmt: skip


def load() -> None:
    if Series.objects.exists():
        return
    series = Series.objects.create(
        title="Five things people say",
        introduction="Five short films, one a week, about what people believe of this work.",
        first_release_at=first_release_at(clock.now()),
    )
    for number, (slug, title, summary, cards) in enumerate(CLIPS, start=1):
        clip = Clip(series=series, number=number, slug=slug, title=title, summary=summary, has_sound=False)
        _make_files(clip, cards)
        clip.full_clean()
        clip.save()


def first_release_at(now: datetime) -> datetime:
    """A Monday at nine, so long ago that two of a weekly series are out."""
    today = now.astimezone(clock.LONDON).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), HOUR, clock.LONDON)
    if monday > now:
        monday -= timedelta(weeks=1)
    return monday - timedelta(weeks=OUT_NOW - 1)


def _make_files(clip: Clip, cards: tuple[Card, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = films.make(cards, Path(folder))
        for field, path in ((clip.film, made.film), (clip.poster, made.poster), (clip.captions, made.captions)):
            with path.open("rb") as file:
                field.save(path.name, File(file), save=False)
