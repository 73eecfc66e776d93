"""What pages ask of panels. A meeting is for its area's people; an item for whoever holds its key."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from alongside.casework.audit import actions as audit
from alongside.casework.keys.actions import case_key
from alongside.casework.organisation.models import Area, Holding, Post, Staff
from alongside.casework.organisation.queries import posts_held, posts_with, roles_in
from alongside.casework.referrals import facts
from alongside.casework.referrals import queries as referrals
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import NotFound, Seen
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.casework.rules.timescales import overdue_in_words
from alongside.casework.rules.who_may_see import right_of
from alongside.commons import clock

from .models import Action, Attendance, Decision, Draft, Guest, Item, Meeting

__all__ = ["NotFound"]


@dataclass(frozen=True)
class SeenItem:
    """An item with the key that opens it, and the roles that whoever is looking has in its area."""

    item: Item
    key: bytes
    staff: Staff
    roles: tuple[str, ...]

    @property
    def paper(self) -> dict[str, str]:
        return _json(self.item.opened(self.key, "paper"))

    @property
    def arranged(self) -> dict[str, Any]:
        return _json(self.item.opened(self.key, "arranged"))

    @property
    def called(self) -> str:
        return str(self.arranged.get("called", ""))

    @property
    def keeps(self) -> bool:
        """Whether this is somebody who reads the case itself, and not for its item alone."""
        return bool(set(self.roles) & set(rules.keepers()))


def _json(text: str) -> dict[str, Any]:
    return dict(json.loads(text or "{}"))


def find(staff: Staff, item_id: UUID, *, lock: bool = False) -> SeenItem:
    """Return an item for somebody who holds its key now. Raises NotFound."""
    rows = Item.objects.visible_to(staff).select_related("area", "meeting__area", "meeting__chair")
    item = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=item_id).first()
    key = case_key(item_id) if item else None
    if item is None or key is None:
        raise NotFound
    return SeenItem(item, key, staff, tuple(roles_in(item.area, staff.pk)))


def look(staff: Staff, item_id: UUID) -> SeenItem:
    """Return an item, and note that it was looked at, under the case too (R-26). Raises NotFound."""
    seen = find(staff, item_id)
    audit.note("looked at an item", [seen.item.of_case, seen.item.id], by=staff.pk)
    return seen


def case_of(seen: SeenItem, *, lock: bool = False) -> Seen:
    """Return the case itself, for those who see it. Raises NotFound."""
    return referrals.find(seen.staff, seen.item.of_case, lock=lock)


def may_read(seen: SeenItem) -> bool:
    """Say whether the paper is shown: by the item's own window, or by the right to the assessment at this stage."""
    if not seen.keeps:
        return seen.item.papers_out_at is not None
    try:
        stage = case_of(seen).referral.stage
    except NotFound:
        return False
    return any(right_of(role, stage, "assessment") in ("read", "write") for role in seen.roles)


def meeting(staff: Staff, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """Return a meeting of an area in which somebody has a post, or to an item of which they are a guest.

    Raises NotFound.
    """
    rows = Meeting.objects.select_related("area", "chair")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=meeting_id).first()
    if found is None or not (_has_to_do_with(found, staff)):
        raise NotFound
    return found


def _has_to_do_with(row: Meeting, staff: Staff) -> bool:
    """Say whether somebody is of the panel: invited, or in a post that is invited."""
    if set(roles_in(row.area, staff.pk)) & set(rules.INVITED):
        return True
    invited = row.attendances.filter(staff=staff).exists()
    return invited or Guest.objects.filter(item__meeting=row, staff=staff).exists()


def meetings(staff: Staff) -> QuerySet[Meeting]:
    """Return the meetings of the areas whose panel somebody belongs to, the next first."""
    areas = posts_held(staff.pk).filter(role__in=rules.INVITED).values("area")
    return Meeting.objects.filter(area__in=areas).exclude(status="cancelled").select_related("area", "chair")


def areas(staff: Staff) -> QuerySet[Area]:
    """Return the areas in which somebody plans panels."""
    return Area.objects.filter(pk__in=posts_held(staff.pk).filter(role__in=rules.CONVENES).values("area"))


def next_meeting(area: Area, *, after: Meeting | None = None) -> Meeting | None:
    """Return the next planned meeting of an area whose papers are not out yet."""
    since = after.starts_at if after else clock.now()
    return Meeting.objects.filter(area=area, status="planned", starts_at__gt=since, urgent=False).first()


def other_meetings(seen: SeenItem) -> list[Meeting]:
    """Return the meetings to which the chair can move an item."""
    rows = Meeting.objects.filter(area=seen.item.area, status__in=("planned", "papers_out"))
    return [row for row in rows if row.pk != seen.item.meeting_id]


@dataclass(frozen=True)
class Row:
    """One item in a list."""

    id: UUID
    called: str
    why: str
    outcome: str
    has_paper: bool
    number: int
    of_case: UUID | None


def agenda(row: Meeting, staff: Staff) -> list[Row]:
    """Return the items of a meeting that somebody sees, in order, and note the looking as one leaf."""
    found = list(Item.objects.visible_to(staff).filter(meeting=row).select_related("area"))
    shown = [_row(item, number, staff) for number, item in enumerate(found, start=1)]
    if shown:
        audit.note("listed items", [item.of_case for item in found], by=staff.pk)
    return [each for each in shown if each is not None]


def _row(item: Item, number: int, staff: Staff) -> Row | None:
    key = case_key(item.id)
    if key is None:
        return None
    seen = SeenItem(item, key, staff, tuple(roles_in(item.area, staff.pk)))
    if not (seen.keeps or item.papers_out_at):
        return None
    has_paper = item.paper is not None or not rules.missing_from_paper(newest(seen, "paper").written)
    return Row(
        item.id, seen.called, rules.WHY[item.why], rules.ENDINGS.get(item.outcome, ""), has_paper, number,
        item.of_case if seen.keeps else None,
    )  # fmt: skip


def references(row: Meeting) -> list[str]:
    """Return the references on an agenda, in order, for who runs the meeting: of the cases whose page they see.

    Nothing else of an item comes with them: neither whom it is about nor why it comes, nor what was decided.
    """
    cases = _ids("SELECT of_case FROM keys.on_agenda(%s)", row.id)
    found = dict(Referral.objects.filter(pk__in=cases).values_list("id", "reference"))
    return [found[case] for case in cases if case in found]


def sees_all(row: Meeting) -> bool:
    """Say whether whoever is looking reads every item of a meeting that is not decided yet."""
    return not _ids("SELECT 1 FROM keys.hidden_on(%s)", row.id)


def _ids(query: str, meeting_id: UUID) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, [meeting_id])
        return [found for (found,) in cursor.fetchall()]


def recorded(row: Meeting) -> str:
    """Return what tells one recording of who is there from the next: the last moment at which anybody's was said."""
    last = row.attendances.order_by("-said_at").values_list("said_at", flat=True).first()
    return last.isoformat() if last else ""


def my_items(staff: Staff) -> list[Row]:
    """Return the items that somebody sees in their window and does not see as a case."""
    found = Item.objects.visible_to(staff).exclude(papers_out_at=None).select_related("area")
    rows = [_row(item, 0, staff) for item in found.order_by("-listed_at")]
    return [row for row in rows if row is not None and row.of_case is None]


@dataclass(frozen=True)
class ToDo:
    """One action as a page shows it."""

    id: UUID
    item: UUID
    what: str
    owner: str
    due_on: date
    in_words: str
    done: str


def my_actions(staff: Staff) -> list[ToDo]:
    """Return what somebody has to do after panels, the earliest first."""
    open_ones = Action.objects.filter(owner_staff=staff, done_at=None, item__in=Item.objects.visible_to(staff))
    return [to_do(row, key) for row in open_ones.select_related("owner_staff") if (key := case_key(row.item_id))]


def actions_of(seen: SeenItem, *, mine_alone: bool = False) -> list[ToDo]:
    """Return the actions after an item, and of earlier items of the same case that are not done."""
    before = Item.objects.visible_to(seen.staff).filter(of_case=seen.item.of_case).exclude(pk=seen.item.pk)
    rows = [*seen.item.actions.all(), *Action.objects.filter(item__in=before, done_at=None)]
    return [
        to_do(row, key)
        for row in rows
        if (key := case_key(row.item_id)) and (not mine_alone or row.owner_staff_id == seen.staff.pk)
    ]


def to_do(row: Action, key: bytes) -> ToDo:
    done = row.opened(key, "outcome") if row.done_at else ""
    in_words = "" if row.done_at else overdue_in_words(row.due_on, clock.today())
    return ToDo(row.id, row.item_id, row.opened(key, "what"), row.owner_staff.name, row.due_on, in_words, done)


@dataclass(frozen=True)
class Newest:
    """The newest saving of what is being written: its number (0: none yet), its fields, and whose it is."""

    number: int
    written: dict[str, str]
    by: str


def newest(seen: SeenItem, kind: str) -> Newest:
    row = seen.item.drafts.filter(kind=kind).select_related("made_by").last()
    return Newest(row.number, written_in(row, seen.key), row.made_by.name) if row else Newest(0, {}, "")


def written_in(row: Draft | None, key: bytes) -> dict[str, str]:
    return _json(row.opened(key, "written")) if row else {}


def savings(seen: SeenItem, kind: str) -> list[Draft]:
    """Return every saving, newest first: who changed what, and when."""
    return list(seen.item.drafts.filter(kind=kind).select_related("made_by").order_by("-number"))


def decision_of(seen: SeenItem) -> list[tuple[str, str]]:
    """Return the decision record of an item, question and answer; empty while there is none."""
    decision = Decision.objects.filter(item=seen.item).first()
    answers = _json(decision.opened(seen.key, "answers")) if decision else {}
    return [(row.label, answers[row.word]) for row in closure.DECISION_FIELDS if answers.get(row.word)]


def there_for(seen: SeenItem) -> list[rules.There]:
    """Return who was there for an item: those who read it, without those who have a conflict."""
    conflicts = seen.item.conflicts.values("staff")
    rows = Attendance.objects.filter(meeting=seen.item.meeting, answer="present").exclude(staff__in=conflicts)
    without = set(seen.arranged.get("not_for") or ())
    sits = [row for row in rows.select_related("post__agency") if _takes_part(row, without)]
    return [rules.There(row.post.role, row.post.agency.kind, row.represents) for row in sits]


def _takes_part(row: Attendance, without: set[str]) -> bool:
    if row.post.role in rules.keepers():
        return True
    return row.post.role in rules.sits() and str(row.post.agency_id) not in without


def lacking(seen: SeenItem) -> tuple[str, ...]:
    """Return what an item lacks to be decided, in words."""
    assert seen.item.meeting is not None
    return rules.missing(
        there_for(seen), area=seen.item.area.code, on=clock.today(), child=not _is_adult(seen),
        relevant=seen.arranged.get("relevant", ()),
    )  # fmt: skip


def _is_adult(seen: SeenItem) -> bool:
    """Say whether somebody wrote how they know; what is not known counts as a child."""
    case = case_of(seen)
    return bool(seen.arranged.get("adult") or facts.true_of(case.referral, case.key, among=("known_adult",)))


def invited(area: Area) -> Iterable[tuple[Post, Staff]]:
    """Return who is invited to the panels of an area: each holder today of a post that is, once."""
    held = Holding.objects.on(clock.today()).filter(post__in=posts_with(area, rules.INVITED), staff__is_active=True)
    by_person = {row.staff_id: (row.post, row.staff) for row in held.select_related("post", "staff")}
    return by_person.values()


def chairs(area: Area) -> list[Staff]:
    """Return who chairs in an area: the chair first."""
    held = Holding.objects.on(clock.today()).filter(post__in=posts_with(area, rules.CHAIRS)).select_related("staff")
    return [row.staff for row in held.order_by("post__role")]


def my_guesting(staff: Staff) -> list[Guest]:
    """Return the items to which somebody is invited as a guest and is not let in yet."""
    rows = Guest.objects.filter(staff=staff, let_in_at=None).select_related("asked_by")
    return list(rows)
