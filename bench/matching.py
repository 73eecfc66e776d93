"""How many people are missed because they were written otherwise, and how many strangers are shown; a plain fuzzy match
beside it.

Each run is a seed of its own; the half of the names that is judged is held out (tests/casework/people/population.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from tests.casework.people.in_memory import Register
from tests.casework.people.measuring import Figures, World, measure, world
from tests.casework.people.population import HALVES, TRADITIONS
from tests.casework.people.rival import Fuzzy

from bench.frame import Number, measures

SEEDS = count(1)
WRONG_IF_THERE, WRONG_IF_NOT, MISSED = 0.4, 0.6, 5.0
"""The goals of the issue: strangers shown on average, and per cent of people not found."""


@measures("matching")
def matching(quick: bool) -> Iterator[Number]:
    made = world(f"bench {next(SEEDS)}", HALVES[1], size=3000 if quick else 9000, each=20 if quick else 100)
    figures = Figures()
    measure(figures, made, Register(made.register).look_up)
    yield Number("matching: missed, all traditions", "%", _missed(figures.recall()), at_most=MISSED)
    for tradition in TRADITIONS:
        yield Number(f"matching: missed, {tradition}", "%", _missed(figures.recall(tradition)), at_most=MISSED)
    yield Number("matching: strangers when there", "", figures.wrong(there=True), at_most=WRONG_IF_THERE)
    yield Number("matching: strangers when not there", "", figures.wrong(there=False), at_most=WRONG_IF_NOT)
    yield from _rivals(made)


def _rivals(made: World) -> Iterator[Number]:
    for with_birth, named in ((False, "names"), (True, "names and birth")):
        fuzzy = Fuzzy(made, with_birth=with_birth)
        always, bounded = fuzzy.outcome(0), fuzzy.best_within(WRONG_IF_THERE, WRONG_IF_NOT)
        yield Number(f"fuzzy ({named}): missed, five always shown", "%", 100 * (1 - always.recall))
        yield Number(f"fuzzy ({named}): missed, as few strangers", "%", 100 * (1 - bounded.recall))


def _missed(recall: float) -> float:
    """Return per cent; 1 of 20 is 5 and not a hair more."""
    return round(100 * (1 - recall), 6)
