"""The desk: where somebody who signs in on the public site begins."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .access import groups_of
from .groups import tasks_of


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/desk.html", {"tasks": tasks_of(groups_of(request.user))})  # type: ignore[arg-type]
