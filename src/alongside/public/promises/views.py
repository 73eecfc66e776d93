"""The log of promises, open to everybody: what it is, its keys, its signed checkpoints, and its leaves hour by hour."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.public.clips.caching import for_everybody

from . import queries, rules


@require_safe
@for_everybody
def log(request: HttpRequest) -> HttpResponse:
    newest = queries.newest()
    page = {"newest": newest, "hours": newest.size // rules.AN_HOUR if newest else 0, "an_hour": rules.AN_HOUR}
    return render(request, "promises/log.html", {**page, "keys": queries.keys()})


@require_safe
@for_everybody
def keys(request: HttpRequest) -> HttpResponse:
    """The keys that verify, a line each: what `--key` of `./alongside receipt verify` takes."""
    return _text(queries.keys())


@require_safe
@for_everybody
def checkpoints(request: HttpRequest) -> HttpResponse:
    """All signed checkpoints, an empty line between."""
    return _text(queries.notes())


@require_safe
@for_everybody
def leaves(request: HttpRequest, number: int) -> HttpResponse:
    """One hour's leaves in hexadecimal, a line each, so that anybody can build the whole log again."""
    found = queries.leaves(number)
    if not found:
        raise Http404
    return _text([one.hex() for one in found])


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
