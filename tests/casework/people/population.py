"""An invented register of thousands, and how each of its people is written down a second time.

Half of the names of each tradition are for tuning and half are held out (`HALVES`): what the matcher was tuned on never
holds a variant that it is judged by. A person is written twice by the same hand-made rules, once for the register with
some care and once as a referral that comes later, with less.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from types import ModuleType

from tests.casework.people import slips
from tests.casework.people.draws import Draw, Parts

TRADITIONS = ("english", "welsh", "arabic", "south_asian", "somali", "polish", "yoruba", "turkish", "chinese")
PLACES = ("Northmere", "Glanaber", "Eastholt", "Wexley", "Thornby", "Marsham", "Aldcaster", "Kirkleigh", "Penrhos")
TODAY = date(2026, 11, 22)
HALVES = ("tuned", "held_out")


@dataclass(frozen=True)
class Somebody:
    """A person as they are."""

    tradition: str
    parts: Parts
    born: date
    place: str
    other_family: str = ""


@dataclass(frozen=True)
class Written:
    """A person as one referral has them: names in the order written, the first one the main one; `born` may be None,
    `born_known` is day, year or about.
    """

    names: tuple[str, ...]
    born: date | None
    born_known: str
    place: str


def module(tradition: str) -> ModuleType:
    return import_module(f"tests.casework.people.traditions.{tradition}")


def variants(tradition: str, half: str) -> dict[str, list[str]]:
    """Return the other spellings of that half of the names; of the other half, none."""
    found = {}
    for line in module(tradition).WRITTEN.splitlines():
        name, others = line.split(": ")
        if HALVES[zlib.crc32(name.encode()) % 2] == half:
            found[name] = others.split()
    return found


def somebody(draw: Draw, tradition: str) -> Somebody:
    of = module(tradition)
    age_days = draw.below(365 * draw.pick([14, 21, 21, 36, 36, 60]))  # type: ignore[call-overload]
    born = TODAY - timedelta(days=8 * 365 + age_days)
    other = draw.often(of.FAMILY) if draw.one_in(20) else ""
    return Somebody(tradition, of.full(draw), born, draw.pick(PLACES), other)


def people(draw: Draw, many: int) -> Iterator[Somebody]:
    """Yield so many people; one in twelve is followed by a brother or sister with the same family name and home."""
    made = 0
    while made < many:
        one = somebody(draw, TRADITIONS[made % len(TRADITIONS)])
        yield one
        made += 1
        if draw.one_in(12):
            twin = somebody(draw, one.tradition)
            parts = Parts(
                twin.parts.given, one.parts.family, twin.parts.called, one.parts.family_first, one.parts.joined
            )
            apart = timedelta(days=0 if draw.one_in(10) else 400 + draw.below(2000))
            yield Somebody(one.tradition, parts, one.born - apart, one.place)
            made += 1


REGISTERED = (("as it is", 80), ("other spelling", 8), ("by ear", 6), ("slip", 6))
LATER = (("as it is", 40), ("other spelling", 30), ("by ear", 17), ("slip", 13))
BORN_REGISTERED = (("day", 88), ("swapped", 2), ("year", 3), ("about", 2), ("none", 5))
BORN_LATER = (("day", 72), ("swapped", 5), ("year off", 5), ("digit", 5), ("year", 4), ("about", 4), ("none", 5))


def register_entry(draw: Draw, one: Somebody, half: str) -> Written:
    """Write somebody into the register: mostly with care, with the names that others use where they are known."""
    names = [_whole_name(draw, one, half, REGISTERED)]
    if one.parts.called and not draw.one_in(5):
        names.append(f"{one.parts.called} {' '.join(one.parts.family)}")
    if one.other_family and not draw.one_in(5):
        names.append(f"{one.parts.given[0]} {one.other_family}")
    return Written(tuple(_plain(name) for name in names), *_born(draw, one, BORN_REGISTERED), one.place)


def later_referral(draw: Draw, one: Somebody, half: str) -> Written:
    """Write somebody down as another agency does, some months later."""
    told = one
    if one.other_family and draw.one_in(2):
        told = Somebody(one.tradition, Parts(one.parts.given, [one.other_family]), one.born, one.place)
    elif one.parts.called and draw.one_in(3):
        told = Somebody(one.tradition, Parts([one.parts.called], one.parts.family), one.born, one.place)
    place = draw.pick(PLACES) if draw.one_in(6) else one.place
    return Written((_plain(_whole_name(draw, told, half, LATER)),), *_born(draw, one, BORN_LATER), place)


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def _whole_name(draw: Draw, one: Somebody, half: str, shares: tuple[tuple[str, int], ...]) -> str:
    later = shares is LATER
    letters = slips.letters_of(module(one.tradition))
    if letters and draw.one_in(25 if later else 12):
        whole = slips.in_letters(one, letters)
        if whole:
            return whole
    parts = slips.fewer_parts(draw, one.parts, one.tradition) if later else one.parts
    known, by_ear = variants(one.tradition, half), module(one.tradition).BY_EAR
    given = [slips.word(draw, each, known, by_ear, shares) for each in parts.given]
    family = [slips.word(draw, each, known, by_ear, shares) for each in parts.family]
    return slips.in_order(draw, Parts(given, family, "", parts.family_first, parts.joined), later=later)


def _born(draw: Draw, one: Somebody, shares: tuple[tuple[str, int], ...]) -> tuple[date | None, str]:
    day, how = one.born, draw.outcome(shares)
    if how == "none":
        return None, ""
    if how == "swapped" and day.day <= 12:
        return date(day.year, day.day, day.month), "day"
    if how == "year off":
        return _moved(day, draw.chance.choice([-2, -1, -1, 1, 1, 2])), "day"
    if how == "digit":
        return day.replace(day=1 + (day.day + 9) % 28), "day"
    if how == "about":
        return _moved(day, draw.chance.choice([-2, -1, 0, 0, 1, 2])), "about"
    return day, "year" if how == "year" else "day"


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
