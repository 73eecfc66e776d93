"""Refusals as problem details (RFC 9457). Each `type` is the place in the OpenAPI document that explains it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse

from .referrals import Wrong

TYPES: Final = {
    "BadRequest": (400, "The request could not be read"),
    "Unauthorized": (401, "No valid token"),
    "Forbidden": (403, "The token does not allow this"),
    "TooLarge": (413, "The request is too large"),
    "NotJson": (415, "The request is not JSON"),
    "NotAccepted": (422, "The referral cannot be taken as it is"),
    "KeyUsed": (422, "The idempotency key was used for something else"),
    "TooMany": (429, "Too many referrals today"),
    "NotNow": (503, "Nothing can be taken just now"),
}
MEDIA_TYPE: Final = "application/problem+json"
DOCUMENT: Final = "/partners/openapi.json"


def problem(name: str, detail: str, *, wrong: Sequence[Wrong] = (), headers: Any = ()) -> HttpResponse:
    """The answer. `wrong` names each field in `errors`, as the RFC's own example does."""
    status, title = TYPES[name]
    body: dict[str, Any] = {
        "type": f"{DOCUMENT}#/x-problems/{name}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if wrong:
        body["errors"] = [{"pointer": one.pointer, "detail": one.detail} for one in wrong]
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    for header, value in dict(headers).items():
        if header not in ("Content-Type", "Cache-Control", "Pragma"):
            response[header] = value
    return response
