"""``./alongside check``: lint, types, contracts and rules, in under a minute."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from alongside.command import halves
from alongside.command.install import ENVIRONMENT
from alongside.command.place import CHECKOUT, Place
from alongside.command.words import say

BIN = ENVIRONMENT / "bin"


def run(arguments: list[str]) -> int:
    """Run every check, two at a time, and print what failed. 0 when nothing did."""
    place = Place("check", mode="test")
    (place.state / "keys").mkdir(parents=True, exist_ok=True)
    for folder in ("mail/public", "mail/casework", "front-end/public", "front-end/casework"):
        (place.state / folder).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda check: _run(*check), _checks(place)))
    return 0 if all(done) else 1


def _checks(place: Place) -> list[tuple[str, list[str], dict[str, str]]]:
    plain = {**os.environ, "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}"}
    half = {name: {**halves.environment(name, f"{name}_web", place)} for name in ("public", "casework")}
    python = sys.executable
    return [
        ("types, public", [python, "-m", "mypy", "--config-file", "deploy/mypy-public.ini"], half["public"]),
        ("types, casework", [python, "-m", "mypy", "--config-file", "deploy/mypy-casework.ini"], half["casework"]),
        ("lint", [str(BIN / "ruff"), "check", "."], plain),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "src/alongside/command"], plain),
        ("contracts", [str(BIN / "lint-imports"), "--no-cache"], plain),
        ("rules", [python, "-m", "pytest", "-p", "no:cacheprovider", "tests/rules"], plain),
        # makemigrations runs Django's own checks of the settings first.
        ("models, public", [python, "-m", "django", "makemigrations", "--check", "--dry-run"], half["public"]),
        ("models, casework", [python, "-m", "django", "makemigrations", "--check", "--dry-run"], half["casework"]),
    ]


def _run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    say(f"{name:<22} {'well' if done.returncode == 0 else 'NOT WELL':<9} {time.monotonic() - began:4.1f} s")
    if done.returncode:
        say(done.stdout[-8_000:] + done.stderr[-8_000:])
    return done.returncode == 0
