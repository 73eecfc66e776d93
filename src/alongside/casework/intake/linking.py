"""Link a concern that waits to an open referral about the same person, and take that back, with nothing lost.

The referral is named by its reference, never chosen from a list. Who can read it links at once; else its owner (the
police posts that have it) is asked and accepts. The concern keeps its own sealed copy and its history, closed; what it
says is sealed anew under the referral's key, and what it is answered by and what comes later goes to that inbox.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.disclosures import queries as disclosed
from alongside.casework.documents.models import Document
from alongside.casework.keys import vault
from alongside.casework.keys.actions import give, posts_that_see, take_back
from alongside.casework.organisation.models import Agency, Post, Staff
from alongside.casework.organisation.queries import posts_held, posts_with
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import at_once, inbox, lines, ownership, queries
from alongside.casework.referrals.models import History, Line, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.reporters import actions as reporters
from alongside.casework.rules import journey, passing
from alongside.casework.rules.closure import LIVES_ON
from alongside.casework.rules.who_may_see import POLICE
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import answers
from .models import Answer, Link, LinkAsking, LinkRead, Message

OF_INTAKE = ("answer_to", "answer_key")
NO_SUCH = "No open referral has this reference. Check it with whoever gave it to you."


@dataclass(frozen=True)
class Named:
    """An open referral that somebody named by its reference: its id, and the posts that own it."""

    id: UUID
    posts: tuple[UUID, ...]


@transaction.atomic
def link_or_ask(concern_case: UUID, reference: str, reason: str, *, by: Staff) -> Link | LinkAsking:
    """Link a waiting concern to the referral of this reference; where ``by`` cannot read it, ask its owner.

    Raises queries.NotFound for the concern, and NotAllowed with a sentence.
    """
    named = _named(reference)
    seen = _waiting(concern_case, by, [named.id] if named else [])
    if named is None or named.id == seen.referral.id:
        raise NotAllowed(_(NO_SUCH))
    if not reason.strip():
        raise NotAllowed(_("Write why you think that it is about the same person."))
    target = _read_by(by, named.id)
    if target:
        return _link(seen, target, reason.strip(), named.posts)
    return _ask(seen, named, reason.strip())


def _waiting(concern_case: UUID, by: Staff, others: Iterable[UUID] = ()) -> Seen:
    """Return a concern that waits, locked with the referrals that play a part. Raises NotFound and NotAllowed."""
    _lock(concern_case, *others)
    seen = queries.find(by, concern_case)
    if "intake" not in seen.roles:
        raise queries.NotFound
    if seen.referral.stage != "received":
        raise NotAllowed(_("Somebody has decided on this concern already. Look at it again."))
    if refusal := ownership.reason_against_deciding(seen):
        raise NotAllowed(refusal)
    return seen


def _lock(*ids: UUID) -> None:
    """Lock referrals in one order, whoever links what to which: two at once wait for each other and neither hangs."""
    list(Referral.objects.select_for_update().filter(id__in=ids).order_by("id").values_list("id", flat=True))


def _named(reference: str) -> Named | None:
    """Return the open referral of a reference, however it is typed; the database answers to intake alone."""
    typed = "".join(letter for letter in reference.upper() if letter.isalnum()).translate(str.maketrans("OIL", "011"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, posts FROM public.intake_open_referral(%s)", [f"{typed[:4]}-{typed[4:]}"])
        row = cursor.fetchone()
    return Named(row[0], tuple(row[1])) if row else None


def _read_by(staff: Staff, case_id: UUID) -> Seen | None:
    try:
        seen = queries.find(staff, case_id)
    except queries.NotFound:
        return None
    return seen if "concern" in queries.sees(seen) else None


# ------------------------------------------------------------------------------------------------------------ asking


def _ask(seen: Seen, named: Named, reason: str) -> LinkAsking:
    """Ask the owner. They see the concern for it, as whoever gives a second signature sees what it rests on."""
    owners = list(Post.objects.filter(id__in=named.posts))
    if not owners:
        raise NotAllowed(_("Nobody owns that referral now. Its coordinator has to see to that first."))
    _ask_no_more(seen)
    asking = LinkAsking(case=seen.referral, to_referral=named.id, asked_by=seen.staff, asked_at=clock.now())
    asking.seal(seen.key, reason=reason)
    asking.save(force_insert=True)
    _share(seen, owners, of_act=asking.id)
    for post in owners:
        referrals.tell_holders(post, f"/intake/{seen.referral.id}/link/{asking.id}/")
    audit.note("asked to link", [seen.referral.id, named.id], by=seen.staff.pk)
    return asking


def _ask_no_more(seen: Seen) -> None:
    """End what was asked of an owner before: one is asked at a time, and sees the concern no longer than that."""
    asked = LinkAsking.objects.filter(case=seen.referral, answered_at=None)
    if asked.update(answered_by=seen.staff, answered_at=clock.now()):
        _share_no_longer(seen, _owners(seen))


def after_a_move(referral: Referral, history: History, key: bytes) -> None:
    """End what was asked where intake decided otherwise; where it opened a referral itself, that move shares it."""
    if history.leaves != "received" or history.move == "link" or history.made_by is None:
        return
    if history.enters == "closed":
        _ask_no_more(Seen(referral, key, history.made_by, ()))
    LinkAsking.objects.filter(case=referral, answered_at=None).update(
        answered_by=history.made_by, answered_at=history.made_at
    )


def answer(concern_case: UUID, asking_id: UUID, accepted: bool, why: str, *, by: Staff) -> Link | LinkAsking:
    """Accept or refuse what intake asks. Raises queries.NotFound and NotAllowed."""
    if accepted:
        return accept(concern_case, asking_id, by=by)
    return refuse(concern_case, asking_id, why, by=by)


@transaction.atomic
def accept(concern_case: UUID, asking_id: UUID, *, by: Staff) -> Link:
    """Take a concern into one's own referral, as intake asked. Raises queries.NotFound and NotAllowed."""
    seen, target, asking = _asked(concern_case, asking_id, by)
    if seen.referral.stage != "received":
        raise NotAllowed(_("Intake has decided on this concern otherwise. There is nothing left to accept."))
    _answer(seen, asking, by, accepted=True)
    return _link(seen, target, asking.opened(seen.key, "reason"), _owners(target), asked_by=asking.asked_by)


@transaction.atomic
def refuse(concern_case: UUID, asking_id: UUID, why: str, *, by: Staff) -> LinkAsking:
    """Say that it is about somebody else: the concern stays where it is. Raises queries.NotFound and NotAllowed."""
    seen, target, asking = _asked(concern_case, asking_id, by)
    if not why.strip():
        raise NotAllowed(_("Write why it is not about this person, for whoever reads it next."))
    _answer(seen, asking, by, accepted=False, why=why.strip())
    asker, path = asking.asked_by, f"/referrals/{concern_case}/"
    audit.note("refused a link", [concern_case, target.referral.id], by=by.pk)
    outbox.queue(asker, "waiting", path)
    _share_no_longer(seen, _owners(target))
    return asking


def to_answer(concern_case: UUID, asking_id: UUID, *, by: Staff) -> tuple[Seen, LinkAsking]:
    """Return the referral of whoever is asked, and what they are asked. Raises queries.NotFound."""
    asking = LinkAsking.objects.filter(pk=asking_id, case=concern_case, answered_at=None).first()
    if asking is None:
        raise queries.NotFound
    target = queries.find(by, asking.to_referral)
    if not set(target.roles) & set(POLICE):
        raise queries.NotFound
    return target, asking


def _asked(concern_case: UUID, asking_id: UUID, by: Staff) -> tuple[Seen, Seen, LinkAsking]:
    asking = LinkAsking.objects.filter(pk=asking_id, case=concern_case).first()
    if asking is None:
        raise queries.NotFound
    _lock(concern_case, asking.to_referral)
    asking.refresh_from_db()
    target = queries.find(by, asking.to_referral)
    if not set(target.roles) & set(POLICE):
        raise queries.NotFound
    if asking.answered_at:
        raise NotAllowed(_("A colleague was first: this is answered already."))
    return queries.find(by, concern_case), target, asking


def _answer(seen: Seen, asking: LinkAsking, by: Staff, *, accepted: bool, why: str = "") -> None:
    asking.answered_by, asking.answered_at, asking.accepted = by, clock.now(), accepted
    asking.seal(seen.key, answer=why)
    asking.save(update_fields=["answered_by", "answered_at", "accepted", "answer"])


# ----------------------------------------------------------------------------------------------------------- linking


def _link(seen: Seen, target: Seen, reason: str, owners: Iterable[UUID], *, asked_by: Staff | None = None) -> Link:
    if target.referral.closed_at or target.referral.stage == "received":
        raise NotAllowed(_(NO_SUCH))
    before, now = seen.referral, clock.now()
    link = Link(
        case=target.referral, from_referral=before.id, linked_by=asked_by or seen.staff, linked_at=now,
        entered_at=before.entered_at, due_on=before.due_on,
    )  # fmt: skip
    link.seal(target.key, told=json.dumps(_told(seen), ensure_ascii=False), reason=reason)
    link.save(force_insert=True)
    referrals.make_move(before.id, "link", by=seen.staff, reason=reason, closure_code=LIVES_ON, asked_by=asked_by)
    told_of = list(before.concerns.values_list("id", flat=True))
    _carry(told_of, seen, target)
    _share(seen, list(Post.objects.filter(id__in=list(owners))), of_act=link.id)
    _add(link, target, told_of, reason, hurt_told=before.hurt_told)
    _note(target, passing.LINKED_HERE, f"{before.reference}: {reason}")
    return link


def _note(target: Seen, step: passing.Step, reason: str) -> None:
    """Write it into the history of the referral, which moves no stage by it."""
    role = next(role for role in ("intake", *target.roles) if role in target.roles)
    referrals.note_step(target, step.word, step.verb, reason, role=role)


def _told(seen: Seen) -> dict[str, Any]:
    """Return what a concern says and what was answered, as it is sealed under the referral's key."""
    concerns = seen.referral.concerns.order_by("-received_at")
    replies = Answer.objects.filter(case=seen.referral).select_related("made_by")
    return {
        "reference": seen.referral.reference,
        "concerns": [
            {
                "id": str(row.id),
                "received_at": row.received_at.isoformat(),
                "said": json.loads(row.opened(seen.key, "told")),
            }
            for row in concerns
        ],
        "answers": [
            {"by": row.made_by.name, "at": row.made_at.isoformat(), "words": row.opened(seen.key, "words")}
            for row in replies
        ],
    }


def _add(link: Link, target: Seen, told_of: list[UUID], reason: str, *, hurt_told: bool) -> None:
    """Put it before the owner as what came: it waits until somebody has dealt with it."""
    message = Message(
        id=link.id, case=target.referral, concern=told_of[0], act="linked", received_at=link.linked_at,
        hurt_told=hurt_told,
    )  # fmt: skip
    said = json.dumps({"words": reason}).encode()
    message.said = inbox.put_in(inbox.public(target.referral, target.key), said, message.cell)
    message.save(force_insert=True)
    for post in Post.objects.filter(id__in=posts_that_see(target.referral.id), role__in=("intake", "case_manager")):
        referrals.tell_holders(post, f"/referrals/{target.referral.id}/")


def _carry(told_of: list[UUID], source: Seen, target: Seen) -> None:
    """Lead the lines of a concern to another referral, and what came with them. Raises vault.DoesNotOpen."""
    here, there = (source.referral, source.key), (target.referral, target.key)
    # The line is locked first: the intake worker adds nothing to either side meanwhile.
    for line in Line.objects.select_for_update().only("id", "case_id", "place").filter(id__in=told_of):
        lines.carry(line, here, there)
    for message in Message.objects.filter(case=source.referral, concern__in=told_of).exclude(act="linked"):
        message.case, message.said = target.referral, inbox.carry(bytes(message.said), message.cell, here, there)
        message.save(update_fields=["case", "said"])
    files = Document.objects.filter(case=source.referral, concern__in=told_of).defer(*OF_INTAKE)
    for document in files.iterator(chunk_size=1):
        document.case = target.referral
        for column in ("header", "content"):
            sealed, cell = getattr(document, column), vault.Cell("documents_document", column, document.pk)
            setattr(document, column, inbox.carry(bytes(sealed), cell, here, there) if sealed else None)
        document.save(update_fields=["case", "header", "content"])


def _share(seen: Seen, posts: Iterable[Post], *, of_act: UUID) -> None:
    """Let the owners see the concern, and who told it as far as the promise reaches to them."""
    owners, seeing = list(posts), posts_that_see(seen.referral.id)
    for post in owners:
        if post.id not in seeing:
            give(seen.referral.id, seen.key, post)
    inside = disclosed.agencies_inside(seen.referral)
    for agency in Agency.objects.filter(posts__in=owners).exclude(pk__in=inside).distinct():
        disclosures.to_agency(seen.referral, seen.key, "link", agency, of_act=of_act, by=seen.staff)
    reporters.share(seen.referral.concerns.values_list("id", flat=True), owners)


def _share_no_longer(seen: Seen, owners: Iterable[UUID]) -> None:
    # One's own grants last: without them nothing more could be taken back.
    held = set(posts_held(seen.staff.pk).values_list("id", flat=True))
    posts = sorted(Post.objects.filter(id__in=list(owners)), key=lambda post: post.id in held)
    told_of = list(seen.referral.concerns.values_list("id", flat=True))
    linked = [row for row in disclosed.live(seen.referral) if row.act == "link"]
    disclosures.end(linked, seen.key, by=seen.staff)
    reporters.share_no_longer(told_of, posts)
    delivered = at_once.still_theirs(seen.referral)
    for post in posts:
        if post.id not in delivered:
            take_back(seen.referral.id, post)


def _owners(target: Seen) -> tuple[UUID, ...]:
    seeing = Post.objects.filter(id__in=posts_that_see(target.referral.id), role__in=POLICE)
    return tuple(seeing.values_list("id", flat=True))


# ------------------------------------------------------------------------------------------------------- taking back


@transaction.atomic
def undo(link_id: UUID, why: str, *, by: Staff) -> Link:
    """Put a concern back into the queue of intake, its clocks as they were, with all that came for it meanwhile.

    Whoever opened the referral in between is told and listed. Raises queries.NotFound and NotAllowed.
    """
    link = Link.objects.filter(pk=link_id).first()
    if link is None:
        raise queries.NotFound
    _lock(link.case_id, link.from_referral)
    link.refresh_from_db()
    target = queries.find(by, link.case_id)
    if link.undone_at:
        raise NotAllowed(_("A colleague was first: this is taken back already."))
    source = queries.find(by, link.from_referral)
    if not why.strip():
        raise NotAllowed(_("Write why it does not belong to this referral."))
    _put_back(link, source, target, why.strip())
    return link


def _put_back(link: Link, source: Seen, target: Seen, why: str) -> None:
    readers = [row.staff for row in link.reads.select_related("staff")]
    referrals.make_move(source.referral.id, "undo_link", by=source.staff, reason=_with_readers(why, readers))
    Referral.objects.filter(pk=link.from_referral).update(entered_at=link.entered_at, due_on=link.due_on)
    told_of = list(source.referral.concerns.values_list("id", flat=True))
    for post in posts_with(source.referral.area, journey.STAGES["received"].turn):
        give(source.referral.id, source.key, post)
        referrals.tell_holders(post, f"/referrals/{source.referral.id}/")
    reporters.share(told_of, posts_with(source.referral.area, ("intake",)))
    _carry(told_of, target, source)
    _copy_answers(told_of, target, source)
    _end(link, target, why)
    for reader in readers:
        outbox.queue(reader, "waiting", f"/referrals/{target.referral.id}/")
    _note(target, passing.UNLINKED_HERE, _with_readers(f"{source.referral.reference}: {why}", readers))
    _share_no_longer(source, _owners(target))


def _with_readers(why: str, readers: list[Staff]) -> str:
    names = ", ".join(reader.name for reader in readers) or _("nobody")
    return _("%(why)s Read there meanwhile by: %(names)s.") % {"why": f"{why}\n", "names": names}


def _copy_answers(told_of: list[UUID], target: Seen, source: Seen) -> None:
    """Keep with the concern, too, what was answered while it was linked: its teller has read it."""
    for row in Answer.objects.filter(case=target.referral, concern__in=told_of).select_related("made_by"):
        as_sent = json.loads(row.opened(target.key, "as_sent"))
        words = row.opened(target.key, "words")
        said = answers.contents.Reply(words=words, written_at=row.made_at, **as_sent)
        answers.keep(source.referral, source.key, row.concern, said, by=row.made_by)


def _end(link: Link, target: Seen, why: str) -> None:
    """Empty what the concern said under the referral's key; who linked it, why, and who read it stays."""
    link.undone_by, link.undone_at, link.told = target.staff, clock.now(), None
    link.seal(target.key, undone_why=why)
    link.save(update_fields=["undone_by", "undone_at", "told", "undone_why"])
    waits = Message.objects.filter(pk=link.id, handled_at=None)
    waits.update(handled_at=link.undone_at, handled_by=target.staff)


# ----------------------------------------------------------------------------------------------------------- looking


def note_read(seen: Seen) -> None:
    """Note who opened a referral to which something is linked, or the linked concern itself."""
    if "concern" not in queries.sees(seen):
        return
    live = Link.objects.filter(undone_at=None)
    found = live.filter(case=seen.referral) if not _is_linked(seen) else live.filter(from_referral=seen.referral.id)
    LinkRead.objects.bulk_create(
        [LinkRead(case_id=link.case_id, link=link, staff=seen.staff, read_at=clock.now()) for link in found],
        ignore_conflicts=True,
    )


def _is_linked(seen: Seen) -> bool:
    return seen.referral.closure_code == LIVES_ON
