"""Change a roster, undo a change, say which area takes what has no place. Each is one transaction, one change, one
leaf.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.casework.organisation.queries import roles_in, roles_of
from alongside.casework.referrals.at_once import police_of
from alongside.casework.rules import duty as rules
from alongside.casework.rules.administration import reason_against_administering
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .models import LIVE, Arrangement, Change, Entry, Leave, ReadingHours, Turn

ENTRIES: tuple[type[Entry], ...] = (ReadingHours, Turn, Leave, Arrangement)
DAY = timedelta(days=1)
Kind = TypeVar("Kind", bound=Entry)


def reason_against(area: Area, by: Staff) -> str | None:
    """Say why somebody may not change this roster, or None: an administration manager of any area may."""
    of_manager = roles_of(by.pk, on=clock.today()) & {"manager"}
    return rules.reason_against_keeping({*roles_in(area, by.pk), *of_manager}, area.name)


@transaction.atomic
def add_hours(
    area: Area, weekdays: list[int], opens: time, closes: time, *, holidays: bool = False, by: Staff
) -> Change:
    """Add hours of reading on several days of the week. Raises NotAllowed when they overlap with others."""
    change = _change(area, "hours_added", by)
    there = [row.as_rule for row in ReadingHours.objects.filter(LIVE, area=area)]
    for weekday in weekdays:
        new = rules.Hours(weekday, opens, closes, holidays)
        _refuse(rules.reason_against_hours(new, there))
        _add(ReadingHours, change, weekday=weekday, opens=opens, closes=closes, holidays=holidays)
    return change


@transaction.atomic
def add_turn(area: Area, staff: Staff, from_on: date, until_on: date, *, by: Staff) -> Change:
    """Put somebody on duty for some days. Raises NotAllowed, in a sentence."""
    change = _change(area, "turn_added", by)
    _add_turn(change, staff, from_on, until_on)
    return change


@transaction.atomic
def change_turn(turn_id: UUID, staff: Staff, from_on: date, until_on: date, *, by: Staff) -> Change:
    """Put other days, or somebody else, in the place of a turn."""
    turn = _live(Turn, turn_id)
    change = _change(turn.area, "turn_changed", by)
    _remove(turn, change)
    _add_turn(change, staff, from_on, until_on)
    return change


@transaction.atomic
def hand_over(turn_id: UUID, to: Staff, from_on: date, until_on: date, *, by: Staff) -> Change:
    """Let somebody else take some days of a turn; the other days stay as they are."""
    turn = _live(Turn, turn_id)
    change = _change(turn.area, "handed_over", by)
    if not (turn.from_on <= from_on <= until_on <= turn.until_on):
        raise NotAllowed(_("These days are not all in the turn that is handed over."))
    _remove(turn, change)
    if turn.from_on < from_on:
        _add(Turn, change, staff=turn.staff, from_on=turn.from_on, until_on=from_on - DAY)
    if until_on < turn.until_on:
        _add(Turn, change, staff=turn.staff, from_on=until_on + DAY, until_on=turn.until_on)
    _add_turn(change, to, from_on, until_on)
    return change


@transaction.atomic
def swap(one_id: UUID, other_id: UUID, *, by: Staff) -> Change:
    """Let two people of one area take each other's turn."""
    one, other = _live(Turn, one_id), _live(Turn, other_id)
    if one.area_id != other.area_id or one.staff_id == other.staff_id:
        raise NotAllowed(_("Two people of the same area swap; choose a turn of somebody else."))
    change = _change(one.area, "swapped", by)
    for turn, who in ((one, other.staff), (other, one.staff)):
        _remove(turn, change)
        _add_turn(change, who, turn.from_on, turn.until_on)
    return change


@transaction.atomic
def add_leave(area: Area, staff: Staff, from_on: date, until_on: date, *, by: Staff) -> Change:
    """Write down that somebody is away: they are not on duty on these days, whatever their turns say."""
    change = _change(area, "leave_added", by)
    if until_on < from_on:
        raise NotAllowed(_("The last day is before the first day."))
    if until_on < clock.today():
        raise NotAllowed(_("These days are past."))
    _add(Leave, change, staff=staff, from_on=from_on, until_on=until_on)
    return change


@transaction.atomic
def arrange(area: Area, out_of_hours: str, *, by: Staff, **columns: Any) -> Change:
    """Say what holds outside the hours, and how the public pages name whoever reads."""
    change = _change(area, "arranged", by)
    for old in Arrangement.objects.filter(LIVE, area=area):
        _remove(old, change)
    _add(Arrangement, change, out_of_hours=out_of_hours, **columns)
    return change


@transaction.atomic
def remove(kind: type[Entry], entry_id: UUID, *, by: Staff) -> Change:
    """Take a row out of the roster."""
    row = _live(kind, entry_id)
    change = _change(row.area, "removed", by)
    _remove(row, change)
    return change


@transaction.atomic
def undo(change_id: UUID, *, by: Staff) -> Change:
    """Put back what a change removed and take out what it added. Raises NotAllowed where a later one changed it."""
    undone = Change.objects.select_related("area").filter(pk=change_id).first()
    if undone is None or Change.objects.filter(undoes=undone).exists():
        raise NotAllowed(_("This was undone already."))
    if undone.undoes_id:
        raise NotAllowed(_("An undo is not undone. Make the change again."))
    change = _change(undone.area, "undone", by, undoes=undone)
    if not sum(_undo(kind, undone, change) for kind in ENTRIES):
        raise NotAllowed(_("There is nothing in this to undo."))
    return change


def _undo(kind: type[Entry], undone: Change, change: Change) -> bool:
    added = kind._default_manager.filter(added_in=undone)
    if added.exclude(removed_in=None).exists():
        raise NotAllowed(_("What this added was changed again later. Undo that first."))
    taken = added.update(removed_in=change)
    back = kind._default_manager.filter(removed_in=undone).update(removed_in=None)
    return bool(taken or back)


@transaction.atomic
def let_take_unplaced(area: Area, *, by: Staff) -> Change:
    """Let this area take what is shared by somebody who does not know the place. For administration managers."""
    _refuse(reason_against_administering(roles_of(by.pk, on=clock.today())))
    if not area.posts.filter(role=rules.READER).exists():
        raise NotAllowed(_("Nobody in this area has the post that reads concerns. Make that post first."))
    Area.objects.filter(takes_unplaced=True).update(takes_unplaced=False)
    Area.objects.filter(pk=area.pk).update(takes_unplaced=True)
    return _change(area, "takes_unplaced", by)


@transaction.atomic
def let_both_have_it(area: Area, both: bool, *, by: Staff) -> Change:
    """Let what comes to an area go to its police at once too, or no longer. For administration managers (R-01)."""
    _refuse(reason_against_administering(roles_of(by.pk, on=clock.today())))
    if both and not police_of(area).exists():
        raise NotAllowed(_("The police have no case manager in this area who could read it. Make that post first."))
    Area.objects.filter(pk=area.pk).update(both_at_once=both)
    return _change(area, "both_at_once" if both else "intake_first", by)


def _change(area: Area, verb: str, by: Staff, **columns: Any) -> Change:
    """Write the change that rows refer to, with its leaf. Raises NotAllowed for who does not keep this roster."""
    _refuse(reason_against(area, by))
    _one_at_a_time(area)
    change = Change.objects.create(area=area, made_by=by, made_at=clock.now(), verb=verb, **columns)
    audit.note(f"roster: {verb}", [change.id], by=by.pk)
    return change


def _one_at_a_time(area: Area) -> None:
    """Let nobody else change this roster until the transaction ends, so that what was checked still holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('roster'), hashtext(%s))", [str(area.pk)])


def _add_turn(change: Change, staff: Staff, from_on: date, until_on: date) -> None:
    new = rules.Turn(staff.pk, from_on, until_on)
    held = Holding.objects.filter(staff=staff, post__area=change.area, post__role=rules.READER, staff__is_active=True)
    periods = [rules.Turn(staff.pk, row.from_on, row.until_on or date.max) for row in held]
    _refuse(rules.reason_against_turn(new, name=staff.name, area=change.area.name, held=periods, today=clock.today()))
    _add(Turn, change, staff=staff, from_on=from_on, until_on=until_on)


def _add(kind: type[Entry], change: Change, **columns: Any) -> None:
    kind._default_manager.create(area=change.area, added_in=change, **columns)


def _remove(row: Entry, change: Change) -> None:
    row.removed_in = change
    row.save(update_fields=["removed_in"])


def _live(kind: type[Kind], entry_id: UUID) -> Kind:
    row = kind._default_manager.select_related("area").filter(LIVE, pk=entry_id).first()
    if row is None:
        raise NotAllowed(_("This was changed by somebody else meanwhile. Look at the roster again."))
    return row


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise NotAllowed(reason)
