"""What a plain fuzzy match does with the same register: rapidfuzz over the whole names, with the day of birth or not.

Its cut-off is chosen afterwards, as the best that stays within the same numbers of strangers: a favour that no real
register could do it.
"""

from __future__ import annotations

from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz

from alongside.casework.people.matching import Described
from tests.casework.people.measuring import World

MOST_SHOWN = 5
SAME_DAY, SAME_YEAR = 20.0, 5.0


@dataclass(frozen=True)
class Outcome:
    """Share found, and strangers shown on average when the person is there and when not."""

    recall: float
    wrong_if_there: float
    wrong_if_not: float


def _plain(name: str) -> str:
    return anyascii(name).lower()


class Fuzzy:
    """All likenesses of one world, so that several cut-offs can be tried."""

    def __init__(self, world: World, *, with_birth: bool) -> None:
        self.entries, self.with_birth = world.register, with_birth
        self.names = [_plain(" ".join(entry.names[:1])) for entry in world.register]
        self.ranked = [(number, self._rank(asked)) for _tradition, asked, number in world.asked]

    def _rank(self, asked: Described) -> list[tuple[float, int]]:
        name = _plain(asked.names[0])
        likeness = (fuzz.token_sort_ratio(name, other) for other in self.names)
        weighed = ((each + self._birth(asked, number), number) for number, each in enumerate(likeness))
        return sorted(weighed, reverse=True)[:MOST_SHOWN]

    def _birth(self, asked: Described, number: int) -> float:
        born, other = asked.born, self.entries[number].born
        if not self.with_birth or born.year is None or other.year is None:
            return 0.0
        if born == other:
            return SAME_DAY
        return SAME_YEAR if abs(born.year - other.year) <= 1 else -SAME_DAY

    def outcome(self, cut_off: float) -> Outcome:
        there, found, wrong_there, absent, wrong_absent = 0, 0, 0, 0, 0
        for number, ranked in self.ranked:
            shown = {near for likeness, near in ranked if likeness >= cut_off}
            there, absent = there + (number is not None), absent + (number is None)
            found += number in shown
            wrong_there += len(shown - {number}) if number is not None else 0
            wrong_absent += len(shown) if number is None else 0
        return Outcome(found / there, wrong_there / there, wrong_absent / absent)

    def best_within(self, there: float, absent: float) -> Outcome:
        """Return what the best cut-off does that shows no more strangers on average than given."""
        outcomes = (self.outcome(cut_off) for cut_off in range(40, 125))
        fits = [each for each in outcomes if each.wrong_if_there <= there and each.wrong_if_not <= absent]
        return max(fits, key=lambda each: each.recall)
