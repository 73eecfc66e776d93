"""What is not sent yet and must not be changed: it travels in the page itself, in a field that only this server opens.

It is in no session, row, file, cache or address. The keys are files of one hour each that live for six more and are
then destroyed, so what stands in a page that somebody left open cannot be opened later, by anybody.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.commons import canonical, clock, installation

HOURS: Final = 6
HOUR_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32
BOUND: Final = b"alongside-unsent-1 "


def close(what: dict[str, Any], purpose: str) -> str:
    """It as one line of text for a hidden field; it opens for this purpose alone, so no form takes another's."""
    hour = _hour(clock.now())
    _destroy_old(hour)
    nonce = secrets.token_bytes(NONCE_BYTES)
    cover = hour.to_bytes(HOUR_BYTES, "big")
    sealed = AESGCM(_key(hour)).encrypt(nonce, canonical.encode(what), _bound(purpose, cover))
    return base64.urlsafe_b64encode(cover + nonce + sealed).decode("ascii")


def open(text: str, purpose: str) -> dict[str, Any] | None:
    """It again, or None when it was changed on its way, is another form's, or is more than six hours old."""
    try:
        data = base64.b64decode(text.encode("ascii"), b"-_", validate=True)
        cover, nonce, sealed = _cut(data)
        hour = int.from_bytes(cover, "big")
        if not 0 <= _hour(clock.now()) - hour <= HOURS:
            return None
        what = canonical.decode(AESGCM(_path(hour).read_bytes()).decrypt(nonce, sealed, _bound(purpose, cover)))
    except (InvalidTag, ValueError, binascii.Error, FileNotFoundError):
        return None
    return dict(what)


def _bound(purpose: str, cover: bytes) -> bytes:
    return BOUND + purpose.encode("ascii") + b" " + cover


def _cut(data: bytes) -> tuple[bytes, bytes, bytes]:
    start = HOUR_BYTES + NONCE_BYTES
    return data[:HOUR_BYTES], data[HOUR_BYTES:start], data[start:]


def _hour(moment: datetime) -> int:
    return int(moment.timestamp() // 3600)


def _key(hour: int) -> bytes:
    path = _path(hour)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # Several processes may be first at once: whoever writes first wins, and all read what was written.
        installation.write_secret(path, secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()


def _destroy_old(hour: int) -> None:
    for path in _path(hour).parent.glob("*.key"):
        if path.stem.isdecimal() and int(path.stem) < hour - HOURS:
            path.unlink(missing_ok=True)


def _path(hour: int) -> Path:
    return installation.state("keys", "public", "forms", f"{hour}.key")
