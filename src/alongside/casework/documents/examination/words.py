"""Plain text, as UTF-8 with line ends of one kind."""

from __future__ import annotations

import codecs
import re

from .refusals import Refused

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NOT_TYPED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the order of what is shown, so that a line reads other than it is (Unicode TR 36, 2.5)."""


def get_ready() -> None:
    """Load what decodes while files can still be opened."""
    for name in ("utf-8-sig", "utf-16", "cp1252", "cp437", "idna"):
        codecs.lookup(name)


def decoded(content: bytes) -> bytes:
    """Return the text in UTF-8. Raises Refused ``unknown_kind`` for what is no text."""
    text = _text(content)
    if NOT_TYPED.search(text):
        raise Refused("unknown_kind")
    text = DIRECTION.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("empty")
    return text.encode("utf-8", "replace")


def _text(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
