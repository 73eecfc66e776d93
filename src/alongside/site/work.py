"""Proof of work: a browser searches for a number while somebody types, so that sending very much costs very much.

Hashcash (Back 2002): the SHA-256 of a label, the form's own token and the number begins with so many zero bits. It is
never asked for: whoever cannot do it, without a script or on an old phone, is not turned away.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.conf import settings

LABEL: Final = "alongside-work-1"
LONGEST: Final = 20


def is_done(token: str, number: str) -> bool:
    """Whether this number is a proof for this token, at the difficulty of the settings."""
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST):
        return False
    digest = sha256(f"{LABEL} {token} {number}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - settings.WORK_BITS) == 0
