"""The inbox of a case: whoever has its public half puts things in; only who has the case key takes them out.

An HPKE pair made when the concern is opened. The intake worker keeps the public half with the line and adds to cases
that it cannot read; the private seed is sealed under the case key, so it ends with the case.
"""

from __future__ import annotations

import base64
import secrets

from alongside.casework.keys import vault
from alongside.casework.keys.models import Sealed
from alongside.commons import canonical
from alongside.commons.envelope.keys import SEED_BYTES, PrivateKey, PublicKey, WillNotOpen

from .models import Referral

FORMAT = "alongside-inbox-1"


def new() -> PrivateKey:
    """Return a new pair."""
    return PrivateKey(secrets.token_bytes(SEED_BYTES))


def written(pair: PrivateKey) -> str:
    """Return the seed as it is sealed into ``Referral.inbox``."""
    return base64.b64encode(pair.seed).decode("ascii")


def put_in(public_key: bytes, content: bytes, cell: vault.Cell) -> bytes:
    """Seal to an inbox what shall stand at a place of the database, and nowhere else."""
    return PublicKey(public_key).seal(content, _bound(cell))


def take_out(owner: Sealed, key: bytes, sealed: bytes, cell: vault.Cell) -> bytes:
    """Open what was put in; a referral has an `inbox`, and what else has a key and gets answers.

    Raises vault.DoesNotOpen when it was altered or belongs elsewhere.
    """
    pair = PrivateKey(base64.b64decode(owner.opened(key, "inbox")))
    try:
        return pair.open(bytes(sealed), _bound(cell))
    except WillNotOpen:
        place = f"{cell.table}.{cell.column} of {cell.row}"
        raise vault.DoesNotOpen(f"What came to the inbox, at {place}, does not open.") from None


def public(referral: Referral, case_key: bytes) -> bytes:
    """Return the public half, for whoever has the case key."""
    return PrivateKey(base64.b64decode(referral.opened(case_key, "inbox"))).public().raw


def carry(sealed: bytes, cell: vault.Cell, source: tuple[Referral, bytes], target: tuple[Referral, bytes]) -> bytes:
    """Take something out of one referral's inbox and put it into another's, at the same place of the database."""
    return put_in(public(*target), take_out(*source, sealed, cell), cell)


def _bound(cell: vault.Cell) -> bytes:
    return canonical.encode({"column": cell.column, "format": FORMAT, "row": str(cell.row), "table": cell.table})
