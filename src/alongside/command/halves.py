"""Django's management commands of one half, under the role that each needs."""

from __future__ import annotations

import os
import subprocess
import sys

from alongside.command.place import CHECKOUT, Place
from alongside.command.words import Stop

BY_OWNER = (
    "migrate",
    "rights",
    "load",
    "first_manager",
    "partner",
    "flush",
    "sqlmigrate",
    "makemigrations",
    "createcachetable",
)
BY_WORKER = ("work", "clearsessions", "unread")


def role_for(half: str, command: str) -> str:
    """Return the database role that a management command runs as: the least that can do it."""
    if command in BY_OWNER:
        return f"{half}_owner"
    if command == "collect":
        return "intake"
    return f"{half}_worker" if command in BY_WORKER else f"{half}_web"


def environment(half: str, role: str, place: Place) -> dict[str, str]:
    return {**place.environment(role), "DJANGO_SETTINGS_MODULE": f"alongside.settings.{half}"}


def manage(half: str, arguments: list[str], place: Place, *, role: str | None = None, quiet: bool = False) -> str:
    """Run one management command and return what it printed.

    Raises Stop with its last line when it fails.
    """
    chosen = role or role_for(half, arguments[0])
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=CHECKOUT, env={**environment(half, chosen, place), "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}"},
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None, text=True,
    )  # fmt: skip
    if done.returncode:
        log = place.state / "logs" / f"{half}-{arguments[0]}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout or "")
        raise Stop(f"'{half} {arguments[0]}' failed; the reason is in {os.path.relpath(log, CHECKOUT)}.")
    return done.stdout or ""


def run(half: str, arguments: list[str]) -> int:
    """``./alongside public …`` or ``./alongside casework …``: in production with the variables that are set, else in
    the demo's.
    """
    if not arguments:
        raise Stop(f"Name a management command, for example: ./alongside {half} check")
    if os.environ.get("ALONGSIDE_STATE"):
        here = {**os.environ, "DJANGO_SETTINGS_MODULE": f"alongside.settings.{half}"}
    else:
        here = environment(half, role_for(half, arguments[0]), Place("demo"))
        (Place("demo").state / "keys").mkdir(parents=True, exist_ok=True)
    return subprocess.run([sys.executable, "-m", "django", *arguments], env=here).returncode
