"""The key that concerns are sealed to now: the public halves of intake's keys, as `./alongside keys` writes them."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.commons import installation
from alongside.commons.envelope import custody, key_list
from alongside.commons.envelope.key_list import IntakeKey, NoKeyNow
from alongside.commons.envelope.keys import PublicKey

__all__ = ["IntakeKey", "NoKeyNow", "current", "custodians"]


def current() -> IntakeKey:
    """The key to seal to now. Raises NoKeyNow, also when the list is missing or cannot be read."""
    return key_list.current(installation.state("keys", "public", "intake.json"))


def custodians() -> Mapping[str, PublicKey]:
    """The keys that lock what is told in confidence; empty where fewer than two people hold one."""
    found = custody.custodians_in(installation.state("keys", "public"))
    return found if len(found) >= custody.FEWEST else {}
