"""The sequencer: numbers committed leaves and signs checkpoints. The only holder of the signing key. No Django.

It runs apart because numbering inside each request would make all of them wait for one lock (two thirds of the
throughput; house.md). A checkpoint goes into a file outside the database, so that who alters the database cannot
alter it too.
Started by ``python -m alongside.casework.audit.sequencer``.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alongside.commons import installation, ledger
from alongside.commons.beats import beat

log = logging.getLogger("alongside.sequencer")

EVERY_SECONDS = 0.5
BATCH = 2_000
ORIGIN = "alongside/casework/audit"
BETWEEN = "\n"
"""Notes follow each other in the file with an empty line between."""


def signing_key() -> Ed25519PrivateKey:
    """Return the sequencer's signing key. Its public half lies beside the checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(installation.secret("sequencer/checkpoints"))


class Sequencer:
    """Numbers what waits, in one transaction, and extends the tree with it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        numbered = connection.execute("SELECT commitment FROM audit.position ORDER BY number")
        self.tree = ledger.Frontier().extend(ledger.leaf_hash(bytes(commitment)) for (commitment,) in numbered)
        connection.commit()

    def step(self) -> int:
        """Number up to a batch of waiting leaves and sign a checkpoint. Returns how many."""
        with self.connection.transaction():
            taken = self.connection.execute(
                "WITH taken AS (DELETE FROM audit.waiting WHERE leaf_id IN"
                " (SELECT leaf_id FROM audit.waiting LIMIT %s) RETURNING leaf_id)"
                " SELECT leaf.id, leaf.commitment FROM taken JOIN audit.leaf ON leaf.id = taken.leaf_id"
                " ORDER BY leaf.at, leaf.id",
                (BATCH,),
            ).fetchall()
            with self.connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO audit.position (number, leaf_id, commitment) VALUES (%s, %s, %s)",
                    [(self.tree.size + at, leaf_id, commitment) for at, (leaf_id, commitment) in enumerate(taken)],
                )
        self.tree = self.tree.extend(ledger.leaf_hash(bytes(commitment)) for _, commitment in taken)
        if taken:
            self.sign()
        return len(taken)

    def sign(self) -> None:
        """Append a signed checkpoint of the tree to the file outside the database."""
        key = signing_key()
        note = ledger.sign_checkpoint(ledger.Checkpoint(ORIGIN, self.tree.size, self.tree.root()), key)
        published = installation.state("checkpoints", "casework.vkey")
        if not published.exists():
            published.write_text(ledger.verifier_key(ORIGIN, key.public_key()) + "\n")
        with installation.state("checkpoints", "casework").open("a", encoding="utf-8") as file:
            file.write(note + BETWEEN)
            file.flush()
            os.fsync(file.fileno())


def run(stop: threading.Event) -> None:
    """Number leaves until stopped; a lost connection is made again."""
    while not stop.is_set():
        try:
            with installation.connect("casework", "sequencer") as connection:
                sequencer = Sequencer(connection)
                if sequencer.tree.size:
                    # Whoever was killed between numbering and signing left an end unsigned until the next leaf.
                    sequencer.sign()
                while not stop.is_set():
                    beat(connection, "sequencer")
                    connection.commit()
                    if sequencer.step() < BATCH:
                        stop.wait(EVERY_SECONDS)
        except psycopg.OperationalError:
            log.warning("the database does not answer; trying again")
            stop.wait(1)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    run(ended)
