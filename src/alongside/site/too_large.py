"""What is shown to somebody whose form was too large: nginx refuses it (413) and fetches this page in its place."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def too_large(request: HttpRequest) -> HttpResponse:
    """It asks no database and brings no script."""
    response = render(request, "413.html", status=413)
    response["Referrer-Policy"] = "no-referrer"
    return response
