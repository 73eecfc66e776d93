"""Record `custody_vectors.json` anew: `python tests/commons/record_custody_vectors.py` with `src` on the path.

Only for a new format version, and then the old examples stay in the file: what was locked must open for ever.
"""

import json
from pathlib import Path
from uuid import UUID

from alongside.commons.envelope import custody, custody_open
from alongside.commons.envelope.keys import PrivateKey

FILE = Path(__file__).with_name("custody_vectors.json")
SEEDS = tuple(bytes(range(at, at + 32)) for at in (0, 32, 64))
CONCERN = UUID(int=5)
TOLD = '{"name":"Rhian","telephone":"Ffoniwch wedi chwech"}'


def main() -> None:
    """Write the file."""
    keys = {custody.name_of(key.public()): key for key in map(PrivateKey, SEEDS)}
    locked = custody.lock(TOLD.encode(), {name: key.public() for name, key in keys.items()}, concern=CONCERN)
    first, second, *_ = sorted(keys)
    handed = custody_open.hand_on(custody_open.read(locked), keys[first], keys[second].public())
    vector = {
        "concern": str(CONCERN),
        "custodians": {name: key.seed.hex() for name, key in sorted(keys.items())},
        "told": TOLD,
        "locked": locked.decode(),
        "share_info": custody.share_info(CONCERN, first).decode(),
        "pair_info": custody.bound(CONCERN, (first, second)).decode(),
        "told_info": custody.bound(CONCERN).decode(),
        "handed": {"by": first, "to": second, "sealed": handed.hex()},
    }
    FILE.write_text(json.dumps({"format": 1, "locked": [vector]}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
