"""Opening what was locked to custodians: one of a pair hands their share on, the other opens. Casework alone has this.

The first custodian's share leaves this process sealed to the second one's key, so that what is stored in between opens
for nobody else.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from alongside.commons import canonical
from alongside.commons.envelope import contents
from alongside.commons.envelope.custody import (
    FORMAT,
    NONCE_BYTES,
    bound,
    name_of,
    pair_key,
    share_info,
    stretched,
)
from alongside.commons.envelope.keys import PrivateKey, PublicKey, WillNotOpen
from alongside.commons.envelope.shapes import Identity

__all__ = ["Locked", "WillNotOpen", "hand_on", "identity", "open_with", "private_key", "read"]
SEED_FORMAT = "alongside-custodian-1"


class Locked(NamedTuple):
    """What `custody.lock` wrote, read back: shares and wrapped keys by name and by pair."""

    concern: UUID
    shares: Mapping[str, bytes]
    pairs: Mapping[tuple[str, str], bytes]
    sealed: bytes

    @property
    def custodians(self) -> tuple[str, ...]:
        return tuple(self.shares)


def read(locked: bytes) -> Locked:
    """Read what was locked. Raises WillNotOpen, in a sentence without contents, when it is written in another way."""
    try:
        parts = canonical.decode(locked)
        if parts["format"] != FORMAT or set(parts) != {"concern", "format", "pairs", "sealed", "shares"}:
            raise ValueError
        shares = {row["of"]: base64.b64decode(row["sealed"], validate=True) for row in parts["shares"]}
        pairs = {_pair(row["of"]): base64.b64decode(row["sealed"], validate=True) for row in parts["pairs"]}
        return Locked(UUID(parts["concern"]), shares, pairs, base64.b64decode(parts["sealed"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise WillNotOpen("What was locked is not written as it should be.") from None


def hand_on(locked: Locked, mine: PrivateKey, to: PublicKey) -> bytes:
    """Open one's own share and seal it to another custodian. Raises WillNotOpen when either is not among them."""
    me, them = name_of(mine.public()), name_of(to)
    if them not in locked.shares or them == me:
        raise WillNotOpen("This was not locked to the other custodian.")
    return to.seal(_share(locked, mine), _handed_info(locked.concern, me, them))


def open_with(locked: Locked, mine: PrivateKey, *, handed: bytes, by: str) -> bytes:
    """Open with one's own share and the one that the custodian named `by` handed on.

    Raises WillNotOpen when the two were not a pair, or when anything was altered.
    """
    me = name_of(mine.public())
    shares = {me: _share(locked, mine), by: mine.open(handed, _handed_info(locked.concern, by, me))}
    pair = _pair([me, by])
    if pair not in locked.pairs:
        raise WillNotOpen("These two custodians are no pair for what was locked.")
    wrapping = pair_key(shares, pair, locked.concern)
    key = _opened(wrapping, locked.pairs[pair], bound(locked.concern, pair))
    return _opened(key, locked.sealed, bound(locked.concern))


def identity(plaintext: bytes) -> Identity:
    """What `custody.in_confidence` locked, after opening. Raises WillNotOpen when it is something else."""
    try:
        told = contents.from_bytes(plaintext)
    except ValueError:
        raise WillNotOpen("This opened, but what it holds cannot be read.") from None
    if not isinstance(told, Identity):
        raise WillNotOpen("This opened, and is no identity.")
    return told


def private_key(file: bytes, phrase: str) -> PrivateKey:
    """Open a custodian's own key file with their pass phrase (about 0.1 s). Raises WillNotOpen for a wrong one."""
    try:
        parts = json.loads(file)
        if parts["format"] != SEED_FORMAT:
            raise ValueError
        salt, sealed = (base64.b64decode(parts[name], validate=True) for name in ("salt", "sealed"))
        key = PrivateKey(_opened(stretched(phrase, salt), sealed, parts["custodian"].encode()))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise WillNotOpen("The custodian's key file is not written as it should be.") from None
    if name_of(key.public()) != parts["custodian"]:
        raise WillNotOpen("The custodian's key file holds another key than it says.")
    return key


def _share(locked: Locked, mine: PrivateKey) -> bytes:
    name = name_of(mine.public())
    if name not in locked.shares:
        raise WillNotOpen("This was not locked to this custodian.")
    return mine.open(locked.shares[name], share_info(locked.concern, name))


def _handed_info(concern: UUID, by: str, to: str) -> bytes:
    return canonical.encode({"by": by, "concern": str(concern), "format": FORMAT, "to": to})


def _pair(names: Any) -> tuple[str, str]:
    first, second = sorted(names)
    return first, second


def _opened(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        raise WillNotOpen("This does not open with what was tried.") from None
