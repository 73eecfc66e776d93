"""Receipts: how a person without a name comes back, and how only they can read our reply.

A receipt is 24 letters and numbers in six groups of four: a public locator (6, where replies are looked up), two check
characters, and a secret of four groups (16 characters, 80 bits). The secret never reaches casework. Stretched with
Argon2id it makes a key pair; its public half travels inside the sealed concern, and casework seals its reply to it.

The check characters cover locator and secret, and find one mistyped character and its place. They are on the receipt
and nowhere else: beside the locator in a database they would tell ten bits of the secret.
"""

import secrets
import threading
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from alongside.commons import canonical
from alongside.commons.envelope import contents as envelope_contents
from alongside.commons.envelope.keys import SEALING_ADDS, SEED_BYTES, PrivateKey, PublicKey, WillNotOpen
from alongside.commons.envelope.padding import BUCKETS, padded, unpadded
from alongside.commons.envelope.shapes import LOCATOR, Box, Reply, ReplyTo, ToReceipt
from alongside.commons.refusals import BadInput
from alongside.commons.words import _

# Crockford's base32: no I, L, O (taken for 1 and 0) and no U.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISTAKEN_FOR: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
LOCATOR_LENGTH: Final = 6
CHECK_LENGTH: Final = 2
SECRET_LENGTH: Final = 16
LENGTH: Final = LOCATOR_LENGTH + CHECK_LENGTH + SECRET_LENGTH
GROUP: Final = 4
MARK_BYTES: Final = 32
ORDER: Final = 31


def _powers_of_x() -> tuple[int, ...]:
    """The 31 powers of x in GF(32), modulo x^5 + x^2 + 1, as numbers of five bits."""
    powers = [1]
    for _unused in range(ORDER - 1):
        powers.append((powers[-1] << 1) ^ (0b100101 if powers[-1] & 0b10000 else 0))
    return tuple(powers)


POWERS: Final = _powers_of_x()
ENTROPY_BYTES: Final = 15
BITS_TOO_MANY: Final = ENTROPY_BYTES * 8 - (LOCATOR_LENGTH + SECRET_LENGTH) * 5

# OWASP's password storage cheat sheet, Argon2id: 19 MiB, two passes, one lane. About 40 ms.
MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
FORMAT: Final = "alongside-reply-1"
SALT_LABEL: Final = b"alongside-receipt-1 salt "
KEY_LABEL: Final = b"alongside-receipt-1 reply key"

# Each stretching takes 19 MiB: without a bound, a crowd of returning people could take all of a server's memory.
_AT_ONCE = threading.BoundedSemaphore(4)


@dataclass(frozen=True)
class Receipt:
    """A locator that may be stored, and a secret that may not; the secret shows in no log and no traceback."""

    locator: str
    secret: str = field(repr=False)

    def shown(self) -> str:
        """As a person writes it down: `7K3M-9QX4-…`, six groups of four."""
        text = self.locator + check_characters(self.locator, self.secret) + self.secret
        return "-".join(text[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def new() -> Receipt:
    """A receipt that nobody can foresee."""
    return made_from(secrets.token_bytes(ENTROPY_BYTES))


def made_from(entropy: bytes) -> Receipt:
    """The receipt that belongs to 15 or more bytes nobody can foresee, such as a `canonical.keyed_hash`.

    A form that is sent twice makes the same receipt twice. Raises ValueError for fewer bytes.
    """
    if len(entropy) < ENTROPY_BYTES:
        raise ValueError(f"A receipt needs {ENTROPY_BYTES} bytes.")
    number = int.from_bytes(entropy[:ENTROPY_BYTES], "big") >> BITS_TOO_MANY
    count = LOCATOR_LENGTH + SECRET_LENGTH
    text = "".join(ALPHABET[number >> 5 * (count - 1 - at) & 31] for at in range(count))
    return Receipt(text[:LOCATOR_LENGTH], text[LOCATOR_LENGTH:])


def parse(typed: str) -> Receipt:
    """Read a receipt as people type it: any case, spaces and dashes anywhere, O for 0, I or L for 1.

    Raises BadInput, without repeating what was typed, when it is no receipt, and Mistyped with the place where one
    character is wrong. It is told from the text alone; whether such a receipt was ever given out is not known here.
    """
    text = _plain(typed)
    if any(character not in ALPHABET for character in text):
        raise BadInput(_("A receipt has only letters and numbers, and never the letter U."))
    if len(text) != LENGTH:
        raise BadInput(_("A receipt has 24 letters and numbers, in six groups of four."))
    if any(_syndromes(text)):
        raise Mistyped(mistyped_at(text))
    return Receipt(text[:LOCATOR_LENGTH], text[LOCATOR_LENGTH + CHECK_LENGTH :])


class Mistyped(BadInput):
    """One or more characters differ from any receipt. `place` (from 0) is the one that differs, where it is only one.

    Where two or more differ, a place may be named that is right: so nothing is ever put right by itself.
    """

    def __init__(self, place: int | None) -> None:
        super().__init__(_("One or more of the letters and numbers are not as they are on your receipt."))
        self.place = place

    @property
    def group(self) -> int | None:
        """The number of the group of four, from 1."""
        return None if self.place is None else self.place // GROUP + 1

    @property
    def in_group(self) -> int | None:
        """Which character of its group, from 1."""
        return None if self.place is None else self.place % GROUP + 1


def check_characters(locator: str, secret: str) -> str:
    """Two characters that make the receipt a word of a Reed-Solomon code over GF(32), as `docs/envelope.md` says.

    The values sum to zero, and so do the values times x to the power of their place (from the end). Any one or two
    wrong characters are noticed, and one alone is found.
    """
    sum_, weighted = _syndromes(locator + "00" + secret)
    # The places of the two, from the end, are 17 and 16: solve first + second = sum and the weighted line for both.
    high, low = SECRET_LENGTH + 1, SECRET_LENGTH
    first = _divided(weighted ^ _times(sum_, POWERS[low]), POWERS[high] ^ POWERS[low])
    return ALPHABET[first] + ALPHABET[sum_ ^ first]


def mistyped_at(text: str) -> int | None:
    """The place (from 0) of the one character that is wrong in 24, or None when no single one explains it."""
    sum_, weighted = _syndromes(text)
    if not sum_ or not weighted:
        return None
    from_end = POWERS.index(_divided(weighted, sum_))
    return len(text) - 1 - from_end if from_end < len(text) else None


def _syndromes(text: str) -> tuple[int, int]:
    sum_ = weighted = 0
    for from_end, character in enumerate(reversed(text)):
        value = ALPHABET.index(character)
        sum_ ^= value
        weighted ^= _times(value, POWERS[from_end])
    return sum_, weighted


def _times(one: int, other: int) -> int:
    return POWERS[(POWERS.index(one) + POWERS.index(other)) % ORDER] if one and other else 0


def _divided(one: int, other: int) -> int:
    return POWERS[(POWERS.index(one) - POWERS.index(other)) % ORDER] if one else 0


@dataclass(frozen=True)
class ReplyKey:
    """What a receipt opens: the replies at its locator."""

    locator: str
    private_key: PrivateKey

    def reply_to(self) -> ReplyTo:
        """What a concern carries so that a reply can be sealed."""
        return ReplyTo(self.locator, self.private_key.public().raw)


def stretch(receipt: Receipt) -> ReplyKey:
    """The key pair that belongs to a receipt; about 40 ms and 19 MiB on purpose, four at once at most.

    Argon2id (RFC 9106) over the secret, salted by the locator, then HKDF-Expand (RFC 5869) to the seed of a key pair.
    """
    salt = sha256(SALT_LABEL + receipt.locator.encode("ascii")).digest()[:16]
    secret = receipt.secret.encode("ascii")
    with _AT_ONCE:
        stretched = hash_secret_raw(secret, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID)
    seed = HKDFExpand(SHA256(), SEED_BYTES, KEY_LABEL).derive(stretched)
    return ReplyKey(receipt.locator, PrivateKey(seed))


@dataclass(frozen=True)
class SealedReply:
    """A reply or a box on its way: where it waits, until when, whose it is, and bytes that only the receipt opens.

    `mark` is `ReplyTo.mark`, by which its holder tells theirs from another's at the same locator. Raises ValueError
    when made with a locator, a mark or a length that no sealed reply has.
    """

    id: UUID
    locator: str
    mark: bytes
    closes_on: date
    sealed: bytes

    def __post_init__(self) -> None:
        if not LOCATOR.match(self.locator):
            raise ValueError("A reply needs a locator.")
        if len(self.mark) != MARK_BYTES:
            raise ValueError("A reply needs the mark of its receipt.")
        if len(self.sealed) not in {size + SEALING_ADDS for size in BUCKETS}:
            raise ValueError("A sealed reply has one of a few lengths, and this is none of them.")


def seal_reply(reply: ToReceipt, reply_to: ReplyTo, *, id: UUID, closes_on: date) -> SealedReply:
    """Seal a reply or a box to the key that came inside the concern. Whoever seals it cannot open it again."""
    plaintext = padded(envelope_contents.to_bytes(reply))
    sealed = PublicKey(reply_to.public_key).seal(plaintext, info(id=id, locator=reply_to.locator))
    return SealedReply(id, reply_to.locator, reply_to.mark(), closes_on, sealed)


def open_reply(sealed: SealedReply, key: ReplyKey) -> ToReceipt:
    """Open a reply or a box with a stretched receipt. Raises WillNotOpen, in a sentence without contents."""
    plaintext = key.private_key.open(sealed.sealed, info(id=sealed.id, locator=sealed.locator))
    try:
        reply = envelope_contents.from_bytes(unpadded(plaintext))
    except ValueError:
        raise WillNotOpen("This reply opened, but what it holds cannot be read.") from None
    if not isinstance(reply, Reply | Box):
        raise WillNotOpen("This is not a reply.")
    return reply


def info(*, id: UUID, locator: str) -> bytes:
    """What is bound to a reply besides its words, as canonical JSON."""
    return canonical.encode({"format": FORMAT, "locator": locator, "reply": str(id)})


def _plain(typed: str) -> str:
    """Upper case, mistaken letters mended, spaces and dashes of every kind gone."""
    text = unicodedata.normalize("NFKC", typed).upper()
    kept = (letter for letter in text if unicodedata.category(letter) not in {"Zs", "Pd", "Cc", "Cf"})
    return "".join(kept).translate(MISTAKEN_FOR)
