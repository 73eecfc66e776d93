"""Know the same words again without keeping them: a keyed hash of all that was told. Only intake has the key.

The same words means the same words: nothing is compared by meaning or likeness, and one letter more makes another.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from typing import Any
from uuid import UUID

from alongside.casework.rules import queue as rules
from alongside.commons import canonical, clock, installation
from alongside.commons.envelope import contents

from .models import Place, Together

log = logging.getLogger("alongside.intake")
NOT_WORDS = ("sent_at", "reply_to", "place_in_queue", "parts")


def mark_of(told: contents.Concern, area_code: str) -> UUID | None:
    """Return the mark of what was told, or None for a concern that is always read by itself."""
    alone = not rules.may_stand_for_others(
        channel=told.channel, hurt=told.hurt, door=told.kind_of_door, age_band=told.age_band,
        promise=told.promise, files=len(told.parts),
    )  # fmt: skip
    key = None if alone else _key()
    if key is None:
        return None
    said = json.loads(contents.to_bytes(told))["said"]
    words = {name: _plain(value) for name, value in said.items() if name not in NOT_WORDS}
    hashed = hmac.new(key, canonical.encode({**words, "area": area_code}), hashlib.sha256).digest()
    return UUID(bytes=hashed[:16])


def stand_alone(case_id: UUID) -> None:
    """Let a concern be read by itself from now on: somebody came back to it, so a person stands behind it."""
    Place.objects.filter(case_id=case_id).update(words=None)


def forget_old() -> None:
    """After 30 days nothing says any more which concerns came in the same words, or who closed them together."""
    before = clock.now() - rules.TAKEN_BACK_WITHIN
    Place.objects.filter(made_at__lt=before, words__isnull=False).update(words=None)
    Together.objects.filter(made_at__lt=before).delete()


def _plain(value: Any) -> Any:
    """Return text without its case and its spacing."""
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    return {name: _plain(each) for name, each in value.items()} if isinstance(value, dict) else value


def _key() -> bytes | None:
    """Return the key, or None where it is missing: a concern is opened all the same, and stands by itself."""
    try:
        return installation.secret("intake/same_words")
    except installation.NotSetUp:
        log.error("the key of the same words is missing; run: ./alongside keys new")
        return None
