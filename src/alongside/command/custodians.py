"""``./alongside keys custodian add EMAIL | list | retire NAME``: who opens, two together, what was told in confidence.

The custodian types their own pass phrase; nobody else ever has it. Nothing new is locked to a custodian who has
retired, and they see who told us no more; any two of the others open it.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from alongside.command import custody_grants, escrow, keyring
from alongside.command.words import Stop, say
from alongside.commons import clock, installation
from alongside.commons.envelope import custody
from alongside.commons.envelope.keys import PrivateKey

SEED_FORMAT = "alongside-custodian-1"
SHORTEST_PHRASE = escrow.SHORTEST_PHRASE
USAGE = "Say one of: keys custodian add EMAIL, keys custodian list, keys custodian retire NAME"


def run(arguments: list[str], ask: Callable[[str], str]) -> int:
    """Do one thing; ``ask`` gets the pass phrase from whoever sits at the terminal."""
    match arguments:
        case ["add", email]:
            return _added(email, ask("The custodian's own pass phrase: "))
        case ["list"]:
            return _list()
        case ["retire", name]:
            return _retired(name, even_so=False)
        case ["retire", name, "even-so"]:
            return _retired(name, even_so=True)
    raise Stop(USAGE)


def add(email: str, phrase: str) -> str:
    """Make somebody a custodian and return the name of their key. Raises Stop."""
    if len(phrase) < SHORTEST_PHRASE:
        raise Stop(f"The pass phrase needs at least {SHORTEST_PHRASE} characters: five words or more.")
    if "@" not in email:
        raise Stop("Name the custodian by the e-mail address with which they sign in to casework.")
    now = [row for row in files() if not row["retired_on"]]
    if any(row["email"] == email.lower() for row in now):
        raise Stop(f"{email} is a custodian already.")
    if len(now) >= custody.MOST:
        raise Stop(f"There are {custody.MOST} custodians already, which is the most. Retire one first.")
    key = PrivateKey(os.urandom(32))
    name = custody.name_of(key.public())
    installation.write_secret(_path(name), _written(name, email.lower(), key, phrase))
    publish()
    return name


def _written(name: str, email: str, key: PrivateKey, phrase: str) -> bytes:
    salt = os.urandom(16)
    sealed = custody.seal_with(custody.stretched(phrase, salt), key.seed, name.encode())
    parts = {
        "format": SEED_FORMAT,
        "custodian": name,
        "email": email,
        "since_on": clock.today().isoformat(),
        "public_key": base64.b64encode(key.public().raw).decode(),
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    return json.dumps(parts, indent=1).encode()


def retire(name: str) -> None:
    """Lock nothing more to a custodian. Raises Stop when there is none of that name."""
    if not custody.NAME.match(name) or not _path(name).exists():
        raise Stop(f"There is no custodian's key named {name}.")
    installation.write_secret(_path(name).with_suffix(".retired"), clock.today().isoformat().encode())
    publish()


def make_invented(emails: Iterable[str], phrase: str) -> None:
    """Make custodians of a demo or of tests, whose pass phrase is the one password of the cast; once."""
    for email in emails:
        if email.lower() not in {row["email"] for row in files()}:
            add(email, phrase)


def files() -> list[dict[str, Any]]:
    """Return what the files of custodians say, oldest first."""
    found = [_read(path) for path in _path("any").parent.glob("custodian-*.json")]
    return sorted(found, key=lambda row: (row["since_on"], row["custodian"]))


def _read(path: Path) -> dict[str, Any]:
    retired = path.with_suffix(".retired")
    on = retired.read_text(encoding="utf-8") if retired.exists() else ""
    return {**json.loads(path.read_text(encoding="utf-8")), "retired_on": on}


def publish() -> None:
    """Write the list that the public half locks to: keys and their names, and not whose they are."""
    listed = [
        {"custodian": row["custodian"], "public_key": row["public_key"]} for row in files() if not row["retired_on"]
    ]
    keyring.replace(keyring.folder("public", "custodians.json"), json.dumps(listed, indent=1).encode())


def _path(name: str) -> Path:
    return keyring.folder("casework", "custodians", f"{name}.json")


def _added(email: str, phrase: str) -> int:
    name = add(email, phrase)
    say(f"made {name} for {email}")
    if len([row for row in files() if not row["retired_on"]]) < custody.FEWEST:
        say("One more is needed before anything can be promised in confidence: two custodians open together.")
    return 0


def _list() -> int:
    for row in files():
        until = f"retired on {row['retired_on']}" if row["retired_on"] else "custodian"
        say(f"{row['custodian']}  {row['email']:<34} since {row['since_on']}  {until}")
    if not files():
        say("There is no custodian yet, so nobody can be promised confidence. Make two: keys custodian add EMAIL")
    return 0


def _retired(name: str, *, even_so: bool) -> int:
    email = _email_of(name)
    left = {row["custodian"]: row["email"] for row in files() if not row["retired_on"] and row["custodian"] != name}
    sight = custody_grants.of(email, left)
    if sight.closed_for_ever and not even_so:
        raise Stop(
            f"What {sight.closed_for_ever} told in confidence would open for nobody ever again: fewer than two of the"
            " custodians to whom it was locked would be left. Open what is needed first. To retire them all the same,"
            f" say: keys custodian retire {name} even-so"
        )
    retire(name)
    custody_grants.take_back(email, sight)
    _say_what_is_left(name, sight, len(set(left.values())))
    return 0


def _email_of(name: str) -> str:
    found = [row["email"] for row in files() if row["custodian"] == name]
    if not found:
        raise Stop(f"There is no custodian's key named {name}.")
    return str(found[0])


def _say_what_is_left(name: str, sight: custody_grants.Sight, left: int) -> None:
    say(f"{name} has retired and sees no more of who told us; taken back: {len(sight.lost)}. Keep the file.")
    if sight.closed_for_ever:
        say(f"{sight.closed_for_ever} of these open for nobody any more: fewer than two of their custodians are left.")
    if left < custody.FEWEST:
        say(f"Custodians left: {left}. Nothing can be promised in confidence until there are two.")
