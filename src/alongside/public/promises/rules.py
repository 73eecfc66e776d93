"""The shape of the log of promises: an hour is a full subtree, so that size and time say nothing about who told us."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from alongside.commons import ledger

# Leaves of one hour, always: a power of two, so that each hour is a whole subtree of the log.
AN_HOUR: Final = 256


def hour_of(moment: datetime) -> datetime:
    """The hour in which a moment (aware) lies, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def filled_up(commitments: Sequence[bytes]) -> list[bytes]:
    """These commitments among dummies, an hour's number in all, in an order that tells nothing.

    A commitment is a SHA-256, so a dummy of 32 random bytes is like it for whoever does not know its nonce.
    """
    dummies = [secrets.token_bytes(ledger.HASH_BYTES) for _unused in range(AN_HOUR - len(commitments))]
    together = [*commitments, *dummies]
    secrets.SystemRandom().shuffle(together)
    return together


def subtree(commitments: Sequence[bytes]) -> bytes:
    """The root over one hour's leaves (RFC 9162 2.1.1)."""
    return ledger.root([ledger.leaf_hash(one) for one in commitments])


def path(index: int, its_hour: Sequence[bytes], subtrees: Sequence[bytes]) -> tuple[bytes, ...]:
    """The inclusion proof of a leaf: through its hour's subtree, then through the tree over the hours.

    Args:
        index: of the leaf in the whole log, from 0.
        its_hour: the commitments of its hour, in their order.
        subtrees: the roots of all hours.
    """
    within = [ledger.leaf_hash(one) for one in its_hour]
    return (
        *ledger.inclusion_proof(index % AN_HOUR, within),
        *ledger.inclusion_proof(index // AN_HOUR, subtrees),
    )
