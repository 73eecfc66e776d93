"""A proof of receipt holds for ever, says what is wrong with an altered one, and a second implementation agrees."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commons import record_promise_vectors as recorded
from tests.commons.test_second_implementation import run

from alongside.command.place import CHECKOUT
from alongside.commons import ledger, promise
from alongside.commons.exchange import key_id
from alongside.commons.refusals import BadInput

VECTORS = json.loads((CHECKOUT / "docs" / "promise-vectors.json").read_text("utf-8"))
SIGNERS = {key_id(recorded.SIGNER.public_key()): recorded.SIGNER.public_key()}
LOG = recorded.LOG.public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
Said = dict[str, Any]


def proof(said: Said) -> promise.Proof:
    return promise.from_json(json.dumps(said).encode())


def changed(text: str) -> str:
    """The same text with another character in the middle, still of its alphabet."""
    at = len(text) // 2
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


@pytest.mark.parametrize("said", VECTORS["proofs"])
def test_what_was_recorded_holds_and_is_written_again_alike(said: Said) -> None:
    promise.verify(proof(said), SIGNERS, LOG)
    assert json.loads(promise.to_json(proof(said))) == said


def test_making_them_anew_gives_what_was_recorded() -> None:
    for (size, index), said in zip(recorded.PLACES, VECTORS["proofs"], strict=False):
        assert json.loads(promise.to_json(recorded.made(size, index))) == said
    assert proof(VECTORS["proofs"][0]).promise.signed_bytes().decode() == VECTORS["signed"]


def put(*path: str, to: Callable[[Any], Any]) -> Callable[[Said], None]:
    def alter(said: Said) -> None:
        for name in path[:-1]:
            said = said[name]
        said[path[-1]] = to(said[path[-1]])

    return alter


def signed_by(key: Ed25519PrivateKey) -> Callable[[str], str]:
    return lambda note: ledger.sign_note(note.rpartition("\n\n")[0] + "\n", promise.LOG, key)


ALTERED = {
    "the envelope's hash": (put("promise", "envelope_hash", to=changed), "promise: its signature", "promise"),
    "the hour": (put("promise", "hour", to=lambda _: "2026-11-23T08:00:00.000000Z"), "promise: its", "promise"),
    "the leaf": (put("promise", "leaf", to=changed), "promise: its signature", "promise"),
    "the signature": (put("promise", "signature", to=changed), "promise: its signature", "promise"),
    "the key's name": (put("promise", "key", to=changed), "promise.key", "promise.key"),
    "the nonce": (put("nonce", to=changed), "nonce: it does not lead", "nonce"),
    "the index": (put("log", "index", to=lambda at: at ^ 1), "log.index or log.path", "path"),
    "an index beyond": (put("log", "index", to=lambda at: at + 10_000), "log.index or log.path", "index"),
    "a step": (put("log", "path", to=lambda steps: [steps[1], *steps[1:]]), "log.index or log.path", "path"),
    "a step too few": (put("log", "path", to=lambda steps: steps[:-1]), "log.index or log.path", "path"),
    "a step too many": (put("log", "path", to=lambda steps: [*steps, steps[0]]), "log.index or log.path", "path"),
    "the size": (put("log", "checkpoint", to=lambda note: note.replace("768", "767")), "log.checkpoint", "checkpoint"),
    "another log's key": (put("log", "checkpoint", to=signed_by(OTHER)), "log.checkpoint", "checkpoint"),
}


def altered(what: str) -> Said:
    said: Said = copy.deepcopy(VECTORS["proofs"][2])
    ALTERED[what][0](said)
    return said


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_proof_is_refused_and_the_part_is_named(what: str) -> None:
    with pytest.raises(promise.NotProven, match="^" + ALTERED[what][1]):
        promise.verify(proof(altered(what)), SIGNERS, LOG)


def test_a_second_implementation_agrees_about_each_of_them() -> None:
    asked = {"keys": VECTORS["keys"], "proofs": [*VECTORS["proofs"], *map(altered, ALTERED)]}
    said = run("promise.mjs", asked=asked)
    assert said == ["holds"] * len(VECTORS["proofs"]) + [second for _alter, _ours, second in ALTERED.values()]


BROKEN: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"%PDF", "not JSON"),
    "another file": (b"[]", "no proof of receipt"),
    "another format": (json.dumps({**VECTORS["proofs"][0], "format": "x"}).encode(), "no proof of receipt"),
    "a part too many": (json.dumps({**VECTORS["proofs"][0], "more": 1}).encode(), "too many or too few"),
    "a promise without its hour": (json.dumps({**VECTORS["proofs"][0], "promise": {}}).encode(), "^promise: "),
    "a number for a text": (json.dumps({**VECTORS["proofs"][0], "nonce": 1}).encode(), "^nonce: "),
    "a log that is none": (json.dumps({**VECTORS["proofs"][0], "log": []}).encode(), "^log: "),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_none_is_refused_in_a_sentence(what: str) -> None:
    data, said = BROKEN[what]
    with pytest.raises(BadInput, match=said):
        promise.from_json(data)


@settings(max_examples=200, derandomize=True)
@given(st.integers(0, 10**6), st.integers(0, 255))
def test_no_changed_byte_of_a_proof_goes_through(at: int, byte: int) -> None:
    data = bytearray(promise.to_json(proof(VECTORS["proofs"][3])))
    at %= len(data)
    before, data[at] = data[at], byte
    try:
        read = promise.from_json(bytes(data))
        promise.verify(read, SIGNERS, LOG)
    except (promise.NotProven, BadInput):
        return
    # White space of the file, the case of hexadecimal, and the bits that base64 leaves over say nothing.
    assert chr(before).isspace() or byte == before or _same(read, proof(VECTORS["proofs"][3]))


def _same(one: promise.Proof, other: promise.Proof) -> bool:
    assert one.place is not None
    assert other.place is not None
    return (one.promise, one.nonce.lower(), one.place.index, one.place.path) == (
        other.promise, other.nonce, other.place.index, other.place.path
    ) and _bytes(one.place.checkpoint) == _bytes(other.place.checkpoint)  # fmt: skip


def _bytes(note: str) -> tuple[str, bytes]:
    text, _, line = note.rpartition(" ")
    return text, base64.b64decode(line)
