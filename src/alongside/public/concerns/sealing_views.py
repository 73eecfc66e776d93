"""What a browser asks before it seals a file by itself. The file's bytes never come here in the clear."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from alongside.site import tokens

from . import files, intake_keys
from .sensitive import sensitive


@sensitive
@require_POST
def seal(request: HttpRequest) -> HttpResponse:
    """Answer with what stands before this file's bytes, key, id and sizes; or with nothing, and the server seals it."""
    size = request.POST.get("size", "")
    if not tokens.is_from_here(request) or not (size.isascii() and size.isdecimal() and len(size) < 10):
        return HttpResponse(status=400)
    try:
        return JsonResponse(files.cover(request.POST.get("name", ""), request.POST.get("type", ""), int(size)))
    except files.NotTaken:
        return HttpResponse(status=422)
    except intake_keys.NoKeyNow:
        return HttpResponse(status=503)
