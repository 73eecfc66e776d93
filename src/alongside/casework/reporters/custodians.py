"""The custodians' keys, each a file under its custodian's own pass phrase; the only door to opening what is locked."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from alongside.casework.organisation.models import Staff
from alongside.commons import canonical, installation
from alongside.commons.envelope import custody_open
from alongside.commons.envelope.contents import Identity
from alongside.commons.envelope.keys import PrivateKey, PublicKey, WillNotOpen
from alongside.commons.refusals import NotAllowed


@dataclass(frozen=True)
class KeyFile:
    """One custodian's key: its name, whose it is, its public half, and whether anything new is locked to it."""

    name: str
    email: str
    public: PublicKey
    retired: bool
    path: Path


class WrongPhrase(NotAllowed):
    """A pass phrase that opens none of the keys it was tried on."""


def all_files() -> list[KeyFile]:
    """Return every custodian's key that is here, those of the retired too."""
    return [_read(path) for path in sorted(_folder().glob("custodian-*.json"))]


def _folder() -> Path:
    return installation.state("keys", "casework", "custodians")


def _read(path: Path) -> KeyFile:
    parts = json.loads(path.read_text(encoding="utf-8"))
    public = PublicKey(base64.b64decode(parts["public_key"]))
    return KeyFile(path.stem, parts["email"], public, path.with_suffix(".retired").exists(), path)


def keys_of(staff: Staff) -> list[KeyFile]:
    """Return the keys of one custodian; one that has retired opens nothing more."""
    return [file for file in all_files() if file.email == staff.email.lower() and not file.retired]


def is_custodian(staff: Staff) -> bool:
    return bool(keys_of(staff))


def people(names: Iterable[str] | None = None) -> list[Staff]:
    """Return who holds these keys, or where none are named any; who has retired is among them no more."""
    wanted = set(names) if names is not None else None
    emails = [file.email for file in all_files() if not file.retired and (wanted is None or file.name in wanted)]
    # Ordered and read by what the intake worker may read of staff.
    return list(Staff.objects.filter(email__in=emails).only("id", "email", "agency_id").order_by("email"))


def locked_to(locked: bytes) -> tuple[str, ...]:
    """Return the names of the keys of which any two open this. Raises WillNotOpen."""
    return custody_open.read(locked).custodians


def unlock(staff: Staff, phrase: str, *, among: Iterable[str] | None = None) -> PrivateKey:
    """Return a custodian's own key, opened with their pass phrase. Raises NotAllowed, and WrongPhrase."""
    wanted = set(among) if among is not None else None
    files = [file for file in keys_of(staff) if wanted is None or file.name in wanted]
    if not files:
        raise NotAllowed(_("You were not a custodian when this was told. Two of those who were have to open it."))
    for file in files:
        try:
            return custody_open.private_key(file.path.read_bytes(), phrase)
        except WillNotOpen:
            continue
    raise WrongPhrase(_("This is not your pass phrase as a custodian. It is not the password with which you sign in."))


def hand_on(locked: bytes, mine: PrivateKey) -> bytes:
    """Return one's share sealed to every other custodian, as canonical JSON by the names of their keys."""
    parts = custody_open.read(locked)
    current = [file for file in all_files() if not file.retired]
    others = [file for file in current if file.name in parts.custodians and file.public != mine.public()]
    if not others:
        raise NotAllowed(_("No other custodian is left to whom this was locked, so nobody can open it with you."))
    handed = {file.name: base64.b64encode(custody_open.hand_on(parts, mine, file.public)).decode() for file in others}
    return canonical.encode({"by": custody_open.name_of(mine.public()), "to": handed})


def open_with(locked: bytes, mine: PrivateKey, handed: bytes) -> Identity:
    """Open with one's own key and what the first custodian handed on. Raises NotAllowed in a sentence."""
    cover = canonical.decode(handed)
    mine_by_name = cover["to"].get(custody_open.name_of(mine.public()))
    if mine_by_name is None:
        raise NotAllowed(_("The first custodian did not hand this on to you. Another custodian has to open it."))
    try:
        plaintext = custody_open.open_with(
            custody_open.read(locked), mine, handed=base64.b64decode(mine_by_name), by=cover["by"]
        )
        return custody_open.identity(plaintext)
    except WillNotOpen as closed:
        altered = _("What was locked does not open: it was altered. Tell whoever verifies the audit.")
        raise NotAllowed(altered) from closed
