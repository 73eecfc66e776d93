"""What somebody typed, closed to everybody but them for minutes. It travels in a page and is stored nowhere."""

from __future__ import annotations

import base64
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.http import HttpRequest, QueryDict

from alongside.commons import canonical, clock

from . import whose

GOOD_FOR: Final = timedelta(minutes=30)
PURPOSE: Final = "given_back"
NONCE_BYTES: Final = 12
NOT_CARRIED: Final = frozenset({"csrfmiddlewaretoken", whose.FIELD, "phrase", "pass_phrase", "passphrase", "password"})
"""Guards, which are made anew, and secrets, which are typed anew."""


@dataclass(frozen=True)
class Typed:
    """One form as it was sent: where it went, the page that it stands on, each name with its values, names of files."""

    page: str
    to: str
    said: dict[str, list[str]]
    files: list[str]


def typed_in(request: HttpRequest, page: str) -> Typed:
    """What a refused POST carries, without guards and secrets."""
    said = {name: texts for name, texts in request.POST.lists() if name not in NOT_CARRIED}
    files = [one.name or "" for name in request.FILES for one in request.FILES.getlist(name)]
    return Typed(page, request.path, said, files)


def seal(typed: Typed, staff_id: UUID) -> str:
    """Close it to one person, as text for a hidden field."""
    what = {"at": clock.now().isoformat(), "page": typed.page, "to": typed.to, "files": typed.files}
    # Names of fields may be any text, and canonical JSON has ASCII keys: so pairs.
    plain = zlib.compress(canonical.encode({**what, "said": [[name, texts] for name, texts in typed.said.items()]}))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + _cipher(staff_id).encrypt(nonce, plain, None)).decode()


def unseal(text: str, staff_id: UUID) -> Typed | None:
    """Open it for this person; None where it is somebody else's, was altered, or is older than `GOOD_FOR`."""
    try:
        data = base64.urlsafe_b64decode(text)
        plain = _cipher(staff_id).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except (ValueError, InvalidTag):
        return None
    what: dict[str, Any] = canonical.decode(zlib.decompress(plain))
    if not timedelta(0) <= clock.now() - datetime.fromisoformat(what["at"]) <= GOOD_FOR:
        return None
    return Typed(what["page"], what["to"], dict(what["said"]), what["files"])


def as_posted(typed: Typed) -> QueryDict:
    """The same as a form's data."""
    data = QueryDict(mutable=True)
    for name, texts in typed.said.items():
        data.setlist(name, texts)
    return data


def _cipher(staff_id: UUID) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(canonical.keyed_hash(settings.SECRET_KEY.encode(), PURPOSE, staff_id.bytes))
