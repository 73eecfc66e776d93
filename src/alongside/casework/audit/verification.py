"""Is the audit log whole, and if not, where is it not? Plain Python and SQL, under the role ``auditor``.

Four questions, each answered with the place: does every leaf still say what it committed to, and its history row with
it; are the numbers without a gap; is every numbered leaf there; and do the numbers give the root of every signed
checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import IsolationLevel

from alongside.commons import clock, installation, ledger

from .commitments import HISTORY_COLUMNS, Leaf, commitment
from .sequencer import ORIGIN

HISTORY = f"SELECT {', '.join(HISTORY_COLUMNS)} FROM referrals_history"  # noqa: S608 (our own constants)


NUMBERED_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was when it was logged, in a sentence that names the row."""

    sentence: str


@dataclass(frozen=True)
class Report:
    """What was verified, and what was found wrong."""

    leaves: int
    checkpoints: int
    findings: tuple[Finding, ...]


def verify(connection: Any, audit_key: bytes, notes: str, verifier: str) -> Report:
    """Verify the whole log, as it stood at one moment, while people go on working.

    Args:
        connection: to the casework database, under the role ``auditor``, in no transaction yet.
        audit_key: the key of the leaves' commitments.
        notes: the file of signed checkpoints.
        verifier: the sequencer's public key, as a vkey (C2SP signed-note).
    """
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    positions = connection.execute("SELECT number, leaf_id, commitment FROM audit.position ORDER BY number").fetchall()
    leaves = {row[0]: row for row in connection.execute(
        "SELECT id, at, staff_id, verb, subjects, history_id, salt, commitment FROM audit.leaf")}  # fmt: skip
    signed = _notes(notes)
    findings = [
        *_altered_leaves(leaves, _history(connection), audit_key),
        *_missing_history(connection, leaves),
        *_broken_positions(positions, leaves),
        *_never_numbered(positions, leaves),
        *_broken_checkpoints(positions, signed, verifier, _long_ago(leaves)),
    ]
    return Report(len(leaves), len(signed), tuple(findings))


def _history(connection: Any) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row for row in connection.execute(HISTORY)}


def _altered_leaves(leaves: dict[Any, Any], history: dict[Any, Any], audit_key: bytes) -> Iterator[Finding]:
    for id_, at, staff, verb, subjects, history_id, salt, committed in leaves.values():
        row = history.get(history_id)
        leaf = Leaf(id_, at, staff, verb, subjects, history_id, bytes(salt))
        if history_id and row is None:
            yield Finding(f"History row {history_id} is gone; leaf {id_} of {at:%d %B %Y %H:%M} tells of it.")
        elif commitment(audit_key, leaf, row) != bytes(committed):
            what = f"history row {history_id} (case {row[1]}, number {row[2]}) or leaf {id_}" if row else f"leaf {id_}"
            yield Finding(f"Altered after it was logged on {at:%d %B %Y %H:%M} UTC: {what}.")


def _missing_history(connection: Any, leaves: dict[Any, Any]) -> Iterator[Finding]:
    told = {row[5] for row in leaves.values()}
    for (history_id,) in connection.execute("SELECT id FROM referrals_history"):
        if history_id not in told:
            yield Finding(f"History row {history_id} has no leaf: it was put in past the application.")


def _broken_positions(positions: list[Any], leaves: dict[Any, Any]) -> Iterator[Finding]:
    for expected, (number, leaf_id, committed) in enumerate(positions):
        if number != expected:
            yield Finding(f"Number {expected} is missing from the log; {number} follows.")
            return
        if leaf_id not in leaves:
            yield Finding(f"Leaf {leaf_id}, number {number}, is gone.")
        elif bytes(leaves[leaf_id][7]) != bytes(committed):
            yield Finding(f"Leaf {leaf_id} is not the one that was numbered {number}.")


def _never_numbered(positions: list[Any], leaves: dict[Any, Any]) -> Iterator[Finding]:
    """Name leaves that wait longer than the sequencer ever takes: what has no number can vanish unseen."""
    numbered, long_ago = {leaf_id for _, leaf_id, _ in positions}, _long_ago(leaves)
    for id_, at, *_ in leaves.values():
        if id_ not in numbered and id_ in long_ago:
            yield Finding(f"Leaf {id_} of {at:%d %B %Y %H:%M} UTC was never numbered.")


def _long_ago(leaves: dict[Any, Any]) -> set[Any]:
    """Return which leaves the sequencer has had time to number and to sign."""
    before = clock.now() - NUMBERED_WITHIN
    return {id_ for id_, at, *_ in leaves.values() if at < before}


def _notes(text: str) -> list[str]:
    """Return the signed notes of a checkpoint file; each ends with its signature line and an empty line."""
    parts = text.split("\n\n")
    return [f"{body.lstrip()}\n\n{signature}\n" for body, signature in zip(parts[::2], parts[1::2], strict=False)]


def _broken_checkpoints(
    positions: list[Any], notes: list[str], verifier: str, long_ago: set[Any]
) -> Iterator[Finding]:
    """Compare every signed checkpoint with the root that the numbers give at its size."""
    _, key = ledger.read_verifier_key(verifier)
    sizes = dict(_read(notes, key))
    if None in sizes:
        yield Finding(f"Checkpoint {sizes.pop(None)} in the file was not signed by the sequencer, or was altered.")
    tree, wanted = ledger.Frontier(), sorted(size for size in sizes if size is not None)
    for size in wanted:
        if size > len(positions):
            yield Finding(
                f"The log has {len(positions)} entries, but a signed checkpoint says {size}: the end is gone."
            )
            return
        tree = tree.extend(ledger.leaf_hash(bytes(row[2])) for row in positions[tree.size : size])
        if tree.root() != sizes[size]:
            yield Finding(f"The first {size} entries are not those that the sequencer signed.")
            return
    unsigned = sum(row[1] in long_ago for row in positions[wanted[-1] :]) if wanted else 0
    if unsigned:
        yield Finding(f"{unsigned} entries at the end are numbered but not signed.")


def _read(notes: list[str], key: Ed25519PublicKey) -> Iterator[tuple[Any, Any]]:
    for place, note in enumerate(notes, start=1):
        try:
            checkpoint = ledger.read_checkpoint(note, ORIGIN, key)
        except ledger.DoesNotProve:
            yield None, place
        else:
            yield checkpoint.size, checkpoint.root


def verify_installation() -> Report:
    """Verify the log of this installation. Raises OSError when the checkpoint file or a key is not there."""
    with installation.connect("casework", "auditor") as connection:
        return verify(
            connection,
            installation.secret("casework/audit"),
            installation.state("checkpoints", "casework").read_text(encoding="utf-8"),
            installation.state("checkpoints", "casework.vkey").read_text(encoding="utf-8"),
        )
