"""What is sealed under the register's own key, because it is read when the case's key is gone (docs/disclosures.md)."""

from __future__ import annotations

from alongside.casework.keys import vault
from alongside.commons import installation

from .models import After, Disclosure

KEY = "casework/disclosures"


def seal(row: Disclosure, recipient: str) -> None:
    """Keep to whom a recall goes. Raises NotSetUp where the key is missing in production."""
    row.address = vault.seal(installation.secret(KEY), recipient, vault.Cell(row._meta.db_table, "address", row.id))


def opened(row: Disclosure) -> str:
    """Return to whom a recall goes. Raises vault.DoesNotOpen."""
    assert row.address is not None
    return vault.open_(installation.secret(KEY), bytes(row.address), vault.Cell(row._meta.db_table, "address", row.id))


def seal_answer(row: After, words: str) -> None:
    row.words = vault.seal(installation.secret(KEY), words, vault.Cell(row._meta.db_table, "words", row.id))
