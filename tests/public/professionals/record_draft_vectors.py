"""Record `draft_vectors.json` anew: `python -m tests.public.professionals.record_draft_vectors` under the public half.

Only for a new version, and then the old examples stay in the file: docs/professional-draft.md publishes them.
"""

import json
from pathlib import Path

from alongside.public.professionals import draft

FILE = Path(__file__).with_name("draft_vectors.json")
EXAMPLES = (
    ({}, "plum ladder Tuesday kite"),
    ({"called": "Danny", "worry": "He says it’s “us or them”.\r\nمیں فکرمند ہوں"}, "plum ladder Tuesday kite"),
    # Typed with a combining accent; NFC makes it one character.
    ({"area": "glanaber", "done-place": "yes"}, "a cafe\u0301 beside the harbour"),
)


def main() -> None:
    FILE.write_text(
        json.dumps([vector(at, *one) for at, one in enumerate(EXAMPLES)], ensure_ascii=False, indent=1) + "\n"
    )


def vector(at: int, answers: dict[str, str], passphrase: str) -> dict[str, object]:
    salt, nonce = bytes([at]) * draft.SALT_BYTES, bytes([at + 100]) * draft.NONCE_BYTES
    file = draft.seal(answers, passphrase, salt=salt, nonce=nonce)
    said = {"answers": answers, "passphrase": passphrase, "salt": salt.hex(), "nonce": nonce.hex()}
    return {**said, "key": draft.key(passphrase, salt).hex(), "file": file.hex()}


if __name__ == "__main__":
    main()
