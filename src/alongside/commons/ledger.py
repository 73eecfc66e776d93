"""A Merkle tree that only grows: what was once counted in can neither be altered nor left out without being found.

Hashes, proofs and their verification are those of RFC 9162 section 2.1 (the same trees as RFC 6962). Checkpoints are
C2SP tlog-checkpoint in C2SP signed-note, so that any transparency-log tool can read and witness them.

The functions that make proofs take the leaf hashes; `Frontier` holds what an appender needs, at most one hash a bit of
the size, so that a sequencer never reads the ledger again.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


class DoesNotProve(Exception):
    """A proof or a signature that does not show what it is offered for."""


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 9162 2.1.1: a leaf is hashed with 0x00 before it, so that it never passes for a node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162 2.1.1: two hashes are joined with 0x01 before them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes (RFC 9162 2.1.1)."""
    return Frontier().extend(hashes).root()


@dataclass(frozen=True)
class Frontier:
    """A tree as its appender needs it: its size, and the roots of its full subtrees, largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError("This frontier does not have as many hashes as its size needs.")

    def append(self, leaf: bytes) -> "Frontier":
        """The tree with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """The tree with these leaf hashes after those it has."""
        size, hashes = self.size, list(self.hashes)
        for leaf in leaves:
            merged, full = leaf, size
            # Every 1 at the end of the size is a full subtree that the new one completes to the next larger.
            while full & 1:
                merged, full = node_hash(hashes.pop(), merged), full >> 1
            hashes.append(merged)
            size += 1
        return Frontier(size, tuple(hashes))

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        joined = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            joined = node_hash(left, joined)
        return joined


def inclusion_proof(index: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The path that shows leaf `index` (from 0) to be in the tree over `hashes` (RFC 9162 2.1.3.1).

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(hashes):
        raise IndexError("There is no such leaf in this ledger.")
    if len(hashes) == 1:
        return ()
    split = _split(len(hashes))
    if index < split:
        return (*inclusion_proof(index, hashes[:split]), root(hashes[split:]))
    return (*inclusion_proof(index - split, hashes[split:]), root(hashes[:split]))


def consistency_proof(size: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that show the tree over `hashes` to begin with its first `size` leaves (RFC 9162 2.1.4.1).

    Raises IndexError unless 0 < size <= len(hashes).
    """
    if not 0 < size <= len(hashes):
        raise IndexError("There is no such earlier ledger.")
    return _subproof(size, hashes, whole=True)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise DoesNotProve unless the leaf hash stands at `index` in the tree of that root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        raise DoesNotProve("There is no such leaf in a ledger of this size.")
    at, last, joined = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise DoesNotProve("This proof is longer than it should be.")
        if at & 1 or at == last:
            joined = node_hash(step, joined)
            at, last = _up_while_last(at, last)
        else:
            joined = node_hash(joined, step)
        at, last = at >> 1, last >> 1
    if last != 0 or joined != root:
        raise DoesNotProve("This leaf is not shown to be in the ledger.")


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise DoesNotProve unless the new tree begins with the whole of the old one (RFC 9162 2.1.4.2).

    An empty old tree is the beginning of every tree, and needs no proof.
    """
    if not 0 <= old_size <= new_size:
        raise DoesNotProve("A ledger never grows shorter.")
    if old_size in {0, new_size}:
        _verify_without_proof(old_size, new_size, proof, old_root, new_root)
        return
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        # The whole old tree is a node of the new one, and the proof leaves it out.
        steps.insert(0, old_root)
    if not steps or _both_roots(old_size, new_size, steps) != (old_root, new_root):
        raise DoesNotProve("The later ledger is not shown to begin with the earlier one.")


@dataclass(frozen=True)
class Checkpoint:
    """What a ledger was at one moment: whose it is, how many leaves, and their root. C2SP tlog-checkpoint."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or "+" in self.origin or self.origin != "".join(self.origin.split()):
            raise ValueError("The origin of a checkpoint is one word without a plus sign.")
        if self.size < 0 or len(self.root) != HASH_BYTES:
            raise ValueError("A checkpoint needs a size and a root of 32 bytes.")

    def body(self) -> str:
        """The text that is signed: origin, size and root, a line each."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"


ED25519: Final = b"\x01"
SIGNATURE_START: Final = "\u2014 "


def key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    """Four bytes that tell keys apart (C2SP signed-note): SHA-256 over name, line end, 0x01 and the key."""
    return hashlib.sha256(name.encode("utf-8") + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """A key as other tools take it (C2SP signed-note, "vkey"): name, key hash and key, with plus signs between."""
    encoded = base64.b64encode(ED25519 + key.public_bytes_raw()).decode("ascii")
    return f"{name}+{key_hash(name, key).hex()}+{encoded}"


def read_verifier_key(text: str) -> tuple[str, Ed25519PublicKey]:
    """The name and key in a vkey. Raises ValueError when it is none, or is of another algorithm."""
    try:
        name, hashed, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
        if raw[:1] == ED25519 and key_hash(name, key).hex() == hashed:
            return name, key
    except (ValueError, binascii.Error):
        pass
    raise ValueError("This is no key that verifies checkpoints.")


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """A text that ends a line, with a signature line after it (C2SP signed-note)."""
    if not text.endswith("\n"):
        raise ValueError("A note ends with a line end.")
    signature = key_hash(name, key.public_key()) + key.sign(text.encode("utf-8"))
    return f"{text}\n{SIGNATURE_START}{name} {base64.b64encode(signature).decode('ascii')}\n"


def open_note(note: str, keys: Mapping[str, Ed25519PublicKey]) -> str:
    """The text of a note that at least one of `keys` (by name) signed; lines of unknown signers are passed over.

    Raises DoesNotProve when none of them did, or when a line in the name of one does not verify.
    """
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    if not signatures.endswith("\n"):
        raise DoesNotProve("This note is not written as signed notes are.")
    verified = [_verifies(line, text.encode("utf-8"), keys) for line in signatures.splitlines()]
    if not any(verified):
        raise DoesNotProve("None of the known keys signed this note.")
    return text


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note of a checkpoint, in the name of its origin."""
    return sign_note(checkpoint.body(), checkpoint.origin, key)


def read_checkpoint(note: str, origin: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint in a note that this key signed for this origin. Raises DoesNotProve for any other."""
    lines = open_note(note, {origin: key}).split("\n")
    try:
        checkpoint = Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))
    except (ValueError, IndexError):
        raise DoesNotProve("This note is no checkpoint.") from None
    # Extension lines may follow (tlog-checkpoint), so the body is a beginning; written otherwise, it is not ours.
    if checkpoint.origin != origin or not "\n".join(lines).startswith(checkpoint.body()):
        raise DoesNotProve("This note is no checkpoint of this ledger.")
    return checkpoint


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _subproof(size: int, hashes: Sequence[bytes], *, whole: bool) -> tuple[bytes, ...]:
    if size == len(hashes):
        return () if whole else (root(hashes),)
    split = _split(len(hashes))
    if size <= split:
        return (*_subproof(size, hashes[:split], whole=whole), root(hashes[split:]))
    return (*_subproof(size - split, hashes[split:], whole=False), root(hashes[:split]))


def _up_while_last(at: int, last: int) -> tuple[int, int]:
    """Leave out the levels on which the last node has no sibling (RFC 9162 2.1.3.2, step 4)."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _verify_without_proof(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    expected_root = EMPTY_ROOT if old_size == 0 else new_root
    if proof or old_root != expected_root or (new_size == 0 and new_root != EMPTY_ROOT):
        raise DoesNotProve("The later ledger is not shown to begin with the earlier one.")


def _both_roots(old_size: int, new_size: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The roots that a consistency proof leads to, or None when it has the wrong length (RFC 9162 2.1.4.2)."""
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            at, last = _up_while_last(at, last)
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _verifies(line: str, text: bytes, keys: Mapping[str, Ed25519PublicKey]) -> bool:
    """Whether a known key signed by this line; False for an unknown one. Raises DoesNotProve for a false one."""
    name, _, encoded = line.removeprefix(SIGNATURE_START).partition(" ")
    if not line.startswith(SIGNATURE_START) or not name or not encoded:
        raise DoesNotProve("This note is not written as signed notes are.")
    try:
        signature = base64.b64decode(encoded, validate=True)
        if name not in keys or signature[:4] != key_hash(name, keys[name]):
            return False
        keys[name].verify(signature[4:], text)
    except (binascii.Error, ValueError, InvalidSignature):
        raise DoesNotProve("This note was altered, or not signed by whom it says.") from None
    return True
