"""One spelling for every value: canonical JSON (the part of RFC 8785 without floating numbers), and keyed hashes of it.

What is signed, sealed or hashed goes through here, so that equal values are equal bytes in any language.
"""

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

# RFC 8785 3.2.2.3 and RFC 7493 2.2: beyond this a JavaScript reader would see another number.
LARGEST_INTEGER = 2**53 - 1
SHORTEST_KEY = 16


def encode(value: Any) -> bytes:
    """The one canonical spelling of `value`: sorted ASCII keys, no spaces, UTF-8.

    Raises ValueError for floats, large integers, other types, keys outside ASCII and lone surrogates.
    """
    _check(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def decode(data: bytes) -> Any:
    """Read canonical JSON, and nothing else: any other spelling of the same value raises ValueError."""
    try:
        value = json.loads(data.decode("utf-8"))
        same = encode(value) == data
    except (ValueError, RecursionError):
        raise ValueError("This is not canonical JSON.") from None
    if not same:
        raise ValueError("This is not canonical JSON.")
    return value


def keyed_hash(key: bytes, purpose: str, data: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104) of `data`, 32 bytes; hashes for different purposes never agree.

    Raises ValueError when the key is shorter than 16 bytes.
    """
    if len(key) < SHORTEST_KEY:
        raise ValueError("A hashing key needs at least 16 bytes.")
    label = purpose.encode("utf-8")
    return hmac.digest(key, len(label).to_bytes(2, "big") + label + data, hashlib.sha256)


def keyed_uuid(key: bytes, purpose: str, data: bytes) -> UUID:
    """A UUID (version 8, RFC 9562 5.8) that only a holder of `key` can foresee: the same data twice is one row."""
    number = int.from_bytes(keyed_hash(key, purpose, data)[:16], "big")
    number = number & ~(0xF << 76) | (8 << 76)
    number = number & ~(0x3 << 62) | (2 << 62)
    return UUID(int=number)


def _check(value: Any) -> None:
    # type() and not isinstance: True is an int, and an enum's spelling is not ours to choose.
    match value:
        case None | True | False:
            return
        case str() if type(value) is str:
            return
        case int() if type(value) is int and abs(value) <= LARGEST_INTEGER:
            return
        case list() | tuple():
            for item in value:
                _check(item)
        case dict() if all(type(key) is str and key.isascii() for key in value):
            for item in value.values():
                _check(item)
        case _:
            raise ValueError("Only text, whole numbers, yes and no, nothing, lists and objects have a canonical form.")
