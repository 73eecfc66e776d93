"""The paper of an item: composed from the case by whoever prepares, seen beforehand as a member sees it, sent out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.casework.assessment import needs
from alongside.casework.assessment import queries as assessments
from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import roles_in
from alongside.casework.referrals import ownership
from alongside.casework.referrals import queries as referrals
from alongside.casework.rules import assessment
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import agenda, beside, drafts, lives, queries, seats
from .models import Item, Meeting
from .queries import SeenItem

SAYS_WHY = ("grounds_recorded", "grounds")
ALIKE = ("unknown", "strengths", "concerns", "views", "changed", "conclusion", "plan")
"""Sections that a paper and an assessment both have, by the same word."""


def to_begin_with(seen: SeenItem) -> dict[str, str]:
    """Return what a paper begins with, from the case and its newest agreed assessment: to be shortened and checked."""
    case = queries.case_of(seen)
    about = [case.called, *(each for each in (case.person.get("age_band"),) if each)]
    told = [each.worry for each in referrals.concerns(case)]
    return {
        "who": ", ".join(about),
        "why_listed": "\n\n".join(_recorded(case, *SAYS_WHY)),
        "known": "\n\n".join(told),
        **_from_assessment(assessments.latest(case), ", ".join(about), needs.lines(case)),
    }


def _from_assessment(agreed: assessments.Agreed | None, about: str, answered: str) -> dict[str, str]:
    """Return the sections of a paper that an assessment answers; none where none is agreed.

    Args:
        answered: each need with what is done about it.
    """
    if agreed is None:
        return {}
    said, texts = agreed.content, agreed.content.texts
    begun = {
        "who": "\n\n".join(each for each in (about, texts.get("how_to_talk", "")) if each),
        "known": "\n".join(assessment.in_one_line(fact) for fact in said.facts),
        "needs": answered,
        "could_be_hurt": "\n".join(texts[word] for word in ("who_hurt", "how_soon", "being_done") if word in texts),
        **{word: texts.get(word, "") for word in ALIKE},
    }
    return {word: text for word, text in begun.items() if text}


def _recorded(case: referrals.Seen, fact: str, field: str) -> list[str]:
    rows = case.referral.records.filter(fact=fact).order_by("-made_at")[:1]
    return [json.loads(referrals.text_of(row, case.key, "answers") or "{}").get(field, "") for row in rows]


@transaction.atomic
def save(
    item_id: UUID, written: Mapping[str, str], *, based_on: int, by: Staff, quorum: Mapping[str, Any] | None = None
) -> drafts.Saved:
    """Save a paper as it stands, beside what somebody else saved meanwhile. Raises NotFound and NotAllowed.

    Args:
        quorum: ``relevant``, the services that have to be there, ``adult``, how it is known that it is no child, and
            ``contributions``, the ids of those that the pack prints.
    """
    seen = queries.find(by, item_id, lock=True)
    _refuse_unless_preparing(seen)
    known = queries.newest(seen, "paper").written
    saved = drafts.save(seen, "paper", {**written, **beside.boxes(quorum or {}, known)}, based_on=based_on)
    arranged = {**seen.arranged, **beside.read(saved.written)}
    if arranged != seen.arranged:
        seen.item.seal(seen.key, arranged=json.dumps(arranged, ensure_ascii=False))
        seen.item.save(update_fields=["arranged"])
    return saved


def preview(seen: SeenItem, staff: Staff) -> dict[str, Any]:
    """Return exactly what a member will see of an item: its paper, or the reason why they see nothing."""
    if seen.item.conflicts.filter(staff=staff).exists():
        return {"sees": {}, "why_not": "conflict"}
    seats_here = {seat.staff_id for seat in seats.members(seen.item, seen.key)}
    keeps = set(roles_in(seen.item.area, staff.pk)) & set(rules.keepers())
    if not keeps and staff.pk not in seats_here:
        return {"sees": {}, "why_not": "no_seat"}
    return {"sees": beside.without(queries.newest(seen, "paper").written), "why_not": ""}


@transaction.atomic
def put_out(meeting_id: UUID, why_late: str, *, by: Staff) -> int:
    """Send out the papers of every open item of a meeting. Returns how many. Raises NotFound and NotAllowed."""
    meeting = queries.meeting(by, meeting_id, lock=True)
    roles = roles_in(meeting.area, by.pk)
    if not set(roles) & set(rules.PREPARES):
        raise NotAllowed("Papers are sent out by the chair, the deputy or the case manager.")
    ownership.refuse_new_decisions(by)
    _refuse_late(meeting, why_late, roles)
    refusal = rules.reason_against_status(meeting.status, "papers_out")
    if refusal:
        raise NotAllowed(refusal)
    waiting = list(Item.objects.open().visible_to(by).filter(meeting=meeting, papers_out_at=None))
    if not waiting:
        raise NotAllowed("No item of this meeting waits for its paper to go out.")
    for item in waiting:
        _send(queries.find(by, item.id, lock=True), why_late, by)
    meeting.status = "papers_out"
    meeting.save(update_fields=["status"])
    audit.note("papers out", [item.of_case for item in waiting], by=by.pk)
    for seat in meeting.attendances.exclude(answer="apologies").select_related("staff"):
        outbox.queue(seat.staff, "waiting", f"/panel/{meeting.id}/")
    return len(waiting)


def _send(seen: SeenItem, why_late: str, by: Staff) -> None:
    """Fix the paper as it stands, and give the item to those who sit on it."""
    item = seen.item
    case = queries.case_of(seen)
    agenda.end_what_left(case.referral, case.key, by=by)
    item.refresh_from_db(fields=["outcome"])
    if item.outcome:
        return
    written = beside.without(queries.newest(seen, "paper").written)
    lacks = rules.missing_from_paper(written)
    if lacks:
        raise NotAllowed(f"The paper for {seen.called} is not complete: {lacks[0].label}")
    item.seal(seen.key, paper=json.dumps(written, ensure_ascii=False))
    if why_late.strip():
        item.seal(seen.key, why_late=why_late.strip())
    item.papers_out_at, item.papers_by = clock.now(), by
    item.save(update_fields=["paper", "why_late", "papers_out_at", "papers_by"])
    seats.open_to_members(item, seen.key)
    lives.disclose(seen)


def _refuse_late(meeting: Meeting, why_late: str, roles: list[str]) -> None:
    due_on = rules.papers_due_on(meeting.starts_at, meeting.zone, meeting.area.nation)
    refusal = rules.reason_against_papers(
        due_on=due_on, today=clock.today(), urgent=meeting.urgent, roles=roles, why_late=why_late
    )
    if refusal:
        raise NotAllowed(refusal)


def _refuse_unless_preparing(seen: SeenItem) -> None:
    if not set(seen.roles) & set(rules.PREPARES):
        raise NotAllowed("Papers are prepared by the chair, the deputy or the case manager.")
    ownership.refuse_new_decisions(seen.staff)
    if seen.item.papers_out_at is not None or seen.item.outcome:
        raise NotAllowed("This paper is out, and stays as members have it. What is new is said in the meeting.")
