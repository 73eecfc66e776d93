"""What pages ask: what the person is called, which earlier referrals were shown, which are of the same person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import areas_of, posts_with
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen, text_of
from alongside.casework.referrals.timeline import Moment
from alongside.casework.rules import closure, journey
from alongside.casework.rules import people as rules
from alongside.casework.rules.roles import named as named_roles
from alongside.commons import clock

from . import register
from .matching import Described
from .models import LookUp, Named, Reading, Saying, Shown


@dataclass(frozen=True)
class OfPerson:
    """What the person of a referral is called, whether the spelling is unsure, in which language we write to them."""

    described: Described
    unsure: bool
    language: str = ""


@dataclass(frozen=True)
class Fact:
    """An earlier referral as dated facts, for somebody who may hold no grant of it (R-04): nothing of what was told."""

    other: UUID
    reference: str
    received_at: datetime
    stage: str
    outcome: str
    closed_at: datetime | None
    area: str
    asks: list[str]


@dataclass(frozen=True)
class Said:
    """A standing or undone saying, for the page: of which referral, by whom, when, why."""

    id: UUID
    fact: Fact | None
    same: bool
    by: str
    at: datetime
    reason: str
    undone_by: str
    undone_at: datetime | None
    why_undone: str
    is_here: bool


@dataclass(frozen=True)
class Page:
    """The page "Is this the same person?" of one referral."""

    named: OfPerson | None
    waiting: list[Fact]
    said: list[Said]
    last: LookUp | None
    may_ask: bool


@dataclass(frozen=True)
class Wording:
    """One time that it was written down: what, by whom, when."""

    named: OfPerson
    by: str
    at: datetime


def named(seen: Seen) -> OfPerson | None:
    row = newest(seen.referral)
    return _opened(row, seen.key) if row else None


def newest(referral: Referral) -> Named | None:
    """Return the wording that holds."""
    return Named.objects.filter(case=referral).select_related("written_by").first()


def number_of(row: Named | None) -> str:
    """Return what a page says that it was drawn from: the number of a wording, 0 before the first."""
    return str(row.number if row else 0)


def wordings(seen: Seen) -> list[Wording]:
    """Return every wording, the one that holds first."""
    rows = Named.objects.filter(case=seen.referral).select_related("written_by")
    return [Wording(_opened(row, seen.key), row.written_by.name, row.written_at) for row in rows]


def _opened(row: Named, key: bytes) -> OfPerson:
    said = json.loads(row.opened(key, "said"))
    return OfPerson(register.from_json(said["described"]), said["unsure"], said.get("language", ""))


def language_of(seen: Seen) -> str:
    """Return the language of every notice and letter to the person; English while nobody has asked."""
    row = named(seen)
    return row.language if row and row.language in rules.LANGUAGES else rules.FIRST_LANGUAGE


def looked_lately() -> tuple[int, ...]:
    """Return how often whoever is looking has looked, in each of the periods of the limit."""
    with connection.cursor() as cursor:
        counts = []
        for _most, period in rules.AT_MOST:
            cursor.execute("SELECT public.people_looked_since(%s)", [clock.now() - period])
            counts.append(int(cursor.fetchone()[0]))
    return tuple(counts)


def page(seen: Seen) -> Page:
    """Return everything for the page; shown as long as nobody said same or not, in the order in which they came."""
    facts = facts_of(seen.referral.id)
    said = _said(seen, facts)
    decided = {each.fact.other for each in said if each.fact and each.undone_at is None}
    last = LookUp.objects.filter(case=seen.referral).order_by("-asked_at").first()
    shown = set(last.shown.values_list("other", flat=True)) if last else set()
    linked = {other for other, _saying in one_with(seen.referral.id)}
    waiting = [fact for fact in facts.values() if fact.other in shown - decided - linked]
    return Page(named(seen), waiting, said, last, bool(set(rules.ASKS) & set(seen.roles)))


def facts_of(case_id: UUID) -> dict[UUID, Fact]:
    """Return the dated facts of what was shown for a referral or is one person's with it, what came first first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT other, reference, received_at, stage, closed_at, closure_code, area_id"
            " FROM public.people_facts(%s) ORDER BY received_at, reference",
            [case_id],
        )
        rows = cursor.fetchall()
    areas = {area.pk: area for area in Area.objects.filter(pk__in=[row[6] for row in rows])}
    return {row[0]: _fact(row, areas[row[6]]) for row in rows}


def _fact(row: tuple[Any, ...], area: Area) -> Fact:
    other, reference, received_at, stage, closed_at, code, _area = row
    outcome = closure.CODES[code].label if code and not closure.CODES[code].restricted else ""
    return Fact(
        other, reference, received_at, journey.STAGES[stage].label, outcome, closed_at, area.name, _who_to_ask(area)
    )


def _who_to_ask(area: Area) -> list[str]:
    """Return whom to ask about a referral of an area: who holds the posts that own it from triage on."""
    today = clock.today()
    return [
        f"{holding.staff.name} ({named_roles((post.role,))}), {holding.staff.email}"
        for post in posts_with(area, ("coordinator",)).order_by("id")
        for holding in post.holdings.on(today).select_related("staff")
    ]


def one_with(case_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return the referrals that are one person's with this one, each with the saying that leads to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT other, saying FROM public.people_one_with(%s)", [case_id])
        return cursor.fetchall()


def has_earlier(referral: Referral) -> bool:
    """Say whether an earlier referral that is still kept is said to be of the same person."""
    linked = {other for other, _saying in one_with(referral.id)}
    facts = facts_of(referral.id) if linked else {}
    return any(fact.received_at < referral.received_at for other, fact in facts.items() if other in linked)


def looked_and_none(referral: Referral) -> bool:
    """Say whether a look-up was made for what the person is called now, and everything it showed is another person."""
    last = LookUp.objects.filter(case=referral).order_by("-asked_at").first()
    written = Named.objects.filter(case=referral).values_list("written_at", flat=True).first()
    if last is None or written is None or last.asked_at < written or last.more:
        return False
    return not waits_for_an_answer(referral)


def nobody_to_look_for(referral: Referral, key: bytes) -> bool:
    """Say whether what was told names nobody, and nobody has written a name since: before a referral is opened."""
    if referral.stage != "received" or Named.objects.filter(case=referral).exists():
        return False
    try:
        return not json.loads(referral.opened(key, "person")).get("called")
    except vault.DoesNotOpen:  # what cannot be read may have named somebody
        return False


def waits_for_an_answer(referral: Referral) -> bool:
    """Say whether a look-up showed an earlier referral of which nobody has said yet that it is another person's."""
    others = set(Shown.objects.filter(case=referral).values_list("other", flat=True))
    known = set(facts_of(referral.id)) if others else set()
    denials = Saying.objects.filter(same=False, undone_at=None)
    denied = set(denials.filter(case=referral).values_list("other", flat=True))
    denied |= set(denials.filter(other=referral.id).values_list("case_id", flat=True))
    return not (others & known) <= denied


def _said(seen: Seen, facts: dict[UUID, Fact]) -> list[Said]:
    here = Saying.objects.filter(case=seen.referral).select_related("said_by", "undone_by")
    there = Saying.objects.filter(other=seen.referral.id).select_related("said_by", "undone_by")
    return [_line(row, seen, facts, is_here=True) for row in here] + [
        _line(row, seen, facts, is_here=False) for row in there
    ]


def _line(row: Saying, seen: Seen, facts: dict[UUID, Fact], *, is_here: bool) -> Said:
    """Return a saying in words; its reasons are sealed under the key of the referral at which it was said."""
    return Said(
        row.id, facts.get(row.other if is_here else row.case_id), row.same, row.said_by.name, row.said_at,
        text_of(row, seen.key, "reason") if is_here else "", row.undone_by.name if row.undone_by else "",
        row.undone_at, text_of(row, seen.key, "why_undone") if is_here else "", is_here,
    )  # fmt: skip


def earlier(seen: Seen) -> dict[str, Any]:
    """Return what the case page shows: earlier and later referrals of the person, and what was taken back."""
    linked = one_with(seen.referral.id)
    facts = facts_of(seen.referral.id) if linked else {}
    undone = [line for line in _said(seen, facts) if line.undone_at and line.same]
    return {
        "named": named(seen),
        "facts": [fact for other, fact in facts.items() if other in dict(linked)],
        "undone": undone,
        "may_ask": bool(set(rules.ASKS) & set(seen.roles)),
    }


def story(seen: Seen) -> Iterator[Moment]:
    """Tell of the other referrals of the person as dated facts with their outcomes (R-04)."""
    linked = {other for other, _saying in one_with(seen.referral.id)}
    facts = facts_of(seen.referral.id) if linked else {}
    for fact in (fact for other, fact in facts.items() if other in linked):
        where = {"reference": fact.reference, "area": fact.area}
        came = _("Another referral of this person was received: %(reference)s, %(area)s") % where
        yield Moment(fact.received_at, came)
        if fact.closed_at:
            ended = _("Another referral of this person was closed: %(reference)s, %(area)s") % where
            yield Moment(fact.closed_at, ended, note=_(fact.outcome) if fact.outcome else "")


def note_reading(seen: Seen) -> None:
    """Note that whoever looks has read what sayings show here, so that undoing one tells them."""
    for _other, saying in one_with(seen.referral.id):
        if not Reading.objects.filter(case=seen.referral, saying_id=saying, read_by=seen.staff).exists():
            row = Reading(case=seen.referral, saying_id=saying, read_by=seen.staff, read_at=clock.now())
            Reading.objects.bulk_create([row], ignore_conflicts=True)


@dataclass(frozen=True)
class Reviewed:
    """One look-up for its monthly review: who, when, for which referral, how many it showed. No name of a person."""

    at: datetime
    by: str
    reference: str
    shown: int


def areas_to_review(staff: Staff) -> Iterable[Area]:
    codes = areas_of(staff.pk, rules.REVIEWS, on=clock.today())
    return Area.objects.filter(code__in=codes).order_by("name")


def to_review(staff: Staff, area: Area, since: date, until: date) -> list[Reviewed]:
    """Return the look-ups of an area from one day to before another, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked_at, asked_by, reference, shown FROM public.people_to_review(%s, %s, %s)",
            [area.pk, since, until],
        )
        rows = cursor.fetchall()
    names = dict(Staff.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "name"))
    audit.note("reviewed look-ups", [area.pk], by=staff.pk)
    return [Reviewed(at, names.get(by, ""), reference, shown) for at, by, reference, shown in rows]
