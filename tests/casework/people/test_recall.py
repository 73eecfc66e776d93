"""Issue “From triage to the panel's decision”, "Is this the same person?"; R-02. Bounds are the issue's own.

The half of the names that is judged here is not the half that the matcher was tuned on (population.HALVES).
"""

from __future__ import annotations

import pytest

from tests.casework.people.in_memory import Register
from tests.casework.people.measuring import Figures, World, measure, of_seeds, world
from tests.casework.people.population import HALVES, TRADITIONS
from tests.casework.people.rival import Fuzzy

HELD_OUT = HALVES[1]
LEAST_FOUND, MOST_BELOW_ALL = 0.95, 0.05
MOST_WRONG_IF_THERE, MOST_WRONG_IF_NOT, MOST_SHOWN = 0.4, 0.6, 5


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [world(seed, HELD_OUT, size=3000, each=30) for seed in ("first", "second")]


@pytest.fixture(scope="module")
def figures(worlds: list[World]) -> Figures:
    counted = Figures()
    for made in worlds:
        measure(counted, made, Register(made.register).look_up)
    return counted


def assert_good_enough(figures: Figures) -> None:
    for tradition in TRADITIONS:
        assert figures.recall(tradition) >= LEAST_FOUND, tradition
        assert figures.recall(tradition) >= figures.recall() - MOST_BELOW_ALL, tradition
    assert figures.wrong(there=True) < MOST_WRONG_IF_THERE
    assert figures.wrong(there=False) < MOST_WRONG_IF_NOT
    assert figures.most <= MOST_SHOWN


def test_who_was_written_otherwise_is_found_in_every_tradition_among_few_strangers(figures: Figures) -> None:
    assert_good_enough(figures)


def test_a_plain_fuzzy_match_finds_clearly_fewer_among_as_many_strangers(worlds: list[World], figures: Figures) -> None:
    for with_birth in (False, True):
        fuzzy = Fuzzy(worlds[0], with_birth=with_birth)
        assert fuzzy.best_within(MOST_WRONG_IF_THERE, MOST_WRONG_IF_NOT).recall < figures.recall() - 0.05


@pytest.mark.long
@pytest.mark.parametrize("half", HALVES)
def test_it_is_so_over_many_seeds(half: str) -> None:
    assert_good_enough(of_seeds([f"long {number}" for number in range(6)], half, size=4500, each=60))
