"""What changed between two versions, word by word: pure. What stayed and what went is the old text, what stayed and
what came the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from alongside.casework.rules import assessment as rules

from .content import Content

SAME, GONE, CAME = "same", "gone", "came"
TELLS = 3
"""So many words that stayed, one after the other, help to see what changed around them; fewer make it a riddle."""
_WORD = re.compile(r"\s*\S+|\s+$")


@dataclass(frozen=True)
class Piece:
    """Some words that follow each other: SAME, GONE (in the old text alone) or CAME (in the new one alone)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was: what it is called, the old text and the new one in pieces."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class Changes:
    """What changed, and the names of the sections that did not."""

    changed: tuple[Change, ...]
    same: tuple[str, ...]


def words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for same, start, end, start_new, end_new in _runs(old, new):
        _go_on(left, SAME if same else GONE, "".join(old[start:end]))
        _go_on(right, SAME if same else CAME, "".join(new[start_new:end_new]))
    return tuple(left), tuple(right)


def _runs(old: list[str], new: list[str]) -> Iterable[tuple[bool, int, int, int, int]]:
    """Return what stayed and what did not. A word or two that stayed between two changes says nothing: it changed."""
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (what, start, end, start_new, end_new) in enumerate(found):
        a_riddle = 0 < place < len(found) - 1 and end - start < TELLS
        yield what == "equal" and not a_riddle, start, end, start_new, end_new


def _go_on(pieces: list[Piece], kind: str, text: str) -> None:
    """Add words, to the piece before where it is of the same kind."""
    if text and pieces and pieces[-1].kind == kind:
        text = pieces.pop().text + text
    if text:
        pieces.append(Piece(kind, text))


def between(before: Content, after: Content) -> Changes:
    """Return what changed from one assessment to the next, facts and needs row by row."""
    rows = [*_of_rows("fact", before, after), *_of_rows("need", before, after)]
    texts = [(section.label, _text(before, word), _text(after, word)) for word, section in rules.SECTIONS.items()]
    changed = [Change(label, *words(old, new)) for label, old, new in [*rows, *texts] if old != new]
    untouched = [label for label, old, new in texts if old == new and old]
    return Changes(tuple(changed), tuple(untouched))


LABELS = {"fact": rules.KNOWN, "need": rules.NEEDED}


def _of_rows(kind: str, before: Content, after: Content) -> Iterable[tuple[str, str, str]]:
    old, new = _lines(kind, before), _lines(kind, after)
    for row in dict.fromkeys([*old, *new]):
        yield LABELS[kind], old.get(row, ""), new.get(row, "")


def _lines(kind: str, content: Content) -> Mapping[str, str]:
    if kind == "need":
        return {need.id: need.what for need in content.needs}
    return {fact.id: rules.in_one_line(fact) for fact in content.facts}


def _text(content: Content, word: str) -> str:
    return content.texts.get(word, "")
