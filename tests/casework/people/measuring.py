"""Recall and wrong candidates, by tradition, over seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from alongside.casework.people.matching import Described
from tests.casework.people import population
from tests.casework.people.draws import Draw
from tests.casework.people.in_memory import Register, described

LookUp = Callable[[Described], frozenset[int]]


@dataclass
class Figures:
    """What a matcher did: asked and found by tradition, wrong ones shown, most shown at once."""

    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong_if_there: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    wrong_if_not: Counter[str] = field(default_factory=Counter)
    most: int = 0

    def recall(self, tradition: str = "") -> float:
        return self._share(self.found, self.asked, tradition)

    def wrong(self, *, there: bool, tradition: str = "") -> float:
        if there:
            return self._share(self.wrong_if_there, self.asked, tradition)
        return self._share(self.wrong_if_not, self.absent, tradition)

    @staticmethod
    def _share(part: Counter[str], whole: Counter[str], tradition: str) -> float:
        if tradition:
            return part[tradition] / whole[tradition]
        return part.total() / whole.total()


@dataclass(frozen=True)
class World:
    """A register and what is asked of it: (tradition, description, number of the entry or None)."""

    register: list[Described]
    asked: list[tuple[str, Described, int | None]]


def world(seed: str, half: str, *, size: int, each: int) -> World:
    """Make a register of so many, and of each tradition so many referrals of its people and of others."""
    draw = Draw(f"{half} {seed}")
    people = list(population.people(draw, size))
    entries = [described(population.register_entry(draw, one, half)) for one in people]
    asked = [(one.tradition, _written_otherwise(draw, one, half, entries[number]), number)
             for number, one in _some(draw, people, each)]  # fmt: skip
    others = [population.somebody(draw, tradition) for tradition in population.TRADITIONS for _ in range(each)]
    absent = [(one.tradition, described(population.later_referral(draw, one, half)), None) for one in others]
    return World(entries, [*asked, *absent])


def _some(draw: Draw, people: list[population.Somebody], each: int) -> Iterator[tuple[int, population.Somebody]]:
    for tradition in population.TRADITIONS:
        of_it = [(number, one) for number, one in enumerate(people) if one.tradition == tradition]
        yield from draw.chance.sample(of_it, each)


def _written_otherwise(draw: Draw, one: population.Somebody, half: str, entry: Described) -> Described:
    """Return a later referral whose name is not written as the register has it."""
    for _try in range(20):
        later = described(population.later_referral(draw, one, half))
        if later.names[0] not in entry.names:
            break
    return later


def measure(figures: Figures, asked_of: World, look_up: LookUp) -> None:
    for tradition, asked, number in asked_of.asked:
        shown = look_up(asked)
        figures.most = max(figures.most, len(shown))
        if number is None:
            figures.absent[tradition] += 1
            figures.wrong_if_not[tradition] += len(shown)
        else:
            figures.asked[tradition] += 1
            figures.found[tradition] += number in shown
            figures.wrong_if_there[tradition] += len(shown - {number})


def of_seeds(seeds: list[str], half: str, *, size: int, each: int) -> Figures:
    figures = Figures()
    for seed in seeds:
        made = world(seed, half, size=size, each=each)
        measure(figures, made, Register(made.register).look_up)
    return figures
