"""A promise that we have what somebody sent, and the proof of it that they may keep (docs/promises.md).

A promise is signed at Send. Its leaf is logged within hours, among so many others that size and time say nothing. The
proof is one file with the promise, the path of its leaf and a signed checkpoint; it is verified offline, without us.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from alongside.commons import canonical, ledger
from alongside.commons.exchange import key_id
from alongside.commons.refusals import BadInput

FORMAT: Final = "alongside-promise-1"
PROOF_FORMAT: Final = "alongside-proof-of-receipt-1"
# Whose checkpoints and whose promises these are, as other tools name keys (C2SP signed-note).
LOG: Final = "alongside/public/promises"
SIGNER: Final = "alongside/public/promise"
NONCE_BYTES: Final = 32
HOUR: Final = "%Y-%m-%dT%H:00:00.000000Z"


class NotProven(Exception):
    """What a file does not show; the sentence names the part of it that is not as it should be."""


@dataclass(frozen=True)
class Promise:
    """We hold the envelope of this hash since this hour, and this leaf stands for it in the log. Hexadecimal text."""

    envelope_hash: str
    hour: str
    key: str
    leaf: str
    signature: str

    def signed_bytes(self) -> bytes:
        """What the signature (Ed25519, RFC 8032) is over: canonical JSON of everything else."""
        said = {"envelope_hash": self.envelope_hash, "hour": self.hour, "key": self.key, "leaf": self.leaf}
        return canonical.encode({"format": FORMAT, **said})


@dataclass(frozen=True)
class Place:
    """Where the leaf stands in the log: its index, the path to the root (RFC 9162), and the signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True)
class Proof:
    """What a person may keep. Without a `place` the leaf still waited for its hour."""

    promise: Promise
    nonce: str
    place: Place | None


def envelope_hash(sealed: bytes) -> bytes:
    """SHA-256 of an envelope's sealed bytes: what was sent, and nobody can read it from this."""
    return hashlib.sha256(sealed).digest()


def leaf_of(nonce: bytes, hashed: bytes) -> bytes:
    """What is logged: SHA-256 of the nonce and the envelope's hash. Without the nonce it is like any 32 bytes."""
    return hashlib.sha256(nonce + hashed).digest()


def sign(sealed: bytes, nonce: bytes, moment: datetime, key: Ed25519PrivateKey) -> Promise:
    """Promise that an envelope with these bytes is ours to keep. `moment` (aware) is told to the hour only."""
    hashed = envelope_hash(sealed)
    hour = moment.astimezone(UTC).strftime(HOUR)
    unsigned = Promise(hashed.hex(), hour, key_id(key.public_key()), leaf_of(nonce, hashed).hex(), "")
    return Promise(**{**vars(unsigned), "signature": key.sign(unsigned.signed_bytes()).hex()})


def verify(proof: Proof, signers: Mapping[str, Ed25519PublicKey], log: Ed25519PublicKey) -> None:
    """Raise NotProven, naming the part, unless everything that the proof says holds.

    Args:
        signers: the keys that sign promises, by key id.
        log: the key that signs the log's checkpoints.
    """
    _verify_signature(proof.promise, signers)
    if leaf_of(_hex(proof.nonce, "nonce"), _hex(proof.promise.envelope_hash, "envelope_hash")).hex() != (
        proof.promise.leaf
    ):
        raise NotProven("nonce: it does not lead from the envelope's hash to the leaf that was promised.")
    if proof.place:
        _verify_place(proof.promise, proof.place, log)


def to_json(proof: Proof) -> bytes:
    """The file that a person keeps: JSON that people can read too."""
    place = proof.place
    logged = place and {
        "index": place.index,
        "path": [base64.b64encode(step).decode("ascii") for step in place.path],
        "checkpoint": place.checkpoint,
    }
    said = {"format": PROOF_FORMAT, "promise": vars(proof.promise), "nonce": proof.nonce, "log": logged}
    return (json.dumps(said, indent=2) + "\n").encode("ascii")


def from_json(data: bytes) -> Proof:
    """Read such a file. Raises BadInput, naming the part that is missing or not written as it should be."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise BadInput("This file is not JSON, so it is no proof of receipt.") from None
    if not isinstance(said, dict) or said.get("format") != PROOF_FORMAT:
        raise BadInput(f"format: this is no proof of receipt of the format {PROOF_FORMAT}.")
    if set(said) != {"format", "promise", "nonce", "log"}:
        raise BadInput("The file has a part too many or too few.")
    return Proof(_read_promise(said["promise"]), _text(said["nonce"], "nonce"), _read_place(said["log"]))


def _verify_signature(promise: Promise, signers: Mapping[str, Ed25519PublicKey]) -> None:
    if promise.key not in signers:
        raise NotProven("promise.key: none of the trusted keys has this name, so nobody you trust signed it.")
    try:
        signers[promise.key].verify(_hex(promise.signature, "promise.signature"), promise.signed_bytes())
    except InvalidSignature:
        raise NotProven(
            "promise: its signature does not hold, so its envelope_hash, hour, leaf or signature was altered."
        ) from None


def _verify_place(promise: Promise, place: Place, log: Ed25519PublicKey) -> None:
    try:
        checkpoint = ledger.read_checkpoint(place.checkpoint, LOG, log)
    except ledger.DoesNotProve as false:
        raise NotProven(f"log.checkpoint: {false}") from None
    leaf = ledger.leaf_hash(_hex(promise.leaf, "promise.leaf"))
    try:
        ledger.verify_inclusion(leaf, place.index, checkpoint.size, place.path, checkpoint.root)
    except ledger.DoesNotProve as false:
        raise NotProven(f"log.index or log.path: {false}") from None


def _hex(text: str, name: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotProven(f"{name}: this is not written in hexadecimal.") from None


def _read_promise(said: Any) -> Promise:
    names = set(Promise.__dataclass_fields__)
    if not isinstance(said, dict) or set(said) != names:
        raise BadInput("promise: it has a part too many or too few.")
    return Promise(**{name: _text(said[name], f"promise.{name}") for name in names})


def _read_place(said: Any) -> Place | None:
    if said is None:
        return None
    if not isinstance(said, dict) or set(said) != {"index", "path", "checkpoint"} or not isinstance(said["path"], list):
        raise BadInput("log: it has a part too many or too few.")
    if type(said["index"]) is not int:
        raise BadInput("log.index: this is no number.")
    return Place(
        said["index"], tuple(_step(step) for step in said["path"]), _text(said["checkpoint"], "log.checkpoint")
    )


def _step(text: Any) -> bytes:
    try:
        step = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise BadInput("log.path: a step of it is not written in base64.") from None
    if len(step) != ledger.HASH_BYTES:
        raise BadInput("log.path: a step of it does not have 32 bytes.")
    return step


def _text(value: Any, name: str) -> str:
    if type(value) is not str:
        raise BadInput(f"{name}: this is no text.")
    return value
