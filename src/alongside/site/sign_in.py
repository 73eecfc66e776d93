"""Sign-in shared by both halves: nobody makes an account for themselves, and production needs a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN_WITHOUT_SECOND_FACTOR = ("/sign-in/", "/static/", "/health")


class ClosedToSignUp(DefaultAccountAdapter):
    """Accounts are made by a manager (casework) or by an administrator of the site (public), never by sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


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
