"""What shared caches may keep, and for how long: a minute at most, and never past the next release of a clip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.defaults import page_not_found

from alongside.commons import clock

from . import rules
from .models import Clip

SECONDS: Final = 60
View = Callable[..., HttpResponseBase]


def keep_for_everybody(response: HttpResponseBase, *, asked_at: datetime) -> HttpResponseBase:
    """Let any cache keep this answer for a minute, or until the first release after it was asked for."""
    next_release_at = Clip.objects.next_release_at(asked_at)
    seconds = rules.seconds_to_keep(clock.now(), next_release_at, at_most=SECONDS)
    patch_cache_control(response, public=True, max_age=seconds)
    return response


def for_everybody(view: View) -> View:
    """Mark a view whose answer is the same for all visitors. A page that is not there yet is kept by nobody."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked_at = clock.now()
        try:
            response = view(request, *args, **kwargs)
        except Http404 as missing:
            response = page_not_found(request, missing)
        if response.status_code >= 400:
            patch_cache_control(response, no_store=True)
            return response
        return keep_for_everybody(response, asked_at=asked_at)

    return kept
