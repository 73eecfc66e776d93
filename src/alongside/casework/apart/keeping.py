"""Move the keys of a case: to its two named people and away from everybody else; between named people; and back.

The database functions hold the rules (migrations, 0002): whoever calls them, nobody but the two comes to a key. The
application wraps each key anew for its new holder, as it does for every grant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from alongside.casework.disclosures import actions as disclosures
from alongside.casework.disclosures import queries as disclosed
from alongside.casework.keys import vault
from alongside.casework.keys.actions import (
    agency_key,
    case_keys,
    give,
    give_to_person,
    take_back_from_person,
    the_two,
)
from alongside.casework.organisation.models import Agency, Post, Staff
from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import at_once
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.models import History, Referral
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import queries
from .models import Keeping, PassedOn


def give_to_the_two(referral: Referral, history: History, key: bytes) -> None:
    """Give every key of a case to the two who take it, and to nobody else. The effect of that name.

    Raises NotAllowed where the two cannot take it.
    """
    assert history.made_by is not None
    record = referral.records.filter(fact="two_named").order_by("-made_at").first()
    assert record is not None  # the rule asks for it
    takes = json.loads(record.opened(key, "answers"))["takes"]
    area, two = queries.who_takes(referral, takes)
    if refusal := queries.reason_against(referral, takes, marker=history.made_by):
        raise NotAllowed(_(refusal))
    Keeping.objects.update_or_create(case=referral, defaults={"owner": two[0], "since": clock.now()})
    PassedOn.objects.bulk_create([PassedOn(passed_by=history.made_by, passed_at=clock.now(), to_area=area)])
    _disclose(referral, key, history.pk, two, by=history.made_by)
    wrapped = _rows("SELECT * FROM apart_begin(%s, %s, %s)", [referral.pk, two[0].pk, two[1].pk])
    _take(referral.pk, wrapped, two)
    for staff in two:
        outbox.queue(staff, "waiting", f"/referrals/{referral.pk}/")


def _disclose(referral: Referral, key: bytes, of_act: UUID, two: list[Staff], *, by: Staff) -> None:
    """Write into the register to whose bodies it goes, and that those who read it here until now read it no more."""
    bodies = {staff.agency_id: staff.agency for staff in two}
    over = [row for row in disclosed.live(referral) if row.agency_id and row.agency_id not in bodies]
    disclosures.end(over, key, by=by)
    for body in bodies.values():
        disclosures.to_agency(referral, key, "named_people", body, of_act=of_act, by=by)


def replace(referral: Referral, key: bytes, step: History, gone: Staff, taker: Staff) -> None:
    """Put a named person in the place of one of the two, with every key; the caller has asked the rule."""
    others = [staff for staff in Staff.objects.filter(pk__in=the_two(referral.pk)) if staff.pk != gone.pk]
    assert step.made_by is not None
    _disclose(referral, key, step.pk, [*others, taker], by=step.made_by)
    wrapped = _rows("SELECT * FROM apart_replace(%s, %s, %s)", [referral.pk, gone.pk, taker.pk])
    _take(referral.pk, wrapped, [*others, taker])


def _take(case: UUID, wrapped: Iterable[tuple[Any, ...]], two: list[Staff]) -> None:
    """Unwrap one key of each thing and wrap it for both; each ends when it would have ended."""
    things, people, until, keys = [], [], [], []
    for thing, sealed, grantee, agency, ends in wrapped:
        bound = vault.Bound(thing, grantee, ends)
        key = vault.unwrap(bytes(sealed), agency_key=agency_key(agency), bound=bound)
        for staff in two:
            things.append(thing)
            people.append(staff.pk)
            until.append(ends)
            mine = vault.Bound(thing, staff.pk, ends)
            keys.append(vault.wrap(key, agency_key=agency_key(staff.agency_id), bound=mine))
    with connection.cursor() as cursor:
        cursor.execute("SELECT apart_take(%s, %s, %s, %s, %s)", [case, things, people, until, keys])


def give_back(referral: Referral, history: History, key: bytes) -> None:
    """Give a case back to intake, and what of it has a key of its own to whom it went before. The effect of that name.

    Questions that were withdrawn and items that ended stay so; intake begins anew.
    """
    two = list(Staff.objects.filter(pk__in=the_two(referral.pk)))
    assert history.made_by is not None
    disclosures.end(disclosed.live(referral), key, by=history.made_by)
    before = _rows("SELECT * FROM apart_end(%s)", [referral.pk])
    keys = case_keys({row[0] for row in before})
    readers = _who_reads_again(referral)
    for post in readers:
        give(referral.pk, key, post)
    for police in {post.agency_id: post.agency for post in readers if post.role != "intake"}.values():
        disclosures.to_agency(referral, key, "deliver_at_once", police, of_act=history.pk, by=history.made_by)
    for thing, post_id, staff_id, until in before:
        if thing in keys:
            _give_again(thing, keys[thing], post_id, staff_id, until)
    for post in readers:
        tell_holders(post, f"/referrals/{referral.pk}/")
    # Their own sight last: what stands above asks for it, and one of them is who gives back.
    own = history.made_by.pk
    for staff in sorted(two, key=lambda each: each.pk == own):
        for thing in {*keys, referral.pk}:
            take_back_from_person(thing, staff)


def _who_reads_again(referral: Referral) -> list[Post]:
    """Return the posts that read what waits in an area: intake, and the police where it was delivered at once."""
    intake = list(posts_with(referral.area, ("intake",)).exclude(agency__kind=Agency.Kind.POLICE))
    delivered = referral.area.both_at_once and at_once.was_delivered(referral)
    return [*intake, *(at_once.police_of(referral.area) if delivered else ())]


def _give_again(thing: UUID, key: bytes, post_id: UUID | None, staff_id: UUID | None, until: datetime) -> None:
    if post_id:
        give(thing, key, Post.objects.get(pk=post_id), ends_at=until)
    elif staff_id:
        give_to_person(thing, key, Staff.objects.get(pk=staff_id), ends_at=until)


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
