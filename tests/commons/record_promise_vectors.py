"""Record `docs/promise-vectors.json` anew: `python tests/commons/record_promise_vectors.py` with `src` on the path.

Only for a new format version, and then the old examples stay in the file: a proof that somebody kept verifies for ever.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alongside.commons import ledger, promise

FILE = Path(__file__).parents[2] / "docs" / "promise-vectors.json"
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
AT = datetime(2026, 11, 23, 9, 41, 7, tzinfo=UTC)
SEALED = b"an envelope as it lay in the letterbox"
NONCE = bytes(range(64, 96))
# Sizes of the log and places in it, in hours of 256: the first leaf, the last one, and one in a log of odd length.
PLACES = ((256, 0), (256, 255), (768, 300), (1280, 1279))


def leaves(size: int, index: int, leaf: bytes) -> list[bytes]:
    """A log of this size, with the leaf at its place."""
    return [leaf if at == index else sha256(at.to_bytes(8, "big")).digest() for at in range(size)]


def made(size: int, index: int) -> promise.Proof:
    """The proof for this place."""
    promised = promise.sign(SEALED, NONCE, AT, SIGNER)
    hashes = [ledger.leaf_hash(one) for one in leaves(size, index, bytes.fromhex(promised.leaf))]
    note = ledger.sign_checkpoint(ledger.Checkpoint(promise.LOG, size, ledger.root(hashes)), LOG)
    return promise.Proof(promised, NONCE.hex(), promise.Place(index, ledger.inclusion_proof(index, hashes), note))


def main() -> None:
    """Write the file."""
    proofs = [made(size, index) for size, index in PLACES]
    waiting = promise.Proof(proofs[0].promise, NONCE.hex(), None)
    keys = [
        ledger.verifier_key(promise.SIGNER, SIGNER.public_key()), ledger.verifier_key(promise.LOG, LOG.public_key())
    ]  # fmt: skip
    vectors = {
        "format": 1,
        "keys": keys,
        "sealed": SEALED.hex(),
        "signed": proofs[0].promise.signed_bytes().decode("ascii"),
        "proofs": [json.loads(promise.to_json(proof)) for proof in (*proofs, waiting)],
    }
    FILE.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
