"""The keys that things are sealed to now, as `./alongside keys` writes their public halves: intake, custodians."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from alongside.commons import installation
from alongside.commons.envelope import custody, key_list
from alongside.commons.envelope.key_list import IntakeKey, NoKeyNow
from alongside.commons.envelope.keys import PublicKey

__all__ = ["IntakeKey", "NoKeyNow", "current", "custodians"]

log = logging.getLogger("alongside.concerns")


def current() -> IntakeKey:
    """The key to seal to now. Raises NoKeyNow, also when the list is missing or cannot be read."""
    return key_list.current(installation.state("keys", "public", "intake.json"))


def custodians() -> Mapping[str, PublicKey]:
    """The public keys of the custodians, by name; empty where a name cannot be promised to two people only."""
    try:
        found = custody.custodians_in(installation.state("keys", "public"))
    except (OSError, ValueError):
        log.error("the list of custodians cannot be read, so nothing is promised in confidence")
        return {}
    return found if len(found) >= custody.FEWEST else {}
