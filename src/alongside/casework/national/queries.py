"""What is to be keyed, what has been, and what the tracker should hold for a month. Read from the history alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Agency, Area, Staff
from alongside.casework.organisation.queries import posts_held, posts_with
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import NotFound, Seen, find, sees, text_of
from alongside.casework.referrals.told import in_words
from alongside.casework.rules import closure, journey
from alongside.casework.rules import national as rules
from alongside.casework.rules.roles import ROLES
from alongside.commons import clock

from .models import Compared, Keyed

A_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One sheet that waits or was ticked: of which case, since when. No name."""

    case_id: UUID
    history_id: UUID
    reference: str
    label: str
    made_at: datetime
    age: str
    keyed_on: date | None
    keyed_by: str


@dataclass(frozen=True)
class SheetOf:
    """One sheet with its lines in words, and how it was ticked."""

    history: History
    label: str
    lines: list[tuple[str, str]]
    keyed: Keyed | None
    their_reference: str


@dataclass(frozen=True)
class Count:
    """How many of one sheet the tracker should hold for a month, and how many of them are ticked."""

    word: str
    label: str
    should: int
    ticked: int


@dataclass(frozen=True)
class Month:
    """One month of an area as the tracker should hold it."""

    area: Area
    first: date
    counts: list[Count]
    compared: Compared | None


def areas(staff: Staff) -> list[Area]:
    """Return the areas whose national record somebody keeps."""
    return list(Area.objects.filter(pk__in=posts_held(staff.pk).filter(role__in=rules.KEYS).values("area")))


def to_key(area: Area, staff: Staff) -> QuerySet[History]:
    """Return the moves of an area that wait to be keyed, the oldest first."""
    return _moves(area, staff, to_key__gt=0).filter(keyed=None).order_by("made_at", "id")


def _moves(area: Area, staff: Staff, **which: int) -> QuerySet[History]:
    """Return the moves that have a sheet, of the cases of an area or some of them."""
    cases = Referral.objects.visible_to(staff.pk).filter(area=area, **which)
    return History.objects.filter(case__in=cases, move__in=rules.BY_MOVE)


def page(area: Area, staff: Staff, number: str | None) -> tuple[Page[Any], list[Row]]:
    """Return one page of what waits in an area, and note the looking as one leaf."""
    waits = to_key(area, staff).select_related("case").defer("reason")
    pages = Paginator(waits, A_PAGE).get_page(number)
    rows = [_row(each) for each in pages]
    if rows:
        audit.note("listed", {row.case_id for row in rows}, by=staff.pk)
    return pages, rows


def _row(row: History, keyed: Keyed | None = None) -> Row:
    return Row(
        row.case_id, row.pk, row.case.reference, rules.SHEETS[rules.BY_MOVE[row.move]].label, row.made_at,
        _age((clock.today() - _day(row.made_at)).days),
        keyed.keyed_on if keyed else None, keyed.keyed_by.name if keyed else "",
    )  # fmt: skip


def _age(days: int) -> str:
    if days < 1:
        return _("less than a day")
    return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return the sheets of one case, for its page; nothing to who does not keep the national record."""
    if "referral" not in sees(seen) or not set(rules.KEYS) & set(seen.roles):
        return {"sheets": []}
    rows = _of_case(seen.referral)
    ticked = {row.history_id: row for row in Keyed.objects.filter(case=seen.referral).select_related("keyed_by")}
    return {"sheets": [_row(row, ticked.get(row.pk)) for row in rows.select_related("case").order_by("-number")]}


def _of_case(referral: Referral) -> QuerySet[History]:
    return referral.history.filter(move__in=rules.BY_MOVE)


def sheet(staff: Staff, case_id: UUID, history_id: UUID) -> tuple[Seen, SheetOf]:
    """Return the sheet of one move, for who keeps the record of that case. Raises NotFound."""
    seen = find(staff, case_id)
    row = _of_case(seen.referral).select_related("made_by").filter(pk=history_id).first()
    if row is None or "referral" not in sees(seen) or not set(rules.KEYS) & set(seen.roles):
        raise NotFound
    shown = rules.SHEETS[rules.BY_MOVE[row.move]]
    keyed = Keyed.objects.filter(history=row).select_related("keyed_by").first()
    lines = [(rules.LINES[word], value) for word in shown.lines if (value := _value(word, row, seen))]
    theirs = text_of(keyed, seen.key, "reference") if keyed else ""
    return seen, SheetOf(row, shown.label, lines, keyed, theirs)


def _value(word: str, row: History, seen: Seen) -> str:
    referral, age = seen.referral, seen.person.get("age_band", "")
    values: dict[str, str] = {
        "reference": referral.reference,
        "area": referral.area.name,
        "received_on": _written(referral.received_at),
        "called": seen.person.get("called", ""),
        "age_band": str(in_words("age_band", age)) if age else "",
        "made_on": _written(row.made_at),
        "stage": _(journey.STAGES[row.enters].label),
        "made_by": _(ROLES[row.made_as].label) if row.made_as else "",
        "ending": _(closure.CODES[row.closure_code].label) if row.closure_code else "",
        "published_as": _(closure.CODES[row.closure_code].group.label) if row.closure_code else "",
        "provider": ", ".join(_providers(referral)),
    }
    return values[word]


def _providers(referral: Referral) -> list[str]:
    posts = posts_with(referral.area, journey.MOVES["start_support"].shares_with)
    return list(Agency.objects.filter(posts__in=posts).distinct().values_list("name", flat=True))


def month(area: Area, first: date, staff: Staff) -> Month:
    """Return what the tracker should hold for a month of an area, and how much of it is ticked here."""
    rows = _moves(area, staff).filter(made_at__gte=_begins(first), made_at__lt=_begins(after(first)))
    made = Counter(rules.BY_MOVE[move] for move in rows.values_list("move", flat=True))
    ticked = Counter(Keyed.objects.filter(history__in=rows).values_list("sheet", flat=True))
    counts = [Count(word, each.label, made[word], ticked[word]) for word, each in rules.SHEETS.items()]
    compared = Compared.objects.filter(area=area, month=first).select_related("signed_by").first()
    return Month(area, first, counts, compared)


def after(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=clock.LONDON).astimezone(UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


def _written(moment: datetime) -> str:
    """A day as it is keyed."""
    return _day(moment).strftime("%d/%m/%Y")
