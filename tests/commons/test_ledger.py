import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import ledger
from alongside.commons.ledger import Checkpoint, DoesNotProve, Frontier

# The leaves and roots of the test data that implementations of RFC 6962 share (certificate-transparency).
LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [ledger.leaf_hash(leaf) for leaf in LEAVES]
MANY = [ledger.leaf_hash(bytes([number])) for number in range(70)]
SIZES = st.integers(1, len(MANY))
KEY = Ed25519PrivateKey.from_private_bytes(b"l" * 32)
CHECKPOINT = Checkpoint("alongside.example/audit", 8, bytes.fromhex(ROOTS[8]))
NOTE = ledger.sign_checkpoint(CHECKPOINT, KEY)


def root_by_definition(hashes):
    """RFC 9162 2.1.1, word by word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = max(2**power for power in range(len(hashes)) if 2**power < len(hashes))
    left, right = root_by_definition(hashes[:split]), root_by_definition(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_well_known_ones(size):
    assert ledger.root(HASHES[:size]).hex() == ROOTS[size]


def test_a_proof_is_the_well_known_one():
    # RFC 6962 tests: the path of the first leaf of eight.
    assert [step.hex()[:16] for step in ledger.inclusion_proof(0, HASHES)] == [
        "96a296d224f285c6", "5f083f0a1a33ca07", "6b47aaf29ee3c2af"]  # fmt: skip
    assert [step.hex()[:16] for step in ledger.consistency_proof(6, HASHES)] == [
        "0ebc5d3437fbe2db", "ca854ea128ed050b", "d37ee418976dd957"]  # fmt: skip


@settings(max_examples=40, derandomize=True)
@given(st.lists(st.binary(max_size=3), max_size=40), st.integers(0, 40))
def test_appending_in_parts_leads_to_the_root_of_the_whole(leaves, cut):
    hashes = [ledger.leaf_hash(leaf) for leaf in leaves]
    grown = Frontier().extend(hashes[:cut])
    for each in hashes[cut:]:
        grown = Frontier(grown.size, grown.hashes).append(each)
    assert grown.size == len(hashes)
    assert grown.root() == ledger.root(hashes) == root_by_definition(hashes)


def test_a_frontier_keeps_one_hash_for_each_bit_of_its_size():
    assert [len(Frontier().extend(MANY[:size]).hashes) for size in (0, 1, 64, 63)] == [0, 1, 1, 6]
    with pytest.raises(ValueError, match="frontier"):
        Frontier(3, (MANY[0],))


def test_every_leaf_of_every_size_is_shown_to_be_in():
    for size in range(1, 34):
        root = ledger.root(MANY[:size])
        for index in range(size):
            proof = ledger.inclusion_proof(index, MANY[:size])
            ledger.verify_inclusion(MANY[index], index, size, proof, root)


def test_every_later_size_is_shown_to_begin_with_every_earlier_one():
    roots = [ledger.root(MANY[:size]) for size in range(34)]
    for new in range(34):
        for old in range(new + 1):
            proof = ledger.consistency_proof(old, MANY[:new]) if old else ()
            ledger.verify_consistency(old, new, proof, roots[old], roots[new])


@settings(max_examples=150, derandomize=True)
@given(SIZES, st.data())
def test_an_altered_inclusion_proof_proves_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    good = (MANY[index], index, size, ledger.inclusion_proof(index, MANY[:size]), ledger.root(MANY[:size]))
    bad = data.draw(alterations(good, numbers=(1, 2), hashes=(0, 4), proof=3))
    # The size alone may differ where the path is the same; then it is the root that a checkpoint signs with its size.
    if bad[1] == index and bad[0] == good[0] and bad[3:] == good[3:]:
        return
    with pytest.raises(DoesNotProve):
        ledger.verify_inclusion(*bad)


@settings(max_examples=150, derandomize=True)
@given(SIZES, st.data())
def test_an_altered_consistency_proof_proves_nothing(new, data):
    old = data.draw(st.integers(1, new))
    proof = ledger.consistency_proof(old, MANY[:new])
    good = (old, new, proof, ledger.root(MANY[:old]), ledger.root(MANY[:new]))
    bad = data.draw(alterations(good, numbers=(), hashes=(3, 4), proof=2))
    with pytest.raises(DoesNotProve):
        ledger.verify_consistency(*bad)


@st.composite
def alterations(draw, good, *, numbers, hashes, proof):
    """One of the parts changed: a number, a hash, or the proof made longer, shorter or different."""
    parts = list(good)
    at = draw(st.sampled_from([*numbers, *hashes, proof]))
    if at in numbers:
        parts[at] = draw(st.integers(-1, 80).filter(lambda number: number != good[at]))
    elif at in hashes:
        parts[at] = draw(other_than(good[at]))
    else:
        parts[at] = draw(altered_proof(good[at]))
    return tuple(parts)


def other_than(hashed):
    return st.sampled_from(MANY).filter(lambda each: each != hashed)


@st.composite
def altered_proof(draw, steps):
    steps = list(steps)
    how = draw(st.sampled_from(["longer", "shorter", "different"] if steps else ["longer"]))
    at = draw(st.integers(0, len(steps) - (how != "longer")))
    if how == "longer":
        steps.insert(at, draw(st.sampled_from(MANY)))
    elif how == "shorter":
        del steps[at]
    else:
        steps[at] = draw(other_than(steps[at]))
    return tuple(steps)


@settings(max_examples=60, derandomize=True)
@given(st.integers(2, 70), st.data())
def test_a_ledger_in_which_an_old_leaf_was_altered_is_found(size, data):
    old = data.draw(st.integers(1, size))
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*MANY[:at], ledger.leaf_hash(b"altered"), *MANY[at + 1 : size]]
    with pytest.raises(DoesNotProve):
        ledger.verify_consistency(
            old, size, ledger.consistency_proof(old, rewritten), ledger.root(MANY[:old]), ledger.root(rewritten)
        )


@pytest.mark.parametrize(
    ("old", "new", "proof"), [(2, 1, ()), (-1, 2, ()), (0, 3, (MANY[0],)), (3, 3, (MANY[0],)), (3, 5, ())]
)
def test_a_consistency_proof_of_the_wrong_form_proves_nothing(old, new, proof):
    roots = {size: ledger.root(MANY[:size]) for size in range(6)}
    with pytest.raises(DoesNotProve):
        ledger.verify_consistency(old, new, proof, roots.get(old, MANY[0]), roots[new])


def test_a_root_never_passes_for_a_leaf():
    for size in (2, 3, 8):
        with pytest.raises(DoesNotProve):
            ledger.verify_inclusion(ledger.root(MANY[:size]), 0, size, (), ledger.root(MANY[:size]))


def test_an_empty_ledger_has_one_root_only():
    with pytest.raises(DoesNotProve):
        ledger.verify_consistency(0, 2, (), MANY[0], MANY[1])
    with pytest.raises(DoesNotProve):
        ledger.verify_consistency(0, 0, (), ledger.EMPTY_ROOT, MANY[1])


def test_there_is_no_proof_for_a_leaf_or_a_size_that_is_not_there():
    with pytest.raises(IndexError):
        ledger.inclusion_proof(8, HASHES)
    for size in (0, 9):
        with pytest.raises(IndexError):
            ledger.consistency_proof(size, HASHES)


def test_a_leaf_never_passes_for_a_node():
    assert ledger.leaf_hash(MANY[0] + MANY[1]) != ledger.node_hash(MANY[0], MANY[1])


# The example of Go's golang.org/x/mod/sumdb/note, which signed-note describes.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_note_that_another_tool_signed_is_read():
    name, key = ledger.read_verifier_key(GO_KEY)
    assert ledger.open_note(GO_NOTE, {name: key}).endswith("what your problem is.\n")
    assert ledger.verifier_key(name, key) == GO_KEY


def test_a_checkpoint_is_written_as_tlog_checkpoint_says():
    assert NOTE.startswith(
        "alongside.example/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n\u2014 alongside.example/audit "
    )
    assert ledger.read_checkpoint(NOTE, CHECKPOINT.origin, KEY.public_key()) == CHECKPOINT


def test_a_witness_or_an_extension_line_does_not_disturb():
    witness = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
    other = ledger.sign_note(CHECKPOINT.body(), "witness.example", witness).rpartition("\n\n")[2]
    assert ledger.read_checkpoint(NOTE + other, CHECKPOINT.origin, KEY.public_key()) == CHECKPOINT
    extended = ledger.sign_note(CHECKPOINT.body() + "more\n", CHECKPOINT.origin, KEY)
    assert ledger.read_checkpoint(extended, CHECKPOINT.origin, KEY.public_key()) == CHECKPOINT


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE.replace("\n8\n", "\n9\n"),
        NOTE.replace("Xcna", "Ycna"),
        NOTE[:-1],
        NOTE[:-10] + "\n",
        NOTE.rpartition("\n\n")[0] + "\n",
        NOTE.replace("\u2014 ", "- "),
        ledger.sign_note("alongside.example/audit\n08\n" + "A" * 43 + "=\n", CHECKPOINT.origin, KEY),
        ledger.sign_note("other.example\n8\n" + "A" * 43 + "=\n", CHECKPOINT.origin, KEY),
        ledger.sign_note("alongside.example/audit\n", CHECKPOINT.origin, KEY),
        ledger.sign_checkpoint(CHECKPOINT, Ed25519PrivateKey.from_private_bytes(b"x" * 32)),
    ],
)
def test_any_other_note_is_no_checkpoint_of_ours(note):
    with pytest.raises(DoesNotProve):
        ledger.read_checkpoint(note, CHECKPOINT.origin, KEY.public_key())


@pytest.mark.parametrize("text", ["", "a+b+c", GO_KEY.replace("c74f", "c74e"), GO_KEY.replace("+ARpc", "+AhRp")])
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(ValueError, match="verifies"):
        ledger.read_verifier_key(text)


@pytest.mark.parametrize(("origin", "size", "root"), [("", 0, MANY[0]), ("a b", 0, MANY[0]), ("a+b", 0, MANY[0]),
                                                      ("a", -1, MANY[0]), ("a", 0, b"short")])  # fmt: skip
def test_a_checkpoint_that_cannot_be_written_cannot_be_made(origin, size, root):
    with pytest.raises(ValueError, match="checkpoint"):
        Checkpoint(origin, size, root)


def test_a_note_without_a_line_end_is_not_signed():
    with pytest.raises(ValueError, match="line end"):
        ledger.sign_note("text", "name", KEY)
