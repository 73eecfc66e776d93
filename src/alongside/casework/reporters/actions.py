"""Keep who told us apart, and open it as was promised. Each opening is a row, an audit leaf and one in the count."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.keys.actions import case_key, give, give_to_person, posts_that_see, take_back
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals.models import Line
from alongside.casework.rules import reporters as rules
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.envelope.contents import Identity
from alongside.commons.envelope.receipt import ALPHABET
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import custodians, queries, tries
from .models import Asking, Opening, Reporter, Tally

NUMBER_LENGTH = 8


@transaction.atomic
def keep(told: Identity, *, envelope_id: UUID, area: Area, offered_to: Area | None = None) -> Reporter:
    """Keep who told a concern, as was promised them. Called by the intake worker; reads no case.

    The reporter's key goes to the area's intake posts, and to those of ``rules.WHEN_OPENED`` that see the case already.
    The line is locked: a move that opens the referral at this moment comes before or after, and shares it then.

    Args:
        offered_to: an area that may become the owner; its intake gets the key too and opens it when it is.

    Raises NotAllowed when nobody in the area has the post that reads concerns.
    """
    posts = list(posts_with(area, rules.AT_ONCE))
    if offered_to:
        posts += posts_with(offered_to, rules.AT_ONCE)
    if not posts:
        raise NotAllowed(f"Nobody in {area.name} has the post that reads concerns. A manager has to make it.")
    posts += _who_has_it_open(told.concern)
    key = vault.new_key()
    reporter = Reporter(
        id=envelope_id, told_of=told.concern, promise=told.promise, number=_new_number(), received_at=clock.now()
    )
    for post in posts:
        give(reporter.id, key, post)
    for custodian in custodians.people(_locked_to(told)):
        give_to_person(reporter.id, key, custodian)
    if told.promise == "named":
        reporter.seal(key, told=contents.to_bytes(told).decode())
    else:
        reporter.locked = told.locked.encode()
    reporter.save(force_insert=True)
    audit.note("kept who told us", [reporter.id], by=None)
    return reporter


def _who_has_it_open(concern_id: UUID) -> list[Post]:
    line = Line.objects.select_for_update(of=("self",)).select_related("area").filter(pk=concern_id).first()
    # Where the police read before a referral is opened, their sight does not say that it is: journey shares it then.
    seeing = posts_that_see(line.case_id) if line and not line.area.both_at_once else []
    return list(Post.objects.filter(id__in=seeing, role__in=rules.WHEN_OPENED))


def share(told_of: Iterable[UUID], posts: Iterable[Post]) -> None:
    """Give posts that the promise names the keys of who told these concerns, as far as whoever is looking has them."""
    wanted = [post for post in posts if post.role in (*rules.AT_ONCE, *rules.WHEN_OPENED)]
    for reporter in queries.of_concerns(told_of):
        key = case_key(reporter.id)
        seeing = posts_that_see(reporter.id) if key else []
        for post in wanted:
            if key and post.id not in seeing:
                give(reporter.id, key, post)


def share_no_longer(told_of: Iterable[UUID], posts: Iterable[Post]) -> None:
    """Take those keys back from posts to which no open referral leads any more; what somebody does not see stays."""
    wanted = [post for post in posts if post.role in rules.WHEN_OPENED]
    for reporter in queries.of_concerns(told_of):
        for post in wanted:
            if post.id in posts_that_see(reporter.id):
                take_back(reporter.id, post)


def _locked_to(told: Identity) -> tuple[str, ...] | None:
    return custodians.locked_to(told.locked.encode()) if told.promise == "in_confidence" else None


def _new_number() -> str:
    """Return a number to say on the telephone to a custodian: 40 random bits that say nothing."""
    text = "".join(secrets.choice(ALPHABET) for _each in range(NUMBER_LENGTH))
    return f"{text[:4]}-{text[4:]}"


@transaction.atomic
def open_named(reporter_id: UUID, reason: str, *, ground: str = "other", by: Staff) -> Identity:
    """Open who gave their name, alone and with a reason; `ground` is its class, for the count.

    Raises queries.NotFound and NotAllowed.
    """
    held = queries.find(by, reporter_id)
    of = queries.case_of(held.reporter, by)
    refusal = rules.reason_against_opening(
        roles=of.roles, stage=of.stage, promise=held.reporter.promise, restricted=of.restricted, reason=reason
    )
    if refusal:
        raise NotAllowed(refusal)
    _note_opening(held, reason, by=by)
    _count(rules.counted_opener(of.roles), ground)
    return held.identity


def ask(number: str, reason: str, phrase: str, *, by: Staff, life_in_danger: bool = False) -> Asking:
    """Ask, as the first of two custodians, to open who told us. The other custodians are told at once that one asks.

    Raises queries.NotFound for a number that this custodian cannot see, and NotAllowed.
    """
    with tries.counted(by), transaction.atomic():
        return _ask(number, reason, phrase, by, life_in_danger)


def _ask(number: str, reason: str, phrase: str, by: Staff, life_in_danger: bool) -> Asking:
    held = queries.find_by_number(by, number)
    if not reason.strip():
        raise NotAllowed(_("Write why you have to know who told us."))
    reporter = held.reporter
    locked = bytes(reporter.locked) if reporter.locked is not None else None
    among = custodians.locked_to(locked) if locked else None
    mine = custodians.unlock(by, phrase, among=among)
    asking = Asking(reporter=reporter, asked_by=by, asked_at=clock.now(), life_in_danger=life_in_danger)
    asking.handed = custodians.hand_on(locked, mine) if locked else None
    asking.seal(held.key, reason=reason.strip())
    asking.save(force_insert=True)
    for custodian in custodians.people(among):
        if custodian.pk != by.pk:
            outbox.queue(custodian, "waiting", tries.TOGETHER)
    audit.note("asked who told us", [reporter.id], by=by.pk)
    return asking


def open_together(asking_id: UUID, reason: str, phrase: str, *, ground: str = "other", by: Staff) -> Identity:
    """Open who told us as the second of two custodians. What it returns is shown once.

    Raises queries.NotFound, and NotAllowed for one's own asking, one that is too old, or a wrong pass phrase.
    """
    with tries.counted(by), transaction.atomic():
        return _open_together(asking_id, reason, phrase, ground, by)


def _open_together(asking_id: UUID, reason: str, phrase: str, ground: str, by: Staff) -> Identity:
    held, asking = queries.find_asking(by, asking_id)
    refusal = rules.reason_against_second(
        first=str(asking.asked_by_id), second=str(by.pk), asked_at=asking.asked_at, now=clock.now(), reason=reason
    )
    if refusal:
        raise NotAllowed(refusal)
    locked = bytes(held.reporter.locked) if held.reporter.locked is not None else None
    mine = custodians.unlock(by, phrase, among=custodians.locked_to(locked) if locked else None)
    told = custodians.open_with(locked, mine, bytes(asking.handed or b"")) if locked else held.identity
    asking.used_at, asking.handed = clock.now(), None
    asking.save(update_fields=["used_at", "handed"])
    _note_opening(held, reason, by=by, asking=asking)
    _count("custodians", ground)
    return told


def _note_opening(held: queries.Held, reason: str, *, by: Staff, asking: Asking | None = None) -> None:
    opening = Opening(reporter=held.reporter, asking=asking, opened_by=by, opened_at=clock.now())
    opening.seal(held.key, reason=reason.strip())
    opening.save(force_insert=True)
    audit.note("opened who told us", [held.reporter.id], by=by.pk)


def _count(opener: str, ground: str) -> None:
    """Count an opening by its day, kind of opener and class of ground, with no link to whose it was."""
    if ground not in rules.GROUNDS:
        raise NotAllowed(_("Choose the ground on which it is opened."))
    Tally.objects.create(opened_on=clock.today(), opener=opener, ground=ground)
