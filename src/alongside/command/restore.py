"""``./alongside restore FILE [--reset]``: put a backup back into an installation without data; say which keys it needs.

Keys are neither in a backup nor made here: a new key would stand where the old one has to be put back.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from alongside.command import prepare, provision
from alongside.command.administration import Administration, administration
from alongside.command.backup import FOLDERS, FORMAT, MANIFEST, databases, fingerprint
from alongside.command.lone import only_one
from alongside.command.place import Place, here
from alongside.command.words import Stop, say, step

DAMAGED = "{} is damaged or was cut short: {} is not what it was when the backup was made. Take another backup."


def run(arguments: list[str]) -> int:
    """Restore into the installation that the variables name, or else into the demo. 1 when keys are missing."""
    parser = argparse.ArgumentParser(prog="./alongside restore", description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--reset", action="store_true", help="remove the data that is there now; keys stay")
    asked = parser.parse_args(arguments)
    place = here()
    place.state.mkdir(parents=True, exist_ok=True)
    with only_one(place):
        missing = restore(place, Path(asked.file), reset=asked.reset)
    say(f"The data of {asked.file} is back.")
    for sentence in missing:
        say(f"NOT WELL  {sentence}")
    if missing:
        say("Put the keys back before anything is started: ./alongside keys from-escrow FILE")
    return 1 if missing else 0


def restore(place: Place, file: Path, *, reset: bool = False) -> list[str]:
    """Put a backup back. Returns what is wrong with the keys it needs, a sentence each.

    Raises Stop for a file that is no backup or is damaged, and where there is data already and no reset is asked for.
    """
    prepare.folders(place)
    with tempfile.TemporaryDirectory(dir=place.state, prefix=".restore-") as folder:
        with step("Checking the file"):
            manifest = unpack(file, Path(folder))
        with administration(place) as administrator:
            _make_room(place, administrator, reset=reset)
            with step("Putting both databases back"):
                _databases(place, administrator, Path(folder))
            if place.mode != "production":
                new_password_for_the_cast(place, administrator)
        for name in FOLDERS:
            _put_folder(Path(folder) / name, place.state / name)
    (place.state / "made" / "people").touch()
    return missing_keys(place, manifest)


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup, compare every file with its hash, and return the manifest. Raises Stop."""
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        if manifest["format"] != FORMAT:
            raise KeyError
    except FileNotFoundError as missing:
        raise Stop(f"There is no file {file}, or it has no {MANIFEST} in it.") from missing
    except (tarfile.TarError, EOFError, KeyError, ValueError, OSError) as other:
        raise Stop(f"{file} is no backup that this software wrote, or it was cut short.") from other
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _hash(path) != expected:
            raise Stop(DAMAGED.format(file, name))
    return manifest


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_room(place: Place, administrator: Administration, *, reset: bool) -> None:
    """Raise Stop where there is data, or remove it when asked to."""
    with administrator.connect() as connection:
        found = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
    full = [name for name in databases(place).values() if name in found and _has_tables(administrator, name)]
    if full and not reset:
        raise Stop(f"This installation has data already (database {full[0]}). To replace it, add --reset; keys stay.")
    with administrator.connect() as connection:
        for name in databases(place).values():
            provision.drop_database(connection, name)
    for name in FOLDERS:
        for path in (place.state / name).iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (place.state / "made" / "databases").unlink(missing_ok=True)


def _has_tables(administrator: Administration, database: str) -> bool:
    with administrator.connect(database) as connection:
        return connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() != (None,)


def _databases(place: Place, administrator: Administration, folder: Path) -> None:
    """Make roles and shut databases, fill them, and give every role exactly the rights of the lists."""
    with administrator.connect() as connection:
        provision.provision(connection, place)
    for half, name in databases(place).items():
        administrator.run("pg_restore", "--exit-on-error", f"--dbname={name}", str(folder / f"{half}.dump"))
        apply_rights(half, administrator, name)


def apply_rights(half: str, administrator: Administration, database: str) -> None:
    """Do as the command ``rights`` does, which needs a half's secret; here there may be no key yet."""
    from alongside.commons import database_rights

    listed = importlib.import_module(f"alongside.{half}.grants")
    with administrator.connect(database) as connection, connection.transaction(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {provision.OWNERS[half]}")
        database_rights.apply(cursor, listed.RIGHTS, listed.FUNCTIONS, schemas=listed.SCHEMAS)


def _put_folder(source: Path, target: Path) -> None:
    """Copy what was unpacked; it belongs to whoever the folder belongs to, as in production each has its account."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    owner = target.stat()
    for path in target.rglob("*"):
        os.chown(path, owner.st_uid, owner.st_gid)
        path.chmod(0o700 if path.is_dir() else 0o600)


def new_password_for_the_cast(place: Place, administrator: Administration) -> None:
    """Give the invented people the password of this installation: that of the other is in no backup."""
    from alongside.site.passwords import Argon2, demo_password

    os.environ["ALONGSIDE_STATE"] = str(place.state)
    hasher = Argon2()
    kept = hasher.encode(demo_password(), hasher.salt())
    for database, table in ((place.public_db, "accounts_account"), (place.casework_db, "organisation_staff")):
        with administrator.connect(database) as connection:
            change = f"UPDATE public.{table} SET password = %s WHERE password NOT LIKE '!%%'"  # noqa: S608 (two names of ours)
            connection.execute(change, (kept,))


def missing_keys(place: Place, manifest: dict[str, Any]) -> list[str]:
    """Compare the keys that are here with those that the backup needs."""
    found = []
    for name, expected in manifest["keys"].items():
        path = place.state / "keys" / name
        if not path.exists():
            found.append(f"The key {name} is not here; what it opens stays closed.")
        elif fingerprint(path) != expected:
            found.append(
                f"The key {name} is another one than the data was sealed with. Remove it and put back the old one."
            )
    return found
