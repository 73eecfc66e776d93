"""Escrow: one file with the keys whose loss would lose what was told, sealed under a pass phrase. Never with data.

The file is meant for a safe, on paper or on a medium of its own; the pass phrase for two other people (docs/run-it.md).
Argon2id (RFC 9106) stretches the pass phrase, ChaCha20-Poly1305 (RFC 8439) seals.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from alongside.command.words import Stop
from alongside.commons import canonical

FORMAT = "alongside-keys-1"
SHORTEST_PHRASE = 16


def seal(keys: Path, phrase: str) -> bytes:
    """Return all files below a folder of keys, sealed under a pass phrase. Raises Stop for a short one."""
    if len(phrase) < SHORTEST_PHRASE:
        raise Stop(f"The pass phrase needs at least {SHORTEST_PHRASE} characters: five words or more.")
    files = {str(path.relative_to(keys)): path.read_bytes().hex() for path in _worth_keeping(keys)}
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = ChaCha20Poly1305(_stretch(phrase, salt)).encrypt(nonce, canonical.encode(files), FORMAT.encode())
    parts = {"format": FORMAT, "salt": salt, "nonce": nonce, "sealed": sealed}
    return json.dumps(
        {name: base64.b64encode(part).decode() if isinstance(part, bytes) else part for name, part in parts.items()}
    ).encode()


def _worth_keeping(keys: Path) -> list[Path]:
    """Return all files of keys but the hourly ones, of forms and bounds, which are destroyed and must stay so."""
    hourly = {keys / "public" / "forms", keys / "public" / "bounds"}
    return [path for path in sorted(keys.rglob("*")) if path.is_file() and not hourly & set(path.parents)]


def open_(content: bytes, phrase: str) -> dict[str, bytes]:
    """Return the files by their names. Raises Stop for another format, a wrong pass phrase or an altered file."""
    try:
        parts = json.loads(content)
        if parts["format"] != FORMAT:
            raise ValueError
        salt, nonce, sealed = (base64.b64decode(parts[name]) for name in ("salt", "nonce", "sealed"))
    except (ValueError, KeyError, TypeError) as other:
        raise Stop("This is no file of keys that this software wrote.") from other
    try:
        files = canonical.decode(ChaCha20Poly1305(_stretch(phrase, salt)).decrypt(nonce, sealed, FORMAT.encode()))
    except InvalidTag as closed:
        raise Stop("The pass phrase does not open this file, or the file was altered.") from closed
    return {name: bytes.fromhex(text) for name, text in files.items()}


def put_back(files: dict[str, bytes], keys: Path) -> list[str]:
    """Write keys that are missing; one that is there already is never replaced. Returns what was written."""
    written = []
    for name, content in files.items():
        path = (keys / name).resolve()
        if not path.is_relative_to(keys.resolve()):
            raise Stop(f"The file of keys names a place outside its folder: {name}.")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(content)
            path.chmod(0o600)
            written.append(name)
    return written


def _stretch(phrase: str, salt: bytes) -> bytes:
    return Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(phrase.encode())
