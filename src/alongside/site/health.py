"""``GET /health``: 200 when this half's database and workers live, 503 with the failing parts' names when not."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alongside.site.beats import queries


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def health(request: HttpRequest) -> JsonResponse:
    failing = queries.failing(settings.WORKERS)
    body = (
        {"status": "failing", "failing": failing} if failing else {"status": "well", "workers": list(settings.WORKERS)}
    )
    return JsonResponse(body, status=503 if failing else 200)
