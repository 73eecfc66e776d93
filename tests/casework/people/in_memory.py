"""A register in memory that answers as the one in the database does, for measuring the matcher by itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from math import log

from alongside.casework.people import births, marks
from alongside.casework.people.matching import Described, candidates, share_of
from tests.casework.people.population import Written

MOST_LOOKED_AT = 100


def described(written: Written) -> Described:
    return Described(written.names, _birth(written.born, written.born_known), written.place)


def _birth(born: date | None, known: str) -> births.Birth:
    if born is None:
        return births.UNKNOWN
    return births.on(born) if known == "day" else births.Birth(born.year, within=2 if known == "about" else 0)


class Register:
    """Entries by number, filed under their marks."""

    def __init__(self, entries: list[Described]) -> None:
        self.entries = entries
        self.filed: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for mark in marks.filed_under(entry.names, entry.born):
                self.filed[mark].append(number)

    def look_up(self, asked: Described) -> frozenset[int]:
        """Return the entries that a person would be shown."""
        hits: dict[tuple[int, str], set[int]] = defaultdict(set)
        born = [(-1, sort, mark) for sort, mark in marks.asked_for_birth(asked.born)]
        for word, sort, mark in [*marks.asked_for_name(asked.names[0]), *born]:
            hits[word, sort] |= set(self.filed.get(mark, ()))
        short = self._shortlist(hits)
        found, _more = candidates(
            asked, [(number, self.entries[number]) for number in short],
            lambda word, sort: share_of(len(hits[word, sort]), len(self.entries)),
            register_size=len(self.entries),
        )  # fmt: skip
        return found

    def _shortlist(self, hits: dict[tuple[int, str], set[int]]) -> list[int]:
        best: dict[tuple[int, int], float] = {}
        for (word, _sort), numbers in hits.items():
            weight = log(len(self.entries) / len(numbers)) if numbers else 0
            for number in numbers:
                best[number, word] = max(best.get((number, word), 0), weight)
        sums: dict[int, float] = defaultdict(float)
        for (number, _word), weight in best.items():
            sums[number] += weight
        return sorted(sums, key=lambda number: (-sums[number], number))[:MOST_LOOKED_AT]
