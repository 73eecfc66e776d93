"""Save what is being written. Each saving stays, so that two people who type lose nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.commons import clock
from alongside.commons.merging import merge

from . import queries
from .models import Draft
from .queries import SeenItem

LATE = "late"
"""What somebody had typed when a colleague was first to decide: kept beside, and part of nothing."""


@dataclass(frozen=True)
class Saved:
    """What stands after a saving: its number, its boxes; who else had saved meanwhile, and where both texts stand.

    ``instead``: what the other had answered where a box holds one answer and both gave one; mine stands in the box.
    ``late``: somebody else decided the item meanwhile; what was typed is kept beside it.
    """

    number: int
    written: dict[str, str]
    other: str
    both: tuple[str, ...]
    instead: Mapping[str, str] = field(default_factory=dict)
    late: bool = False


def save(
    seen: SeenItem, kind: str, written: Mapping[str, str], *, based_on: int, choices: frozenset[str] = frozenset()
) -> Saved:
    """Save beside what others saved since number ``based_on``. The item is locked by whoever calls.

    Args:
        choices: boxes that hold one answer.
    """
    latest = queries.newest(seen, kind)
    base = before(seen, kind, based_on)
    said = f"{latest.by}, {clock.now().astimezone(clock.LONDON):%H:%M}"
    merged = merge(base, latest.written, written, who=said, choices=choices)
    other = latest.by if latest.number > based_on else ""
    instead = {name: latest.written.get(name, "") for name in merged.both if name in choices}
    number = latest.number
    if merged.written != latest.written or not number:
        number = add(seen, kind, merged.written, latest.number + 1).number
    return Saved(number, merged.written, other, merged.both, instead)


def before(seen: SeenItem, kind: str, number: int) -> dict[str, str]:
    """Return what stood in a saving; nothing where there is none of that number."""
    return queries.written_in(seen.item.drafts.filter(kind=kind, number=number).first(), seen.key)


def add(seen: SeenItem, kind: str, written: Mapping[str, str], number: int) -> Draft:
    row = Draft(item=seen.item, kind=kind, number=number, made_by=seen.staff, made_at=clock.now())
    row.seal(seen.key, written=json.dumps(dict(written), ensure_ascii=False))
    row.save(force_insert=True)
    return row
