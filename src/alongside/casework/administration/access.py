"""The pages of administration are for managers. Somebody else who is signed in gets the rule's sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import roles_of
from alongside.casework.rules.administration import reason_against_administering
from alongside.commons import clock

View = Callable[..., HttpResponse]


def for_managers(view: View) -> View:
    """Open a view to those who hold a manager's post today."""

    @wraps(view)
    @never_cache
    def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = reason_against_administering(roles_of(manager(request).pk, on=clock.today()))
        if reason is not None:
            return render(request, "design/refusal.html", {"refusal": _(reason), "back_href": "/"}, status=403)
        return view(request, *args, **kwargs)

    return closed


def manager(request: HttpRequest) -> Staff:
    """Who asks; casework knows nobody but staff (LoginRequiredMiddleware)."""
    return cast(Staff, request.user)
