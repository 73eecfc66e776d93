import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import canonical
from alongside.commons.envelope import contents, custody, custody_open, receipt, seal
from alongside.commons.envelope.contents import LIMITS, Identity
from alongside.commons.envelope.custody import lock, name_of
from alongside.commons.envelope.custody_open import hand_on, open_with
from alongside.commons.envelope.keys import PrivateKey, WillNotOpen
from alongside.commons.refusals import BadInput

CONCERN = UUID(int=5)
TOLD = b"SECRET name and telephone"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
REPLY_TO = receipt.stretch(receipt.made_from(bytes(15))).reply_to()
VECTORS = json.loads(Path(__file__).with_name("custody_vectors.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Custodian:
    key: PrivateKey

    @property
    def public(self):
        return self.key.public()

    @property
    def name(self):
        return name_of(self.public)


FIVE = tuple(Custodian(PrivateKey(bytes([at]) * 32)) for at in range(1, 6))
STRANGER = Custodian(PrivateKey(b"s" * 32))


def by_name(custodians):
    return {each.name: each.public for each in custodians}


LOCKED = lock(TOLD, by_name(FIVE[:3]), concern=CONCERN)


def opened_by(first, second, locked=LOCKED):
    parts = custody_open.read(locked)
    handed = hand_on(parts, first.key, second.public)
    return open_with(parts, second.key, handed=handed, by=first.name)


@pytest.mark.parametrize(("first", "second"), permutations(FIVE[:3], 2))
def test_any_two_custodians_open_together_whoever_begins(first, second):
    assert opened_by(first, second) == TOLD


def test_one_custodian_alone_opens_nothing_not_even_as_both():
    ana = FIVE[0]
    with pytest.raises(WillNotOpen):
        hand_on(custody_open.read(LOCKED), ana.key, ana.public)
    handed = hand_on(custody_open.read(LOCKED), ana.key, FIVE[1].public)
    with pytest.raises(WillNotOpen):
        open_with(custody_open.read(LOCKED), ana.key, handed=handed, by=ana.name)


@pytest.mark.parametrize(("first", "second"), [(STRANGER, FIVE[0]), (FIVE[0], STRANGER), (FIVE[3], FIVE[0])])
def test_who_was_no_custodian_when_it_was_locked_opens_nothing(first, second):
    with pytest.raises(WillNotOpen):
        opened_by(first, second)


def test_what_one_hands_on_opens_for_the_one_it_was_handed_to_and_for_no_other():
    parts = custody_open.read(LOCKED)
    handed = hand_on(parts, FIVE[0].key, FIVE[1].public)
    for other, by in ((FIVE[2], FIVE[0]), (FIVE[1], FIVE[2])):
        with pytest.raises(WillNotOpen):
            open_with(parts, other.key, handed=handed, by=by.name)


def test_what_was_handed_on_for_one_concern_opens_no_other():
    second = lock(b"another", by_name(FIVE[:3]), concern=UUID(int=6))
    handed = hand_on(custody_open.read(second), FIVE[0].key, FIVE[1].public)
    with pytest.raises(WillNotOpen):
        open_with(custody_open.read(LOCKED), FIVE[1].key, handed=handed, by=FIVE[0].name)


def test_what_was_locked_for_one_concern_is_not_passed_off_as_anothers():
    moved = canonical.encode({**canonical.decode(LOCKED), "concern": str(UUID(int=6))})
    with pytest.raises(WillNotOpen):
        opened_by(FIVE[0], FIVE[1], moved)


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_nothing_altered_opens_to_anything_else(data):
    parts = canonical.decode(LOCKED)
    cells = [parts, *parts["shares"], *parts["pairs"]]
    cell = data.draw(st.sampled_from([each for each in cells if "sealed" in each]))
    raw = bytearray(base64.b64decode(cell["sealed"]))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cell["sealed"] = base64.b64encode(raw).decode()
    try:
        assert opened_by(FIVE[0], FIVE[1], canonical.encode(parts)) == TOLD
    except WillNotOpen:
        return


@given(st.binary(max_size=400))
@settings(max_examples=100, derandomize=True)
def test_what_is_not_locked_as_it_should_be_is_refused_in_a_sentence(junk):
    with pytest.raises(WillNotOpen, match="not written as it should be"):
        custody_open.read(junk)


def longest(promise="named"):
    words = {name: "\U0001f331" * limit for name, limit in LIMITS["identity"].items()}
    words |= {"promise": promise, "locked": "", "language": "en"}
    return Identity(CONCERN, sent_at=AT, reply_to=REPLY_TO, **words)


def sealed(told):
    return len(seal.seal(told, id=UUID(int=9), key_id="k", public_key=FIVE[0].public).sealed)


def test_the_longest_identity_locked_to_five_has_the_size_that_every_sealed_identity_has():
    told = custody.in_confidence(longest(), by_name(FIVE))
    assert len(told.locked) < 23_000
    short = Identity(CONCERN, "named", AT, name="Rhian")
    assert sealed(told) == sealed(longest()) == sealed(short) == sealed(custody.in_confidence(short, by_name(FIVE[:2])))


def test_who_tells_in_confidence_shows_nothing_beside_what_is_locked_and_two_read_it_whole():
    told = Identity(CONCERN, "named", AT, name="Rhian", telephone="01632 960 001", language="cy", reply_to=REPLY_TO)
    kept = custody.in_confidence(told, by_name(FIVE[:2]))
    assert (kept.promise, kept.name, kept.telephone, kept.reply_to) == ("in_confidence", "", "", REPLY_TO)
    opened = custody_open.identity(opened_by(FIVE[0], FIVE[1], kept.locked.encode()))
    assert (opened.name, opened.telephone, opened.language) == ("Rhian", "01632 960 001", "cy")
    with pytest.raises(WillNotOpen, match="no identity"):
        custody_open.identity(contents.to_bytes(contents.Reply("Diolch", AT)))


def test_two_custodians_are_the_least_and_five_the_most():
    with pytest.raises(BadInput, match="two custodians at least"):
        lock(TOLD, by_name(FIVE[:1]), concern=CONCERN)
    with pytest.raises(BadInput, match="five at most"):
        lock(TOLD, by_name([*FIVE, STRANGER]), concern=CONCERN)
    with pytest.raises(BadInput, match="9,000 bytes"):
        lock(b"x" * (custody.LONGEST + 1), by_name(FIVE), concern=CONCERN)


def test_what_is_locked_is_canonical_and_neither_holds_the_words_nor_repeats_itself():
    assert canonical.encode(canonical.decode(LOCKED)) == LOCKED
    assert b"SECRET" not in LOCKED
    assert lock(TOLD, by_name(FIVE[:3]), concern=CONCERN) != LOCKED


def test_a_key_under_another_name_is_no_custodians(tmp_path):
    with pytest.raises(BadInput, match="another name"):
        lock(TOLD, {FIVE[0].name: FIVE[1].public, FIVE[1].name: FIVE[0].public}, concern=CONCERN)
    row = {"custodian": FIVE[0].name, "public_key": base64.b64encode(STRANGER.public.raw).decode()}
    (tmp_path / "custodians.json").write_text(json.dumps([row]))
    with pytest.raises(BadInput, match="not the one it shows"):
        custody.custodians_in(tmp_path)


def test_where_there_is_no_list_nobody_is_a_custodian(tmp_path):
    assert custody.custodians_in(tmp_path) == {}


@pytest.mark.parametrize("vector", VECTORS["locked"])
def test_what_was_recorded_as_locked_opens_for_ever(vector):
    keys = {name: PrivateKey(bytes.fromhex(seed)) for name, seed in vector["custodians"].items()}
    locked = custody_open.read(vector["locked"].encode())
    assert locked.concern == UUID(vector["concern"])
    handed, told = vector["handed"], vector["told"].encode()
    assert open_with(locked, keys[handed["to"]], handed=bytes.fromhex(handed["sealed"]), by=handed["by"]) == told
    for first, second in permutations(keys, 2):
        again = hand_on(locked, keys[first], keys[second].public())
        assert open_with(locked, keys[second], handed=again, by=first) == told
    pair = (handed["by"], handed["to"])
    assert custody.share_info(locked.concern, handed["by"]).decode() == vector["share_info"]
    assert custody.bound(locked.concern, pair).decode() == vector["pair_info"]
    assert custody.bound(locked.concern).decode() == vector["told_info"]
