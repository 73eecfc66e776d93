"""What an assessment says, and the names of its boxes: pure, from and to the flat texts that a saving keeps."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from alongside.casework.rules import assessment as rules
from alongside.casework.rules.assessment import Fact, Need

FACT = ("what", "source", "on", "certainty")
_ROW = re.compile(r"^(fact|need)-([0-9a-f]{32})-")


@dataclass(frozen=True)
class Content:
    """An assessment as it is read: facts and needs in the order in which they were written, and text by section."""

    facts: tuple[Fact, ...] = ()
    needs: tuple[Need, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def lacks(self) -> tuple[str, ...]:
        return rules.missing(self.facts, self.needs, self.texts)


def rows_in(names: Iterable[str], kind: str) -> list[str]:
    """Return the ids of the facts or needs that have a box among these names, in their order."""
    found = (_ROW.match(name) for name in names)
    return list(dict.fromkeys(each[2] for each in found if each and each[1] == kind))


def read(written: Mapping[str, str]) -> Content:
    """Return what was saved as it is read. A row whose boxes are all empty was taken out."""
    facts = (_fact(row, written) for row in rows_in(written, "fact"))
    needs = (Need(row, written.get(f"need-{row}-what", "")) for row in rows_in(written, "need"))
    return Content(
        tuple(fact for fact in facts if fact.what.strip() or fact.source.strip() or fact.on.strip()),
        tuple(need for need in needs if need.what.strip()),
        {word: written[word] for word in rules.SECTIONS if written.get(word, "").strip()},
    )


def _fact(row: str, written: Mapping[str, str]) -> Fact:
    return Fact(row, *(written.get(f"fact-{row}-{name}", "") for name in FACT))


def one_answer(names: Iterable[str]) -> frozenset[str]:
    """Return the boxes in which two texts cannot stand one after the other."""
    return frozenset(name for name in names if name.endswith("-certainty"))


def fresh(kind: str, case: UUID, staff: UUID, number: int, count: int) -> list[str]:
    """Return ids for rows that are still blank.

    The same page has the same ids, so that what was typed when a session ended comes back to its place; two people's
    pages have others, so that neither writes into the other's row.
    """
    return [uuid.uuid5(case, f"{kind} {staff} {number} {each}").hex for each in range(count)]
