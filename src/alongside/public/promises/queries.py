"""What pages ask of the log: its keys, its hours, and the proof for one leaf."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alongside.commons import installation, ledger, promise
from alongside.commons.envelope.contents import Box

from . import rules
from .models import Checkpoint, Logged


def keys() -> list[str]:
    """The keys that verify promises and their log, as other tools take them (C2SP signed-note, "vkey")."""
    named = ((promise.SIGNER, "promise.pub"), (promise.LOG, "promise_log.pub"))
    return [found for name, file in named if (found := _verifier(name, file))]


def newest() -> Checkpoint | None:
    """The log after its last hour; None before the first."""
    return Checkpoint.objects.order_by("-size").first()


def notes() -> list[str]:
    """All signed checkpoints, the oldest first."""
    return list(Checkpoint.objects.order_by("size").values_list("note", flat=True))


def leaves(number: int) -> list[bytes]:
    """The commitments of one hour (from 0) in their order; none where there is no such hour."""
    first = number * rules.AN_HOUR
    rows = Logged.objects.filter(number__gte=first, number__lt=first + rules.AN_HOUR).order_by("number")
    return [bytes(one) for one in rows.values_list("commitment", flat=True)]


def proof(box: Box) -> promise.Proof | None:
    """What the holder of a receipt may keep: our promise, and its place in the log once it has one.

    None when nothing was promised, as for what was told on the telephone.
    """
    if not box.promise_signature:
        return None
    leaf = promise.leaf_of(bytes.fromhex(box.leaf_nonce), bytes.fromhex(box.envelope_hash))
    promised = promise.Promise(box.envelope_hash, box.promise_hour, box.promise_key, leaf.hex(), box.promise_signature)
    return promise.Proof(promised, box.leaf_nonce, _place(leaf))


def _place(leaf: bytes) -> promise.Place | None:
    index = Logged.objects.filter(commitment=leaf).values_list("number", flat=True).first()
    if index is None:
        return None
    hours = list(Checkpoint.objects.order_by("size"))
    subtrees = [bytes(hour.subtree) for hour in hours]
    return promise.Place(index, rules.path(index, leaves(index // rules.AN_HOUR), subtrees), hours[-1].note)


def _verifier(name: str, file: str) -> str | None:
    """A key's line; None where the key is not there: the doctor says so, and the page shows the others."""
    path = installation.state("keys", "public", file)
    if not path.exists():
        return None
    raw = path.read_bytes()
    return ledger.verifier_key(name, Ed25519PublicKey.from_public_bytes(raw))
