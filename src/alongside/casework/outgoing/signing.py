"""The key that signs bulletins; its public half is what the public site checks them with (docs/run-it.md)."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alongside.commons import installation

KEY = "casework/bulletin"


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(installation.secret(KEY))
