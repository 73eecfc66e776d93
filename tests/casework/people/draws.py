"""Seeded draws for the invented register."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Parts:
    """A whole name in its parts, as its bearer says it.

    `called` is a name that others use; `family_first` says the order, `joined` that given syllables are one word.
    """

    given: list[str]
    family: list[str]
    called: str = ""
    family_first: bool = False
    joined: bool = False


class Draw:
    """Chance from a seed; the same seed gives the same people."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def one_in(self, many: float) -> bool:
        return self.chance.random() * many < 1

    def below(self, many: int) -> int:
        return self.chance.randrange(many)

    def pick(self, names: str | Sequence[str]) -> str:
        """Return one of several, each as likely."""
        return self.chance.choice(names.split() if isinstance(names, str) else names)

    def often(self, names: str) -> str:
        """Return one of several, the first ones more often: name frequencies fall like 1/(rank + 8)."""
        listed = names.split()
        weights = [1 / (rank + 8) for rank in range(len(listed))]
        return self.chance.choices(listed, weights)[0]

    def given(self, female: str, male: str) -> str:
        return self.often(female if self.one_in(2) else male)

    def outcome(self, shares: Sequence[tuple[str, int]]) -> str:
        """Return one word of several, each as often as its share in a hundred says."""
        return self.chance.choices([word for word, _share in shares], [share for _word, share in shares])[0]
