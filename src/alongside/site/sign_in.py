"""Sign-in shared by both halves: nobody makes an account for themselves, and production needs a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.site.outbox import actions as outbox

OPEN_WITHOUT_SECOND_FACTOR = ("/sign-in/", "/static/", "/health")


class ClosedToSignUp(DefaultAccountAdapter):
    """Accounts are made by a manager (casework) or by an administrator of the site (public), never by sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put allauth's one mail that we use, the link to a new password, into the outbox.

        Raises ValueError for any other: it would carry words that nobody has read.
        """
        if template_prefix != "account/email/password_reset_key":
            raise ValueError(f"The outbox has no mail for {template_prefix}.")
        outbox.queue(context["user"], "set_password")


def not_here(request: HttpRequest) -> HttpResponse:
    """Addresses of accounts are changed by whoever manages them, so allauth's page for it is not there."""
    raise Http404


class SecondFactor:
    """Send a signed-in person without a second factor to set one up, where the settings ask for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and self._lacks_one(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        if request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        return request.user.is_authenticated and not is_mfa_enabled(request.user)
