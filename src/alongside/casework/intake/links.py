"""What the pages show of concerns that were linked to a referral, are asked to be, or were taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.casework.referrals import told
from alongside.casework.referrals.queries import Seen, sees, text_of
from alongside.casework.rules.closure import LIVES_ON
from alongside.casework.rules.who_may_see import POLICE

from .models import Link, LinkAsking


@dataclass(frozen=True)
class Linked:
    """One concern that was linked: what it says while it is, and afterwards who read it here."""

    row: Link
    reason: str
    why: str
    reference: str
    concerns: list[told.Told]
    answers: list[dict[str, Any]]
    readers: list[str]


@dataclass(frozen=True)
class Asked:
    """One wish of intake that a referral takes a concern."""

    row: LinkAsking
    case: UUID


def shown(seen: Seen) -> dict[str, Any]:
    """Return links of a referral, newest first, and what may be done; nothing to who may not read the concern."""
    received = seen.referral.stage == "received"
    asked = LinkAsking.objects.filter(case=seen.referral, answered_at=None).exists() if received else False
    can_link = received and "intake" in seen.roles
    if "concern" not in sees(seen):
        return {"links": [], "can_link": False, "asked": False, "asks": [], "linked_away": None, "refused": []}
    return {
        "links": [_linked(row, seen) for row in _links(seen)],
        "can_link": can_link,
        "asked": asked,
        "asks": _asks(seen),
        "refused": _refused(seen) if received else [],
        "linked_away": _linked_away(seen),
    }


def _links(seen: Seen) -> list[Link]:
    rows = Link.objects.filter(case=seen.referral).select_related("linked_by", "undone_by")
    return list(rows.prefetch_related("reads__staff"))


def _linked(row: Link, seen: Seen) -> Linked:
    said = said_in(row, seen)
    return Linked(
        row=row,
        reason=text_of(row, seen.key, "reason"),
        why=text_of(row, seen.key, "undone_why"),
        reference=said.get("reference", ""),
        concerns=[
            told.read(each["said"], datetime.fromisoformat(each["received_at"])) for each in said.get("concerns", [])
        ],
        answers=[{**each, "at": datetime.fromisoformat(each["at"])} for each in said.get("answers", [])],
        readers=[read.staff.name for read in row.reads.all()],
    )


def said_in(row: Link, seen: Seen) -> dict[str, Any]:
    """Return what a linked concern says, as linking sealed it (linking._told); empty where it does not open."""
    try:
        return dict(json.loads(text_of(row, seen.key, "told") or "{}"))
    except ValueError:
        return {}


def _asks(seen: Seen) -> list[Asked]:
    """Return what intake asks the owner of this referral; the concern shows it to nobody else."""
    if not set(seen.roles) & set(POLICE):
        return []
    rows = LinkAsking.objects.filter(to_referral=seen.referral.id, answered_at=None).select_related("asked_by")
    return [Asked(row, row.case_id) for row in rows]


def _refused(seen: Seen) -> list[tuple[LinkAsking, str]]:
    rows = LinkAsking.objects.filter(case=seen.referral, accepted=False).select_related("answered_by")
    return [(row, text_of(row, seen.key, "answer")) for row in rows]


def _linked_away(seen: Seen) -> UUID | None:
    """Return the referral to which this concern is linked, where whoever is looking sees that one too."""
    if seen.referral.closure_code != LIVES_ON:
        return None
    return Link.objects.filter(from_referral=seen.referral.id, undone_at=None).values_list("case", flat=True).first()
