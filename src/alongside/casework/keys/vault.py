"""Case keys and what is sealed under them. Pure: bytes in, bytes out; no database, no files.

Every case has one key. It is never stored bare: each grant holds it wrapped by the key-encryption key of the grantee's
agency and bound to case, grantee and end date (house.md, "Who may see a case"). Every sealed value is bound to its
table,
column and row, so that nothing can be moved to another place and still open. ChaCha20-Poly1305 (RFC 8439), random
nonces.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from alongside.commons import canonical

NONCE_BYTES = 12


class DoesNotOpen(Exception):
    """Something sealed is not what, or not where, it claims to be. The text names the place, never the contents."""


class Bound(NamedTuple):
    """What a wrapped case key is bound to."""

    case: UUID
    grantee: UUID
    ends_at: datetime


class Cell(NamedTuple):
    """The place of a sealed value."""

    table: str
    column: str
    row: UUID


def new_key() -> bytes:
    return ChaCha20Poly1305.generate_key()


def wrap(case_key: bytes, *, agency_key: bytes, bound: Bound) -> bytes:
    """Wrap a case key for one grantee until one moment."""
    return _seal(agency_key, case_key, _bound_words(bound))


def unwrap(wrapped: bytes, *, agency_key: bytes, bound: Bound) -> bytes:
    """Return the case key. Raises DoesNotOpen when case, grantee, end date or agency is another."""
    return _open(agency_key, wrapped, _bound_words(bound), f"the key of case {bound.case}")


def seal(case_key: bytes, text: str, cell: Cell) -> bytes:
    return seal_bytes(case_key, text.encode(), cell)


def open_(case_key: bytes, sealed: bytes, cell: Cell) -> str:
    """Return the text of a cell. Raises DoesNotOpen when it was altered or comes from another cell or case."""
    return open_bytes(case_key, sealed, cell).decode()


def seal_bytes(case_key: bytes, content: bytes, cell: Cell) -> bytes:
    return _seal(case_key, content, _cell_words(cell))


def open_bytes(case_key: bytes, sealed: bytes, cell: Cell) -> bytes:
    """Return the bytes of a cell. Raises DoesNotOpen as ``open_`` does."""
    return _open(case_key, bytes(sealed), _cell_words(cell), f"{cell.table}.{cell.column} of {cell.row}")


def _bound_words(bound: Bound) -> bytes:
    return canonical.encode(
        {"case": str(bound.case), "ends": bound.ends_at.isoformat(timespec="microseconds"), "for": str(bound.grantee)}
    )


def _cell_words(cell: Cell) -> bytes:
    return canonical.encode({"column": cell.column, "row": str(cell.row), "table": cell.table})


def _seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, bound_to)


def _open(key: bytes, sealed: bytes, bound_to: bytes, place: str) -> bytes:
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as closed:
        raise DoesNotOpen(f"What is stored at {place} does not open; it was altered or belongs elsewhere.") from closed
