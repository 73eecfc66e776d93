import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons.envelope import contents, padding, receipt, seal, unseal
from alongside.commons.envelope.contents import Concern, Message, Part, Reply
from alongside.commons.envelope.keys import PrivateKey, PublicKey, WillNotOpen

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ID = UUID(int=5)
INTAKE = PrivateKey(b"i" * 32)
OTHER = PrivateKey(b"o" * 32)
CONCERN = Concern("somebody", "northbridge", "SECRET words", AT)
ENVELOPE = seal.seal(CONCERN, id=ID, key_id="intake-2026-W48", public_key=INTAKE.public())
MESSAGE = Message(ID, "more", AT, receipt.ReplyKey("7K3M9Q", OTHER).reply_to(), "SECRET")
VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "envelope-vectors.json").read_text(encoding="utf-8"))


def test_intake_opens_what_was_sealed_to_it():
    assert unseal.unseal(ENVELOPE, INTAKE) == CONCERN


@pytest.mark.parametrize(
    "altered",
    [
        replace(ENVELOPE, id=UUID(int=6)),
        replace(ENVELOPE, kind="message"),
        replace(ENVELOPE, key_id="intake-2026-W49"),
        replace(ENVELOPE, sealed=bytes(len(ENVELOPE.sealed))),
        replace(ENVELOPE, sealed=ENVELOPE.sealed[:-1] + bytes([ENVELOPE.sealed[-1] ^ 1])),
        replace(ENVELOPE, sealed=bytes([ENVELOPE.sealed[0] ^ 1]) + ENVELOPE.sealed[1:]),
    ],
    ids=["id", "kind", "key", "zeros", "tag", "first"],
)
def test_an_altered_envelope_will_not_open(altered):
    with pytest.raises(WillNotOpen):
        unseal.unseal(altered, INTAKE)


def test_another_key_opens_nothing_and_the_sentence_holds_no_contents():
    with pytest.raises(WillNotOpen) as refused:
        unseal.unseal(ENVELOPE, OTHER)
    assert str(refused.value) == "This does not open with the key that was tried."


def sealed_by_hand(plaintext, kind="concern"):
    bound = seal.info(id=ID, kind=kind, key_id="k")
    return seal.Envelope(ID, kind, "k", INTAKE.public().seal(plaintext, bound))


@pytest.mark.parametrize(
    "plaintext",
    [
        bytes(4096),
        padding.padded(b"SECRET"),
        padding.padded(contents.to_bytes(CONCERN) + b"SECRET"),
        padding.padded(contents.to_bytes(MESSAGE)),
        padding.padded(contents.to_bytes(Reply("SECRET", AT))),
    ],
    ids=["unpadded", "not JSON", "more", "another kind", "a reply"],
)
def test_what_opens_but_is_not_what_it_says_is_refused_without_its_contents(plaintext):
    with pytest.raises(WillNotOpen) as refused:
        unseal.unseal(sealed_by_hand(plaintext), INTAKE)
    assert "SECRET" not in str(refused.value)
    assert refused.value.__cause__ is None


@settings(max_examples=30, derandomize=True)
@given(st.integers(1, 4000), st.integers(1, 4000))
def test_the_length_of_an_envelope_tells_only_its_bucket(one, two):
    sealed = [
        seal.seal(replace(CONCERN, worry="w" * count), id=ID, key_id="k", public_key=INTAKE.public()).sealed
        for count in (one, two)
    ]
    assert {len(each) for each in sealed} <= seal.SEALED_SIZES
    assert (len(sealed[0]) == len(sealed[1])) == (
        len(padding.padded(contents.to_bytes(replace(CONCERN, worry="w" * one))))
        == len(padding.padded(contents.to_bytes(replace(CONCERN, worry="w" * two))))
    )


def test_a_file_is_sealed_in_sizes_of_its_own_and_opens_as_it_was():
    part = Part("a.bin", AT, data=bytes(70_000))
    sealed = seal.seal(part, id=ID, key_id="k", public_key=INTAKE.public())
    assert len(sealed.sealed) == 262_144 + 1136
    assert unseal.unseal(sealed, INTAKE) == part
    with pytest.raises(ValueError, match="length"):
        replace(sealed, kind="concern")
    with pytest.raises(WillNotOpen):
        unseal.unseal(replace(sealed, id=UUID(int=77)), INTAKE)


def test_sealing_twice_gives_different_bytes_without_the_words():
    again = seal.seal(CONCERN, id=ID, key_id="intake-2026-W48", public_key=INTAKE.public())
    assert again.sealed != ENVELOPE.sealed
    assert b"SECRET" not in again.sealed


def test_an_envelope_of_another_length_or_kind_cannot_be_made():
    with pytest.raises(ValueError, match="length"):
        replace(ENVELOPE, sealed=b"x")
    with pytest.raises(ValueError, match="concern"):
        replace(ENVELOPE, kind="reply")


def test_keys_have_one_length():
    with pytest.raises(ValueError, match="32 bytes"):
        PrivateKey(b"short")
    with pytest.raises(ValueError, match="1,216 bytes"):
        PublicKey(b"short")


def test_a_private_key_does_not_show_itself():
    assert "iii" not in repr(INTAKE)


def test_a_key_pair_grows_from_its_seed_as_x_wing_says():
    # draft-connolly-cfrg-xwing-kem-08, appendix C, first example: the public key's beginning.
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = PrivateKey(seed).public().raw.hex()
    assert public.startswith(
        "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d"
        "a5fa1a92c49f25513e0fd30d6b1611c9ab9635d7086727a4b7d21d34244e66969cf15b3b"
    )


def test_the_public_half_can_seal_and_open_replies_without_the_code_that_opens_concerns(tmp_path):
    source = Path(seal.__file__).parents[2]
    target = tmp_path / "alongside"
    for name in ("__init__.py", *(f"commons/{path.name}" for path in (source / "commons").glob("*.py"))):
        copy(source / name, target / name)
    for path in (source / "commons" / "envelope").glob("*.py"):
        if path.name != "unseal.py":
            copy(path, target / "commons/envelope" / path.name)
    program = "from alongside.commons.envelope import key_names, receipt, seal; import alongside.commons.exchange"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, check=True)
    names = {name for module in (seal, receipt, contents) for name in vars(module)}
    assert "unseal" not in names


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


# The published vectors: docs/envelope.md.


@pytest.mark.parametrize("vector", VECTORS["envelopes"], ids=lambda vector: vector["id"][-2:])
def test_a_recorded_envelope_opens_for_ever(vector):
    id = UUID(vector["id"])
    envelope = seal.Envelope(id, vector["kind"], vector["key_id"], bytes.fromhex(vector["sealed"]))
    opened = unseal.unseal(envelope, PrivateKey(bytes.fromhex(vector["private_seed"])))
    assert contents.to_bytes(opened).hex() == vector["contents"]
    assert seal.info(id=id, kind=vector["kind"], key_id=vector["key_id"]).decode() == vector["info"]


@pytest.mark.parametrize("vector", VECTORS["receipts"], ids=lambda vector: vector["locator"])
def test_a_recorded_receipt_stretches_to_the_same_key_for_ever(vector):
    made = receipt.made_from(bytes.fromhex(vector["entropy"]))
    assert made == receipt.parse(vector["receipt"]) == receipt.Receipt(vector["locator"], vector["secret"])
    key = receipt.stretch(made)
    assert key.private_key.seed.hex() == vector["seed"]
    assert key.reply_to().public_key.hex() == vector["public_key"]
    assert key.reply_to().token().hex() == vector["token"]
    assert key.reply_to().mark().hex() == vector["mark"]


@pytest.mark.parametrize("vector", VECTORS["replies"], ids=lambda vector: vector["locator"])
def test_a_recorded_reply_opens_for_ever_with_its_receipt(vector):
    mark, sealed_bytes = bytes.fromhex(vector["mark"]), bytes.fromhex(vector["sealed"])
    sealed = receipt.SealedReply(UUID(vector["id"]), vector["locator"], mark, date(2027, 5, 22), sealed_bytes)
    opened = receipt.open_reply(sealed, receipt.stretch(receipt.parse(vector["receipt"])))
    assert contents.to_bytes(opened).hex() == vector["contents"]
    assert receipt.info(id=sealed.id, locator=sealed.locator).decode() == vector["info"]


def test_the_padding_is_the_published_one():
    assert list(padding.BUCKETS) == VECTORS["padding"]["buckets"]
    assert list(padding.PART_BUCKETS) == VECTORS["padding"]["part_buckets"]
    assert padding.padded(b"abc")[:8].hex() == VECTORS["padding"]["abc"]
