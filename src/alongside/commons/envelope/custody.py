"""Locking to custodians: what was told in confidence about oneself opens for two of them together, for nobody alone.

Each custodian gets a share of their own, sealed to their key with HPKE as envelopes are. The key of each *pair* comes
from the shares of both (HKDF-SHA-256), and wraps the key of the data. So n custodians cost n sealings and not n·(n-1),
either of a pair may begin, and what five lock fits the one size that every sealed identity has. See `docs/envelope.md`.
The public half has this file and cannot open what it locks: that takes `custody_open.py` and two private keys.
"""

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alongside.commons import canonical
from alongside.commons.envelope import contents
from alongside.commons.envelope.keys import PublicKey
from alongside.commons.envelope.shapes import Identity
from alongside.commons.refusals import BadInput

FORMAT: Final = "alongside-custody-1"
FEWEST: Final = 2
MOST: Final = 5
# Bytes. An identity with every field at its limit fits, and with five custodians all of it is below 23,000 characters.
LONGEST: Final = 9_000
SHARE_BYTES: Final = 32
NONCE_BYTES: Final = 12
NAME: Final = re.compile(r"custodian-[0-9a-f]{16}\Z")


def name_of(key: PublicKey) -> str:
    """The name of a custodian's key: it tells nothing of whose it is, and no other key can take it."""
    return f"custodian-{hashlib.sha256(key.raw).hexdigest()[:16]}"


def lock(plaintext: bytes, custodians: Mapping[str, PublicKey], *, concern: UUID) -> bytes:
    """Lock at most 9,000 bytes to every pair of two to five custodians, by the names of their keys; canonical JSON.

    About 0.2 ms a custodian. Bound to the concern and to each pair. Raises BadInput for too few or too many custodians,
    for a name that is not the key's own, or for a plaintext that is too long.
    """
    _check(plaintext, custodians)
    names = sorted(custodians)
    shares = {name: os.urandom(SHARE_BYTES) for name in names}
    key = ChaCha20Poly1305.generate_key()
    pairs = [(first, second) for first, second in combinations(names, 2)]
    return canonical.encode(
        {
            "concern": str(concern),
            "format": FORMAT,
            "pairs": [
                {"of": [*pair], "sealed": _text(seal_with(pair_key(shares, pair, concern), key, bound(concern, pair)))}
                for pair in pairs
            ],
            "sealed": _text(seal_with(key, plaintext, bound(concern))),
            "shares": [
                {"of": name, "sealed": _text(custodians[name].seal(shares[name], share_info(concern, name)))}
                for name in names
            ],
        }
    )


def in_confidence(told: Identity, custodians: Mapping[str, PublicKey]) -> Identity:
    """The same identity locked to custodians: what is sealed to intake for who was promised confidence.

    `told` is made as a *named* one. Raises BadInput as `lock` does.
    """
    plaintext = contents.to_bytes(replace(told, reply_to=None))
    locked = lock(plaintext, custodians, concern=told.concern).decode()
    return Identity(
        told.concern, "in_confidence", told.sent_at, locked=locked, language=told.language, reply_to=told.reply_to
    )


def custodians_in(folder: Path) -> dict[str, PublicKey]:
    """Read `custodians.json` of a folder of public keys; empty where nobody is a custodian.

    With fewer than two nothing can be promised in confidence. Raises BadInput when the file is not as it was written.
    """
    file = folder / "custodians.json"
    if not file.exists():
        return {}
    listed = json.loads(file.read_text(encoding="utf-8"))
    try:
        found = {row["custodian"]: PublicKey(base64.b64decode(row["public_key"], validate=True)) for row in listed}
    except (KeyError, TypeError, ValueError):
        raise BadInput("The list of custodians is not written as it should be.") from None
    if any(name != name_of(key) for name, key in found.items()):
        raise BadInput("The list of custodians names a key that is not the one it shows.")
    return found


def pair_key(shares: Mapping[str, bytes], pair: tuple[str, str], concern: UUID) -> bytes:
    """The key of a pair, from both of their shares: HKDF-SHA-256 without salt, bound to pair and concern."""
    first, second = sorted(pair)
    both = shares[first] + shares[second]
    return HKDF(SHA256(), length=32, salt=None, info=bound(concern, (first, second))).derive(both)


def bound(concern: UUID, pair: tuple[str, ...] = ()) -> bytes:
    """What a sealed part is bound to, as canonical JSON."""
    return canonical.encode({"concern": str(concern), "format": FORMAT, "pair": sorted(pair)})


def share_info(concern: UUID, custodian: str) -> bytes:
    """What the sealing of a share is bound to, as canonical JSON."""
    return canonical.encode({"concern": str(concern), "custodian": custodian, "format": FORMAT})


def seal_with(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """ChaCha20-Poly1305 (RFC 8439): 12 random bytes of nonce, the ciphertext, 16 bytes of tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, bound_to)


def stretched(phrase: str, salt: bytes) -> bytes:
    """The key that a custodian's pass phrase gives: Argon2id (RFC 9106), 3 passes, 64 MiB, 4 lanes, 32 bytes."""
    return Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(phrase.encode())


def _check(plaintext: bytes, custodians: Mapping[str, PublicKey]) -> None:
    if not FEWEST <= len(custodians) <= MOST:
        raise BadInput("Something is locked to two custodians at least, and to five at most.")
    if any(name != name_of(key) for name, key in custodians.items()):
        raise BadInput("A custodian's key has another name.")
    if len(plaintext) > LONGEST:
        raise BadInput(f"At most {LONGEST:,} bytes can be locked.")


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
