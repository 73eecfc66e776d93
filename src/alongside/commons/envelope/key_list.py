"""Which of intake's public keys to seal to now, from the list that `./alongside keys` writes for each half.

The file is a list of {"key_id", "public_key" (base64), "from", "until"}; moments are ISO 8601. Nothing is taken when
none of them is good now: what nobody could open must not be accepted.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alongside.commons import clock
from alongside.commons.envelope.keys import PublicKey


class NoKeyNow(Exception):
    """No public key of intake is good at this moment, so nothing can be sealed."""


@dataclass(frozen=True)
class IntakeKey:
    """A public key of intake, its name, and when it is used."""

    key_id: str
    public_key: PublicKey
    good_from: datetime
    good_until: datetime


def current(path: Path) -> IntakeKey:
    """The key to seal to now. Raises NoKeyNow, also when the list is missing or cannot be read."""
    moment = clock.now()
    for key in _listed(path):
        if key.good_from <= moment < key.good_until:
            return key
    raise NoKeyNow("There is no intake key for this moment.")


def _listed(path: Path) -> list[IntakeKey]:
    try:
        return [_read(row) for row in json.loads(path.read_bytes())]
    except (OSError, ValueError, KeyError, TypeError):
        raise NoKeyNow("The list of intake's public keys is missing or cannot be read.") from None


def _read(row: dict[str, Any]) -> IntakeKey:
    return IntakeKey(
        row["key_id"],
        PublicKey(base64.b64decode(row["public_key"], validate=True)),
        _moment(row["from"]),
        _moment(row["until"]),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment
