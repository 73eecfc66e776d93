"""Record `docs/envelope-vectors.json` anew: `python tests/commons/record_envelope_vectors.py` with `src` on the path.

Only for a new format version, and then the old examples stay in the file: what was sealed must open for ever.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from alongside.commons.envelope import contents, padding, receipt, seal
from alongside.commons.envelope.contents import (
    Box,
    Concern,
    Identity,
    Message,
    Part,
    PassedQuestion,
    Reply,
    ToIntake,
    ToReceipt,
)
from alongside.commons.envelope.keys import PrivateKey

FILE = Path(__file__).parents[2] / "docs" / "envelope-vectors.json"
INTAKE = PrivateKey(bytes(range(32)))
KEY_ID = "intake-2026-W48"
AT = datetime(2026, 11, 23, 9, 30, 0, 250_000, tzinfo=UTC)
RECEIPTS = (bytes(15), b"\xff" * 15, bytes(range(100, 115)))


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def vectors() -> dict:
    """Everything that the file holds."""
    key = receipt.stretch(receipt.made_from(RECEIPTS[2]))
    other = receipt.stretch(receipt.made_from(RECEIPTS[0]))
    examples = (
        Concern(
            kind_of_door="somebody",
            area="northbridge",
            worry="He says it’s “us or them”.\nDw i’n poeni amdano. میں فکرمند ہوں",
            sent_at=AT,
            hurt="unsure",
            called="Danny",
            age_band="16_17",
            promise="named",
            hurt_words="On Friday: “they will see”.",
            told_them="no",
            fear="His mother would know it was me.",
            parts=(UUID(int=21),),
            find_them="The college on Mill Road",
            going_well="His aunt; football",
            needs="He stopped sleeping.",
            language="cy",
            reply_to=key.reply_to(),
        ),
        Concern(
            kind_of_door="somebody",
            area="northbridge",
            worry="w" * 4000,
            sent_at=AT,
            channel="professional",
            more={"lead_name": "Ms Pryce", "lead_agreed": "yes", "event": "In class, on Monday."},
        ),
        Identity(UUID(int=1), "named", AT, name="Aysha Rahman", telephone="07700 900 123", reply_to=key.reply_to()),
        Identity(UUID(int=1), "in_confidence", AT, locked="bG9ja2Vk"),
        Part("a picture.png", AT, said_type="image/png", data=b"\x89PNG\r\n\x1a\n and the rest\x80\x00"),
        Message(UUID(int=1), "more", AT, key.reply_to(), words="I forgot: he has an exam on Friday."),
        Message(UUID(int=1), "exchange", AT, key.reply_to(), new_reply_to=other.reply_to()),
        PassedQuestion("evening-1", UUID(int=7), "Can I still help him?", AT, AT, UUID(int=8), note="Please call."),
    )
    replies = (
        Reply("Thank you. Somebody will be in touch.", AT, signed_as="Sana, safeguarding team"),
        Reply("", AT, state="read"),
        Box(UUID(int=1), AT, area="northbridge", promise="named", envelope_hash="ab" * 32),
    )
    return {
        "format": 1,
        "padding": {
            "buckets": list(padding.BUCKETS),
            "part_buckets": list(padding.PART_BUCKETS),
            "abc": padding.padded(b"abc")[:8].hex(),
        },
        "receipts": [receipt_vector(entropy) for entropy in RECEIPTS],
        "envelopes": [envelope_vector(UUID(int=at + 1), example) for at, example in enumerate(examples)],
        "replies": [reply_vector(UUID(int=at + 99), reply, key) for at, reply in enumerate(replies)],
    }


def receipt_vector(entropy: bytes) -> dict:
    """One receipt: from its entropy to the key that a concern carries."""
    made = receipt.made_from(entropy)
    key = receipt.stretch(made)
    return {
        "entropy": entropy.hex(),
        "receipt": made.shown(),
        "locator": made.locator,
        "secret": made.secret,
        "seed": key.private_key.seed.hex(),
        "public_key": key.reply_to().public_key.hex(),
        "token": key.reply_to().token().hex(),
        "mark": key.reply_to().mark().hex(),
    }


def envelope_vector(id: UUID, example: ToIntake) -> dict:
    """One sealed example with the key that opens it."""
    sealed = seal.seal(example, id=id, key_id=KEY_ID, public_key=INTAKE.public())
    return {
        "id": str(id),
        "kind": example.kind,
        "key_id": KEY_ID,
        "private_seed": INTAKE.seed.hex(),
        "info": seal.info(id=id, kind=example.kind, key_id=KEY_ID).decode(),
        "contents": contents.to_bytes(example).hex(),
        "sealed": sealed.sealed.hex(),
    }


def reply_vector(id: UUID, reply: ToReceipt, key: receipt.ReplyKey) -> dict:
    """One sealed reply with the receipt that opens it."""
    sealed = receipt.seal_reply(reply, key.reply_to(), id=id, closes_on=date(2027, 5, 22))
    return {
        "id": str(id),
        "receipt": receipt.made_from(RECEIPTS[2]).shown(),
        "locator": key.locator,
        "info": receipt.info(id=id, locator=key.locator).decode(),
        "contents": contents.to_bytes(reply).hex(),
        "mark": sealed.mark.hex(),
        "sealed": sealed.sealed.hex(),
    }


if __name__ == "__main__":
    main()
