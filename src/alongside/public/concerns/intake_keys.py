"""The key that concerns are sealed to now: the public halves of intake's keys, as `./alongside keys` writes them."""

from __future__ import annotations

from alongside.commons import installation
from alongside.commons.envelope import key_list
from alongside.commons.envelope.key_list import IntakeKey, NoKeyNow

__all__ = ["IntakeKey", "NoKeyNow", "current"]


def current() -> IntakeKey:
    """The key to seal to now. Raises NoKeyNow, also when the list is missing or cannot be read."""
    return key_list.current(installation.state("keys", "public", "intake.json"))
