"""Pages that must leave no trace."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.handlers.exception import response_for_exception
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def sensitive(view: View) -> View:
    """A page that must leave no trace: kept nowhere, named to no other site, and shown while the database is down.

    So is what is answered when it fails. The transaction that wraps every other request would fail before the view
    could say so.
    """

    @csrf_exempt
    @transaction.non_atomic_requests
    @wraps(view)
    def without_trace(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Exception as problem:
            response = response_for_exception(request, problem)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return without_trace
