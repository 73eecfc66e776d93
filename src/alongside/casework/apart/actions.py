"""Pass a concern to the two named people; hand over between them. Each is one transaction and one leaf."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.keys.actions import the_two
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import roles_of
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import ownership, queries
from alongside.casework.referrals.models import History
from alongside.casework.rules import apart as rules
from alongside.casework.rules import journey
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import keeping
from .models import Keeping


def pass_on(referral_id: UUID, takes: str, reason: str, *, by: Staff) -> None:
    """Pass a referral to two named people; whoever read it reads it no more, who passes it on included.

    Args:
        takes: a word of rules.TAKES.

    Raises queries.NotFound and NotAllowed.
    """
    move = rules.move_at(queries.find(by, referral_id).referral.stage)
    records = {"two_named": {"takes": takes}}
    referrals.record_and_move(referral_id, move.word, records, by=by, reason=reason)


@transaction.atomic
def make_owner(referral_id: UUID, *, by: Staff) -> None:
    """Become the owner in the place of the other. Raises queries.NotFound and NotAllowed."""
    seen, held = _mine(referral_id, by)
    if held.owner_id == by.pk:
        raise NotAllowed(_("You own it already."))
    held.owner, held.since = by, clock.now()
    held.save(update_fields=["owner", "since"])
    _note(seen, rules.OWNED, _("%(name)s owns it now.") % {"name": by.name})


@transaction.atomic
def replace(referral_id: UUID, gone: UUID, taker: UUID, reason: str, *, by: Staff) -> None:
    """Put a named person in the place of one of the two, who reads it no more. Raises as ``make_owner`` does."""
    seen, held = _mine(referral_id, by)
    two = [str(each) for each in the_two(referral_id)]
    is_named = journey.NAMED in roles_of(taker, on=clock.today())
    _refuse(rules.reason_against_replacing(two, by=str(by.pk), gone=str(gone), new=str(taker), is_named=is_named))
    if not reason.strip():
        raise NotAllowed(_("Write why one of the two is replaced."))
    people = {staff.pk: staff for staff in Staff.objects.filter(pk__in=(gone, taker))}
    said = _("%(new)s in the place of %(gone)s: %(reason)s")
    names = {"new": people[taker].name, "gone": people[gone].name, "reason": reason.strip()}
    step = _note(seen, rules.REPLACED, said % names)
    if held.owner_id == gone:
        held.owner, held.since = people[taker], clock.now()
        held.save(update_fields=["owner", "since"])
    referrals.tell_the_two(referral_id, f"/referrals/{referral_id}/", but=by)
    keeping.replace(seen.referral, seen.key, step, people[gone], people[taker])


def _mine(referral_id: UUID, by: Staff) -> tuple[queries.Seen, Keeping]:
    seen = queries.find(by, referral_id, lock=True)
    if not seen.referral.apart:
        raise queries.NotFound
    _refuse(ownership.reason_against_deciding(seen, still_open=True))
    return seen, Keeping.objects.get(case=seen.referral)


def _note(seen: queries.Seen, step: rules.Step, words: str) -> History:
    return referrals.note_step(seen, step.word, step.verb, words, role=journey.NAMED)


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise NotAllowed(_(sentence))
