"""The register, where the matcher looks. Its key is a file outside the database; rows are sealed and opened here."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from alongside.casework.keys import vault
from alongside.commons import installation

from . import marks
from .births import Birth
from .matching import Described, candidates, share_of

KEY = "casework/people"


def key() -> bytes:
    """Return the key of the register. Raises NotSetUp where its file is missing in production."""
    return installation.secret(KEY)


def to_json(described: Described) -> str:
    born = [described.born.year, described.born.month, described.born.day, described.born.within]
    return json.dumps({"names": described.names, "born": born, "place": described.place}, ensure_ascii=False)


def from_json(text: str) -> Described:
    said: dict[str, Any] = json.loads(text)
    return Described(tuple(said["names"]), Birth(*said["born"]), said["place"])


def file(case_id: UUID, described: Described) -> None:
    """Put the person of a referral into the register, in place of what was there.

    Raises django.db.DatabaseError when whoever is looking does not see the case.
    """
    entry, secret = uuid.uuid4(), key()
    sealed = vault.seal(secret, to_json(described), _cell(entry))
    hashed = sorted({_hashed(secret, mark) for mark in marks.filed_under(described.names, described.born)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.people_file(%s, %s, %s, %s)", [entry, case_id, sealed, hashed])


def look_up(look_id: UUID, described: Described) -> bool:
    """Look for the person of a look-up that was written down, and note what it shows; return whether there was more."""
    secret = key()
    asked = _asked(described)
    rows = _ask(look_id, [(word, sort, _hashed(secret, mark)) for word, sort, mark in asked])
    entries = [(row[0], from_json(vault.open_(secret, row[1], _cell(row[0])))) for row in rows if row[0]]
    counts = {(word, sort): many for entry, _sealed, word, sort, many in rows if entry is None}
    size = counts.pop((-1, "everybody"))
    found, more = candidates(
        described, entries, lambda word, sort: share_of(counts.get((word, sort), 0), size), register_size=size
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.people_show(%s, %s)", [look_id, list(found)])
    return more


def _asked(described: Described) -> list[tuple[int, str, str]]:
    """Return what to ask for, the words of all names numbered through as the matcher counts them."""
    asked: list[tuple[int, str, str]] = []
    first = 0
    for name in described.names:
        of_name = marks.asked_for_name(name)
        asked += [(first + word, sort, mark) for word, sort, mark in of_name]
        first += 1 + max((word for word, _sort, _mark in of_name), default=-1)
    return (asked + [(first, sort, mark) for sort, mark in marks.asked_for_birth(described.born)])[: marks.MOST_ASKED]


def _ask(look_id: UUID, asked: Iterable[tuple[int, str, int]]) -> list[Any]:
    words, sorts, hashed = (list(column) for column in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry, described, word, sort, many FROM public.people_look_up(%s, %s, %s, %s)",
            [look_id, words, sorts, hashed],
        )
        return cursor.fetchall()


def _cell(entry: UUID) -> vault.Cell:
    return vault.Cell("people_entry", "described", entry)


def _hashed(secret: bytes, mark: str) -> int:
    """Return a mark's keyed hash, 64 bits as PostgreSQL's bigint: too few rows collide to matter."""
    digest = hmac.new(secret, b"mark of a person\0" + mark.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
