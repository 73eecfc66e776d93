"""What the pages of clips show."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from .models import Clip, Series


def released_clip(slug: str, now: datetime) -> Clip:
    """A clip that is out. Raises Http404 for one that is not, as for one that does not exist."""
    return get_object_or_404(Clip.objects.released(now), slug=slug)


def clips_out(now: datetime, series: Series | None = None) -> QuerySet[Clip]:
    """The clips that are out, the newest first."""
    out = Clip.objects.released(now).newest_first()
    return out if series is None else out.filter(series=series)


def next_release_at(now: datetime, series: Series | None = None) -> datetime | None:
    waiting = Clip.objects.all() if series is None else Clip.objects.filter(series=series)
    return waiting.next_release_at(now)


def neighbours(clip: Clip, now: datetime) -> tuple[Clip | None, Clip | None]:
    """The clips before and after this one, among those that are out."""
    out = Clip.objects.released(now).filter(series=clip.series)
    earlier = out.filter(number__lt=clip.number).order_by("-number").first()
    return earlier, out.filter(number__gt=clip.number).order_by("number").first()
