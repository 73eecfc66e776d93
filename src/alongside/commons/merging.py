"""Two people typed in the same fields: what each changed stands, and where both changed one field both texts stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Written = Mapping[str, str]
SHORT = 60
"""Answers up to this long are choices, numbers and days: of two of these, two cannot stand in one field."""


@dataclass(frozen=True)
class Merged:
    """What stands now, and the names of the fields that both changed."""

    written: dict[str, str]
    both: tuple[str, ...]


def merge(base: Written, theirs: Written, mine: Written, *, who: str, choices: frozenset[str] = frozenset()) -> Merged:
    """Lay my changes since ``base`` over theirs.

    Args:
        who: how the other is named above their text where both texts stand in one field.
        choices: fields that hold one answer; there mine stands, and the other's saving keeps theirs.
    """
    written: dict[str, str] = {}
    both: list[str] = []
    for name in dict.fromkeys([*theirs, *mine]):
        was, other, own = base.get(name, ""), theirs.get(name, ""), mine.get(name, base.get(name, ""))
        if own in (was, other):
            written[name] = other
        elif other == was:
            written[name] = own
        else:
            written[name] = own if name in choices or other in own else f"{own}\n\n[{who}]\n{other}"
            both.append(name)
    return Merged(written, tuple(both))
