"""Everything between an installed environment and a running installation: folders, database, migrations, static files.

Each piece is skipped when the fingerprint of what it is made from is unchanged (a migrate that does nothing costs 2
s a half).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alongside.command import halves, provision
from alongside.command.install import LISTS
from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres
from alongside.command.words import step

SOURCE = CHECKOUT / "src" / "alongside"
FOLDERS = (
    "keys",
    "passwords",
    "logs",
    "media",
    "mail",
    "mail/public",
    "mail/casework",
    "checkpoints",
    "made",
    "static",
)


def folders(place: Place) -> None:
    place.state.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        (place.state / name).mkdir(parents=True, exist_ok=True, mode=0o700)


def keys(place: Place) -> None:
    """Make the keys that an installation needs and lacks, this week's and the coming ones."""
    from alongside.command import keyring

    os.environ.update(place.environment("nobody"))
    keyring.make_missing()


def start_database(place: Place) -> Postgres:
    """Start the embedded server and make roles and databases where they are missing.

    A cluster outlives a checkout that is deleted and laid anew at the same path, its password and keys do not: such a
    cluster opens for nobody, so it is removed and a new one made.
    """
    server = Postgres(place)
    with step("Starting the database"):
        if server.is_orphaned():
            server.remove()
        server.start()
        with server.connect() as administrator:
            provision.close_upkeep(administrator)
            provision.provision(administrator, place)
    return server


def front_end(place: Place) -> None:
    """Take what pages need from the front-end packages, compile the words, and collect static files for both halves."""
    from alongside.command import bundle
    from alongside.design import assets, messages

    words = SOURCE.glob("*/locale/*/LC_MESSAGES/*.po")
    scripts = [*_static_files(), *bundle.SOURCES.values(), CHECKOUT / "package-lock.json", Path(__file__)]
    made_from = [*{*_files("design"), *words, *scripts, LISTS / "run.txt"}]
    if is_made(place, "front-end", made_from):
        return
    with step("Preparing pages"):
        messages.compile_all()
        for half in ("public", "casework"):
            assets.prepare(CHECKOUT / "node_modules", place.state / "front-end" / half, half=half)
        bundle.prepare(place.state / "front-end" / "public")
        both(lambda half: _collect_static(half, place))
    set_made(place, "front-end", made_from)


def _collect_static(half: str, place: Place) -> None:
    """Collect the static files of a half, and lay a compressed one beside each that is smaller so."""
    halves.manage(half, ["collectstatic", "--noinput", "--clear", "-v0"], place, quiet=True)
    subprocess.run([sys.executable, "-m", "whitenoise.compress", "--quiet", place.state / "static" / half], check=True)


def migrate(place: Place) -> None:
    """Bring both databases to the shape of the models and the rights of the lists, both halves at once."""
    if is_made(place, "databases", database_sources()):
        return
    with step("Making the tables of both halves (the first time takes half a minute)"):
        both(lambda half: _migrate_half(half, place))
    set_made(place, "databases", database_sources())


def _migrate_half(half: str, place: Place) -> None:
    halves.manage(half, ["migrate", "--noinput", "-v0"], place, quiet=True)
    halves.manage(half, ["rights"], place, quiet=True)


def database_sources() -> list[Path]:
    """Return the files that decide the shape of the databases."""
    return [
        *SOURCE.glob("*/migrations/*.py"), *SOURCE.glob("*/*/migrations/*.py"), *SOURCE.glob("*/grants.py"),
        SOURCE / "commons/database_rights.py", LISTS / "run.txt",
    ]  # fmt: skip


def both(work) -> None:  # type: ignore[no-untyped-def]
    """Do the same for both halves at once; the first failure is raised."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work, half) for half in ("public", "casework")]:
            done.result()


def fingerprint(paths: Iterable[Path]) -> str:
    """Return one fingerprint over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _files(room: str) -> list[Path]:
    return [p for p in (SOURCE / room).rglob("*") if p.is_file() and p.suffix not in (".pyc", ".mo")]


def _static_files() -> list[Path]:
    return [path for path in SOURCE.glob("*/*/static/**/*") if path.is_file()]


def is_made(place: Place, what: str, sources: list[Path]) -> bool:
    marker = place.state / "made" / what
    return marker.exists() and marker.read_text() == fingerprint(sources)


def set_made(place: Place, what: str, sources: list[Path]) -> None:
    (place.state / "made" / what).write_text(fingerprint(sources))
