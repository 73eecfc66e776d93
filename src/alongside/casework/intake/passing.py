"""Offer a concern to another area, take the offer back, decline it, accept it. Each is one transaction and one leaf.

From the offer on the other area's intake reads the concern, so that it can judge it; the keys of who told us go with
it, and the application opens them to nobody there before they accept. Until then nothing changes hands: not the
queue's clocks, not whom an alert asks, not what whoever told us reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.disclosures import actions as disclosures
from alongside.casework.disclosures import queries as disclosed
from alongside.casework.due import actions as due
from alongside.casework.due.kinds import KINDS
from alongside.casework.keys.actions import case_key, give, seen_by, take_back_all
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.organisation.queries import posts_with, roles_in
from alongside.casework.referrals import actions, at_once, ownership, queries
from alongside.casework.referrals.models import History, Line, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.reporters.queries import of_concerns
from alongside.casework.rules import at_once as delivery
from alongside.casework.rules import passing as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .models import Message, Offer

READER = "intake"
QUEUE = "/intake/"


@transaction.atomic
def offer(referral_id: UUID, to: Area, reason: str, *, by: Staff) -> Offer:
    """Offer a concern to another area, whose intake reads it from now on. Raises queries.NotFound and NotAllowed."""
    seen = queries.find(by, referral_id, lock=True)
    from_ = seen.referral.area
    roles = tuple(roles_in(from_, by.pk))
    _refuse(ownership.reason_against_deciding(seen, still_open=True))
    _refuse(
        rules.reason_against_offering(
            stage=seen.referral.stage, roles=roles, same_area=to.pk == from_.pk, reason=reason
        )
    )
    readers = _readers(to)
    made = Offer(
        case=seen.referral, reference=seen.referral.reference, from_area=from_, to_area=to, offered_by=by,
        offered_at=clock.now(), seen_until=_sight_of(seen.referral.pk, readers),
    )  # fmt: skip
    made.seal(seen.key, reason=reason.strip())
    _share(seen, readers)
    Line.objects.filter(case=seen.referral).update(offered_to=to)
    history = _note(seen, rules.OFFER, _("To %(area)s: %(reason)s") % {"area": to.name, "reason": reason.strip()})
    made.save(force_insert=True)
    for agency in {post.agency_id: post.agency for post in readers}.values():
        disclosures.to_agency(seen.referral, seen.key, "offer", agency, of_act=made.id, by=by)
    due.make(KINDS["offer_answer"], seen.referral, history, waits_for=to)
    for post in readers:
        actions.tell_holders(post, QUEUE)
    return made


@transaction.atomic
def accept(offer_id: UUID, *, by: Staff) -> None:
    """Become the owner of what is offered; the area that was sees it no more. Raises as ``decline`` does."""
    made, seen = _open(offer_id, by)
    _refuse(rules.reason_against_answering(roles=tuple(roles_in(made.to_area, by.pk)), accepts=True, reason=""))
    ownership.refuse_new_decisions(by)
    _answer(made, seen, "accepted", "")
    seen.referral.area = made.to_area
    seen.referral.save(update_fields=["area"])
    Line.objects.filter(case=seen.referral).update(area=made.to_area, offered_to=None)
    from_to = {"from": made.from_area.name, "to": made.to_area.name}
    _note(seen, rules.ACCEPT, _("From %(from)s to %(to)s.") % from_to)
    due.end("find_the_area", seen.referral)
    _deliver_to_both(seen)
    ownership.passed(seen, made.from_area, _danger_told_at(seen.referral))
    _tell(made.from_area)
    # The keys last: what stands above asks for them.
    for thing in (*_reporters(seen.referral), seen.referral.pk):
        _end_sight(thing, Post.objects.exclude(area=made.to_area))


@transaction.atomic
def decline(offer_id: UUID, reason: str, *, by: Staff) -> None:
    """Leave a concern with the area that offers it, which hears why.

    Raises queries.NotFound for a stranger, and NotAllowed with a sentence, also where somebody was first.
    """
    made, seen = _open(offer_id, by)
    roles = tuple(roles_in(made.to_area, by.pk))
    _refuse(rules.reason_against_answering(roles=roles, accepts=False, reason=reason))
    _answer(made, seen, "declined", reason.strip())
    _note(seen, rules.DECLINE, _("%(area)s: %(reason)s") % {"area": made.to_area.name, "reason": reason.strip()})
    _tell(made.from_area)
    _leave_it_where_it_is(made, seen)


@transaction.atomic
def withdraw(offer_id: UUID, *, by: Staff) -> None:
    """Take an offer back; the other area sees the concern no more. Raises as ``decline`` does."""
    made, seen = _open(offer_id, by)
    if READER not in roles_in(made.from_area, by.pk):
        raise NotAllowed(_("This is for the intake officer of the area that owns the concern."))
    _answer(made, seen, "withdrawn", "")
    _note(seen, rules.WITHDRAW, _("It had been offered to %(area)s.") % {"area": made.to_area.name})
    _leave_it_where_it_is(made, seen)


def _deliver_to_both(seen: Seen) -> None:
    """Share what was accepted with the new area's police where that was promised (rules/at_once)."""
    police = at_once.police_for_accepted(seen)
    for post in police:
        give(seen.referral.pk, seen.key, post)
    if police:
        step = _note(seen, delivery.DELIVER, at_once.in_words(police))
        for agency in {post.agency_id: post.agency for post in police}.values():
            disclosures.to_agency(seen.referral, seen.key, "deliver_at_once", agency, of_act=step.id, by=seen.staff)


def _open(offer_id: UUID, by: Staff) -> tuple[Offer, Seen]:
    """Return an offer that nobody has answered, and its case locked: of two who answer at once the second waits here.

    Raises queries.NotFound, and NotAllowed with the name of who was first.
    """
    found = Offer.objects.filter(pk=offer_id).select_related("from_area", "to_area", "answered_by")
    made = found.first()
    if made is None:
        raise queries.NotFound
    try:
        seen = queries.find(by, made.case_id, lock=True)
    except queries.NotFound:
        # Whoever was first may have ended one's sight of the case; of the offer both areas know.
        seen = None
    made = found.get()
    if made.answer and made.answered_by:
        raise NotAllowed(_(rules.ANSWERED[made.answer]).format(name=made.answered_by.name))
    if seen is None:
        raise queries.NotFound
    return made, seen


def _answer(made: Offer, seen: Seen, answer: str, reason: str) -> None:
    made.answer, made.answered_by, made.answered_at = answer, seen.staff, clock.now()
    made.seal(seen.key, answer_reason=reason)
    made.save(update_fields=["answer", "answered_by", "answered_at", "answer_reason"])
    due.end("offer_answer", seen.referral)


def _leave_it_where_it_is(made: Offer, seen: Seen) -> None:
    """End the other area's sight, but for what it sees anyway because it reads for the first one out of hours."""
    Line.objects.filter(case=seen.referral).update(offered_to=None)
    offered = [row for row in disclosed.live(seen.referral) if row.of_act == made.id]
    disclosures.end(offered, seen.key, by=seen.staff)
    of_theirs = Post.objects.filter(area=made.to_area)
    for reporter in _reporters(seen.referral):
        _end_sight(reporter, of_theirs)
    if made.seen_until and made.seen_until > clock.now():
        for post in of_theirs.filter(pk__in=seen_by(seen.referral.pk)):
            give(seen.referral.pk, seen.key, post, ends_at=made.seen_until)
    else:
        _end_sight(seen.referral.pk, of_theirs)


def _share(seen: Seen, readers: Iterable[Post]) -> None:
    """Give the other area's intake the case, and the keys of who told us, which nobody there opens before accepting."""
    for post in readers:
        give(seen.referral.pk, seen.key, post)
        for reporter in _reporters(seen.referral):
            key = case_key(reporter)
            if key is not None:
                give(reporter, key, post)


def _end_sight(thing: UUID, posts: Iterable[Post]) -> None:
    wanted = {post.pk for post in posts} & set(seen_by(thing))
    if wanted:
        take_back_all(thing, wanted)


def _sight_of(case_id: UUID, readers: Iterable[Post]) -> datetime | None:
    """Return until when the other area's intake sees a case anyway, or None."""
    until = seen_by(case_id)
    return max((until[post.pk] for post in readers if post.pk in until), default=None)


def _reporters(referral: Referral) -> list[UUID]:
    """Return the ids of who told the concerns of a case, as far as whoever acts holds their keys."""
    return [row.pk for row in of_concerns(referral.lines.values_list("id", flat=True))]


def _danger_told_at(referral: Referral) -> list[datetime]:
    later = Message.objects.filter(case=referral, hurt_told=True).values_list("received_at", flat=True)
    return [referral.received_at, *later] if referral.hurt_told else list(later)


def _readers(area: Area) -> list[Post]:
    readers = list(posts_with(area, (READER,)).select_related("agency"))
    if not readers:
        raise NotAllowed(_("Nobody in %(area)s has the post that reads concerns.") % {"area": area.name})
    return readers


def _tell(area: Area) -> None:
    for post in posts_with(area, (READER,)):
        actions.tell_holders(post, QUEUE)


def _note(seen: Seen, step: rules.Step, reason: str) -> History:
    return actions.note_step(seen, step.word, step.verb, reason, role=READER)


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise NotAllowed(_(sentence))
