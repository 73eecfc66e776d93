"""What the steps add to a referral's page: each registers a template and what it shows, when its app is ready."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.casework.organisation.models import Staff

    from .queries import Seen

Shows = Callable[["Seen"], dict[str, Any]]
PLACES = ("dates", "known", "people", "more")
"""Where on the page: its next dates, what is known, the people, and everything else."""
_parts: list[tuple[str, Shows, str, bool]] = []
_only_to_read: list[tuple[str, Shows]] = []
Looks = Callable[["Seen"], None]
_looks: list[Looks] = []
OfItem = Callable[["UUID", "Staff"], dict[str, Any]]
_of_items: list[tuple[str, OfItem]] = []

Offers = Callable[["UUID"], list[tuple[str, str]]]
Tells = Callable[["UUID", "Staff", "Collection[str]"], list[tuple[str, str]]]
_for_packs: list[tuple[Offers, Tells]] = []


def add(template: str, shows: Shows, *, place: str = "more", to_read: bool = False) -> None:
    """Add a part to the page: a template, and the function that returns its context for whoever is looking.

    Args:
        place: a word of PLACES.
        to_read: it has no form, no file and no link, and writes nothing, so that emergency access shows it, too.
    """
    assert place in PLACES, place
    _parts.append((template, shows, place, to_read))


def add_to_read(template: str, shows: Shows) -> None:
    """Add a part that emergency access alone shows, where that of the case's own page leads on or has forms."""
    _only_to_read.append((template, shows))


def of(seen: Seen) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return the parts of one referral's page by their place, in the order of the apps."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {place: [] for place in PLACES}
    for template, shows, place, _is_read in _parts:
        found[place].append((template, shows(seen)))
    return found


def to_read(seen: Seen) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts that are only read, in the order of the apps."""
    read = [(template, shows) for template, shows, _place, is_read in _parts if is_read]
    return [(template, shows(seen)) for template, shows in (*_only_to_read, *read)]


def when_looked_at(does: Looks) -> None:
    """Let a step do something whenever somebody opens the page of a referral."""
    _looks.append(does)


def looked_at(seen: Seen) -> None:
    for does in _looks:
        does(seen)


def add_to_item(template: str, shows: OfItem) -> None:
    """Add a part to the page of a panel's item: for somebody who may hold no grant of the case."""
    _of_items.append((template, shows))


def of_item(case_id: UUID, staff: Staff) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts of one item's page, for somebody who reads the item."""
    return [(template, shows(case_id, staff)) for template, shows in _of_items]


def add_to_pack(offers: Offers, tells: Tells) -> None:
    """Add what a panel's pack can print of a case beside an item's paper.

    Args:
        offers: what whoever prepares the item can choose from, by id, in words.
        tells: of what was chosen, heading and text of that which somebody who reads the item may read.
    """
    _for_packs.append((offers, tells))


def offered_to_pack(case_id: UUID) -> list[tuple[str, str]]:
    """Return what can be chosen for the pack, for somebody who sees the case."""
    return [each for offers, _tells in _for_packs for each in offers(case_id)]


def in_pack(case_id: UUID, staff: Staff, chosen: Collection[str]) -> list[tuple[str, str]]:
    """Return heading and text of what was chosen, as far as somebody may read it."""
    return [each for _offers, tells in _for_packs for each in tells(case_id, staff, chosen)] if chosen else []
