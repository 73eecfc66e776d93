"""The keys of an installation as files: what each is for, who reads it, and how the weekly ones come and go.

Loss of an intake key is loss of the concerns sealed to it; therefore escrow (escrow.py). A key that is destroyed opens
nothing, in no backup either; therefore many, each for one week.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alongside.commons import clock, installation, ledger
from alongside.commons.envelope import key_names
from alongside.commons.envelope.keys import PrivateKey

WEEKS_AHEAD = 8
KEPT_AFTER_ITS_WEEK = timedelta(days=14)
"""Somebody may have opened a form at the end of a key's week; two weeks later no form lives that long."""


@dataclass(frozen=True)
class Kind:
    """One kind of key: where its files are in ``keys/``, what it opens or signs, which account reads it in
    production.
    """

    name: str
    files: str
    purpose: str
    reader: str
    loss: str


KINDS = (
    Kind("intake", "intake/*.key", "opens concerns of one week", "intake worker", "concerns of that week are lost"),
    Kind("same words", "intake/same_words", "knows the same words again", "intake worker",
         "what came before is not known again"),
    Kind("finished", "intake/finished", "opens what says finished, a week before a reply box closes", "intake worker",
         "nobody is told finished of what was sent before"),
    Kind("intake (public)", "public/intake.json", "seals concerns", "public site", "made again from the private ones"),
    Kind("intake (public), desk", "casework/intake.json", "seals what call handlers write", "casework site",
         "made again from the private ones"),
    Kind("agency", "casework/agencies/*.key", "wraps the keys of an agency's cases", "casework site, intake worker",
         "what only that agency sees is lost"),
    Kind("custodians", "casework/custodians/*", "open, two together, what was told in confidence, each under their own"
         " pass phrase", "casework site, intake worker", "what only that pair opens is lost"),
    Kind("custodians (public)", "public/custodians.json", "locks what is told in confidence", "public site",
         "made again from the private ones"),
    Kind("audit", "casework/audit", "keys the commitments of audit leaves", "casework site, intake worker, auditor",
         "earlier leaves can no longer be verified"),
    Kind("people", "casework/people", "hides the register of people in which look-ups are made", "casework site",
         "no earlier referral is found until its names are written again"),
    Kind("disclosures", "casework/disclosures", "keeps to whom a recall goes when a case's key is gone",
         "casework site", "who is no agency gets no recall of what was deleted"),
    Kind("checkpoints", "sequencer/checkpoints", "signs checkpoints of the audit log", "sequencer",
         "a new one begins a new series of checkpoints"),
    Kind("bulletin", "casework/bulletin", "signs what is published", "casework site, casework worker",
         "made again, public half told"),
    Kind("bulletin (public)", "public/bulletin.pub", "verifies what casework publishes", "public site", "made again"),
    Kind("promises", "public/promise", "signs that we hold what was sent", "public site",
         "made again; earlier promises are verified with the key that was published"),
    Kind("log of promises", "promises/log", "signs checkpoints of the log of promises", "public worker",
         "a new log of promises has to begin"),
    Kind("promises (public)", "public/promise*.pub", "verify promises and their log", "public site", "made again"),
    Kind("sessions, public", "public/django", "signs sessions and forms", "public site", "everybody signs in again"),
    Kind("sessions, casework", "casework/django", "signs sessions", "casework site", "everybody signs in again"),
    Kind("forms", "public/forms/*", "keeps unsent answers in the page", "public site", "open forms begin anew"),
    Kind("bounds", "public/bounds/*", "counts what comes from one source", "public site", "counting begins anew"),
    Kind("events", "public/events/*.key", "opens held questions of one webchat", "public site",
         "held questions of that event are lost"),
)  # fmt: skip


SIGNING = (
    ("casework/bulletin", "public/bulletin.pub"),
    ("public/promise", "public/promise.pub"),
    ("promises/log", "public/promise_log.pub"),
)
"""Keys that sign, and where their public halves lie for the public site."""


def folder(*parts: str) -> Path:
    return installation.state("keys", *parts)


def make_missing(now: datetime | None = None) -> list[str]:
    """Make every key that an installation needs and lacks. Returns the names of what was made."""
    made = [*_make_intake_keys(now or clock.now()), *_make_secrets(), *_make_signing_keys()]
    publish_intake_keys()
    return made


def _make_intake_keys(now: datetime) -> list[str]:
    made = []
    for name in key_names.names_from(now, weeks=WEEKS_AHEAD + 1):
        path = folder("intake", f"{name}.key")
        if not path.exists():
            installation.write_secret(path, os.urandom(32))
            made.append(name)
    return made


SECRETS = (
    "public/django", "casework/django", "casework/audit", "casework/people", "casework/disclosures",
    "intake/same_words", "intake/finished",
    "sequencer/checkpoints",
)  # fmt: skip


def _make_secrets() -> list[str]:
    made = []
    for name in SECRETS:
        if not folder(name).exists():
            installation.write_secret(folder(name), os.urandom(32))
            made.append(name)
    return made


def _make_signing_keys() -> list[str]:
    """Make what signs where it is missing, and lay the public half of each where the public site reads it."""
    made = []
    for private, public in SIGNING:
        if not folder(private).exists():
            installation.write_secret(folder(private), os.urandom(32))
            made.append(private)
        key = Ed25519PrivateKey.from_private_bytes(folder(private).read_bytes())
        replace(folder(public), key.public_key().public_bytes_raw())
    return made


def publish_intake_keys() -> None:
    """Write the list of public intake keys, which is all that the public half and the desk need to seal."""
    listed = [
        {
            "key_id": name,
            "public_key": base64.b64encode(private_key(name).public().raw).decode(),
            "from": key_names.starts_at(name).isoformat(),
            "until": key_names.ends_at(name).isoformat(),
        }
        for name in intake_names()
    ]
    for half in ("public", "casework"):
        replace(folder(half, "intake.json"), json.dumps(listed, indent=1).encode())


def intake_names() -> list[str]:
    return sorted(path.stem for path in folder("intake").glob("intake-*.key"))


def private_key(name: str) -> PrivateKey:
    return PrivateKey(folder("intake", f"{name}.key").read_bytes())


def emptied(in_use: Iterable[str], now: datetime | None = None) -> list[str]:
    """Return the intake keys that can be destroyed: their week is well over and nothing sealed to them waits."""
    past = key_names.past(intake_names(), now or clock.now(), kept_for=KEPT_AFTER_ITS_WEEK)
    return [name for name in past if name not in set(in_use)]


def destroy(name: str) -> None:
    """Destroy one intake key: overwrite, then remove. What a backup or an escrow copy holds is not reached by this."""
    path = folder("intake", f"{name}.key")
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def problems() -> list[str]:
    """Return what is wrong with the keys, a sentence each."""
    found = [f"{path.relative_to(folder())} can be read by others; make it 0600." for path in _secret_files()
             if is_open(path)]  # fmt: skip
    current = key_names.name_at(clock.now())
    if current not in intake_names():
        found.append(f"There is no intake key for this week ({current}). Run: ./alongside keys new")
    public = {row["key_id"]: row["public_key"] for row in _published()}
    for name in intake_names():
        if public.get(name) != base64.b64encode(private_key(name).public().raw).decode():
            found.append(f"The published key {name} is not the one that intake holds. Run: ./alongside keys rotate")
    last = max(intake_names(), default="")
    if last and key_names.ends_at(last) - clock.now() < timedelta(weeks=2):
        found.append("The intake keys end within two weeks. Run: ./alongside keys rotate")
    return found


def is_open(path: Path) -> bool:
    """Say whether more accounts read a secret than should: its group may where the folder hands that on (set-gid)."""
    shared = path.parent.stat().st_mode & stat.S_ISGID
    return bool(path.stat().st_mode & (0o027 if shared else 0o077))


def _published() -> list[dict[str, str]]:
    path = folder("public", "intake.json")
    return json.loads(path.read_text()) if path.exists() else []


def _secret_files() -> list[Path]:
    return [path for path in folder().rglob("*") if path.is_file() and path.suffix not in (".json", ".pub")]


def replace(path: Path, content: bytes) -> None:
    """Write a file that everybody may read, at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.new")
    partial.write_bytes(content)
    partial.chmod(0o644)
    partial.replace(path)


def verifier() -> str:
    """Return the public key of the checkpoints as other tools take it (C2SP signed-note)."""
    key = Ed25519PrivateKey.from_private_bytes(folder("sequencer", "checkpoints").read_bytes())
    return ledger.verifier_key("alongside/casework/audit", key.public_key())
