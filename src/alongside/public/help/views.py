"""The directory's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.commons import clock
from alongside.public.clips.caching import for_everybody

from . import queries


@require_safe
@for_everybody
def find_help(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return render(request, "help/find_help.html", {"groups": queries.services(now), "asked_at": now})
