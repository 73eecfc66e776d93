"""A question to somebody without an account: opened by a link that holds one secret and a code that holds the other.

The link is a receipt; the code is told by telephone. Both together are stretched as a receipt's secret is, so that what
waits at the link's locator opens to nobody who has only one of them.
"""

import secrets
from hashlib import sha256
from typing import Final

from alongside.commons.envelope.receipt import Receipt, ReplyKey, stretch

CODE_DIGITS: Final = 8
HANDLE_LABEL: Final = b"alongside-question-1 handle "


def new_code() -> str:
    """A code to be told by telephone: digits alone, so that nobody has to spell."""
    return "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))


def read_code(typed: str) -> str | None:
    """A code as people type it, with spaces or dashes anywhere; None for what is no code."""
    digits = "".join(each for each in typed if each.isdecimal() and each.isascii())
    rest = {each for each in typed if each not in digits}
    return digits if len(digits) == CODE_DIGITS and rest <= {" ", "-", "\u2013", "\u00a0"} else None


def key_of(link: Receipt, code: str) -> ReplyKey:
    """The key pair that belongs to a link and its code; as slow as a receipt's, on purpose."""
    return stretch(Receipt(link.locator, link.secret + code))


def handle(link: Receipt) -> bytes:
    """By what wrong codes for a link are counted: whoever knows the locator alone can close nothing."""
    return sha256(HANDLE_LABEL + link.locator.encode("ascii") + link.secret.encode("ascii")).digest()
