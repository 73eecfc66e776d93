"""Every page of casework shows what waits for whoever is on duty, until somebody says that they are on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .week import alerts_for

TEMPLATE = "duty/_banner.html"


class ShowAlerts:
    """Lay the alerts of whoever is signed in where the frame of a page finds them; nothing is asked before that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.alerts = SimpleLazyObject(partial(alerts_for, request.user))  # type: ignore[attr-defined]
            request.alerts_template = TEMPLATE  # type: ignore[attr-defined]
        return self.get_response(request)
