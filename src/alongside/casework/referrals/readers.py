"""Who can see a case now, as what, and until when: by agency, for the page of the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.casework.keys import actions as keys
from alongside.casework.organisation.models import Holding, Post, Staff
from alongside.casework.rules import journey
from alongside.casework.rules.roles import label_of
from alongside.commons import clock

from .queries import Seen, sees


@dataclass(frozen=True)
class Reader:
    """A post, or a person, that sees a case or a part of it.

    `names` are those who hold the post today; `part` says which part it is, empty for all that the role reads; `until`
    is none where it ends with the case.
    """

    agency: str
    role: str
    label: str
    names: tuple[str, ...]
    until: datetime | None
    part: str = ""


Reads = Callable[[Seen], Iterable[Reader]]
_reads: list[Reads] = []


def add(reads: Reads) -> None:
    """Register who else reads a part of a case, by a key of its own."""
    _reads.append(reads)


def of(seen: Seen) -> dict[str, list[Reader]]:
    """Return the readers by the name of their agency, in its order; nothing to who may not read the referral."""
    if "referral" not in sees(seen):
        return {}
    found = [*holding(seen.referral.id), *(reader for reads in _reads for reader in reads(seen))]
    agencies = sorted({reader.agency for reader in found})
    return {agency: [reader for reader in found if reader.agency == agency] for agency in agencies}


def holding(thing: UUID, part: str = "") -> Iterator[Reader]:
    """Return who holds the key of a case now, or of what else has a key, by post and by name."""
    yield from _by_post(thing, part)
    yield from _by_name(thing, part)


def whose_turn(seen: Seen, readers: dict[str, list[Reader]]) -> list[str]:
    """Return the names of those whose turn it is at this stage (R-09)."""
    turn = seen.referral.at.turn
    if seen.referral.stage == journey.APART:
        turn = ("",)
    rows = (each for of_agency in readers.values() for each in of_agency if each.role in turn and not each.part)
    return list(dict.fromkeys(name for each in rows for name in each.names))


def _by_post(thing: UUID, part: str) -> Iterator[Reader]:
    until = keys.seen_by(thing)
    names: dict[UUID, list[str]] = {}
    for row in Holding.objects.on(clock.today()).filter(post__in=until).select_related("staff").order_by("staff__name"):
        names.setdefault(row.post_id, []).append(row.staff.name)
    for post in Post.objects.filter(pk__in=until).select_related("agency").order_by("role"):
        held = tuple(names.get(post.pk, ()))
        yield Reader(post.agency.name, post.role, label_of(post.role), held, _day(until[post.pk]), part)


def _by_name(thing: UUID, part: str) -> Iterator[Reader]:
    until = keys.people_who_see(thing)
    for staff in Staff.objects.filter(pk__in=until).select_related("agency"):
        yield Reader(staff.agency.name, "", "", (staff.name,), _day(until[staff.pk]), part)


def _day(until: datetime) -> datetime | None:
    return None if until == keys.OPEN_ENDED else until
