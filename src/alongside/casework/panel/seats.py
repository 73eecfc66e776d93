"""Who reads an item: members from papers out to the end of their window, guests for one, nobody with a conflict."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.keys.actions import (
    OPEN_ENDED,
    case_key,
    give,
    give_to_person,
    take_back,
    take_back_from_person,
)
from alongside.casework.keys.models import Given
from alongside.casework.organisation.models import Post, Staff
from alongside.casework.organisation.queries import posts_held, posts_with
from alongside.casework.referrals import ownership
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import queries
from .models import Action, Attendance, Conflict, Guest, Item, Minutes
from .queries import SeenItem

NOT_FOR = "not_for"
"""What is arranged of an item: the agencies whose members do not sit on it."""
GUEST_KEEPS = timedelta(days=1)
"""How long after the beginning of a meeting a guest's sight of their item lasts."""


def members(item: Item, key: bytes) -> list[Attendance]:
    """Return the seats of those who sit on an item for it alone: of an agency that it is for, no apologies, no
    conflict.
    """
    away, without = item.conflicts.values("staff"), left_out(item, key)
    seats = _seats(item).exclude(answer="apologies").exclude(staff__in=away)
    return [seat for seat in seats if str(seat.post.agency_id) not in without]


def left_out(item: Item, key: bytes) -> frozenset[str]:
    """Return the ids of the agencies whose members do not sit on an item, as whoever prepares it chose."""
    return frozenset(json.loads(item.opened(key, "arranged") or "{}").get(NOT_FOR) or ())


def _seats(item: Item) -> QuerySet[Attendance]:
    """Return every member's seat at the meeting of an item. Who convenes has none: they read no item (domain 10)."""
    seats: QuerySet[Attendance] = Attendance.objects.filter(meeting=item.meeting, post__role__in=rules.sits())
    return seats.select_related("post", "staff__agency")


def may_act(seen: SeenItem, seat: Attendance) -> bool:
    """Say whether an action after an item can be somebody's: who reads the case, or sits on the item."""
    if seen.item.conflicts.filter(staff=seat.staff_id).exists():
        return False
    sits = seat.post.role in rules.sits() and str(seat.post.agency_id) not in left_out(seen.item, seen.key)
    return sits or seat.post.role in rules.keepers()


def open_to_members(item: Item, key: bytes, *, ends_at: datetime = OPEN_ENDED) -> None:
    """Give an item to those who sit on it, until a moment; owners of actions keep it until these are done."""
    keep_open = owners(item)
    for seat in members(item, key):
        give_to_seat(item, key, seat, ends_at=OPEN_ENDED if seat.staff_id in keep_open else ends_at)


def give_to_seat(item: Item, key: bytes, seat: Attendance, *, ends_at: datetime) -> None:
    """Give an item to a member's post, or in person to a stand-in, and where another holder of the post is away."""
    holds = seat.post.holdings.on(clock.today()).filter(staff=seat.staff).exists()
    if holds and not _somebody_is_away(item, seat.post):
        give(item.id, key, seat.post, ends_at=ends_at)
    else:
        give_to_person(item.id, key, seat.staff, ends_at=ends_at)


def begin_to_close(item: Item, key: bytes, ends_at: datetime) -> None:
    """Let the sight of those who sat on an item end at a moment; who sent apologies after papers went out has none."""
    open_to_members(item, key, ends_at=ends_at)
    for seat in _seats(item).filter(answer="apologies"):
        if seat.staff_id not in owners(item):
            take_back(item.id, seat.post)
            take_back_from_person(item.id, seat.staff)


def close_to_members(item: Item) -> None:
    """End the sight of everybody who sees an item and not its case, at once, but for the posts with an action to do.

    Guests, and who sent apologies after papers were out, are among them. One's own seat comes last.
    """
    keep = set(Action.objects.filter(item=item, done_at=None).values_list("owner_id", flat=True))
    mine = {grantee for grant in Given.objects.filter(case_id=item.id) for grantee in (grant.post_id, grant.staff_id)}
    for guest in item.guests.exclude(staff=None).exclude(staff__in=mine).select_related("staff"):
        assert guest.staff is not None
        take_back_from_person(item.id, guest.staff)
    seats = [seat for seat in _seats(item) if seat.post_id not in keep]
    for seat in sorted(seats, key=lambda seat: seat.post_id in mine or seat.staff_id in mine):
        if case_key(item.id) is not None:
            take_back(item.id, seat.post)
        if case_key(item.id) is not None:
            take_back_from_person(item.id, seat.staff)


def owners(item: Item) -> set[UUID]:
    """Return who has something to do after an item that is not done."""
    return set(Action.objects.filter(item=item, done_at=None).values_list("owner_staff_id", flat=True))


def _somebody_is_away(item: Item, post: Post) -> bool:
    """Say whether a holder of a post takes no part: a conflict on the item, or apologies for its meeting."""
    apologies = Attendance.objects.filter(meeting=item.meeting, answer="apologies").values("staff")
    away = Q(staff__in=item.conflicts.values("staff")) | Q(staff__in=apologies)
    return post.holdings.on(clock.today()).filter(away).exists()


@transaction.atomic
def declare_conflict(item_id: UUID, staff: Staff, why: str, *, by: Staff) -> Conflict:
    """Record that somebody takes no part in an item; their sight of it ends with this transaction.

    Anybody declares their own; the chair, and who prepares the paper, those of others. Raises NotFound and NotAllowed.
    """
    seen = queries.find(by, item_id, lock=True)
    if staff.pk != by.pk and not set(seen.roles) & set(rules.PREPARES):
        raise NotAllowed("A conflict of somebody else is recorded by the chair or by who prepares the paper.")
    if not why.strip():
        raise NotAllowed("Write what the conflict is: it is kept with the item.")
    if seen.item.conflicts.filter(staff=staff).exists():
        raise NotAllowed("This conflict is recorded already.")
    row = Conflict(item=seen.item, of_case=seen.item.of_case, staff=staff, declared_by=by, declared_at=clock.now())
    row.seal(seen.key, why=why.strip())
    row.save(force_insert=True)
    audit.note("declared a conflict", [seen.item.of_case, seen.item.id, staff.pk], by=by.pk)
    _close_to(seen, staff)
    return row


def _close_to(seen: SeenItem, staff: Staff) -> None:
    """Take an item from one person, and from a chair the case; other holders of their posts get it in person."""
    item = seen.item
    referral = Referral.objects.filter(pk=item.of_case).select_related("area").first()
    if referral is not None:
        take_the_case_from(referral, staff)
    posts = posts_held(staff.pk).filter(area=item.area)
    _take(item.id, seen.key, {post: _until(item, seen.key, post) for post in posts}, staff)


def carry_conflicts(item: Item, key: bytes) -> None:
    """Keep those away from a new item who declared a conflict on an earlier one of the same case."""
    earlier = Conflict.objects.filter(of_case=item.of_case).exclude(item=item).select_related("staff", "declared_by")
    for row in {row.staff_id: row for row in earlier}.values():
        old_key = case_key(row.item_id)
        new = Conflict(
            item=item, of_case=item.of_case, staff=row.staff, declared_by=row.declared_by, declared_at=row.declared_at
        )
        new.seal(key, why=row.opened(old_key, "why") if old_key else "")
        new.save(force_insert=True)
        posts = posts_held(row.staff_id).filter(area=item.area)
        _take(item.id, key, {post: _until(item, key, post) for post in posts}, row.staff)


def take_the_case_from(referral: Referral, staff: Staff) -> None:
    """Take a case from a chair with a conflict on it; the deputy, or another holder of the post, has it."""
    key = case_key(referral.id)
    if key is not None:
        posts = posts_held(staff.pk).filter(area=referral.area, role__in=rules.CHAIRS)
        _take(referral.id, key, dict.fromkeys(posts, OPEN_ENDED), staff)


def _until(item: Item, key: bytes, post: Post) -> datetime | None:
    """Return until when a post holds an item now, or None where it does not hold it yet, or any more."""
    if post.role in rules.keepers():
        return OPEN_ENDED
    if item.papers_out_at is None or post.id not in {seat.post_id for seat in members(item, key)}:
        return None
    signed = Minutes.objects.filter(item=item).first()
    return rules.window_closes_at(signed.signed_at) if signed else OPEN_ENDED


def _take(thing: UUID, key: bytes, posts: Mapping[Post, datetime | None], staff: Staff) -> None:
    """Take back what somebody holds by these posts and in person. One's own comes last, so it stops where none is.

    Args:
        posts: until when each holds it, so that its other holders can have it in person as long.
    """
    for post, ends_at in posts.items():
        if case_key(thing) is None:
            return
        for holding in post.holdings.on(clock.today()).exclude(staff=staff).select_related("staff"):
            if ends_at is not None:
                give_to_person(thing, key, holding.staff, ends_at=ends_at)
        take_back(thing, post)
    if case_key(thing) is not None:
        take_back_from_person(thing, staff)


@transaction.atomic
def invite_guest(item_id: UUID, name: str, *, by: Staff, account: Staff | None = None) -> Guest:
    """Invite somebody to one item. Who has an account here accepts the statement there, before they read anything.

    Raises NotFound and NotAllowed.
    """
    seen = queries.find(by, item_id, lock=True)
    if not set(seen.roles) & set(rules.CHAIRS):
        raise NotAllowed("The chair invites guests, to one item each.")
    ownership.refuse_new_decisions(by)
    if not name.strip() and account is None:
        raise NotAllowed("Say who comes.")
    guest = Guest(item=seen.item, staff=account, asked_by=by, asked_at=clock.now())
    guest.seal(seen.key, name=name.strip() or (account.name if account else ""))
    guest.save(force_insert=True)
    if account is not None:
        outbox.queue(account, "waiting", f"/panel/guest/{guest.id}/")
    audit.note("invited a guest", [seen.item.of_case, seen.item.id], by=by.pk)
    return guest


@transaction.atomic
def accept_statement(guest_id: UUID, *, by: Staff) -> Guest:
    """Accept the statement of confidentiality for oneself; the chair is told and lets one in. Raises NotFound."""
    guest = Guest.objects.filter(pk=guest_id, staff=by, let_in_at=None).first()
    if guest is None:
        raise queries.NotFound
    if guest.accepted_at is None:
        guest.accepted_at = clock.now()
        guest.save(update_fields=["accepted_at"])
        outbox.queue(guest.asked_by, "waiting", f"/panel/item/{guest.item_id}/")
        audit.note("accepted the statement", [guest.item_id], by=by.pk)
    return guest


@transaction.atomic
def let_in(guest_id: UUID, *, by: Staff, signed_on_paper: bool = False) -> Guest:
    """Let a guest in who accepted the statement, here or on paper: from now to the day after the meeting.

    Raises NotFound and NotAllowed.
    """
    guest = Guest.objects.select_related("staff__agency").filter(pk=guest_id).first()
    if guest is None:
        raise queries.NotFound
    seen = queries.find(by, guest.item_id)
    if not set(seen.roles) & set(rules.CHAIRS):
        raise NotAllowed("The chair lets guests in.")
    ownership.refuse_new_decisions(by)
    if guest.accepted_at is None and not (signed_on_paper and guest.staff is None):
        raise NotAllowed("First they accept the statement of confidentiality.")
    if seen.item.meeting is None or seen.item.papers_out_at is None:
        raise NotAllowed("Its paper is not out yet.")
    guest.accepted_at, guest.let_in_at = guest.accepted_at or clock.now(), clock.now()
    guest.save(update_fields=["accepted_at", "let_in_at"])
    if guest.staff is not None:
        give_to_person(seen.item.id, seen.key, guest.staff, ends_at=seen.item.meeting.starts_at + GUEST_KEEPS)
    _disclosed(guest, seen)
    audit.note("let a guest in", [seen.item.of_case, seen.item.id], by=by.pk)
    return guest


def _disclosed(guest: Guest, seen: SeenItem) -> None:
    """Put the guest into the register of disclosures: an agency where they have an account, else by their name."""
    case = queries.case_of(seen)
    agency = guest.staff.agency if guest.staff else None
    assert seen.item.meeting is not None
    until = (seen.item.meeting.starts_at + GUEST_KEEPS).astimezone(clock.LONDON).date()
    disclosures.by_act(
        case.referral, case.key, "guest", of_act=guest.id, recipient=guest.opened(seen.key, "name"),
        kind=agency.kind if agency else "professional", agency=agency, by=seen.staff, until=until,
    )  # fmt: skip


def who_sees(seen: SeenItem) -> Iterable[tuple[str, str]]:
    """Return name and how, for everybody who reads or will read the paper of an item: for its preview."""
    for post in posts_with(seen.item.area, rules.keepers()):
        for holding in post.holdings.on(clock.today()).select_related("staff"):
            if not seen.item.conflicts.filter(staff=holding.staff).exists():
                yield holding.staff.name, "case"
    for seat in members(seen.item, seen.key):
        yield seat.staff.name, "item"
