"""The doctor on an installation's own files: who can read them, the keys, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from alongside.command import keyring
from alongside.command.finding import Finding, ill
from alongside.command.place import Place
from alongside.commons import clock

CLOSED = ("keys", "passwords", "logs", "mail", "media", "checkpoints")
"""Folders that nobody but their owner opens in the demo. In production each has its account (deploy/systemd)."""
MADE_ALWAYS = ("public/django", "casework/django", "casework/audit", "casework/people", "casework/disclosures",
               "sequencer/checkpoints", "casework/bulletin", "public/promise", "promises/log")  # fmt: skip


def permissions(place: Place) -> Iterator[Finding]:
    """No file of keys or passwords is open to others; in the demo no folder is."""
    open_ = [
        (path, "600") for part in ("keys", "passwords") for path in _files(place.state / part) if keyring.is_open(path)
    ]
    if place.mode != "production":
        folders = (place.state / name for name in CLOSED)
        open_ += [(path, "700") for path in folders if path.exists() and path.stat().st_mode & 0o077]
    for path, mode in open_:
        yield ill("permissions", f"{path} can be read by others. Run: chmod {mode} {path}")
    if not open_:
        yield Finding("permissions", "only their owner reads keys and passwords")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".json", ".pub"))


def keys(place: Place) -> Iterator[Finding]:
    if not (place.state / "keys").exists():
        yield Finding("keys", "none are made yet; ./alongside demo makes them")
        return
    missing = [name for name in MADE_ALWAYS if not (place.state / "keys" / name).exists()]
    for name in missing:
        yield ill(
            "keys", f"{name} is missing. Put it back from its escrow copy: ./alongside keys from-escrow FILE. Only"
            " where there is none, make a new one: ./alongside keys new",
        )  # fmt: skip
    found = [sentence for sentence in keyring.problems() if "can be read by others" not in sentence]
    for sentence in found:
        yield ill("keys", sentence)
    if not found and not missing:
        weeks = len(keyring.intake_names())
        yield Finding("keys", f"all are there; {weeks} weeks of intake keys, the last is {max(keyring.intake_names())}")


def clock_(place: Place) -> Iterator[Finding]:
    """A clock that was moved is what the demo is for, but somebody may have forgotten it."""
    file = place.state / "clock"
    if place.mode == "production":
        if file.exists():
            yield ill("clock", f"{file} is there; production ignores it. Remove it.")
        return
    try:
        moved = clock.offset()
    except ValueError:
        yield ill("clock", f"{file} holds no number, so no program can tell the time. Remove it.")
        return
    if moved:
        yield ill("clock", f"it was moved by {_in_words(moved)}: now is {clock.now():%d %B %Y %H:%M} UTC."
                  f" To go back to the machine's time, remove {file}.")  # fmt: skip
    else:
        yield Finding("clock", "is the machine's own")


def _in_words(moved: timedelta) -> str:
    days, way = abs(moved) / timedelta(days=1), "on" if moved > timedelta(0) else "back"
    return f"{days:.1f} days {way}"
