"""Save what is being written. Each saving stays, so that two people who type lose nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from alongside.commons import clock
from alongside.commons.merging import merge

from . import queries
from .models import Draft
from .queries import SeenItem

ONE_ANSWER = frozenset({"votes_for", "votes_against", "closure_code", "owner", "decide"})


@dataclass(frozen=True)
class Saved:
    """What stands after a saving: its number, its fields; who else had saved meanwhile, and where both texts stand."""

    number: int
    written: dict[str, str]
    other: str
    both: tuple[str, ...]


def save(seen: SeenItem, kind: str, written: Mapping[str, str], *, based_on: int) -> Saved:
    """Save beside what others saved since number ``based_on``. The item is locked by whoever calls."""
    latest = queries.newest(seen, kind)
    base = seen.item.drafts.filter(kind=kind, number=based_on).first()
    before = queries.written_in(base, seen.key)
    now = clock.now()
    said = f"{latest.by}, {now.astimezone(clock.LONDON):%H:%M}"
    merged = merge(before, latest.written, written, who=said, choices=ONE_ANSWER)
    other = latest.by if latest.number > based_on else ""
    if merged.written == latest.written and latest.number:
        return Saved(latest.number, merged.written, other, merged.both)
    row = Draft(item=seen.item, kind=kind, number=latest.number + 1, made_by=seen.staff, made_at=now)
    row.seal(seen.key, written=json.dumps(merged.written, ensure_ascii=False))
    row.save(force_insert=True)
    return Saved(row.number, merged.written, other, merged.both)
