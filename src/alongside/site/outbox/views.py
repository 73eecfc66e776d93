"""The mail page of demo and tests. It shows what would be sent, links to a password among it, so production has
none.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import queries


@require_safe
@never_cache
@login_required
def mail(request: HttpRequest) -> HttpResponse:
    if settings.MODE not in ("demo", "test"):
        raise Http404
    return render(request, "outbox/mail.html", {"shown": queries.newest(request.GET.get("page", "1"))})
