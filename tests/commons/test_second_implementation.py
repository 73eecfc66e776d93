"""The envelope format holds without our code: a second implementation (tests/second) opens ours, and we open its."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from alongside.command import install
from alongside.command.place import CHECKOUT
from alongside.commons.envelope import contents, receipt, seal, unseal
from alongside.commons.envelope.contents import Concern, Message, Part, Reply
from alongside.commons.envelope.keys import PrivateKey

SECOND = CHECKOUT / "tests" / "second"
PUBLISHED = CHECKOUT / "docs" / "envelope-vectors.json"
VECTORS = json.loads(PUBLISHED.read_text(encoding="utf-8"))
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
INTAKE = PrivateKey(bytes(range(32, 64)))
KEY_ID = "intake-2026-W48"
RECEIPT = receipt.made_from(bytes(range(15)))
HOLDER = receipt.stretch(RECEIPT)
EXAMPLES = (
    Concern("somebody", "northmere", "میں فکرمند ہوں — “us or them”\n\t\U0001f642", AT, language="ur"),
    Concern("myself", "glanaber", "w" * 4000, AT, more={}, parts=(UUID(int=4),), reply_to=HOLDER.reply_to()),
    Part("llun.png", AT, said_type="image/png", data=b"\x89PNG\x80\x00\x00" * 9_000),
    Part("empty", AT, data=b""),
    Message(UUID(int=1), "more", AT, HOLDER.reply_to(), words='\\ " / \n\t'),
)
REPLY = Reply("Diolch. Bydd rhywun mewn cysylltiad.", AT, signed_as="Sana", language="cy")


def run(program: str, *arguments: str, asked: Any = None) -> Any:
    """Run a program of the second implementation."""
    command = [install.node(), str(SECOND / program), *arguments]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def opened() -> Any:
    return run("open.mjs", str(PUBLISHED))


@pytest.mark.parametrize("kind", ["envelopes", "replies"])
def test_it_opens_every_published_example_and_writes_it_again_alike(opened: Any, kind: str) -> None:
    assert len(opened[kind]) == len(VECTORS[kind])
    for found, published in zip(opened[kind], VECTORS[kind], strict=True):
        assert found["contents"] == published["contents"]
        assert found["again"] == published["contents"]
        assert found["info"] == published["info"]


def test_it_derives_the_same_keys_tokens_and_check_characters_from_every_published_receipt(opened: Any) -> None:
    for found, published in zip(opened["receipts"], VECTORS["receipts"], strict=True):
        assert found == {name: text for name, text in published.items() if name != "entropy"}


@pytest.fixture(scope="module")
def made() -> Any:
    """What it seals of our examples, and where it finds one mistyped character."""
    asked = [_asked(UUID(int=at), example) for at, example in enumerate(EXAMPLES)]
    reply = _asked(UUID(int=99), REPLY) | {"locator": HOLDER.locator, "public_key": HOLDER.reply_to().public_key.hex()}
    return run("seal.mjs", asked={"seal": [*asked, reply], "mistyped": _mistyped()})


def _asked(id: UUID, example: Any) -> dict[str, Any]:
    cut = contents._cut(contents.to_bytes(example))
    cover = json.loads(cut[0])
    return {
        "id": str(id),
        "kind": cover["kind"],
        "key_id": KEY_ID,
        "public_key": INTAKE.public().raw.hex(),
        "said": cover["said"],
        "bytes": (cut[1] or b"").hex(),
    }


def _mistyped() -> list[str]:
    text = RECEIPT.shown().replace("-", "")
    wrong = [(at, "7" if text[at] != "7" else "8") for at in range(len(text))]
    return [text[:at] + other + text[at + 1 :] for at, other in wrong]


def test_we_open_what_it_sealed_to_our_key(made: Any) -> None:
    for at, (example, sealed) in enumerate(zip(EXAMPLES, made["sealed"], strict=False)):
        envelope = seal.Envelope(UUID(int=at), example.kind, KEY_ID, bytes.fromhex(sealed))
        assert unseal.unseal(envelope, INTAKE) == example


def test_the_holder_of_a_receipt_opens_the_reply_that_it_sealed(made: Any) -> None:
    mark = HOLDER.reply_to().mark()
    sealed = receipt.SealedReply(
        UUID(int=99), HOLDER.locator, mark, date(2027, 5, 22), bytes.fromhex(made["sealed"][-1])
    )
    assert receipt.open_reply(sealed, HOLDER) == REPLY


def test_both_find_the_same_mistyped_character(made: Any) -> None:
    for at, (text, places) in enumerate(zip(_mistyped(), made["mistyped"], strict=True)):
        assert places == [receipt.mistyped_at(text)] == [at]
