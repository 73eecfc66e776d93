"""What pages ask of questions to partners: for whoever asks, for whoever answers, and for the case."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.keys.actions import case_key, case_keys, seen_by
from alongside.casework.keys.models import Given
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.casework.organisation.queries import posts_held, posts_with, roles_in
from alongside.casework.referrals import inbox
from alongside.casework.referrals import queries as referrals
from alongside.casework.referrals.queries import NotFound, Seen, text_of
from alongside.casework.rules import agencies as rules
from alongside.casework.rules.timescales import overdue_in_words
from alongside.commons import clock

from . import files
from .files import File
from .models import Contribution, Link, Request, Said

log = logging.getLogger("alongside.agencies")


@dataclass(frozen=True)
class SeenRequest:
    """A question with the key that opens it, for somebody who asks, is asked, or reads its case."""

    request: Request
    key: bytes
    staff: Staff

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return `about`, `question`, `necessity`, `fields` (words of rules.FIELDS), `basis`, and `whom` where nobody
        with an account is asked.
        """
        return _json(text_of(self.request, self.key, "said"))

    @property
    def answers(self) -> bool:
        """Whether whoever is looking holds the post that is asked."""
        return self.request.to_post_id in _posts(self.staff)

    @property
    def asks(self) -> bool:
        """Whether whoever is looking holds the post to which the answer comes."""
        return self.request.asker_id in _posts(self.staff)

    @property
    def fields(self) -> list[str]:
        return [rules.FIELDS[word] for word in self.asked.get("fields", ()) if word in rules.FIELDS]

    @property
    def basis(self) -> str:
        return rules.LEGAL_BASES.get(self.asked.get("basis", ""), "")

    @property
    def whom(self) -> str:
        """Return whom it asks, in words."""
        return str(self.request.to_post.agency if self.request.to_post else self.asked.get("whom", ""))


def _json(text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {"question": text}


def _posts(staff: Staff) -> set[UUID]:
    return set(posts_held(staff.pk).values_list("id", flat=True))


def find(staff: Staff, request_id: UUID, *, lock: bool = False) -> SeenRequest:
    """Return a question for who asks, who is asked or who reads its case now. Raises NotFound."""
    rows = Request.objects.select_related("area", "asker__agency", "to_post__agency", "asked_by")
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=request_id).first()
    key = (case_key(row.id) or _by_case(row, staff)) if row else None
    if row is None or key is None:
        raise NotFound
    return SeenRequest(row, key, staff)


def _by_case(row: Request, staff: Staff) -> bytes | None:
    """Return a question's key through its case, for those who read the referral there."""
    try:
        seen = referrals.find(staff, row.of_case)
    except NotFound:
        return None
    return opened_by(seen, row) if "referral" in referrals.sees(seen) else None


def opened_by(seen: Seen, row: Request) -> bytes:
    return base64.b64decode(row.opened(seen.key, "opens"))


def look(staff: Staff, request_id: UUID) -> SeenRequest:
    """Return a question, and note that it was looked at, under its case too (R-26). Raises NotFound."""
    seen = find(staff, request_id)
    audit.note("looked at a question to a partner", [seen.request.of_case, seen.request.id], by=staff.pk)
    return seen


# ------------------------------------------------------------------------------------------------------ contributions


@dataclass(frozen=True)
class Version:
    """What a contribution says, or a correction beside it. `kind` and `ground` are in words."""

    kind: str
    ground: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Shown:
    """A contribution for somebody: whose, under which regime, until when, and what it says where they are named.

    `says` is empty for whoever is not named; `ask` then says whom to ask.
    """

    id: UUID
    whose: str
    regime: str
    at: datetime
    until: date
    over: bool
    mine: bool
    says: list[Version]
    ask: list[str]
    readers: list[tuple[str, date]]
    files: list[File]


def contributions(staff: Staff, rows: Iterable[Contribution], whose: str = "") -> list[Shown]:
    """Return contributions as somebody may see them; what was opened leaves one leaf."""
    found = list(rows)
    keys = case_keys(row.id for row in found)
    if keys:
        told = {row.of_case for row in found if row.id in keys}
        audit.note("read a contribution", [*told, *keys], by=staff.pk)
    return [_shown(row, keys.get(row.id), staff, whose) for row in found]


def _shown(row: Contribution, key: bytes | None, staff: Staff, whose: str) -> Shown:
    mine = row.post_id in _posts(staff)
    return Shown(
        id=row.id, whose=row.agency.name if row.agency else whose, regime=rules.REGIMES[row.regime], at=row.given_at,
        until=row.until, over=row.until < clock.today(), mine=mine,
        says=[version(said, key) for said in row.said.select_related("made_by")] if key else [],
        ask=[] if key else whom_to_ask(row), readers=readers(row) if key else [],
        files=files.of(row, key) if key else [],
    )  # fmt: skip


def version(said: Said, key: bytes) -> Version:
    answer = _json(_arrived(said, key) if said.arrived is not None else text_of(said, key, "answer"))
    kind = rules.KINDS.get(answer.get("kind", ""))
    return Version(
        kind=kind.label if kind else "", ground=rules.GROUNDS.get(answer.get("ground", ""), ""),
        words=answer.get("words", ""), by=said.made_by.name if said.made_by else "", at=said.made_at,
    )  # fmt: skip


def _arrived(said: Said, key: bytes) -> str:
    """Return what came by a link, through the link's inbox."""
    link = Link.objects.get(pk=said.contribution_id)
    try:
        return inbox.take_out(link, key, bytes(said.arrived or b""), arrived_at(said.id)).decode()
    except vault.DoesNotOpen:
        log.error("what arrived by link %s does not open", link.pk)
        return "{}"


def arrived_at(said_id: UUID) -> vault.Cell:
    return vault.Cell("agencies_said", "arrived", said_id)


def readers(row: Contribution) -> list[tuple[str, date]]:
    """Return which posts read a contribution and until which day; for whoever reads it."""
    until = seen_by(row.id)
    posts = Post.objects.filter(pk__in=named_in(row)).select_related("agency")
    return [(str(post), last_day(until[post.pk])) for post in posts]


def last_day(ends_at: datetime) -> date:
    """Return the last day of a sight that ends at a moment."""
    return (ends_at - clock.MICROSECOND).astimezone(clock.LONDON).date()


def answers_of(seen: SeenRequest) -> list[str]:
    """Return which answers the asked post has given so far, by their ids."""
    given = Contribution.objects.filter(request=seen.request, post=seen.request.to_post)
    return sorted(str(answer) for answer in given.values_list("pk", flat=True))


def named_in(row: Contribution) -> set[UUID]:
    """Return the posts that an agency named as readers of its contribution, its own not among them."""
    return set(seen_by(row.id)) - {row.post_id}


def whom_to_ask(row: Contribution) -> list[str]:
    """Return who answers for the agency of a contribution, or who asked where nobody there has an account."""
    asked = Request.objects.filter(pk=row.request_id).select_related("asker__agency").first()
    post = row.post or (asked.asker if asked else None)
    if post is None:
        return []
    held = post.holdings.on(clock.today()).select_related("staff")
    return [f"{holding.staff.name} ({post}), {holding.staff.email}" for holding in held]


def of_request(seen: SeenRequest) -> list[Shown]:
    rows = seen.request.contributions.select_related("agency", "post__agency")
    return contributions(seen.staff, rows, seen.whom)


def contribution(staff: Staff, contribution_id: UUID, *, lock: bool = False) -> tuple[Contribution, bytes]:
    """Return a contribution and its key, for whoever is named on it or gave it. Raises NotFound."""
    rows = Contribution.objects.select_related("agency", "post__agency", "area")
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=contribution_id).first()
    key = case_key(contribution_id) if row else None
    if row is None or key is None:
        raise NotFound
    return row, key


# --------------------------------------------------------------------------------------------------------------- lists


@dataclass(frozen=True)
class Row:
    """One question in a list: whom it asks, by when, and how it stands. No contents."""

    id: UUID
    whom: str
    due_on: date
    in_words: str
    state: str
    overdue: bool
    given: list[Shown]


def of_case(seen: Seen) -> dict[str, Any]:
    """Return the part of a referral's page: what was asked of partners, what lies open, what each contributed."""
    if "referral" not in referrals.sees(seen):
        return {"requests": [], "may_ask": False}
    rows = Request.objects.filter(of_case=seen.referral.id).select_related("to_post__agency")
    shown = [_row(SeenRequest(row, opened_by(seen, row), seen.staff)) for row in rows]
    may_ask = bool(set(rules.asks(seen.referral.stage)) & set(seen.roles))
    return {"requests": shown, "may_ask": may_ask}


def of_item(case_id: UUID, staff: Staff) -> dict[str, Any]:
    """Return what agencies let somebody read of a case whose item they sit on: for a panel's papers."""
    held = Given.objects.filter(ends_at__gt=clock.now()).values("case_id")
    rows = Contribution.objects.filter(of_case=case_id, pk__in=held).select_related("agency", "post__agency")
    return {"given": contributions(staff, rows)}


def _row(seen: SeenRequest) -> Row:
    given, row = of_request(seen), seen.request
    is_open = not given and row.ended_at is None
    return Row(
        id=row.id, whom=seen.whom, due_on=row.due_on, state="open" if is_open else "answered" if given else "ended",
        in_words=overdue_in_words(row.due_on, clock.today()) if is_open else "",
        overdue=is_open and row.due_on < clock.today(), given=given,
    )  # fmt: skip


def unanswered() -> QuerySet[Request]:
    return Request.objects.filter(ended_at=None, contributions=None).select_related("asker__agency", "to_post__agency")


def to_answer(staff: Staff) -> list[Request]:
    """Return the questions that wait for an answer of somebody's agency, the earliest first."""
    return list(unanswered().filter(to_post__in=posts_held(staff.pk)))


def answered_by(staff: Staff) -> list[Request]:
    """Return what somebody's agency has answered, the latest first: to correct, or to change who reads it."""
    rows = Request.objects.filter(to_post__in=posts_held(staff.pk), contributions__isnull=False)
    return list(rows.select_related("asker__agency").distinct().order_by("-asked_at"))


def overdue_for(staff: Staff) -> list[Request]:
    """Return the questions of somebody's post whose answer is late, the latest last."""
    return list(unanswered().filter(asker__in=posts_held(staff.pk), due_on__lt=clock.today()))


def partners(seen: Seen) -> QuerySet[Post]:
    """Return the posts that can be asked about a case: those that answer for the other agencies of its area."""
    mine = posts_held(seen.staff.pk).values("agency")
    posts = posts_with(seen.referral.area, rules.ANSWERS).exclude(agency__in=mine)
    return posts.select_related("agency").order_by("agency__name")


def nameable(area: Area, own: Post | None) -> QuerySet[Post]:
    """Return the posts that an agency may name as readers: those of an area that weigh cases, beside its own."""
    posts = posts_with(area, rules.NAMEABLE)
    posts = posts.exclude(pk=own.pk) if own else posts
    return posts.select_related("agency").order_by("agency__name", "role")


def successors(seen: SeenRequest) -> QuerySet[Post]:
    """Return the posts to which a question can be handed over: those that see its case too, in its area."""
    posts = posts_with(seen.request.area, rules.NAMEABLE).exclude(pk=seen.request.asker_id)
    return posts.filter(pk__in=seen_by(seen.request.of_case)).select_related("agency")


def asker_post(seen: Seen) -> Post | None:
    """Return the post in which somebody asks: one of theirs in the area, by a role that asks at this stage."""
    allowed = rules.asks(seen.referral.stage)
    posts = posts_held(seen.staff.pk).filter(area=seen.referral.area, role__in=allowed)
    return posts.select_related("agency").order_by("id").first()


def roles_here(seen: SeenRequest) -> list[str]:
    return roles_in(seen.request.area, seen.staff.pk)


def named_for(staff: Staff) -> list[Contribution]:
    """Return the contributions of other agencies that somebody is named on and may read now, the newest first."""
    held = Given.objects.filter(post__in=posts_held(staff.pk), ends_at__gt=clock.now()).values("case_id")
    rows = Contribution.objects.filter(pk__in=held).exclude(post__in=posts_held(staff.pk))
    return list(rows.select_related("agency").order_by("-given_at"))
