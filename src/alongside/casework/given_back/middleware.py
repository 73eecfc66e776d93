"""Stand before every form of casework: what was made for one person is taken from nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from . import views, whose


class GiveBack:
    """Answer a form whose writer is not signed in any more, or is not who is signed in now, instead of its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or views.goes_its_own_way(request):
            return None
        mark = whose.mark_on(request.POST)
        if mark is None or mark.staff_id == request.user.pk:
            return None
        return views.not_sent(request, mark)
