"""What goes wrong when a name is written down: by those who hear it, who type it, and who fill in a form."""

from __future__ import annotations

import unicodedata
from types import ModuleType
from typing import TYPE_CHECKING

from tests.casework.people.draws import Draw, Parts

if TYPE_CHECKING:
    from tests.casework.people.population import Somebody

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
PARTICLES = ("bin", "bint", "ap", "ab", "ferch")


def word(draw: Draw, name: str, known: dict[str, list[str]], by_ear: str, shares: tuple[tuple[str, int], ...]) -> str:
    """Return one word of a name as somebody writes it."""
    if name in PARTICLES:
        return name
    how = draw.outcome(shares)
    if how == "other spelling" and known.get(name):
        return draw.pick(known[name])
    if how in ("other spelling", "by ear"):
        return heard(draw, name, by_ear)
    written = without_marks(name) if draw.one_in(1.5) else name
    return mistyped(draw, written) if how == "slip" else written


def without_marks(name: str) -> str:
    """Return what an old keyboard makes of a name."""
    letters = unicodedata.normalize("NFD", name.translate(str.maketrans("łŁıİøđ", "lLiIod")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def heard(draw: Draw, name: str, by_ear: str) -> str:
    """Return the name with one sound written another way, or a mistyped one where no pair fits."""
    lower = unicodedata.normalize("NFC", name.lower())
    pairs = [pair.split(">") for pair in by_ear.split()]
    fit = [(old, new) for old, new in pairs if old in lower]
    if not fit:
        return mistyped(draw, without_marks(name))
    old, new = draw.chance.choice(fit)
    return without_marks(lower.replace(old, new, 1)).capitalize() or name


def mistyped(draw: Draw, name: str) -> str:
    """Return the name with one slip of the fingers; very short ones stay."""
    if len(name) < 4:
        return name
    at = 1 + draw.below(len(name) - 1)
    how = draw.outcome((("left out", 30), ("twice", 15), ("turned", 25), ("next key", 30)))
    if how == "left out":
        return name[:at] + name[at + 1 :]
    if how == "twice":
        return name[:at] + name[at] + name[at:]
    if how == "turned" and at < len(name) - 1:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + _next_key(draw, name[at]) + name[at + 1 :]


def _next_key(draw: Draw, letter: str) -> str:
    for row in ROWS:
        if letter.lower() in row:
            at = row.index(letter.lower())
            return draw.pick([row[near] for near in (at - 1, at + 1) if 0 <= near < len(row)])
    return letter


def fewer_parts(draw: Draw, parts: Parts, tradition: str) -> Parts:
    """Leave out what forms leave out: a middle name, a grandfather, a particle, half of a double name."""
    given, family = list(parts.given), list(parts.family)
    if tradition == "chinese":
        return parts
    if len(given) > 1 and draw.one_in(2):
        given = given[:1] if draw.one_in(1.3) else given[-1:]
    if len(family) > 1 and draw.one_in(3):
        family = family[:1] if tradition == "somali" and draw.one_in(2) else family[-1:]
    if family and "-" in family[-1] and not family[-1].startswith("al-") and draw.one_in(2.5):
        family[-1] = draw.pick(family[-1].split("-"))
    return Parts(given, family, parts.called, parts.family_first, parts.joined)


def in_order(draw: Draw, parts: Parts, *, later: bool) -> str:
    """Put a name together: families first or last, `al-` and Chinese given names as forms take them."""
    given = _joined(draw, parts.given) if parts.joined else " ".join(parts.given)
    family = " ".join(_article(draw, each, later) for each in parts.family)
    first = parts.family_first != draw.one_in(2 if parts.family_first else (10 if later else 50))
    if not first and later and draw.one_in(12):
        return f"{family}, {given}"
    return f"{family} {given}" if first else f"{given} {family}"


def _joined(draw: Draw, syllables: list[str]) -> str:
    how = draw.outcome((("one", 50), ("apart", 30), ("hyphen", 20)))
    if how == "one":
        return "".join(syllables).capitalize()
    return (" " if how == "apart" else "-").join(syllables)


def _article(draw: Draw, name: str, later: bool) -> str:
    if not name.startswith(("al-", "Al-")) or not later:
        return name
    return draw.pick(["al-", "Al_", "El-", "Al", "El", "", ""]) + name[3:].capitalize()


def letters_of(tradition: ModuleType) -> dict[str, str]:
    """Return the names that are also known in the tradition's own letters."""
    listed = getattr(tradition, "ARABIC_LETTERS", "") or getattr(tradition, "CHARACTERS", "")
    return dict(line.split() for line in listed.splitlines())


def in_letters(one: Somebody, letters: dict[str, str]) -> str:
    """Return the whole name in those letters, or "" where one of its words is not known in them."""
    words = [each for each in [*one.parts.given, *one.parts.family] if each not in PARTICLES]
    if not all(each in letters for each in words):
        return ""
    if one.parts.family_first:
        return "".join(letters[each] for each in [*one.parts.family, *one.parts.given])
    return " ".join(letters[each] for each in words)
