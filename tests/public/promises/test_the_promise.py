"""At Send the promise is made with the envelope, in one transaction, and only the receipt opens it."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError

from alongside.commons import installation, promise
from alongside.commons.envelope.contents import closes_on
from alongside.commons.exchange import key_id
from alongside.public.promises import actions, queries
from tests.public.concerns.way import Visitor, envelopes
from tests.public.promises.log import boxes, new_key, rows, told

SIGNER = Ed25519PublicKey.from_public_bytes


def keys() -> tuple[dict[str, Ed25519PublicKey], Ed25519PublicKey]:
    signer, log = (
        SIGNER(installation.state("keys", "public", name).read_bytes()) for name in ("promise.pub", "promise_log.pub")
    )
    return {key_id(signer): signer}, log


def test_what_the_receipt_opens_is_a_genuine_promise_of_this_envelope(committed: Visitor) -> None:
    key = new_key()
    sealed, concern = told(key)
    actions.post_with_promise(sealed, concern)
    [box] = boxes(key)
    proof = queries.proof(box)
    assert proof is not None
    assert proof.place is None
    promise.verify(proof, *keys())
    assert box.concern == sealed.id
    assert box.envelope_hash == hashlib.sha256(sealed.sealed).hexdigest()
    assert box.promise_hour == concern.sent_at.strftime("%Y-%m-%dT%H:00:00.000000Z")
    [(_id, commitment, _hour)] = rows("leaf")
    assert commitment.hex() == proof.promise.leaf
    assert [row[3] for row in rows("box") if row[1] == key.locator] == [closes_on(concern.sent_at)]


def test_a_second_send_changes_neither_promise_nor_log(committed: Visitor) -> None:
    key = new_key()
    actions.post_with_promise(*told(key))
    first = boxes(key)
    actions.post_with_promise(*told(key))
    assert boxes(key) == first
    assert len(rows("leaf")) == 1


def test_without_its_leaf_nothing_is_sent(committed: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    before, key = envelopes(), new_key()
    sealed, concern = told(key)
    monkeypatch.setattr(actions.rules, "hour_of", lambda moment: moment.replace(minute=13))
    with pytest.raises(DatabaseError):
        actions.post_with_promise(sealed, concern)
    assert envelopes() == before
    assert boxes(key) == []


def test_the_whole_way_ends_with_a_promise(committed: Visitor) -> None:
    committed.send()
    assert "We have received it" in committed.says
    assert len(rows("leaf")) == 1
