"""A draft as a file on the professional's own device, sealed with a passphrase. Nothing of it stays here.

The format is in docs/professional-draft.md; its test vectors in tests/public/professionals/draft_vectors.json.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import unicodedata
from collections.abc import Mapping
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.utils.translation import gettext as _

from alongside.commons import canonical
from alongside.commons.envelope.padding import padded, unpadded
from alongside.commons.refusals import BadInput

MAGIC: Final = b"ALONGSIDE-DRAFT"
VERSION: Final = 1
SALT_BYTES, NONCE_BYTES, SUM_BYTES, KEY_BYTES = 16, 12, 32, 32
COVER_BYTES: Final = len(MAGIC) + 1
# RFC 9106, section 4, second recommended option. They belong to the version: a file cannot ask for more memory.
PASSES, MEMORY_KIB, LANES = 3, 64 * 1024, 4
LEAST_BYTES: Final = COVER_BYTES + SALT_BYTES + NONCE_BYTES + SUM_BYTES
# 64 MiB each: more than two at once wait for their turn.
_turns = threading.BoundedSemaphore(2)


class WrongPassphrase(BadInput):
    """The draft is whole, and these words do not open it."""


def seal(
    answers: Mapping[str, str], passphrase: str, *, salt: bytes | None = None, nonce: bytes | None = None
) -> bytes:
    """The file; `salt` and `nonce` are given by test vectors only. Raises BadInput when there is too much to keep."""
    salt, nonce = salt or secrets.token_bytes(SALT_BYTES), nonce or secrets.token_bytes(NONCE_BYTES)
    cover = MAGIC + bytes([VERSION])
    try:
        plain = padded(canonical.encode({"answers": dict(answers)}))
    except ValueError:
        raise BadInput(_("What you wrote is too long for a draft. Shorten it and save it again.")) from None
    body = cover + salt + nonce + ChaCha20Poly1305(key(passphrase, salt)).encrypt(nonce, plain, cover)
    return body + hashlib.sha256(body).digest()


def open(data: bytes, passphrase: str) -> dict[str, str]:
    """The answers again. Raises BadInput with one sentence: no draft, another version, damaged, or WrongPassphrase."""
    _check(data)
    salt, nonce, sealed = _cut(data)
    try:
        plain = ChaCha20Poly1305(key(passphrase, salt)).decrypt(nonce, sealed, data[:COVER_BYTES])
        answers = canonical.decode(unpadded(plain))["answers"]
    except InvalidTag:
        raise WrongPassphrase(_("This passphrase does not open the draft. Check capital letters and spaces.")) from None
    return {str(name): text for name, text in answers.items() if isinstance(text, str)}


def _check(data: bytes) -> None:
    """Refuse what is no draft of this version, or is not whole, before any work is spent on it."""
    if not data.startswith(MAGIC) or len(data) <= LEAST_BYTES:
        raise BadInput(_("This file is not a draft from here. Choose the file that you downloaded."))
    if data[COVER_BYTES - 1] < VERSION:
        raise BadInput(_("This draft was made by a version of this service that is too old to be opened. Begin anew."))
    if data[COVER_BYTES - 1] > VERSION:
        raise BadInput(_("This draft was made by a newer version of this service. Open it where you made it."))
    if not hmac.compare_digest(hashlib.sha256(data[:-SUM_BYTES]).digest(), data[-SUM_BYTES:]):
        raise BadInput(_("This draft was damaged or altered, so it cannot be opened. Use another copy of it."))


def _cut(data: bytes) -> tuple[bytes, bytes, bytes]:
    after_salt = COVER_BYTES + SALT_BYTES
    after_nonce = after_salt + NONCE_BYTES
    return data[COVER_BYTES:after_salt], data[after_salt:after_nonce], data[after_nonce:-SUM_BYTES]


def key(passphrase: str, salt: bytes) -> bytes:
    """Thirty-two bytes that the passphrase makes; takes about a tenth of a second and 64 MiB."""
    # NFC (RFC 8265, OpaqueString): the same words typed on another keyboard are the same bytes.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    with _turns:
        return hash_secret_raw(secret, salt, PASSES, MEMORY_KIB, LANES, KEY_BYTES, Type.ID)
