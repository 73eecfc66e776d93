"""Pages that no editor writes: how the software works, and the counts that casework has published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.public.clips.caching import for_everybody

from . import counts
from .myths import MYTHS


@require_safe
@for_everybody
def how_it_works(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/how_it_works.html", {"myths": MYTHS})


@require_safe
@for_everybody
def published_counts(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/published_counts.html", {"table": counts.newest()})
