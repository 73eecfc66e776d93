"""What the doctor says about one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing and how it is. The sentence of what is not well ends with the remedy."""

    what: str
    sentence: str
    well: bool = True


def ill(what: str, sentence: str) -> Finding:
    return Finding(what, sentence, well=False)
