"""Minutes: made from what was recorded, signed item by item, corrected beside, read by whoever sees the item."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import ownership
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.casework.rules.roles import ROLES
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import lives, queries, seats
from .models import Correction, Item, Meeting, Minutes
from .queries import SeenItem


@dataclass(frozen=True)
class Page:
    """Minutes of one item as somebody reads them: what was recorded, who signed and when, what was corrected."""

    item: UUID
    content: dict[str, Any]
    signed_by: str
    signed_as: str
    signed_at: datetime | None
    corrections: list[tuple[str, str, datetime]]


def read(meeting: Meeting, staff: Staff) -> list[Page]:
    """Return the minutes of the items that somebody sees; those that are not signed, for who reads the case only."""
    found = Item.objects.visible_to(staff).filter(meeting=meeting).exclude(outcome="").select_related("area", "meeting")
    pages = [_page(queries.find(staff, item.id)) for item in found]
    audit.note("read minutes", [item.of_case for item in found], by=staff.pk)
    return [page for page in pages if page is not None]


def _page(seen: SeenItem) -> Page | None:
    signed = Minutes.objects.filter(item=seen.item).select_related("signed_by").first()
    if signed is None:
        return Page(seen.item.id, made(seen), "", "", None, []) if seen.keeps else None
    said = signed.corrections.select_related("made_by")
    return Page(
        seen.item.id, json.loads(signed.opened(seen.key, "content")), signed.signed_by.name,
        ROLES[signed.signed_as].label, signed.signed_at,
        [(row.opened(seen.key, "text"), row.made_by.name, row.made_at) for row in said],
    )  # fmt: skip


def made(seen: SeenItem) -> dict[str, Any]:
    """Return what the minutes of an item say, from what was recorded: words alone, in the order of the page."""
    item = seen.item
    answers = _answers(seen)
    return {
        "called": seen.called,
        "reference": seen.arranged.get("reference", ""),
        "why": rules.WHY[item.why],
        "outcome": rules.ENDINGS[item.outcome],
        "there": _there(item),
        "apologies": list(_names(item, "apologies")),
        "away": [row.staff.name for row in item.conflicts.select_related("staff")],
        "guests": [row.opened(seen.key, "name") for row in item.guests.exclude(accepted_at=None)],
        "late": item.opened(seen.key, "why_late"),
        "note": queries.newest(seen, "screen").written.get("note", ""),
        "how": _how(seen),
        "decision": [[row.label, answers[row.word]] for row in closure.DECISION_FIELDS if answers.get(row.word)],
        "actions": [
            [row.opened(seen.key, "what"), row.owner_staff.name, row.due_on.isoformat()]
            for row in item.actions.select_related("owner_staff")
        ],
    }


def _answers(seen: SeenItem) -> dict[str, str]:
    decision = getattr(seen.item, "decision", None)
    return dict(json.loads(decision.opened(seen.key, "answers"))) if decision else {}


def _how(seen: SeenItem) -> str:
    decision = getattr(seen.item, "decision", None)
    return rules.HOW[decision.how] if decision else ""


def _there(item: Item) -> list[list[str]]:
    assert item.meeting is not None
    rows = item.meeting.attendances.filter(answer="present").exclude(staff__in=item.conflicts.values("staff"))
    return [
        [row.staff.name, ROLES[row.post.role].label, row.post.agency.name]
        for row in rows.select_related("staff", "post__agency")
    ]


def _names(item: Item, answer: str) -> list[str]:
    assert item.meeting is not None
    return list(item.meeting.attendances.filter(answer=answer).values_list("staff__name", flat=True))


@transaction.atomic
def sign(meeting_id: UUID, *, by: Staff) -> int:
    """Sign the minutes of every decided item that one sees; members' windows begin to close. Returns how many.

    Raises NotFound and NotAllowed.
    """
    meeting = queries.meeting(by, meeting_id, lock=True)
    found = Item.objects.visible_to(by).filter(meeting=meeting, minutes=None).exclude(outcome="")
    seen = [queries.find(by, item.id, lock=True) for item in found]
    role = next((role for each in seen for role in each.roles if role in rules.CHAIRS), "")
    refusal = rules.reason_against_status(meeting.status, "signed")
    if refusal or not role:
        raise NotAllowed(refusal or "Minutes are signed by the chair or the deputy, once an item is decided.")
    ownership.refuse_new_decisions(by)
    for each in seen:
        _sign(each, role)
    if meeting.status != "signed":
        meeting.status, meeting.signed_at = "signed", clock.now()
        meeting.save(update_fields=["status", "signed_at"])
    audit.note("signed minutes", [each.item.of_case for each in seen], by=by.pk)
    return len(seen)


def _sign(seen: SeenItem, role: str) -> None:
    row = Minutes(item=seen.item, signed_by=seen.staff, signed_as=role, signed_at=clock.now())
    row.seal(seen.key, content=json.dumps(made(seen), ensure_ascii=False))
    row.save(force_insert=True)
    seats.begin_to_close(seen.item, seen.key, rules.window_closes_at(row.signed_at))
    lives.settle(seen)


@transaction.atomic
def correct(item_id: UUID, text: str, *, by: Staff) -> Correction:
    """Say beside signed minutes what is wrong; they stay as they were signed. Raises NotFound and NotAllowed."""
    seen = queries.find(by, item_id)
    if not set(seen.roles) & set(rules.CHAIRS):
        raise NotAllowed("The chair or the deputy writes corrections; tell them what is wrong.")
    ownership.refuse_new_decisions(by)
    signed = Minutes.objects.filter(item=seen.item).first()
    if signed is None or not text.strip():
        raise NotAllowed("Signed minutes are corrected, in words.")
    row = Correction(minutes=signed, item=seen.item, made_by=by, made_at=clock.now())
    row.seal(seen.key, text=text.strip())
    row.save(force_insert=True)
    audit.note("corrected minutes", [seen.item.of_case, seen.item.id], by=by.pk)
    return row
