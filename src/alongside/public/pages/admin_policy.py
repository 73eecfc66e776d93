"""The content security policy of Wagtail's admin: a nonce on each of its scripts, inline styles, and no third party.

Wagtail's templates carry inline scripts and styles, so the policy of the public pages (settings) cannot hold there.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.commons.refusals import NotAllowed

SCRIPT = re.compile(rb"<script(?=[\s>])")
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)


class AdminPolicy:
    """Stamp the scripts of /edit/ and say which may run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say in its own sentence why something is refused, on the page that the editor came from."""
        if not request.path.startswith("/edit/") or not isinstance(exception, NotAllowed):
            return None
        messages.error(request, str(exception))
        back = request.headers.get("Referer", "")
        return redirect(urlsplit(back).path if urlsplit(back).path.startswith("/edit/") else "/edit/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/edit/"):
            return response
        nonce = secrets.token_urlsafe(16)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), response.content)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        response["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        return response
