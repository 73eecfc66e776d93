"""Pages and files of clips. Everything a visitor gets is asked of ``Clip.objects.released``."""

from __future__ import annotations

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.commons import clock
from alongside.public.accounts.access import needs_group
from alongside.public.accounts.groups import EDITORS

from . import queries, ranges
from .caching import for_everybody
from .models import Clip, kept_files

TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


@require_safe
@for_everybody
def clips(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    shown = {"clips": queries.clips_out(now), "next_release_at": queries.next_release_at(now)}
    return render(request, "clips/clips.html", shown)


@require_safe
@for_everybody
def clip(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = queries.released_clip(slug, now)
    earlier, later = queries.neighbours(found, now)
    # A myth's page names its clip (pages.MythPage.clip), so that this room knows nothing of pages.
    shown = {"clip": found, "earlier": earlier, "later": later, "myth": found.myths.live().first()}  # type: ignore[attr-defined]
    return render(request, "clips/clip.html", shown)


@require_safe
@for_everybody
def film(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, queries.released_clip(slug, clock.now()).film)


@require_safe
@for_everybody
def poster(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, queries.released_clip(slug, clock.now()).poster)


@require_safe
@for_everybody
def captions(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, queries.released_clip(slug, clock.now()).captions)


@require_safe
@needs_group(EDITORS)
def kept(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file as an editor sees it before its moment, from the form in which it was uploaded."""
    owner = Clip.objects.filter(film=name) | Clip.objects.filter(poster=name) | Clip.objects.filter(captions=name)
    if not owner.exists():
        raise Http404
    return _stored(request, kept_files(), name)


def _file(request: HttpRequest, field: FieldFile) -> HttpResponseBase:
    return _stored(request, field.storage, field.name or "")


def _stored(request: HttpRequest, storage: Storage, name: str) -> HttpResponseBase:
    if not storage.exists(name):
        raise Http404
    size = storage.size(name)
    changed = storage.get_modified_time(name).timestamp()
    return ranges.answer(
        request,
        storage.open(name, "rb"),
        size=size,
        content_type=TYPES[name[name.rindex(".") :].lower()],
        etag=f'"{size:x}-{int(changed * 1000):x}"',
    )
