"""``./alongside keys new|rotate|list|check|escrow FILE|from-escrow FILE|custodian add EMAIL|list|retire NAME``."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from alongside.command import custodians, escrow, keyring
from alongside.command.place import Place
from alongside.command.postgres import Postgres
from alongside.command.words import Stop, say

USAGE = (
    "Say one of: keys new, keys rotate, keys list, keys check, keys escrow FILE, keys from-escrow FILE,"
    " keys custodian add EMAIL, keys custodian list, keys custodian retire NAME"
)


def run(arguments: list[str]) -> int:
    """Do one thing with the keys of the demo, or in production of the installation that the variables name."""
    if not arguments or arguments[0] not in ACTIONS or not _fits(arguments):
        raise Stop(USAGE)
    if not os.environ.get("ALONGSIDE_STATE"):
        os.environ.update(Place("demo").environment("nobody"))
    return ACTIONS[arguments[0]](*arguments[1:])


def _fits(arguments: list[str]) -> bool:
    if arguments[0] == "custodian":
        return len(arguments) in (2, 3, 4)
    return len(arguments) == 1 + (arguments[0] in WITH_FILE)


def new() -> int:
    """Make what is missing."""
    made = keyring.make_missing()
    say("\n".join(f"made {name}" for name in made) or "Every key is there already.")
    return 0


def rotate() -> int:
    """Make the coming weeks' intake keys and destroy those whose week is over and that nothing waits for."""
    new()
    for name in keyring.emptied(_in_use()):
        keyring.destroy(name)
        say(f"destroyed {name}: its week is over and nothing sealed to it is left")
    keyring.publish_intake_keys()
    return 0


def _in_use() -> list[str]:
    """Return the names of intake keys that something still waits for, in the letterbox or set aside."""
    from alongside.commons import installation

    with _database_running():
        with installation.connect("public", "intake") as letterbox:
            waiting = letterbox.execute("SELECT DISTINCT key_id FROM letterbox.envelope").fetchall()
        with installation.connect("casework", "intake") as casework:
            kept = casework.execute("SELECT DISTINCT key_id FROM intake_collected WHERE sealed IS NOT NULL").fetchall()
    return [name for (name,) in [*waiting, *kept]]


class _database_running:
    """The demo's database, started for the moment when it does not run; in production it runs anyway."""

    def __enter__(self) -> None:
        self.server = Postgres(Place("demo")) if os.environ["ALONGSIDE_MODE"] == "demo" else None
        self.started = self.server is not None and not self.server.is_running()
        if self.server and self.started:
            self.server.start()

    def __exit__(self, *error: object) -> None:
        if self.server and self.started:
            self.server.stop()


def list_() -> int:
    """Say what keys there are, what for, and who reads them in production."""
    for kind in keyring.KINDS:
        files = sorted(keyring.folder().glob(kind.files))
        newest = max((path.stat().st_mtime for path in files), default=None)
        made = datetime.fromtimestamp(newest, UTC).strftime("%d %B %Y") if newest else "none"
        say(f"{kind.name:<20} {len(files):>3}  newest {made:<18} {kind.purpose}")
        say(f"{'':<24}  read by: {kind.reader}; if lost: {kind.loss}")
    say(f"\nThey are in {keyring.folder()}. Public key of the audit checkpoints:\n{keyring.verifier()}")
    return 0


def check() -> int:
    """Say what is wrong with the keys. 1 when something is."""
    found = keyring.problems()
    say("\n".join(found) or "The keys are well.")
    return 1 if found else 0


def to_escrow(file: str) -> int:
    """Write the sealed copy. Raises Stop when the file exists."""
    path = Path(file)
    if path.exists():
        raise Stop(f"{file} exists already. Name a new file.")
    path.write_bytes(escrow.seal(keyring.folder(), _phrase()))
    path.chmod(0o600)
    say(f"The keys are in {file}, sealed under your pass phrase. Keep it apart from every backup of data.")
    return 0


def from_escrow(file: str) -> int:
    """Put back keys that are missing."""
    if not Path(file).exists():
        raise Stop(f"There is no file {file}.")
    written = escrow.put_back(escrow.open_(Path(file).read_bytes(), _phrase()), keyring.folder())
    say("\n".join(f"put back {name}" for name in written) or "No key was missing.")
    return 0


def custodian(*arguments: str) -> int:
    """Make, list or retire a custodian."""
    with _database_running() if arguments[0] == "retire" else nullcontext():
        return custodians.run(list(arguments), _phrase)


def _phrase(asked: str = "Pass phrase: ") -> str:
    """Read the pass phrase from the terminal, or the first line of standard input."""
    return getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


ACTIONS: dict[str, Callable[..., int]] = {
    "new": new, "rotate": rotate, "list": list_, "check": check, "escrow": to_escrow, "from-escrow": from_escrow,
    "custodian": custodian,
}  # fmt: skip
WITH_FILE = ("escrow", "from-escrow")
