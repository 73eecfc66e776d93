"""What is asked beside a paper and is no part of its text, box by box, so that two who tick at once lose nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from alongside.casework.rules import panel as rules

TEXT = "adult"
TICKED = ("relevant", "contributions")
NAMES = (*TICKED, TEXT)
YES = "yes"


def boxes(said: Mapping[str, Any], known: Iterable[str]) -> dict[str, str]:
    """Return the boxes of what was said of NAMES, one for each thing that can be ticked.

    Args:
        known: the boxes that were ever saved: what is not ticked any more is among them.
    """
    found = {TEXT: str(said[TEXT])} if TEXT in said else {}
    for name in TICKED:
        if name in said:
            there = [box for box in known if box.startswith(f"{name}-")]
            found |= dict.fromkeys(there, "") | {f"{name}-{word}": YES for word in said[name] or ()}
    return found


def read(written: Mapping[str, str]) -> dict[str, Any]:
    """Return what stands in the boxes of a saving, by NAMES."""
    ticked = {name: [box.partition("-")[2] for box in written if _is_ticked(box, name, written)] for name in TICKED}
    return {**ticked, TEXT: written.get(TEXT, "")}


def _is_ticked(box: str, name: str, written: Mapping[str, str]) -> bool:
    return box.startswith(f"{name}-") and written[box] == YES


def without(written: Mapping[str, str]) -> dict[str, str]:
    """Return the text of a paper alone, section by section."""
    return {row.word: written.get(row.word, "") for row in rules.PAPER}
