"""``./alongside receipt verify FILE [--key KEYS]…``: does a proof of receipt hold? Without database or network.

KEYS is a file with published keys, a line each, or one such line. Without it the keys of this installation are taken.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alongside.command.place import Place
from alongside.command.words import Stop, say
from alongside.commons import installation, ledger, promise
from alongside.commons.exchange import key_id

LARGEST = 100_000  # bytes; a proof has some 3,000
PUBLIC_HALVES = {promise.SIGNER: "promise.pub", promise.LOG: "promise_log.pub"}


def run(arguments: list[str]) -> int:
    """Verify one file. 1 when it does not hold, with the part that is wrong."""
    asked = _parse(arguments)
    proof = _read(Path(asked.file))
    keys = list(_given(asked.key) if asked.key else _own())
    signers = {key_id(key): key for name, key in keys if name == promise.SIGNER}
    log = next((key for name, key in keys if name == promise.LOG), None)
    if log is None or not signers:
        raise Stop("Two keys are needed: the one that signs promises, and the one that signs their log.")
    try:
        promise.verify(proof, signers, log)
    except promise.NotProven as false:
        say(f"DOES NOT HOLD  {false}")
        return 1
    say(_in_words(proof))
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./alongside receipt", description=__doc__)
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("file", help="the file that was kept")
    parser.add_argument("--key", action="append", default=[], help="published keys: a file of lines, or one line")
    return parser.parse_args(arguments)


def _read(file: Path) -> promise.Proof:
    try:
        if file.stat().st_size > LARGEST:
            raise Stop(f"{file} is too long to be a proof of receipt.")
        return promise.from_json(file.read_bytes())
    except OSError as problem:
        raise Stop(f"{file} cannot be read: {problem.strerror}.") from problem
    except promise.BadInput as problem:
        raise Stop(f"{file} is not read. {problem}") from problem


def _given(keys: list[str]) -> Iterable[tuple[str, Ed25519PublicKey]]:
    for key in keys:
        text = Path(key).read_text("utf-8") if len(key) < 1_000 and Path(key).is_file() else key
        for line in text.split():
            try:
                yield ledger.read_verifier_key(line)
            except ValueError as problem:
                raise Stop(f"--key {key}: {problem}") from problem


def _own() -> Iterable[tuple[str, Ed25519PublicKey]]:
    """The keys of this installation, in the demo those of the demo. Raises Stop where there are none."""
    if not os.environ.get("ALONGSIDE_STATE"):
        os.environ.update(Place("demo").environment("nobody"))
    for name, file in PUBLIC_HALVES.items():
        path = installation.state("keys", "public", file)
        if not path.exists():
            raise Stop("This machine has no keys to verify with. Give those that were published: --key FILE")
        yield name, Ed25519PublicKey.from_public_bytes(path.read_bytes())


def _in_words(proof: promise.Proof) -> str:
    said = f"The promise is genuine: this service held the envelope {proof.promise.envelope_hash} in the hour of" \
           f" {proof.promise.hour[:13].replace('T', ' at ')}:00 UTC."  # fmt: skip
    if proof.place is None:
        return f"{said}\nIt was not in the log yet when this file was made. Come back for a newer file after an hour."
    size = proof.place.checkpoint.splitlines()[1]
    return f"{said}\nIt is number {proof.place.index:,} in the signed log of promises of {int(size):,} entries."
