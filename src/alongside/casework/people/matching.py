"""Whether two descriptions may be of one person: evidence for and against, summed, and a bound. Pure.

After Fellegi and Sunter (1969), "A theory for record linkage": what agrees counts for more, the rarer it is within this
register; what disagrees counts against. The sum decides only whether a person looks: who gets to see candidates sees
them in the order in which they came, never the sum, and nobody keeps it (tests/boundary).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import TypeVar

from rapidfuzz.distance import OSA

from . import births, marks
from .births import Birth
from .names import Word, spans, words_of
from .other_forms import is_part, stands_for

MOST_SHOWN = 5
Id = TypeVar("Id")
Share = Callable[[int, str], float]
"""Which share of the register has the so-manieth word asked for, by sort of mark; above 0."""


@dataclass(frozen=True)
class Described:
    """What is known of somebody: names and aliases as written, day of birth, place."""

    names: tuple[str, ...]
    born: Birth = births.UNKNOWN
    place: str = ""


COSTS = {marks.SPELT: 0.0, marks.HEARD: 1.0, marks.NEAR: 1.5, marks.PART: 2.0}
"""Bits less where the same person was written otherwise: that is rarer than writing them alike."""

COST_OF_UNLIKENESS = 6.0
ALIKE_ENOUGH = 0.6
ALIKE_ENOUGH_IF_SHORT = 0.66
SHORT_WORD = 3
AGAINST_A_WORD = -4.5
"""Both have a word that the other lacks: another given name, another family name."""

ONE_WORD_MORE = -0.4
"""One has a word more: a middle name, a grandfather, a particle."""

INITIAL = 1.0
SAME_PLACE, OTHER_PLACE = 1.2, -0.6
NO_NAME_AGREES = -99.0
RAREST_BITS = 10.0
"""No single word counts for more: a rare spelling may be a mistake, too."""

SLACK = 5.8
"""Bits below "as likely as not" from which on a person looks."""


PRIOR_SIZE = 300
"""A small register says little about how rare a name is: it counts as if so many strangers were in it besides."""


def share_of(count: int, register_size: int) -> float:
    """Return the share of people who have a word, from how many of a register have it."""
    return (count + 1) / (register_size + PRIOR_SIZE)


def _bound(register_size: int) -> float:
    return log2(register_size + PRIOR_SIZE) - SLACK


def may_be_same(asked: Described, entry: Described, share: Share, *, register_size: int) -> bool:
    """Say whether a person should look whether these are one."""
    return _evidence(asked, entry, share) > _bound(register_size)


def candidates(
    asked: Described, entries: Iterable[tuple[Id, Described]], share: Share, *, register_size: int
) -> tuple[frozenset[Id], bool]:
    """Return at most five entries a person should look at, as a set without order, and whether there were more."""
    bound = _bound(register_size)
    weighed = [(_evidence(asked, entry, share), number, id) for number, (id, entry) in enumerate(entries)]
    near = sorted((each for each in weighed if each[0] > bound), reverse=True)
    return frozenset(id for _bits, _number, id in near[:MOST_SHOWN]), len(near) > MOST_SHOWN


def _evidence(asked: Described, entry: Described, share: Share) -> float:
    """Return in bits how much speaks for one person; the best of the names counts."""
    names, first = NO_NAME_AGREES, 0
    for name in asked.names:
        words = words_of(name)
        names = max(names, *(_of_names(words, words_of(other), share, first) for other in entry.names))
        first += len(spans(words))
    return names + births.evidence(asked.born, entry.born) + _of_places(asked.place, entry.place)


def _of_places(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    return SAME_PLACE if one.casefold() == other.casefold() else OTHER_PLACE


def _of_names(asked: tuple[Word, ...], entry: tuple[Word, ...], share: Share, first: int) -> float:
    """Pair the words of two names, the most telling pairs first, and count what is left over against them."""
    mine, theirs, bits = set(range(len(asked))), set(range(len(entry))), 0.0
    for gain, these, those in _pairs(asked, entry, share, first):
        if these <= mine and those <= theirs:
            mine, theirs, bits = mine - these, theirs - those, bits + gain
    if len(mine) == len(asked):
        return NO_NAME_AGREES
    both, more = sorted((len(mine), len(theirs)))
    return bits + both * AGAINST_A_WORD + (more - both) * ONE_WORD_MORE


Pair = tuple[float, frozenset[int], frozenset[int]]


def _pairs(asked: tuple[Word, ...], entry: tuple[Word, ...], share: Share, first: int) -> list[Pair]:
    """Return every two words that agree, neighbours as one word too, the most telling first."""
    found: list[Pair] = []
    for number, (word, these) in enumerate(spans(asked)):
        for other, those in spans(entry):
            if len(these) == len(those) == 2:
                continue
            agreed = agreement(word, other)
            if agreed is not None:
                found.append((_gain(agreed, share, first + number), these, those))
    return sorted(found, key=lambda pair: -pair[0])


Agreed = tuple[str, float]
"""Sort of agreement, and how unlike the two words are, 0 to 1."""


def _gain(agreed: Agreed, share: Share, number: int) -> float:
    sort, unlike = agreed
    if sort == "initial":
        return INITIAL
    rare = min(-log2(share(number, sort)), RAREST_BITS)
    return max(rare - COSTS[sort] - unlike * COST_OF_UNLIKENESS, AGAINST_A_WORD / 3)


@lru_cache(maxsize=200_000)
def agreement(one: Word, other: Word) -> Agreed | None:
    """Return how two words agree, or None: spelt alike, heard alike, near, or one a part of the other."""
    if one.plain == other.plain:
        return marks.SPELT, 0.0
    if len(one.plain) == 1 or len(other.plain) == 1:
        return ("initial", 0.0) if one.plain[0] == other.plain[0] else None
    if set(one.readings) & set(other.readings) or stands_for(one.plain) & stands_for(other.plain):
        return marks.HEARD, 0.0
    if (one.bare or other.bare) and set(one.skeletons) & set(other.skeletons):
        return marks.HEARD, 0.1
    alike = likeness(one, other)
    short = min(len(one.plain), len(other.plain)) <= SHORT_WORD
    if alike >= (ALIKE_ENOUGH_IF_SHORT if short else ALIKE_ENOUGH):
        return marks.NEAR, 1 - alike
    return (marks.PART, 0.0) if is_part(one.plain, other.plain) else None


def likeness(one: Word, other: Word) -> float:
    """Return how like two words are, 0 to 1, by letters or by sound (half of it by consonants), whichever is more."""
    by_sound = [
        (OSA.normalized_similarity(a, b) + OSA.normalized_similarity(x, y)) / 2
        for a, x in zip(one.readings, one.skeletons, strict=False)
        for b, y in zip(other.readings, other.skeletons, strict=False)
    ]
    return max([OSA.normalized_similarity(one.plain, other.plain), *by_sound])
