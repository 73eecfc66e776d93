"""Forms that anybody may send, without a cookie: what arrives is believed when it comes from our own page.

Three guards stand in for Django's CSRF cookie (house.md, "A concern, stop by stop"): the browser's own word on where
the form was sent from, a signed token that is bound to one purpose and six hours, and a bound on size. What is refused
is shown again with what was typed, under a fresh token: nothing a person wrote is lost by a guard.

The token holds a number used once. Together with the answers it makes the id of what is sent, so that the same Send
twice is one row. It is stored nowhere, so that nobody can make the id, or what else comes from it, a second time.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from alongside.commons import canonical, clock

GOOD_FOR: Final = timedelta(hours=6)
SERVERS_DIFFER_BY: Final = timedelta(minutes=1)
FIELD: Final = "token"
CANNOT_BE_READ = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)


@dataclass(frozen=True)
class Sent:
    """A form that arrived. With a `problem` (a sentence) it changes nothing: the page shows it again.

    `age` is how long ago we made the form.
    """

    data: QueryDict
    nonce: str = ""
    problem: str = ""
    status: int = 200
    age: timedelta = timedelta(0)


def new(purpose: str) -> str:
    """A token for a form of this purpose."""
    return _signer(purpose).sign(f"{int(clock.now().timestamp())}.{secrets.token_urlsafe(16)}")


def receive(request: HttpRequest, purpose: str) -> Sent:
    """Read a form that was posted, and judge whether it came from our own page, lately."""
    try:
        data = request.POST
    except CANNOT_BE_READ:
        said = _(
            "What was sent is too long or could not be read, so nothing was sent on. Go back, shorten it and try again."
        )
        return Sent(QueryDict(), problem=said, status=400)
    if not is_from_here(request):
        said = _("This was sent from another website, so nothing was sent on. If it is yours, send it again from here.")
        return Sent(data, problem=said, status=403)
    found = _nonce_and_age(data.get(FIELD, ""), purpose)
    if found is None:
        said = _(
            "This page was open for too long, or was changed on its way. Nothing was sent. Check it and send it again."
        )
        return Sent(data, problem=said, status=403)
    nonce, age = found
    return Sent(data, nonce, age=age)


def is_from_here(request: HttpRequest) -> bool:
    """What the browser says about where a form was sent from; a very old one says nothing.

    Our pages ask for no referrer, and then browsers say `Origin: null` about our own forms too (Fetch, "append a
    request `Origin` header"), so null counts as nothing said.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "null")
    if fetched_from not in ("", "same-origin"):
        return False
    return origin == "null" or _host_in(origin) == request.get_host()


def _host_in(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def made_from(nonce: str, purpose: str, answers: Mapping[str, Any]) -> bytes:
    """Thirty-two bytes that only this token and these answers make, and only here."""
    return canonical.keyed_hash(_key(), purpose, _said(nonce, answers))


def id_from(nonce: str, purpose: str, answers: Mapping[str, Any]) -> UUID:
    """The id of what is sent with this token and these answers: the same Send twice is one row."""
    return canonical.keyed_uuid(_key(), purpose, _said(nonce, answers))


def _said(nonce: str, answers: Mapping[str, Any]) -> bytes:
    return canonical.encode({"token": nonce, "answers": dict(answers)})


def _key() -> bytes:
    return settings.SECRET_KEY.encode()


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"alongside.form.{purpose}")


def _nonce_and_age(token: str, purpose: str) -> tuple[str, timedelta] | None:
    try:
        made_at, _dot, nonce = _signer(purpose).unsign(token).partition(".")
    except (signing.BadSignature, UnicodeError):
        return None
    age = clock.now() - datetime.fromtimestamp(int(made_at), UTC)
    return (nonce, age) if -SERVERS_DIFFER_BY <= age <= GOOD_FOR else None
