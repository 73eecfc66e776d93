"""Files that the browser seals before they leave it: the format is that of `files`, and only the bytes go another way.

The server says what stands before a file's bytes in its envelope, and gives key, id and sizes; a worker in the browser
(browser/seal.js) does the rest. What comes back is judged by its size, as an envelope in the letterbox is.
"""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from typing import Any, Final

from alongside.commons.envelope import contents, seal
from alongside.commons.envelope.padding import PART_BUCKETS

from . import held, intake_keys

FIELD: Final = "sealed"
PURPOSE: Final = "a file sealed elsewhere"
LARGEST: Final = max(seal.SEALED_PART_SIZES)


@dataclass(frozen=True)
class Promised:
    """What a file was said to be when its cover was made."""

    id: str
    key_id: str
    name: str
    size: int


def cover_of(part: contents.Part, size: int) -> dict[str, Any]:
    """What the browser needs to seal a file of this size, as JSON; `part` is the file without its bytes.

    `sealed` is for us: it comes back with the bytes, and nobody else can open or alter it. Raises NoKeyNow.
    """
    key = intake_keys.current()
    id = uuid.uuid4()
    return {
        "before": _text(contents.to_bytes(part)),
        "info": _text(seal.info(id=id, kind=part.kind, key_id=key.key_id)),
        "public_key": _text(key.public_key.raw),
        "sizes": PART_BUCKETS,
        "sealed": held.close({"id": str(id), "key_id": key.key_id, "name": part.name, "size": size}, PURPOSE),
    }


def promised(text: str) -> Promised | None:
    """What was said of a file whose bytes arrive; None when it was altered or is more than six hours old."""
    found = held.open(text, PURPOSE)
    return Promised(**found) if found and set(found) == set(Promised.__annotations__) else None


def envelope(of: Promised, data: bytes) -> seal.Envelope:
    """The envelope of what arrived. Raises ValueError when its length is none that a sealed file has."""
    return seal.Envelope(uuid.UUID(of.id), contents.Part.kind, of.key_id, data)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
