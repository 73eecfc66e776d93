"""Save what is being written, put it forward, agree to it, give it back, correct beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys.actions import posts_that_see
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import ownership
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.queries import Seen, find
from alongside.casework.rules import assessment as rules
from alongside.commons import clock
from alongside.commons.merging import merge
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import content, queries
from .models import Remark, Saving, Version
from .queries import Newest

AGREED: list[Callable[[Seen, Version], None]] = []
"""What other rooms do when a version is agreed, in its transaction; each registers itself when its app is ready."""


@dataclass(frozen=True)
class Saved:
    """What stands after a saving: its number; who else had saved meanwhile, and the boxes that both had changed."""

    number: int
    other: str
    both: tuple[str, ...]


@transaction.atomic
def save(referral_id: UUID, written: Mapping[str, str], *, based_on: int, by: Staff) -> Saved:
    """Save beside what others saved since saving number ``based_on``. Raises queries.NotFound and NotAllowed."""
    seen = _may_write(referral_id, by)
    now = queries.newest(seen)
    base = Saving.objects.filter(case=seen.referral, number=based_on).first()
    merged = merge(
        queries.written_in(base, seen.key), now.written, written, who=_said(now), choices=content.one_answer(written)
    )
    other = now.by if now.number > based_on else ""
    if merged.written == now.written:
        return Saved(now.number, other, merged.both)
    row = _add(seen, merged.written, now.number + 1, put_forward=False)
    audit.note("saved an assessment", [seen.referral.id], by=by.pk)
    return Saved(row.number, other, merged.both)


def _said(now: Newest) -> str:
    return f"{now.by}, {now.at.astimezone(clock.LONDON):%H:%M}" if now.at else ""


def _add(seen: Seen, written: Mapping[str, str], number: int, *, put_forward: bool) -> Saving:
    row = Saving(case=seen.referral, number=number, put_forward=put_forward, made_by=seen.staff, made_at=clock.now())
    row.seal(seen.key, written=json.dumps(dict(written), ensure_ascii=False))
    row.save(force_insert=True)
    return row


@transaction.atomic
def put_forward(referral_id: UUID, *, read: int, by: Staff) -> Saving:
    """Ask those who agree to agree to what was read (saving number ``read``).

    Raises queries.NotFound and NotAllowed.
    """
    seen = _may_write(referral_id, by)
    now = _as_read(seen, read)
    if now.waits or now.agreed:
        raise NotAllowed(_("It waits to be agreed already, or it is agreed."))
    if lacks := content.read(now.written).lacks:
        raise NotAllowed(_("It is not complete yet: %(what)s") % {"what": lacks[0]})
    row = _add(seen, now.written, now.number + 1, put_forward=True)
    sighted = set(posts_that_see(seen.referral.id))
    for post in posts_with(seen.referral.area, rules.AGREES):
        if post.id in sighted:
            tell_holders(post, f"/assessment/{seen.referral.id}/agree/")
    audit.note("put an assessment forward", [seen.referral.id], by=by.pk)
    return row


@transaction.atomic
def agree(referral_id: UUID, *, read: int, by: Staff) -> Version:
    """Agree to what was read (saving number ``read``): it becomes the next version.

    Raises queries.NotFound and NotAllowed.
    """
    ownership.refuse_new_decisions(by)
    seen, saving = _may_agree(referral_id, read, by)
    role = next(role for role in seen.roles if role in rules.AGREES)
    count = Version.objects.filter(case=seen.referral).count()
    row = Version(
        case=seen.referral, number=count + 1, saving=saving, agreed_by=by, agreed_as=role, agreed_at=clock.now()
    )
    row.save(force_insert=True)
    audit.note("agreed an assessment", [seen.referral.id], by=by.pk)
    for then in AGREED:
        then(seen, row)
    _tell_writer(saving)
    return row


@transaction.atomic
def give_back(referral_id: UUID, why: str, *, read: int, by: Staff) -> Remark:
    """Give it back to its writers with what has to change. Raises queries.NotFound and NotAllowed."""
    seen, saving = _may_agree(referral_id, read, by)
    row = _remark(seen, saving, why)
    audit.note("gave an assessment back", [seen.referral.id], by=by.pk)
    _tell_writer(saving)
    return row


@transaction.atomic
def correct(referral_id: UUID, number: int, text: str, *, by: Staff) -> Remark:
    """Write beside a version what is wrong in it; the version stays as it was agreed. Raises queries.NotFound and
    NotAllowed.
    """
    seen = find(by, referral_id, lock=True)
    version = next((row for row in queries.versions(seen) if row.number == number), None)
    if version is None:
        raise queries.NotFound
    if not {*rules.WRITES, *rules.AGREES} & set(seen.roles):
        raise NotAllowed(_("It is corrected by those who write it or agree to it."))
    ownership.refuse_new_decisions(by)
    row = _remark(seen, version.saving, text)
    audit.note("corrected an assessment", [seen.referral.id], by=by.pk)
    return row


def _remark(seen: Seen, saving: Saving, text: str) -> Remark:
    if not text.strip():
        raise NotAllowed(_("Write what it is about."))
    row = Remark(case=seen.referral, saving=saving, made_by=seen.staff, made_at=clock.now())
    row.seal(seen.key, text=text.strip())
    row.save(force_insert=True)
    return row


def _tell_writer(saving: Saving) -> None:
    outbox.queue(saving.made_by, "waiting", f"/assessment/{saving.case_id}/")


def _may_write(referral_id: UUID, by: Staff) -> Seen:
    seen = find(by, referral_id, lock=True)
    refusal = rules.reason_against_writing(roles=seen.roles, stage=seen.referral.stage)
    if refusal := refusal or ownership.reason_not_theirs(seen):
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    return seen


def _may_agree(referral_id: UUID, read: int, by: Staff) -> tuple[Seen, Saving]:
    seen = find(by, referral_id, lock=True)
    now = _as_read(seen, read)
    if refusal := queries.reason_against_agreeing(seen, now):
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    return seen, Saving.objects.select_related("made_by").get(case=seen.referral, number=now.number)


def _as_read(seen: Seen, read: int) -> Newest:
    now = queries.newest(seen)
    if now.number != read:
        raise NotAllowed(_("%(name)s has changed it since you read it. Read it again.") % {"name": now.by or "—"})
    return now
