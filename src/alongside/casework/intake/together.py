"""Close what came many times in the same words after one was read, and take that back: some at a time, by the same
rules and with the same history as every other move.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import queries
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import queue as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .models import Offer, Place, Together

AT_ONCE = 200
"""Cases in one request, each with its own history row and leaf: a few seconds."""


def same_as(case_id: UUID, staff: Staff) -> list[UUID]:
    """Return the concerns that wait in the same words as this one, itself first; only itself where it stands alone."""
    mark = Place.objects.filter(case=case_id).values_list("words", flat=True).first()
    if mark is None:
        return [case_id]
    waiting = Referral.objects.visible_to(staff.pk).filter(stage="received", hurt_told=False, place__words=mark)
    waiting = waiting.exclude(offers__in=Offer.objects.filter(answer=""))
    return [case_id, *waiting.exclude(pk=case_id).order_by("received_at").values_list("id", flat=True)]


@transaction.atomic
def close(read_id: UUID, reason: str, *, by: Staff, goes_on: UUID | None = None) -> tuple[Together, int]:
    """Close some of those that came in the words of one that was read; return the closing, and how many are left.

    Args:
        goes_on: the closing that an earlier request began.

    Raises queries.NotFound, and NotAllowed with a sentence.
    """
    read = queries.find(by, read_id)
    if "intake" not in read.roles:
        raise NotAllowed(_("This is for the intake officer."))
    if not reason.strip():
        raise NotAllowed(_("Write why: every move carries its reason."))
    same = same_as(read_id, by)
    closing = _begun(goes_on, read, by) if goes_on else _begin(read, len(same), by)
    # The one that was read goes last: as long as others wait, it still leads to them.
    waiting = [*same[1:], *same[:1]]
    closed = sum(_close_one(case_id, closing, reason, by) for case_id in waiting[:AT_ONCE])
    if not closed:
        raise NotAllowed(_("None of these can be closed now. Look at the queue again."))
    return closing, len(same) - closed


def _begin(read: queries.Seen, count: int, by: Staff) -> Together:
    if count < rules.MANY:
        raise NotAllowed(_("Fewer than %(many)s came in these words. Read and close each.") % {"many": rules.MANY})
    closing = Together.objects.create(area=read.referral.area, made_by=by, made_at=clock.now())
    audit.note("read for others", [read.referral.id], by=by.pk)
    return closing


def _begun(closing_id: UUID, read: queries.Seen, by: Staff) -> Together:
    closing = Together.objects.filter(pk=closing_id, made_by=by, area=read.referral.area).first()
    mark = Place.objects.filter(case=read.referral).values("words")
    if closing is None or not closing.places.filter(words__in=mark).exists():
        raise NotAllowed(_("This was not begun by you. Begin again from the queue."))
    return closing


def _close_one(case_id: UUID, closing: Together, reason: str, by: Staff) -> bool:
    """Close one, or leave it where it is when a colleague moved it meanwhile."""
    try:
        with transaction.atomic():
            Place.objects.filter(case=case_id).update(closed_in=closing)
            referrals.make_move(case_id, "close_together", by=by, reason=reason, closure_code="JUNK")
    except (NotAllowed, queries.NotFound):
        return False
    return True


@transaction.atomic
def undo(closing_id: UUID, *, by: Staff) -> int:
    """Open again some of those that were closed together; return how many are left. Raises NotAllowed."""
    waiting = closed_in(closing_id, by)
    reason = _("Closed together with others in the same words; taken back.")
    opened = sum(_open_one(case_id, reason, by) for case_id in waiting[:AT_ONCE])
    if not opened:
        raise NotAllowed(_("Nothing of this can be taken back any more."))
    return len(waiting) - opened


def closed_in(closing_id: UUID, by: Staff) -> list[UUID]:
    """Return what one closing closed and is closed still, as far as somebody sees it."""
    closed = Referral.objects.visible_to(by.pk).filter(stage="closed", closure_code="JUNK")
    return list(closed.filter(place__closed_in=closing_id).order_by("received_at").values_list("id", flat=True))


def lately(staff: Staff) -> list[Together]:
    """Return the closings that can still be taken back, newest first, each with how many it holds (`held`)."""
    since = clock.now() - rules.TAKEN_BACK_WITHIN
    closed = Q(places__case__stage="closed", places__case__closure_code="JUNK")
    found = Together.objects.filter(made_at__gt=since).select_related("area", "made_by")
    return list(found.annotate(held=Count("places", filter=closed)).filter(held__gt=0))


def _open_one(case_id: UUID, reason: str, by: Staff) -> bool:
    try:
        with transaction.atomic():
            referrals.make_move(case_id, "undo_together", by=by, reason=reason)
            Place.objects.filter(case=case_id).update(closed_in=None)
    except (NotAllowed, queries.NotFound):
        return False
    return True
