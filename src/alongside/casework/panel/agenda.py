"""What comes to the panel: who was referred, who is in support, whose review or action is due. Each gets its key."""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from alongside.casework.audit import actions as audit
from alongside.casework.due.models import Due
from alongside.casework.keys import vault
from alongside.casework.keys.actions import give, give_to_person, take_back_from_person
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_held, posts_with, roles_in
from alongside.casework.referrals import ownership
from alongside.casework.referrals import queries as referrals
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import beside, drafts, lives, queries, seats
from .models import Action, Conflict, Item, Meeting
from .queries import SeenItem


def list_for_next_panel(referral: Referral, history: History, key: bytes) -> None:
    """Put a referral on the agenda of the next meeting, or let it wait for one. The effect of that name."""
    assert history.made_by is not None
    seen = Seen(referral, key, history.made_by, ())
    put_on_agenda(seen, "listed", meeting=queries.next_meeting(referral.area))


def put_on_agenda(seen: Seen, why: str, *, meeting: Meeting | None, deferrals: int = 0) -> Item | None:
    """Make an item with a key of its own, for those who read the case; None where the case has an open one."""
    item = Item(
        of_case=seen.referral.id, area=seen.referral.area, meeting=meeting, why=why, listed_at=clock.now(),
        deferrals=deferrals,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _make(item, seen)
    except IntegrityError:
        return None
    audit.note("put on the agenda", [item.of_case, item.id], by=seen.staff.pk)
    return item


def _make(item: Item, seen: Seen) -> None:
    """Give the key to the posts that read the case, and insert. Who lists and does not read has it for this alone."""
    key = vault.new_key()
    for post in posts_with(item.area, rules.keepers()):
        give(item.id, key, post)
    passing = not posts_held(seen.staff.pk).filter(area=item.area, role__in=rules.keepers()).exists()
    if passing:
        give_to_person(item.id, key, seen.staff)
    item.seal(key, arranged=json.dumps(_arranged(seen), ensure_ascii=False))
    item.save(force_insert=True)
    seats.carry_conflicts(item, key)
    if passing:
        take_back_from_person(item.id, seen.staff)


def _arranged(seen: Seen) -> dict[str, object]:
    """Return how the item is named to its readers, and what quorum asks."""
    return {**_named(seen), "adult": "", "relevant": []}


def _named(seen: Seen) -> dict[str, object]:
    return {"called": seen.called, "reference": seen.referral.reference}


def list_again(seen: SeenItem, meeting: Meeting | None, *, deferrals: int) -> None:
    """Put a case whose item ended undecided on another meeting, with what was arranged, and its paper as a draft."""
    case = queries.case_of(seen)
    again = put_on_agenda(case, seen.item.why, meeting=meeting, deferrals=deferrals)
    if again is None:
        return
    new = queries.find(seen.staff, again.id, lock=True)
    new.item.seal(new.key, arranged=json.dumps({**seen.arranged, **_named(case)}, ensure_ascii=False))
    new.item.save(update_fields=["arranged"])
    ticked = {name: seen.arranged.get(name) or "" for name in beside.NAMES}
    drafts.save(new, "paper", {**seen.paper, **beside.boxes(ticked, ())}, based_on=0)


def call_off(seen: SeenItem, meeting: Meeting | None) -> None:
    """End an item whose paper is out and whose meeting is not held: nobody reads it, and its case is listed again."""
    item = seen.item
    item.outcome, item.ended_at = rules.CALLED_OFF, clock.now()
    item.save(update_fields=["outcome", "ended_at"])
    seats.close_to_members(item)
    lives.end(seen)
    list_again(seen, meeting, deferrals=item.deferrals)


def after_a_move(referral: Referral, history: History, key: bytes) -> None:
    end_what_left(referral, key, by=history.made_by)
    keep_conflicts(referral)
    if history.made_by is not None:
        lives.settle_case(referral, key, by=history.made_by)


def end_what_left(referral: Referral, key: bytes, *, by: Staff | None) -> None:
    """End an open item when its case has moved on by itself; members' sight of it ends at once."""
    for item in Item.objects.open().filter(of_case=referral.id).exclude(why="actions"):
        if referral.stage not in rules.STAGES_OF[item.why]:
            item.outcome, item.ended_at = rules.ELSEWHERE, clock.now()
            item.save(update_fields=["outcome", "ended_at"])
            seats.close_to_members(item)
            lives.end_of_case(referral, key, item, by=by)


def keep_conflicts(referral: Referral) -> None:
    """Take a case back from a chair who has a conflict on it, when it was shared with all chairs again."""
    for row in Conflict.objects.filter(of_case=referral.id).select_related("staff"):
        seats.take_the_case_from(referral, row.staff)


@transaction.atomic
def build(meeting_id: UUID, *, by: Staff) -> int:
    """Add what is due: what waits for a meeting, cases in support, reviews after exit, overdue actions.

    Returns how many were added. Raises NotFound and NotAllowed.
    """
    meeting = queries.meeting(by, meeting_id, lock=True)
    if not set(roles_in(meeting.area, by.pk)) & set(rules.PREPARES):
        raise NotAllowed("The agenda is built by the chair, the deputy or the case manager.")
    ownership.refuse_new_decisions(by)
    if meeting.status != "planned":
        raise NotAllowed("Papers are out. The chair can add one item more, from the page of its case.")
    if meeting.urgent:
        raise NotAllowed("An urgent panel has the items that the chair puts on it, from the page of each.")
    waiting = Q(meeting=None) | Q(meeting__status="cancelled")
    added = Item.objects.open().visible_to(by).filter(waiting, area=meeting.area).update(meeting=meeting)
    added += sum(put_on_agenda(seen, why, meeting=meeting) is not None for seen, why in _due(meeting, by))
    audit.note("built an agenda", [], by=by.pk)
    return added


def _due(meeting: Meeting, by: Staff) -> list[tuple[Seen, str]]:
    taken = set(Item.objects.open().visible_to(by).values_list("of_case", flat=True))
    looks = Referral.objects.visible_to(by.pk).filter(area=meeting.area, stage="in_support").exclude(pk__in=taken)
    with_actions = overdue_at(meeting.starts_at, by) - taken - {row.pk for row in looks}
    reviews = [case for case in reviews_before(_following(meeting), by) if case not in taken]
    found = [(referral.pk, "look") for referral in looks.order_by("received_at")]
    found += [(case, "review") for case in reviews]
    found += [(case, "actions") for case in sorted(with_actions - set(reviews))]
    seen = [(_sees(by, case), why) for case, why in found]
    return [(case, why) for case, why in seen if case and case.referral.area_id == meeting.area_id]


def _following(meeting: Meeting) -> date:
    """Return the day of the panel after this one; about a month on where none is planned."""
    after = queries.next_meeting(meeting.area, after=meeting)
    starts_at = after.starts_at if after else meeting.starts_at + rules.COMES_EVERY
    return starts_at.astimezone(clock.LONDON).date()


def reviews_before(day: date, by: Staff) -> list[UUID]:
    """Return the cases whose review after exit is due before a day, the earliest first (R-10)."""
    rows = Due.objects.visible_to(by.pk).open().filter(kind__in=rules.REVIEWS, due_on__lt=day)
    return list(dict.fromkeys(rows.order_by("due_on").values_list("case_id", flat=True)))


def _sees(by: Staff, case: UUID) -> Seen | None:
    try:
        return referrals.find(by, case)
    except referrals.NotFound:
        return None


def overdue_at(moment: datetime, by: Staff) -> set[UUID]:
    """Return the cases with actions that will be overdue when a panel meets."""
    day = moment.astimezone(clock.LONDON).date()
    rows = Action.objects.filter(done_at=None, due_on__lt=day, item__in=Item.objects.visible_to(by))
    return set(rows.values_list("item__of_case", flat=True))


@transaction.atomic
def move_to(item_id: UUID, meeting_id: UUID, *, by: Staff) -> Item:
    """Put an open item on another meeting, an urgent one for example. Raises NotFound and NotAllowed."""
    seen = queries.find(by, item_id, lock=True)
    meeting = queries.meeting(by, meeting_id, lock=True)
    if not set(seen.roles) & set(rules.CHAIRS) or seen.item.area_id != meeting.area_id:
        raise NotAllowed("The chair says which panel an item comes to.")
    ownership.refuse_new_decisions(by)
    if seen.item.outcome or seen.item.papers_out_at or meeting.status not in ("planned", "papers_out"):
        raise NotAllowed("An item goes to a meeting that has not begun, as long as its own paper is not out.")
    seen.item.meeting = meeting
    seen.item.save(update_fields=["meeting"])
    audit.note("moved an item", [seen.item.of_case, seen.item.id], by=by.pk)
    return seen.item
