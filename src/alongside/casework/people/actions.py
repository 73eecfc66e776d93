"""Write down what a person is called; look for earlier referrals; say same or not the same; take that back."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import ownership
from alongside.casework.referrals.queries import Seen, find
from alongside.casework.rules import people as rules
from alongside.commons import clock
from alongside.commons.based_on import refuse_older
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import queries, register
from .matching import Described
from .models import LookUp, Named, Saying, Shown
from .names import words_of


@transaction.atomic
def write_down(
    referral_id: UUID, described: Described, *, unsure: bool, by: Staff, language: str = "",
    based_on: str | None = None,
) -> Named:  # fmt: skip
    """Write what the person of a referral is called, sealed for its page and filed in the register.

    Args:
        language: in which we write to them (rules/people.LANGUAGES), empty while nobody has asked; never filed.
        based_on: the number of the wording that the page showed; refused where a colleague has written since.

    Raises queries.NotFound and NotAllowed.
    """
    seen = find(by, referral_id, lock=True)
    if not set(rules.WRITES) & set(seen.roles):
        raise NotAllowed(_("What the person is called is written by intake, case manager or coordinator."))
    _refuse_what_is_not_theirs(seen)
    ownership.refuse_new_decisions(by)
    if not any(words_of(name) for name in described.names):
        raise NotAllowed(_("Write at least one name, in letters."))
    now = queries.newest(seen.referral)
    refuse_older(based_on, queries.number_of(now), _told(now))
    number = now.number + 1 if now else 1
    row = Named(case=seen.referral, number=number, written_by=by, written_at=clock.now())
    said = {"described": register.to_json(described), "unsure": unsure, "language": language}
    row.seal(seen.key, said=json.dumps(said))
    row.save(force_insert=True)
    register.file(seen.referral.id, described)
    audit.note("wrote a name", [seen.referral.id], by=by.pk)
    return row


def _told(now: Named | None) -> str:
    who = now.written_by.name if now else ""
    told = _("%(name)s has written it down since you opened this page. Read it below; sending again puts yours on top.")
    return told % {"name": who}


@transaction.atomic
def look(referral_id: UUID, reason: str, *, by: Staff) -> LookUp:
    """Look for earlier referrals of this person, with a reason. Raises queries.NotFound and NotAllowed."""
    seen = find(by, referral_id)
    named = queries.named(seen)
    refusal = rules.reason_against_asking(
        roles=seen.roles, closed=seen.referral.closed_at is not None, written=named is not None,
        lately=queries.looked_lately(), reason=reason,
    )  # fmt: skip
    if refusal or named is None:
        raise NotAllowed(refusal or "")
    ownership.refuse_new_decisions(by)
    row = LookUp(case=seen.referral, asked_by=by, asked_at=clock.now())
    row.seal(seen.key, reason=reason.strip())
    row.save(force_insert=True)
    row.more = register.look_up(row.id, named.described)
    LookUp.objects.filter(pk=row.pk).update(more=row.more)
    shown = Shown.objects.filter(look_up=row).values_list("other", flat=True)
    audit.note("looked for earlier referrals", [seen.referral.id, *shown], by=by.pk)
    return row


@transaction.atomic
def say(referral_id: UUID, other: UUID, *, same: bool, reason: str, by: Staff) -> Saying:
    """Say whether an earlier referral that was shown here is of the same person. Said twice at once, it counts once.

    Raises queries.NotFound and NotAllowed.
    """
    seen = _may_decide(referral_id, reason, by)
    if not Shown.objects.filter(case=seen.referral, other=other).exists():
        raise NotAllowed(_("This was not shown by a look-up for this referral."))
    row = Saying(case=seen.referral, other=other, same=same, said_by=by, said_at=clock.now())
    row.seal(seen.key, reason=reason.strip())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as said:
        raise NotAllowed(_("A colleague has just said it. Look at the page again.")) from said
    audit.note("said the same person" if same else "said another person", [seen.referral.id, other], by=by.pk)
    return row


@transaction.atomic
def undo(referral_id: UUID, saying_id: UUID, reason: str, *, by: Staff) -> int:
    """Take a saying back, and tell everybody who read what it showed; return how many.

    Raises queries.NotFound and NotAllowed.
    """
    seen = _may_decide(referral_id, reason, by)
    standing = Saying.objects.filter(pk=saying_id, case=seen.referral, undone_at=None)
    row = standing.select_for_update(of=("self",)).first()
    if row is None:
        raise NotAllowed(_("This was taken back already. Look at the page again."))
    row.undone_by, row.undone_at = by, clock.now()
    row.seal(seen.key, why_undone=reason.strip())
    row.save(update_fields=["undone_by", "undone_at", "why_undone"])
    told = _tell_readers(row, by)
    audit.note("took back what was said of a person", [seen.referral.id, row.other], by=by.pk)
    return told


def _tell_readers(saying: Saying, by: Staff) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, read_by FROM public.people_readers(%s)", [saying.id])
        readers = [(case_id, reader) for case_id, reader in cursor.fetchall() if reader != by.pk]
    for case_id, reader in readers:
        outbox.queue(Staff(pk=reader), "waiting", f"/referrals/{case_id}/")
    return len({reader for _case, reader in readers})


def _may_decide(referral_id: UUID, reason: str, by: Staff) -> Seen:
    seen = find(by, referral_id, lock=True)
    refusal = rules.reason_against_deciding(roles=seen.roles, reason=reason)
    if refusal:
        raise NotAllowed(refusal)
    _refuse_what_is_not_theirs(seen)
    ownership.refuse_new_decisions(by)
    return seen


def _refuse_what_is_not_theirs(seen: Seen) -> None:
    """Refuse whoever reads a concern that another owns: they may look, and write nothing into it."""
    if refusal := ownership.reason_not_theirs(seen):
        raise NotAllowed(refusal)
