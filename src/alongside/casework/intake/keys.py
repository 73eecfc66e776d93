"""Intake's private keys, one a week. Only the intake worker's account can read this folder (docs/run-it.md)."""

from __future__ import annotations

from alongside.commons import installation
from alongside.commons.envelope.key_names import NAME
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.unseal import WillNotOpen


def private_key(key_id: str) -> PrivateKey:
    """Return one week's key. Raises WillNotOpen when it is not there, or when the name is no key's name."""
    if not NAME.match(key_id):
        raise WillNotOpen("The envelope names a key that intake never had.")
    path = installation.state("keys", "intake", f"{key_id}.key")
    if not path.exists():
        raise WillNotOpen(f"The key {key_id} is not here. If it was lost, restore its escrow copy (docs/run-it.md).")
    return PrivateKey(path.read_bytes())
