"""One referral by a partner agency's machine. There is no batch, no list, and nothing about anybody can be asked."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any, Final

from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from alongside.commons import clock
from alongside.public.concerns import intake_keys, queries
from alongside.site.bounds import Bound

from . import actions, oauth, openapi, referrals
from .models import Agency
from .problems import problem

log = logging.getLogger("alongside.partners")
View = Callable[..., HttpResponse]

LARGEST_BODY: Final = 300_000
TOKENS_FOR_ONE_SOURCE = Bound("partner tokens", 120, timedelta(minutes=10))


def for_machines(view: View) -> View:
    """No cookie and so no forgery; kept nowhere; and told in the API's own way when the database does not answer."""

    @csrf_exempt
    @transaction.non_atomic_requests
    @require_POST
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            response = _too_large() if _length(request) > LARGEST_BODY else view(request)
        except DatabaseError:
            log.error("the database did not answer an agency's machine")
            response = _not_now()
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answered


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """What the API takes, as OpenAPI 3.1."""
    response = JsonResponse(openapi.document(queries.areas()), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


@for_machines
def token(request: HttpRequest) -> HttpResponse:
    if not TOKENS_FOR_ONE_SOURCE.allows(request):
        return JsonResponse({"error": "temporarily_unavailable"}, status=429, headers={"Retry-After": "600"})
    return oauth.token_response(request)


@for_machines
def send(request: HttpRequest) -> HttpResponse:
    """Take one referral: the answer is a receipt, and the same one for the same key and body."""
    try:
        agency = oauth.agency_of(request)
    except OAuth2Error as refused:
        name = "Forbidden" if refused.status_code == 403 else "Unauthorized"
        return problem(name, _("Get a token first: it lasts ten minutes."), headers=refused.get_headers())
    if request.content_type != "application/json":
        return problem("NotJson", _("Send one referral as application/json."))
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(openapi.KEY_LOOKS_LIKE, key):
        return problem("BadRequest", _("Send the header Idempotency-Key, new for each referral: best a UUID."))
    return _judged(agency, key, request)


def _judged(agency: Agency, key: str, request: HttpRequest) -> HttpResponse:
    try:
        body = referrals.read(request.body)
    except referrals.NotJson:
        return problem("BadRequest", _("This is not JSON in UTF-8."))
    except (UnreadablePostError, RawPostDataException):
        return problem("BadRequest", _("The request broke off."))
    clean, wrong = referrals.judge(body, queries.areas())
    if wrong:
        return problem("NotAccepted", _("Mend what “errors” names and send it again."), wrong=wrong)
    return _taken(agency, key, body, clean)


def _taken(agency: Agency, key: str, body: Any, clean: Any) -> HttpResponse:
    try:
        taken = actions.take(agency, key, body, clean)
    except actions.OtherBody:
        return problem("KeyUsed", _("Use a new Idempotency-Key for another referral. Nothing was sent."))
    except actions.TooMany as reached:
        return _too_many(reached.whose)
    except intake_keys.NoKeyNow:
        log.error("a referral could not be sealed: there is no intake key for this moment")
        return _not_now()
    said = {
        "receipt": taken.receipt,
        "received_on": taken.on.isoformat(),
        "replies_until": taken.replies_until.isoformat(),
        "replies_at": reverse("concern_return"),
    }
    return JsonResponse(said, status=201)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _too_large() -> HttpResponse:
    return problem("TooLarge", _("A referral has at most 300,000 bytes."))


def _too_many(whose: str) -> HttpResponse:
    said = {
        "person": _("This person has sent as many referrals today as one person may. Telephone instead."),
        "agency": _("Your agency has sent as many referrals today as it may. Use the form, or telephone."),
    }
    midnight = datetime.combine(clock.today() + timedelta(days=1), time(), clock.LONDON)
    wait = int((midnight - clock.now()).total_seconds())
    return problem("TooMany", said[whose], headers={"Retry-After": str(wait)})


def _not_now() -> HttpResponse:
    said = _("Nothing was sent. Send it again with the same Idempotency-Key in a few minutes, or telephone.")
    return problem("NotNow", said, headers={"Retry-After": "120"})
