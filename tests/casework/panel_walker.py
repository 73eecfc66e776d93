"""What the cast tries at a panel in a random walk, in an order or in none, and what must hold of items afterwards."""

from __future__ import annotations

import random
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from alongside.casework.keys.models import Given
from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.casework.panel import agenda, meetings, minutes, papers, seats, sitting
from alongside.casework.panel.models import Action, Conflict, Decision, Item, Meeting, Minutes
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from tests import cast

TABLES = (
    "panel_meeting", "panel_attendance", "panel_item", "panel_conflict", "panel_draft", "panel_decision",
    "panel_action", "panel_minutes",
)  # fmt: skip
PAPER = {row.word: f"paper: {row.word}" for row in rules.PAPER}
DECISION = {row.word: f"said of {row.word}" for row in closure.DECISION_FIELDS}
CONSENT = {"consent_asker_named": {"who": "Callum", "how": "at home", "when": None}}
PEOPLE = (cast.CHAIR, cast.DEPUTY, cast.CASE_MANAGER, cast.COORDINATOR, cast.PANEL_MEMBER, cast.TOM)
CAME_TO: set[str] = set()
"""What the items of a run's walks came to."""
TRIES = (
    "plan", "agenda", "papers", "papers", "open", "open", "decide", "decide", "decide", "act", "done", "conflict",
    "close", "sign",
)  # fmt: skip


def next_thing(case: UUID) -> str:
    """Return what comes next at the panel of a case, read from above."""
    item = Item.objects.filter(of_case=case).select_related("meeting").order_by("listed_at").last()
    if item is None or item.papers_out_at is None or item.meeting is None:
        return "papers"
    if item.meeting.status == "papers_out":
        return "open"
    if not item.outcome:
        return "decide"
    return "close" if item.meeting.status == "in_session" else "sign"


def attempt(word: str, case: UUID, by: Staff, chance: random.Random) -> None:
    """Try one thing at the newest meeting or the newest item, as somebody. Raises what a page would show."""
    item = Item.objects.filter(of_case=case).select_related("meeting").order_by("listed_at").last()
    newest = Meeting.objects.order_by("planned_at").last()
    meeting = (item.meeting if item else None) or newest
    if word == "plan" or meeting is None:
        _plan(by, chance)
    elif word == "done" and (todo := Action.objects.filter(done_at=None).first()):
        sitting.complete(todo.id, "done", by=by)
    else:
        _at(meeting, item, word, by, chance)


def _plan(by: Staff, chance: random.Random) -> None:
    area = Area.objects.get(code="northmere")
    chair = Staff.objects.get(email=cast.CHAIR.email)
    said = {
        "day": clock.today() + timedelta(days=chance.choice([1, 20])), "time": time(23), "zone": "Europe/London",
        "place": "Room 2", "link": "", "chair": chair.pk, "urgent": chance.random() < 0.1,
    }  # fmt: skip
    meetings.plan(area, said, by=by)


def _at(meeting: Meeting, item: Item | None, word: str, by: Staff, chance: random.Random) -> None:
    if word == "agenda":
        agenda.build(meeting.id, by=by)
    elif word == "open":
        meetings.open_(meeting.id, by=by)
        childrens = {meeting.attendances.get(staff__email=cast.DEPUTY.email).id: "childrens_services"}
        present = set(meeting.attendances.values_list("id", flat=True))
        meetings.record_attendance(meeting.id, present, by=by, represents=childrens)
    elif word == "close":
        meetings.close(meeting.id, by=by)
    elif word == "sign":
        minutes.sign(meeting.id, by=by)
    elif item is not None:
        _on(item, meeting, word, by, chance)


def _on(item: Item, meeting: Meeting, word: str, by: Staff, chance: random.Random) -> None:
    if word == "papers":
        if item.meeting_id is None or item.meeting.status == "cancelled":
            _plan(by, chance)
            agenda.build(Meeting.objects.order_by("planned_at").last().id, by=by)  # type: ignore[union-attr]
            item.refresh_from_db()
        papers.save(item.id, PAPER, based_on=0, by=by)
        papers.put_out(item.meeting_id, "the school answered today", by=by)  # type: ignore[arg-type]
    elif word == "decide":
        records: dict[str, Any] = {"consent_asker_named": {**CONSENT["consent_asker_named"], "when": clock.today()}}
        votes = chance.choice([(3, 0), (2, 2), (1, 3)])
        outcome = chance.choice(rules.MADE_BY_KIND[item.why])
        sitting.decide(item.id, outcome, DECISION, records if outcome == "adopted" else {}, votes=votes, by=by)
    elif word == "act":
        seat = chance.choice(list(meeting.attendances.all()))
        due_on = clock.today() + timedelta(days=5)
        sitting.add_action(item.id, "Speak", (seat.post_id, seat.staff_id), due_on, by=by)
    elif word == "conflict" and chance.random() < 0.1:
        seats.declare_conflict(item.id, by, "kin", by=by)


def check(referral: Referral, history: list[History]) -> None:
    """What must hold of every item of a case, read from above."""
    items = list(Item.objects.filter(of_case=referral.pk))
    open_ones = [item for item in items if not item.outcome]
    assert len(open_ones) <= 1
    if referral.stage == "panel":
        assert [item.why for item in open_ones] == ["listed"], "a case at panel is on no agenda"
    for item in items:
        CAME_TO.update({"papers out"} if item.papers_out_at else (), {item.outcome} - {"", rules.ELSEWHERE})
        _decided_once_with_its_move(item, history)
        if not referral.apart:  # then two named people have every key of it, and nobody else (test_random_journeys)
            _nobody_reads_too_early_or_too_long(item)
            _every_action_has_an_owner_who_reads_it(item)
    for row in Conflict.objects.filter(of_case=referral.pk):
        _closed_to(row, referral)


def papers_disclosed(item: Item) -> set[tuple[str, UUID, UUID | None]]:
    """What papers that went out disclosed: one act for each agency that brought a member without a conflict then."""
    assert item.meeting is not None
    away = item.conflicts.filter(declared_at__lt=item.papers_out_at).values("staff")
    seats = item.meeting.attendances.filter(post__role__in=rules.sits()).exclude(staff__in=away)
    return {("papers", item.pk, agency) for agency in seats.values_list("staff__agency", flat=True)}


def _decided_once_with_its_move(item: Item, history: list[History]) -> None:
    decision = Decision.objects.filter(item=item).first()
    assert (decision is not None) == (item.outcome not in ("", rules.ELSEWHERE, rules.CALLED_OFF))
    if decision is not None:
        made = {row.pk: row.move for row in history}
        assert made.get(decision.history, "") == rules.OUTCOMES[decision.outcome].move


def _nobody_reads_too_early_or_too_long(item: Item) -> None:
    """R-25: a post that does not read the case holds the item from papers out to its window's end."""
    signed = Minutes.objects.filter(item=item).first()
    acting = set(Action.objects.filter(item=item, done_at=None).values_list("owner_id", flat=True))
    for grant in Given.objects.filter(case_id=item.pk).exclude(post__role__in=rules.keepers()):
        assert item.papers_out_at is not None
        if signed and grant.post_id not in acting and not _is_keepers_person(grant):
            assert grant.ends_at <= rules.window_closes_at(signed.signed_at)


def _is_keepers_person(grant: Given) -> bool:
    """Somebody who has it in person because a colleague in the same post has a conflict."""
    held = Holding.objects.on(clock.today()).filter(staff=grant.staff_id, post__role__in=rules.keepers())
    return grant.staff_id is not None and held.exists()


def _every_action_has_an_owner_who_reads_it(item: Item) -> None:
    away = set(item.conflicts.values_list("staff_id", flat=True))
    for row in Action.objects.filter(item=item, done_at=None).exclude(owner_staff__in=away):
        held = Given.objects.filter(case_id=item.pk, ends_at__gt=clock.now())
        assert held.filter(post=row.owner_id).exists() or held.filter(staff=row.owner_staff_id).exists()


def _closed_to(row: Conflict, referral: Referral) -> None:
    posts = Holding.objects.on(clock.today()).filter(staff=row.staff_id).values_list("post_id", flat=True)
    held = Given.objects.filter(post__in=list(posts)) | Given.objects.filter(staff=row.staff_id)
    assert not held.filter(case_id=row.item_id).exists(), "a conflict, and the item is open to them"
    if set(Holding.objects.filter(staff=row.staff_id).values_list("post__role", flat=True)) & set(rules.CHAIRS):
        assert not held.filter(case_id=referral.pk).exists(), "a chair's conflict, and the case is open to them"
