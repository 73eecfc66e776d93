"""In the meeting: write down what is said, decide with the move of the case in one transaction, say who does what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.keys.actions import OPEN_ENDED, give
from alongside.casework.organisation.models import Post, Staff
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import ownership
from alongside.casework.referrals.models import Countersigning
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import agenda, drafts, lives, queries, seats, typed
from .models import Action, Decision, Minutes
from .queries import SeenItem

Records = Mapping[str, Mapping[str, object]]


@transaction.atomic
def save(item_id: UUID, written: Mapping[str, str], *, based_on: int, by: Staff) -> drafts.Saved:
    """Save the screen of the meeting as it stands. Raises NotFound and NotAllowed.

    Where a colleague decided the item meanwhile, the discussion note still joins theirs while the meeting is open, and
    everything else that was typed is kept beside the decision, until the minutes are signed.
    """
    seen = _at_the_meeting(item_id, by)
    if not seen.item.outcome:
        return _saved(seen, written, based_on)
    if Minutes.objects.filter(item=seen.item).exists():
        raise NotAllowed("The minutes of this item are signed. What was wrong is corrected beside them.")
    return _save_late(seen, written, based_on)


def _saved(seen: SeenItem, written: Mapping[str, str], based_on: int) -> drafts.Saved:
    return drafts.save(seen, "screen", written, based_on=based_on, choices=typed.one_answer())


def _save_late(seen: SeenItem, written: Mapping[str, str], based_on: int) -> drafts.Saved:
    base = drafts.before(seen, "screen", based_on)
    mine = {name: text for name, text in written.items() if text.strip() and text != base.get(name, "")}
    now = queries.newest(seen, "screen")
    saved = drafts.Saved(now.number, now.written, "", ())
    if takes_notes(seen) and mine.pop(typed.NOTE, ""):
        saved = _saved(seen, {typed.NOTE: written[typed.NOTE]}, based_on)
    if mine and mine not in [kept for _by, _at, kept in late(seen)]:
        drafts.add(seen, drafts.LATE, mine, seen.item.drafts.filter(kind=drafts.LATE).count() + 1)
    return replace(saved, late=bool(mine))


def takes_notes(seen: SeenItem) -> bool:
    """Say whether the discussion note of an item can be written: until the chair closes the meeting."""
    return seen.item.meeting is not None and seen.item.meeting.status == "in_session"


def late(seen: SeenItem) -> list[tuple[str, datetime, dict[str, str]]]:
    """Return what people had typed when somebody else decided: by whom, when, and what, by its boxes."""
    rows = seen.item.drafts.filter(kind=drafts.LATE).select_related("made_by")
    return [(row.made_by.name, row.made_at, queries.written_in(row, seen.key)) for row in rows]


@transaction.atomic
def decide(
    item_id: UUID, outcome: str, answers: Mapping[str, str], records: Records, *, votes: tuple[int, int], by: Staff,
    closure_code: str = "",
) -> Decision:  # fmt: skip
    """Record what the panel decided and make the move of the case, or neither. Raises NotFound and NotAllowed.

    Args:
        outcome: a word of ``rules.OUTCOMES``.
        answers: the decision record, by the words of ``closure.DECISION_FIELDS``.
        records: what the move asks for besides, by the words of rules/journey.
        votes: how many were for it, and how many against.
    """
    seen = _sitting(item_id, by, chairs_alone=True)
    _refuse(seen, outcome, answers, votes)
    item, now = seen.item, clock.now()
    item.outcome, item.ended_at = outcome, now
    item.save(update_fields=["outcome", "ended_at"])
    row = Decision(
        item=item, outcome=outcome, how=rules.how_decided(*votes), made_by=by, made_as=_role(seen), made_at=now,
        history=_move(seen, outcome, answers, records, closure_code),
    )  # fmt: skip
    said = {**answers, "votes_for": votes[0], "votes_against": votes[1]}
    row.seal(seen.key, answers=json.dumps(said, ensure_ascii=False))
    row.save(force_insert=True)
    audit.note("decided at panel", [item.of_case, item.id], by=by.pk)
    if outcome == "deferred":
        _put_off(seen)
    return row


def _refuse(seen: SeenItem, outcome: str, answers: Mapping[str, str], votes: tuple[int, int]) -> None:
    if outcome not in rules.MADE_BY_KIND[seen.item.why]:
        raise NotAllowed("Choose what the panel decided.")
    for refusal in (
        rules.reason_against_deciding_without(queries.lacking(seen), outcome),
        rules.reason_against_deferring(seen.item.deferrals, outcome),
        closure.reason_against_deciding(answers),
        rules.reason_against_votes(*votes, answers.get("dissent", "")),
    ):
        if refusal:
            raise NotAllowed(refusal)


def _move(seen: SeenItem, outcome: str, answers: Mapping[str, str], records: Records, closure_code: str) -> UUID | None:
    """Make the move of this outcome with its decision record; without a move the record alone is kept on the case."""
    case, move, chosen = seen.item.of_case, rules.OUTCOMES[outcome].move, answers["chosen"]
    kept = {"decision_recorded": answers, **records}
    if not move:
        referrals.record(case, "decision_recorded", answers, by=seen.staff, role=_role(seen))
        return None
    made = referrals.record_and_move(case, move, kept, by=seen.staff, reason=chosen, closure_code=closure_code)
    return made.id


@transaction.atomic
def ask_to_sign(
    item_id: UUID, outcome: str, answers: Mapping[str, str], records: Records, *, by: Staff, closure_code: str = ""
) -> Countersigning:
    """Ask for the second signature that a decision needs; the item stays open. Raises NotFound and NotAllowed."""
    seen = _sitting(item_id, by, chairs_alone=True)
    case, move = seen.item.of_case, rules.OUTCOMES[outcome].move
    if not move:
        raise NotAllowed("This decision needs no second signature.")
    referrals.record_all(case, move, {"decision_recorded": answers, **records}, by=by)
    return referrals.ask_to_sign(case, move, by=by, closure_code=closure_code, reason=answers["chosen"])


def _put_off(seen: SeenItem) -> None:
    """Put an item on the next meeting, with its paper as a draft to go on from."""
    following = queries.next_meeting(seen.item.area, after=seen.item.meeting)
    agenda.list_again(seen, following, deferrals=seen.item.deferrals + 1)


@transaction.atomic
def add_action(item_id: UUID, what: str, owner: tuple[UUID, UUID], due_on: date, *, by: Staff) -> Action:
    """Give somebody something to do. They keep the item until it is done. Raises NotFound and NotAllowed.

    Args:
        owner: ids of the post and of the person who holds it.
    """
    seen = _sitting(item_id, by, chairs_alone=True)
    seat = seen.item.meeting.attendances.filter(post=owner[0], staff=owner[1]).first() if seen.item.meeting else None
    if seat is None or not seats.may_act(seen, seat):
        raise NotAllowed("An action is for somebody who sits on this item, or reads the case, and has no conflict.")
    if not what.strip() or due_on < clock.today():
        raise NotAllowed("Say what is to be done, and by which day to come.")
    row = Action(
        item=seen.item, owner=seat.post, owner_staff=seat.staff, due_on=due_on, made_by=by, made_at=clock.now()
    )
    row.seal(seen.key, what=what.strip())
    row.save(force_insert=True)
    if seat.post.role not in rules.keepers():
        seats.give_to_seat(seen.item, seen.key, seat, ends_at=OPEN_ENDED)
    _clear_action(seen)
    outbox.queue(seat.staff, "waiting", f"/panel/action/{row.id}/")
    audit.note("gave an action", [seen.item.of_case, seen.item.id], by=by.pk)
    return row


def _clear_action(seen: SeenItem) -> None:
    """Empty the boxes of the action that was given, for whoever opens the screen next."""
    now = queries.newest(seen, "screen")
    given = {name: "" for name in now.written if name.startswith(f"{typed.ACTION}-")}
    _saved(seen, given, now.number)


@transaction.atomic
def complete(action_id: UUID, outcome: str, *, by: Staff) -> Action:
    """Say what came of an action; its owner's sight of the item ends with the window. Raises NotFound, NotAllowed."""
    row = Action.objects.select_related("item__meeting", "owner", "owner_staff__agency").filter(pk=action_id).first()
    if row is None:
        raise queries.NotFound
    seen = queries.find(by, row.item_id, lock=True)
    if by.pk != row.owner_staff_id and not set(seen.roles) & set(rules.CHAIRS):
        raise NotAllowed("An action is completed by who has it, or by the chair.")
    if row.done_at is not None:
        raise NotAllowed("This action is done already.")
    if not outcome.strip():
        raise NotAllowed("Write what came of it.")
    row.seal(seen.key, outcome=outcome.strip())
    row.done_at, row.done_by = clock.now(), by
    row.save(update_fields=["outcome", "done_at", "done_by"])
    audit.note("completed an action", [seen.item.of_case, seen.item.id], by=by.pk)
    _end_with_the_window(seen, row.owner, row.owner_staff)
    lives.settle(seen)
    return row


def _end_with_the_window(seen: SeenItem, post: Post, staff: Staff) -> None:
    signed = Minutes.objects.filter(item=seen.item).first()
    if post.role in rules.keepers() or staff.pk in seats.owners(seen.item):
        return
    if signed is None:
        if seen.item.outcome == rules.ELSEWHERE:
            seats.close_to_members(seen.item)
        return
    ends_at = rules.window_closes_at(signed.signed_at)
    seat = seen.item.meeting.attendances.filter(post=post, staff=staff).first() if seen.item.meeting else None
    if seat is None:
        give(seen.item.id, seen.key, post, ends_at=ends_at)
    else:
        seats.give_to_seat(seen.item, seen.key, seat, ends_at=ends_at)


def _sitting(item_id: UUID, by: Staff, *, chairs_alone: bool = False) -> SeenItem:
    """Return an item that is discussed now, locked, for those who write there. Raises NotFound and NotAllowed."""
    seen = _at_the_meeting(item_id, by, chairs_alone=chairs_alone)
    if seen.item.outcome:
        raise NotAllowed("This item is decided. What was wrong is corrected beside the minutes.")
    return seen


def _at_the_meeting(item_id: UUID, by: Staff, *, chairs_alone: bool = False) -> SeenItem:
    """Return an item of a meeting that has begun, locked, decided or not. Raises NotFound and NotAllowed."""
    seen = queries.find(by, item_id, lock=True)
    if not set(seen.roles) & set(rules.CHAIRS if chairs_alone else rules.PREPARES):
        raise NotAllowed("The chair or the deputy does this." if chairs_alone else "The chair and who prepares write.")
    ownership.refuse_new_decisions(by)
    if seen.item.meeting is None or seen.item.meeting.status not in ("in_session", "minutes_drafted", "signed"):
        raise NotAllowed("Open the meeting first.")
    return seen


def _role(seen: SeenItem) -> str:
    return next(role for role in seen.roles if role in rules.CHAIRS)
