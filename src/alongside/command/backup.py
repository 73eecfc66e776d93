"""``./alongside backup FILE``: both databases, media and signed checkpoints in one tar file. Never a key or a password.

Keys go into another file, to another place, by ``./alongside keys escrow`` (docs/run-it.md): what is destroyed with its
key is then destroyed in every backup too (domain page 5.4; house.md, "Decisions already taken").
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alongside.command import escrow
from alongside.command.administration import Administration, administration
from alongside.command.place import Place, here
from alongside.command.words import Stop, say, step

FORMAT = "alongside-backup-1"
MANIFEST = "manifest.json"
FOLDERS = ("media", "checkpoints")
LEFT_OUT = ("public.django_session", "public.beats_beat")
"""Tables whose rows stay behind: somebody's open session would be a way in, and a sign of life says nothing later."""
NEEDED_KEYS = (
    "intake/*.key", "casework/agencies/*.key", "casework/custodians/*.json", "casework/audit", "casework/people",
    "casework/disclosures",
    "sequencer/checkpoints", "public/events/*.key",
)  # fmt: skip
"""The keys without which something in a backup does not open, or can no longer be verified."""


def run(arguments: list[str]) -> int:
    """Write a backup of the installation that the variables name, or else of the demo."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Stop("Name a file that does not exist yet: ./alongside backup FILE")
    target = Path(arguments[0]).absolute()
    place = here()
    write(place, target)
    size = target.stat().st_size / 1e6
    say(f"The data is in {target} ({size:.1f} MB), without any key. Delete it after 35 days.")
    say("The keys go to another place: ./alongside keys escrow FILE")
    return 0


def write(place: Place, target: Path) -> None:
    """Write one backup. Raises Stop when the target exists, lies beside keys, or the installation has no data."""
    refuse_target(place, target)
    with ExitStack() as stack:
        administrator = stack.enter_context(administration(place))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent, prefix=".alongside-backup-")))
        with step("Copying both databases"):
            dump(place, administrator, folder)
        with step("Writing the file"):
            _pack(place, folder, target)


def refuse_target(place: Place, target: Path) -> None:
    """Raise Stop unless this is a new file in a folder without keys."""
    if target.exists():
        what = "is a file of keys, and data never goes into one" if _is_escrow(target) else "exists already"
        raise Stop(f"{target} {what}. Name a new file.")
    if not target.parent.is_dir():
        raise Stop(f"There is no folder {target.parent}. Make it, then run the same command again.")
    if target.is_relative_to(place.state):
        raise Stop(f"{place.state} holds the keys of this installation. Write the backup to another place.")
    beside = next((path for path in sorted(target.parent.iterdir()) if _is_escrow(path)), None)
    if beside:
        raise Stop(
            f"{beside} is a file of keys. Who takes this folder would have both: write the backup to another place."
        )


def _is_escrow(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return escrow.FORMAT.encode() in file.read(200)
    except OSError:
        return False


def dump(place: Place, administrator: Administration, folder: Path) -> None:
    """Write ``public.dump`` and ``casework.dump`` as both databases were at one moment."""
    _refuse_empty(place, administrator)
    without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    with one_moment(place, administrator) as snapshots:
        for half, database in databases(place).items():
            administrator.run(
                "pg_dump", "--format=custom", f"--snapshot={snapshots[half]}", *without,
                f"--file={folder / half}.dump", f"--dbname={database}",
            )  # fmt: skip


def databases(place: Place) -> dict[str, str]:
    return {"public": place.public_db, "casework": place.casework_db}


def _refuse_empty(place: Place, administrator: Administration) -> None:
    with administrator.connect() as connection:
        found = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
    if not set(databases(place).values()) <= found:
        raise Stop("There is nothing to back up yet. Start the demo first: ./alongside demo")


@contextmanager
def one_moment(place: Place, administrator: Administration) -> Iterator[dict[str, str]]:
    """Hold one moment of both databases still, and yield the name of each one's snapshot for ``pg_dump``.

    Intake copies an envelope and then deletes it, so the public half is looked at first. The post puts a reply in and
    then takes it out of the tray, so the tray is locked while both are looked at. What is on its way is then in one of
    the two dumps at least, and known by its id where it is in both.
    """
    with ExitStack() as stack:
        public, casework, tray = (
            stack.enter_context(administrator.connect(name))
            for name in (place.public_db, place.casework_db, place.casework_db)
        )
        with tray.transaction():
            tray.execute("LOCK TABLE public.outgoing_outgoing IN EXCLUSIVE MODE")
            yielded = {"public": _snapshot(public), "casework": _snapshot(casework)}
        yield yielded


def _snapshot(connection: Any) -> str:
    connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    (name,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
    return str(name)


def _pack(place: Place, folder: Path, target: Path) -> None:
    files = {f"{half}.dump": folder / f"{half}.dump" for half in ("public", "casework")}
    for name in FOLDERS:
        inside = (path for path in sorted((place.state / name).rglob("*")) if path.is_file())
        files |= {str(path.relative_to(place.state)): path for path in inside}
    partial = folder / "whole.tar"
    hashes = {}
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            for name, path in files.items():
                hashes[name] = _add(tar, name, path.read_bytes() if name.startswith("checkpoints/") else path)
            _add(tar, MANIFEST, json.dumps(manifest(place, hashes), indent=1).encode())
        out.flush()
        os.fsync(out.fileno())
    try:
        # A link, not a rename: it fails where somebody made the target meanwhile.
        os.link(partial, target)
    except FileExistsError as taken:
        raise Stop(f"{target} exists already. Name a new file.") from taken


def _add(tar: tarfile.TarFile, name: str, content: Path | bytes) -> str:
    """Add one member without owner or time, and return the SHA-256 of its content."""
    member = tarfile.TarInfo(name)
    member.mode = 0o600
    if isinstance(content, bytes):
        # A file that grows meanwhile (checkpoints) is taken as it was when it was read.
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
        return hashlib.sha256(content).hexdigest()
    member.size = content.stat().st_size
    with content.open("rb") as file:
        tar.addfile(member, file)
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest(place: Place, hashes: dict[str, str]) -> dict[str, Any]:
    """Say what the file holds and which keys it needs: their names and fingerprints, from which no key follows."""
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": hashes,
        "keys": {name: fingerprint(path) for name, path in sorted(needed_keys(place).items())},
    }


def needed_keys(place: Place) -> dict[str, Path]:
    folder = place.state / "keys"
    return {str(path.relative_to(folder)): path for pattern in NEEDED_KEYS for path in folder.glob(pattern)}


def fingerprint(path: Path) -> str:
    """Tell keys apart: 8 bytes of SHA-256 over a word and the key, which has 256 random bits and cannot be guessed."""
    return hashlib.sha256(b"alongside key fingerprint 1 " + path.read_bytes()).hexdigest()[:16]
