"""Marks: short words under which somebody is filed, so that a look-up finds a few rows among many. Pure.

Each word of a name has three sorts, from narrow to wide: as it is spelt, as it sounds (with what it may stand for), and
near (one letter or sound left out on either side, after W. Garbe's symmetric deletes). The register keeps keyed hashes
of them only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .births import Birth
from .names import Word, spans, words_of
from .other_forms import stands_for

SPELT, HEARD, NEAR, PART, BORN = "spelt", "heard", "near", "part", "born"
SHORT = 2
"""Letters of a skeleton too short to leave one more out."""


@dataclass(frozen=True)
class Marks:
    """The marks of one word, from narrow to wide; `part` is how it begins and ends."""

    spelt: frozenset[str]
    heard: frozenset[str]
    near: frozenset[str]
    part: frozenset[str]

    def by_sort(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return (SPELT, self.spelt), (HEARD, self.heard), (NEAR, self.near), (PART, self.part)


@lru_cache(maxsize=50_000)
def of_word(word: Word) -> Marks:
    spelt = frozenset({f"w:{word.plain}"})
    heard = spelt | {f"s:{bones}" for bones in word.skeletons} | {f"n:{name}" for name in stands_for(word.plain)}
    near = heard | {f"k:{less}" for bones in word.skeletons for less in _near(bones)} | _misspelt(word)
    return Marks(spelt, heard, near, _parts(word.plain))


def _near(bones: str) -> tuple[str, ...]:
    return (bones, *_without_one(bones)) if len(bones) > SHORT else ()


def _misspelt(word: Word) -> frozenset[str]:
    """Return the letters of a word with few consonants, each left out once."""
    if len(word.plain) < 3 or not any(len(bones) <= SHORT for bones in word.skeletons):
        return frozenset()
    return frozenset(f"d:{less}" for less in (word.plain, *_without_one(word.plain)))


def _without_one(letters: str) -> tuple[str, ...]:
    return tuple(letters[:at] + letters[at + 1 :] for at in range(len(letters)))


def _parts(plain: str) -> frozenset[str]:
    """Return how a word begins and ends, for short forms made by leaving out the rest."""
    return frozenset({f"b:{plain[:3]}", f"e:{plain[-4:]}"} if len(plain) > 3 else {f"b:{plain}"})


def of_birth(birth: Birth) -> frozenset[str]:
    """Return the marks of a day of birth: the day, and what is left of it when a part was mistaken."""
    if birth.year is None:
        return frozenset()
    years = {f"y:{birth.year}"}
    if not birth.is_day:
        return frozenset(years)
    return frozenset({
        *years, f"born:{birth.year}-{birth.month}-{birth.day}", f"born:{birth.year}-{birth.day}-{birth.month}",
        f"md:{birth.month}-{birth.day}", f"ym:{birth.year}-{birth.month}", f"yd:{birth.year}-{birth.day}",
    })  # fmt: skip


def filed_under(names: Iterable[str], birth: Birth) -> frozenset[str]:
    """Return all marks of somebody: what the register keeps, hashed."""
    found = set(of_birth(birth))
    for name in names:
        for word, _places in spans(words_of(name)):
            marks = of_word(word)
            found |= marks.near | marks.part
    return frozenset(found)


MOST_ASKED = 1000
"""Marks of one look-up: some twenty words with all that they may be."""


def asked_for_name(name: str) -> list[tuple[int, str, str]]:
    """Return what to look up for a name: (number of the word, sort, mark)."""
    return [
        (number, sort, mark)
        for number, (word, _places) in enumerate(spans(words_of(name)))
        for sort, found in of_word(word).by_sort()
        for mark in sorted(found)
    ]


def asked_for_birth(birth: Birth) -> list[tuple[str, str]]:
    """Return what to look up for a day of birth: (sort, mark)."""
    return [(f"{BORN} {mark.split(':')[0]}", mark) for mark in sorted(near_birth(birth))]


def near_birth(birth: Birth) -> frozenset[str]:
    """Return the marks of a day of birth and of the years about it."""
    years = range(-2 - birth.within // 2, 3 + birth.within // 2)
    return of_birth(birth) | ({f"y:{birth.year + apart}" for apart in years} if birth.year else set())
