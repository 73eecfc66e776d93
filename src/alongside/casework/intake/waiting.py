"""The queue of concerns to read: one page of it, its counts and its filters. No filter finds a person.

The database orders and groups by what is in the clear; only the concerns on the page itself are opened, for the name
that somebody gave. Concerns in the same words are one line, led by the one that came first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework.audit import actions as audit
from alongside.casework.due.models import Due
from alongside.casework.keys.actions import case_keys
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import queue as rules
from alongside.casework.rules import timescales
from alongside.commons import clock
from alongside.commons.words import _ as marked

from . import offers

A_PAGE = 25
HOUR = timedelta(hours=1)

SHOWN = {
    "": marked("All"),
    "hurt": marked("Somebody could be hurt"),
    "overdue": marked("Overdue"),
    "unplaced": marked("Area not known"),
    "later": marked("Many from one source"),
}
"""What a page can be narrowed to: the word in the address, and the words on the link."""


@dataclass(frozen=True)
class Line:
    """One line of the queue: a concern, or the first of several in the same words."""

    id: UUID
    called: str
    area: str
    received_at: datetime
    waits: str
    due: str
    overdue: bool
    why: str
    hurt: bool
    same: int
    offered_to: str
    place_it: str

    @property
    def closes_together(self) -> bool:
        return self.same >= rules.MANY


@dataclass(frozen=True)
class Counts:
    """How many concerns wait, and of them how many of each kind."""

    all: int
    hurt: int
    overdue: int
    unplaced: int
    later: int


def waiting(staff: Staff) -> QuerySet[Referral]:
    """Return every concern that somebody sees and nobody has decided on, in no order, but for those of other areas
    that are offered to theirs: these have a list of their own.
    """
    seen = Referral.objects.visible_to(staff.pk).filter(stage="received").exclude(offers.to_judge(staff))
    return seen.order_by()


def counts(staff: Staff) -> Counts:
    narrowed = {word: Count("id", filter=condition) for word, condition in _conditions().items() if word}
    return Counts(**waiting(staff).aggregate(all=Count("id"), **narrowed))


def areas(staff: Staff) -> list[Area]:
    """Return the areas of what waits: more than one for who reads in several, or covers another."""
    return list(Area.objects.filter(pk__in=waiting(staff).values("area_id")))


def page(staff: Staff, number: str | None, *, show: str = "", area: str = "") -> tuple[Page[Any], list[Line]]:
    """Return one page of lines, in order, and note the looking as one leaf."""
    found = waiting(staff).filter(_conditions().get(show, Q()))
    if area:
        found = found.filter(area__code=area)
    pages = Paginator(_in_lines(found), A_PAGE).get_page(number)
    return pages, _lines(staff, list(pages))


def _conditions() -> dict[str, Q]:
    return {
        "": Q(),
        "hurt": Q(hurt_told=True),
        "overdue": Q(due_on__lt=clock.today()),
        "unplaced": Q(pk__in=Due.objects.open().filter(kind="find_the_area").values("case_id")),
        "later": Q(place__later=True),
    }


def _in_lines(found: QuerySet[Referral]) -> QuerySet[Any]:
    """Return the first concern of each line with how many it stands for (`same`), what comes first first."""
    mark = Case(When(hurt_told=False, offer_to=None, then=F("place__words")))
    found = found.annotate(offer_to=offers.to_area_of(OuterRef("pk")), place_by=_place_by(OuterRef("pk")))
    found = found.annotate(line=Coalesce(mark, F("id")), later=Coalesce(F("place__later"), False))
    lines = found.annotate(
        number=Window(RowNumber(), partition_by=[F("line")], order_by=[F("received_at"), F("id")]),
        same=Window(Count("id"), partition_by=[F("line")]),
    )
    return lines.filter(number=1).select_related("area").order_by("-hurt_told", "later", "received_at", "id")


def _place_by(case: OuterRef) -> Subquery:
    """Return the day by which the area of a case has to be found, for a query of cases; none where it is known."""
    return Subquery(Due.objects.open().filter(case=case, kind="find_the_area").values("due_on")[:1])


def _lines(staff: Staff, referrals: list[Any]) -> list[Line]:
    keys, now = case_keys([each.id for each in referrals]), clock.now()
    lines = [_line(Seen(each, keys[each.id], staff, ()), each, now) for each in referrals if each.id in keys]
    if lines:
        audit.note("listed", [line.id for line in lines], by=staff.pk)
    return lines


def _line(seen: Seen, referral: Any, now: datetime) -> Line:
    today, due = clock.today(), referral.due_on
    return Line(
        referral.id,
        seen.called,
        referral.area.name,
        referral.received_at,
        waits_in_words(now - referral.received_at),
        timescales.overdue_in_words(due, today) if due else "",
        bool(due and due < today),
        rules.why_here(hurt=referral.hurt_told, later=referral.later),
        referral.hurt_told,
        referral.same,
        referral.offer_to or "",
        timescales.overdue_in_words(referral.place_by, today) if referral.place_by else "",
    )


def waits_in_words(waited: timedelta) -> str:
    """How long something has waited, in the largest unit that says it."""
    if waited < HOUR:
        minutes = max(0, int(waited.total_seconds() // 60))
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    if waited < 24 * HOUR:
        hours = int(waited / HOUR)
        return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    return ngettext("%(num)s day", "%(num)s days", waited.days) % {"num": waited.days}


def shown_as(word: str) -> str:
    return _(SHOWN[word])
