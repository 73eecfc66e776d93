"""Keys of the hybrid KEM: ML-KEM-768 (FIPS 203) and X25519 (RFC 7748) together, as X-Wing combines them.

A key pair comes from a seed of 32 bytes in the way of draft-connolly-cfrg-xwing-kem, section 5.2, and its public half
is written as there, so that other HPKE libraries read our keys and we read theirs.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
SEED_BYTES: Final = 32
MLKEM_PUBLIC_BYTES: Final = 1184
MLKEM_SEED_BYTES: Final = 64
X25519_BYTES: Final = 32
PUBLIC_KEY_BYTES: Final = MLKEM_PUBLIC_BYTES + X25519_BYTES
# What sealing adds: the encapsulated key (1,088 + 32 bytes) and the tag of ChaCha20-Poly1305 (16).
SEALING_ADDS: Final = 1136


class WillNotOpen(Exception):
    """A sealed thing does not open with this key, or not as what it claims to be; the sentence holds no contents."""


@dataclass(frozen=True)
class PublicKey:
    """The half of a key pair that seals: ML-KEM-768 key, then X25519 key, 1,216 bytes."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != PUBLIC_KEY_BYTES:
            raise ValueError(f"A public key has {PUBLIC_KEY_BYTES:,} bytes.")

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        """HPKE base mode, one message (RFC 9180 6.1); `info` is bound and must be given again to open."""
        return SUITE.encrypt(plaintext, self._key(), info=info)

    def _key(self) -> MLKEM768X25519PublicKey:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.raw[:MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(self.raw[MLKEM_PUBLIC_BYTES:]),
        )


@dataclass(frozen=True)
class PrivateKey:
    """The half that opens, kept as its seed of 32 bytes, which never shows in a log or a traceback."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"The seed of a private key has {SEED_BYTES} bytes.")

    def public(self) -> PublicKey:
        """The public half, as its 1,216 bytes."""
        mlkem, x25519 = self._parts()
        return PublicKey(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Undo `PublicKey.seal`. Raises WillNotOpen for another key, another `info` or altered bytes."""
        try:
            return SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*self._parts()), info=info)
        except (InvalidTag, ValueError):
            raise WillNotOpen("This does not open with the key that was tried.") from None

    def _parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = hashlib.shake_256(self.seed).digest(MLKEM_SEED_BYTES + X25519_BYTES)
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(expanded[MLKEM_SEED_BYTES:]),
        )
