"""The life of a paper in the register of disclosures: made with it, ended with the grants to it (R-16)."""

from __future__ import annotations

from datetime import date, datetime

from alongside.casework.disclosures import actions as disclosures
from alongside.casework.disclosures import queries as register
from alongside.casework.keys.actions import case_key
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import panel as rules
from alongside.commons import clock

from . import queries, seats
from .models import Action, Item, Minutes
from .queries import SeenItem

ACT = "papers"


def disclose(seen: SeenItem) -> None:
    """Put a paper that is out into the register: one row for each agency that a member brings and that has none yet."""
    case = queries.case_of(seen)
    has_one = {row.agency_id for row in register.of_the_act(case.referral, ACT, seen.item.id)}
    agencies = {seat.staff.agency_id: seat.staff.agency for seat in seats.members(seen.item, seen.key)}
    for agency in agencies.values():
        if agency.pk not in has_one:
            disclosures.to_agency(case.referral, case.key, ACT, agency, of_act=seen.item.id, by=seen.staff)


def settle(seen: SeenItem) -> None:
    """Set the last day of what agencies had of an item whose minutes are signed, once its actions there are done.

    Whoever completes their own action does not see the register; its day is set when the case is next decided on.
    """
    try:
        case = queries.case_of(seen)
    except queries.NotFound:
        return
    _settle(case.referral, case.key, seen.item, by=seen.staff)


def settle_case(referral: Referral, key: bytes, *, by: Staff) -> None:
    """Do the same for every item of a case that whoever moves it sees, and still has."""
    if case_key(referral.id) is None:
        return
    for item in Item.objects.visible_to(by).filter(of_case=referral.id).exclude(minutes=None):
        _settle(referral, key, item, by=by)


def _settle(referral: Referral, key: bytes, item: Item, *, by: Staff) -> None:
    signed = Minutes.objects.filter(item=item).first()
    if signed is None:
        return
    busy = set(Action.objects.filter(item=item, done_at=None).values_list("owner_staff__agency", flat=True))
    rows = [row for row in register.of_the_act(referral, ACT, item.id) if row.agency_id not in busy]
    last_day = rules.window_closes_at(signed.signed_at)
    disclosures.set_until(rows, key, max(_day(last_day), clock.today()), by=by)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


def end(seen: SeenItem) -> None:
    """End at once what agencies had of an item that nobody reads any more."""
    case = queries.case_of(seen)
    end_of_case(case.referral, case.key, seen.item, by=seen.staff)


def end_of_case(referral: Referral, key: bytes, item: Item, *, by: Staff | None) -> None:
    """End it, for whoever still has the case; an agency with something left to do keeps it until that is done."""
    if case_key(referral.id) is None:
        return
    busy = set(Action.objects.filter(item=item, done_at=None).values_list("owner_staff__agency", flat=True))
    rows = [row for row in register.of_the_act(referral, ACT, item.id) if row.agency_id not in busy]
    disclosures.end(rows, key, by=by)
