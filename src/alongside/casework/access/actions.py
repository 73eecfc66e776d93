"""Ask for a case, answer, open it for an hour, say why it was right. The database's functions hold the rules."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.due.models import Reminder
from alongside.casework.keys import vault
from alongside.casework.keys.actions import agency_key, give, give_to_person, posts_that_see
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.organisation.queries import posts_held, posts_with
from alongside.casework.referrals import ownership
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import access as rules
from alongside.casework.rules import timescales
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import queries
from .models import Asking

KIND = "emergency_justified"


def ask(reference: str, reason: str, *, by: Staff) -> Asking | None:
    """Ask for a case by its reference; None where no case has it. Each reference that is typed counts.

    Raises NotAllowed in a sentence.
    """
    if not reason.strip():
        raise NotAllowed(_("Write why you have to see this case now."))
    wanted = reference.strip().upper()
    area_id = _look_for(wanted)
    return _ask(wanted, reason.strip(), Area.objects.get(pk=area_id), by) if area_id else None


def _look_for(wanted: str) -> UUID | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT access_look_for(%s)", [wanted])
            found: UUID | None = cursor.fetchone()[0]
            return found
    except DatabaseError as refusal:
        if "too many references" in str(refusal):
            said = _("You have typed five references in the last hour. Telephone whoever is on call.")
        else:
            said = _("Cases are asked for by intake, the police who work on them, coordinators and chairs.")
        raise NotAllowed(said) from None


@transaction.atomic
def _ask(reference: str, reason: str, area: Area, by: Staff) -> Asking:
    asking = Asking(id=uuid.uuid4())
    key = vault.new_key()
    give_to_person(asking.id, key, by)
    readers = list(posts_with(area, rules.READS_THE_REASONS))
    for post in readers:
        give(asking.id, key, post)
    said = json.dumps({"reference": reference, "reason": reason}, ensure_ascii=False)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT access_ask(%s, %s)", [asking.id, vault.seal(key, said, asking.cell("said"))])
    except DatabaseError as refusal:
        raise NotAllowed(_why_not_asked(str(refusal))) from None
    asking = Asking.objects.get(pk=asking.id)
    _tell([post for post in readers if post.role in rules.COUNTERSIGNS], asking)
    audit.note("asked in an emergency", [asking.of_case, asking.id], by=by.pk)
    return asking


def _why_not_asked(refusal: str) -> str:
    if "asks for nothing" in refusal:
        return _("You can open this case already: it is in your work.")
    return _("You have asked for this case already, or were told no in the last 24 hours.")


def _tell(posts: list[Post], asking: Asking) -> None:
    for post in posts:
        tell_holders(post, f"/access/{asking.id}/")


@transaction.atomic
def answer(asking_id: UUID, *, agrees: bool, by: Staff) -> None:
    """Agree or say no, as somebody on call. Raises queries.NotFound and NotAllowed."""
    held = queries.find(asking_id, by)
    _refuse(held.reason_against_answering)
    ownership.refuse_new_decisions(by)
    _call("SELECT access_answer(%s, %s)", [asking_id, agrees])
    verb = "agreed in an emergency" if agrees else "said no in an emergency"
    audit.note(verb, [held.row.of_case, asking_id], by=by.pk)


@transaction.atomic
def open_(asking_id: UUID, *, by: Staff) -> None:
    """Open the case to who asked, for an hour, to read. Raises queries.NotFound and NotAllowed."""
    held = queries.find(asking_id, by)
    if not held.own:
        raise queries.NotFound
    _refuse(held.reason_against_opening)
    reminder = _remind(held, by)
    opened = _call("SELECT * FROM access_open(%s, %s, %s)", [asking_id, reminder.due_on, reminder.id])
    case, wrapped, grantee, agency, bound_to, ends = opened
    key = vault.unwrap(bytes(wrapped), agency_key=agency_key(agency), bound=vault.Bound(case, grantee, bound_to))
    mine = vault.wrap(key, agency_key=agency_key(by.agency_id), bound=vault.Bound(case, by.pk, ends))
    _call("SELECT access_take(%s, %s)", [asking_id, mine])
    disclosures.to_agency(
        Referral(pk=case), key, "emergency_access", by.agency, of_act=asking_id, by=held.row.answered_by,
        until=ends.astimezone(clock.LONDON).date(),
    )  # fmt: skip
    _let_owners_read(held)
    audit.note("opened in an emergency", [case, asking_id], by=by.pk)


def _remind(held: queries.Held, by: Staff) -> Reminder:
    """Keep that the reason is due the next working day; who has to hear is told by the worker when it is late."""
    due_on = justified_by(held.row.area.nation)
    post = posts_held(by.pk).filter(role__in=rules.MAY_ASK).order_by("role").first()
    assert post is not None  # access_open asks the same
    reminder = Reminder(kind=KIND, due_on=due_on, owner=post)
    reminder.save(force_insert=True)
    return reminder


def justified_by(nation: str) -> date:
    return timescales.due_on(timescales.CLOCKS[KIND], clock.today(), nation)


def _let_owners_read(held: queries.Held) -> None:
    """Let the posts that have the case read why it was opened: alarms lead them to this page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.emergency', %s, true)", [str(held.row.id)])
    posts = posts_that_see(held.row.of_case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.emergency', '', true)")
    have = set(posts_that_see(held.row.id))
    for post in Post.objects.filter(id__in=set(posts) - have):
        give(held.row.id, held.key, post)


@transaction.atomic
def justify(asking_id: UUID, why: str, *, by: Staff) -> None:
    """Say why it was right to open it. Raises queries.NotFound and NotAllowed."""
    held = queries.find(asking_id, by)
    if not held.own:
        raise queries.NotFound
    if not held.to_justify:
        raise NotAllowed(_("There is nothing to justify, or it was done already."))
    if not why.strip():
        raise NotAllowed(_("Write why it had to be opened, and what you did with what you read."))
    row = held.row
    row.justification = vault.seal(held.key, why.strip(), row.cell("justification"))
    row.justified_at = clock.now()
    row.save(update_fields=["justification", "justified_at"])
    Reminder.objects.filter(pk__in=[row.reminder]).update(over_at=clock.now())
    audit.note("justified an emergency", [row.of_case, row.id], by=by.pk)


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise NotAllowed(_(sentence))


def _call(statement: str, values: list[Any]) -> tuple[Any, ...]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] = cursor.fetchone()
            return row
    except DatabaseError as refusal:
        if "too many without an answer" in str(refusal):
            raise NotAllowed(
                _("Twice in a day you opened a case that nobody answered for. Telephone whoever is on call.")
            ) from None
        raise NotAllowed(_("This has changed in the meantime. Look at the page again.")) from None
