"""Make, complete and move what is due."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import ownership, queries
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import timescales
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .kinds import CHAIRS, KINDS, Kind
from .models import Due, DueQuerySet, Reminder

FOLLOW_UP = ("review_6m", "review_12m")
LATEST_MONTHS = 3
"""How far the one moving of a date may reach (a choice of ours; no paragraph says)."""


def make(
    kind: Kind,
    referral: Referral,
    history: History | None,
    *,
    waits_for: Area | None = None,
    due_on: date | None = None,
    about: UUID | None = None,
) -> Due:
    """Make one thing due because of a step of the history, or because a concern arrived.

    Args:
        due_on: its day, where somebody chose it and not the clock of its kind.
        about: what it is about, where there can be several of a kind at once (a question to a partner).

    Raises NotAllowed when nobody in the area could own it (R-09).
    """
    began = history.made_at if history else referral.received_at
    from_ = began.astimezone(clock.LONDON).date()
    due_on = due_on or timescales.due_on(timescales.CLOCKS[kind.clock], from_, referral.area.nation)
    due = Due(
        case=referral,
        kind=kind.word,
        due_on=due_on,
        first_due_on=due_on,
        owner=_owner(kind, referral),
        caused_by=history,
        about=about,
    )
    if kind.reminds:
        reminder = Reminder(kind=kind.word, due_on=due_on, owner=due.owner, waits_for=waits_for)
        reminder.save(force_insert=True)
        due.reminder = reminder.pk
    due.save(force_insert=True)
    return due


def _owner(kind: Kind, referral: Referral) -> Post:
    by_role = {post.role: post for post in posts_with(referral.area, kind.owners)}
    for role in kind.owners:
        if role in by_role:
            return by_role[role]
    raise NotAllowed(f"Nobody in {referral.area.name} could own “{kind.label}”. A manager has to make the post first.")


def end(kind: str, referral: Referral, *, about: UUID | None = None) -> None:
    """End something due because what it waited for has come; it stays on the record."""
    rows = referral.due.open().filter(kind=kind)
    _end(rows.filter(about=about) if about else rows)


def end_what_a_move_leaves(referral: Referral) -> None:
    """End what a new stage makes pointless; it stays on the record, with the day it ended."""
    gone = [kind.word for kind in KINDS.values() if referral.stage not in kind.survives]
    _end(referral.due.open().filter(kind__in=gone))


def _end(rows: DueQuerySet) -> None:
    now = clock.now()
    reminders = [each for each in rows.values_list("reminder", flat=True) if each]
    rows.update(ended_at=now)
    if reminders:
        Reminder.objects.filter(pk__in=reminders).update(over_at=now)


@transaction.atomic
def complete(due_id: UUID, outcome: str, *, by: Staff) -> Due:
    """Complete something due, with what came of it. Raises queries.NotFound and NotAllowed."""
    due, seen = _mine(due_id, by)
    if by_itself := KINDS[due.kind].ends_when or KINDS[due.kind].done_by:
        raise NotAllowed(_(by_itself))
    if not outcome.strip():
        raise NotAllowed("Write what came of it.")
    if due.kind in FOLLOW_UP and clock.today() < timescales.appears_on(due.due_on):
        raise NotAllowed("A review after exit is completed in the 30 days before its date or later, not sooner.")
    return _done(due, seen, outcome.strip())


def complete_by_act(kind: str, seen: queries.Seen, outcome: str) -> None:
    """Complete what the act that was just made does, if it was due; the caller has locked the case."""
    for due in seen.referral.due.open().filter(kind=kind):
        _done(due, seen, outcome)


def _done(due: Due, seen: queries.Seen, outcome: str) -> Due:
    due.seal(seen.key, outcome=outcome)
    due.done_at, due.done_by = clock.now(), seen.staff
    due.save(update_fields=["outcome", "done_at", "done_by"])
    if KINDS[due.kind].again:
        _make_again(due)
    audit.note("completed", [due.case_id, due.id], by=seen.staff.pk)
    return due


def _make_again(done: Due) -> None:
    """Make what was completed due anew, counted from today, for the same owner."""
    due_on = timescales.due_on(timescales.CLOCKS[KINDS[done.kind].clock], clock.today(), done.case.area.nation)
    again = Due(case=done.case, kind=done.kind, due_on=due_on, first_due_on=due_on, owner=done.owner)
    again.caused_by = done.caused_by
    again.save(force_insert=True)


@transaction.atomic
def move(due_id: UUID, to: date, reason: str, *, by: Staff) -> Due:
    """Move a date once; by the chair, with a reason (R-10). Raises queries.NotFound and NotAllowed."""
    due, seen = _mine(due_id, by)
    if KINDS[due.kind].ends_when:
        raise NotAllowed(_("This date is not moved: somebody is promised it."))
    if not set(seen.roles) & set(CHAIRS):
        raise NotAllowed("Only the chair or the deputy moves the date.")
    if due.moved_by_id:
        raise NotAllowed("This date was moved once already; it cannot be moved again.")
    if not reason.strip():
        raise NotAllowed("Write why the date is moved.")
    ownership.refuse_new_decisions(by)
    if to > timescales.add_months(due.due_on, LATEST_MONTHS):
        raise NotAllowed("A date is moved by three months at most.")
    if to <= due.due_on:
        raise NotAllowed("The new date has to lie after the one it replaces.")
    due.seal(seen.key, why_moved=reason.strip())
    due.due_on, due.moved_by = to, by
    due.save(update_fields=["due_on", "moved_by", "why_moved"])
    audit.note("moved a date", [due.case_id, due.id], by=by.pk)
    return due


def _mine(due_id: UUID, by: Staff) -> tuple[Due, queries.Seen]:
    due = Due.objects.visible_to(by.pk).open().select_related("owner").filter(pk=due_id).first()
    if due is None:
        raise queries.NotFound
    seen = queries.find(by, due.case_id, lock=True)
    allowed = {*KINDS[due.kind].owners, *CHAIRS}
    if not allowed & set(seen.roles):
        raise NotAllowed(f"This is for the {due.owner.get_role_display()}.")
    return due, seen
