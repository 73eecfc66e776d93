"""Who may open a page of the public site's own people: signed in, and in one of the groups that the page names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .groups import GROUPS
from .models import Account

View = Callable[..., HttpResponseBase]


def groups_of(account: Account) -> frozenset[str]:
    """The names of the groups somebody is in, asked of the database once a request."""
    if not hasattr(account, "_groups"):
        account._groups = frozenset(account.groups.values_list("name", flat=True))  # type: ignore[attr-defined]
    return account._groups  # type: ignore[attr-defined]


def needs_group(*names: str) -> Callable[[View], View]:
    """Open a view to members of any of these groups, and to nobody else.

    A visitor is sent to sign in and comes back. Somebody else who is signed in gets 403 and one sentence.
    """
    if unknown := set(names) - set(GROUPS):
        raise ValueError(f"There are no groups {sorted(unknown)}; accounts/groups.py lists them.")

    def close(view: View) -> View:
        @wraps(view)
        @never_cache
        def only_for_them(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not groups_of(request.user) & set(names):
                return _refuse(request, names)
            return view(request, *args, **kwargs)

        only_for_them.needs_groups = names  # type: ignore[attr-defined]
        return only_for_them

    return close


def _refuse(request: HttpRequest, names: tuple[str, ...]) -> HttpResponse:
    theirs = ", ".join(_(name) for name in names)
    said = _("This page is for %(groups)s, and your account is not one of theirs.") % {"groups": theirs}
    return render(request, "design/refusal.html", {"refusal": said, "back_href": "/desk/"}, status=403)
