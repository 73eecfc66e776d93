import hashlib
import hmac
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import canonical

KEY = b"k" * 32
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
KEYS = st.text(st.characters(codec="ascii"), max_size=9)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


class Word(StrEnum):
    YES = "yes"


@settings(max_examples=60, derandomize=True)
@given(VALUES)
def test_what_is_written_is_read_again_and_written_the_same(value):
    written = canonical.encode(value)
    assert canonical.decode(written) == value
    assert canonical.encode(canonical.decode(written)) == written


def test_the_spelling_is_that_of_rfc_8785():
    value = {"b": [True, False, None], "a": '€ " \\ / \n \u000f \u007f ö', "A": -7}
    assert canonical.encode(value) == '{"A":-7,"a":"€ \\" \\\\ / \\n \\u000f \u007f ö","b":[true,false,null]}'.encode()


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, b"x", {1: "a"}, {"é": 1}, "\ud800", {"a": {1, 2}}, Word.YES, [0.5]]
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011
        canonical.encode(value)


@pytest.mark.parametrize(
    "data",
    [b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a": 1}', b'"\\u0061"', b"1.0", b"1e3", b"NaN", b"\xff", b"", b"[" * 99_999,
     b'"\\/"', b"-0", b'{"a":1}\n'],
)  # fmt: skip
def test_any_other_spelling_is_refused_without_repeating_it(data):
    with pytest.raises(ValueError, match=r"^This is not canonical JSON\.$"):
        canonical.decode(data)


def test_a_keyed_hash_is_an_hmac_over_purpose_and_data():
    assert canonical.keyed_hash(KEY, "leaf", b"x") == hmac.new(KEY, b"\x00\x04leafx", hashlib.sha256).digest()


def test_hashes_for_different_purposes_or_keys_never_agree():
    hashes = {
        canonical.keyed_hash(key, purpose, data)
        for key in (KEY, b"j" * 32)
        for purpose, data in (("a", b"bc"), ("ab", b"c"), ("abc", b""), ("", b"abc"))
    }
    assert len(hashes) == 8


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        canonical.keyed_hash(b"short", "leaf", b"x")


@settings(max_examples=50, derandomize=True)
@given(st.binary(max_size=64))
def test_a_keyed_uuid_is_version_8_and_the_same_every_time(data):
    made = canonical.keyed_uuid(KEY, "envelope", data)
    assert (made.version, made.variant) == (8, "specified in RFC 4122")
    assert made == canonical.keyed_uuid(KEY, "envelope", data) != canonical.keyed_uuid(KEY, "other", data)
