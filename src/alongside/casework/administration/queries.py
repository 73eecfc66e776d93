"""What the pages of administration show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework.organisation.models import Agency, Area, Holding, Post, Staff
from alongside.casework.rules import training
from alongside.casework.rules.journey import NAMED
from alongside.commons import clock

from .models import AdministrationEntry, TrainingDate
from .words import days, said

A_PAGE = 25


class Totals(NamedTuple):
    """How many there are of each, for the first page."""

    staff: int
    posts: int
    agencies: int
    areas: int
    without_holder: int


def totals() -> Totals:
    return Totals(
        Staff.objects.filter(is_active=True).count(),
        Post.objects.count(),
        Agency.objects.count(),
        Area.objects.count(),
        posts_without_holder().count(),
    )


def posts_without_holder() -> QuerySet[Post]:
    """Posts that nobody holds today: cases shared with them wait for no one (R-09)."""
    return Post.objects.exclude(holdings__in=_held_today())


def staff(number: str, *, left: bool = False) -> Page[Staff]:
    """A page of those who work here, or who have left, by name, with the posts they hold today."""
    people = Staff.objects.filter(is_active=not left).select_related("agency")
    return _page(people.prefetch_related(Prefetch("holdings", _held_today(), to_attr="held")), number)


def posts(number: str, *, vacant: bool = False) -> Page[Post]:
    """A page of posts with those who hold them today."""
    found = posts_without_holder() if vacant else Post.objects.all()
    return _page(
        found.select_related("agency", "area").prefetch_related(Prefetch("holdings", _held_today(), to_attr="held")),
        number,
    )


def agencies(number: str) -> Page[Agency]:
    people = Count("staff", filter=Q(staff__is_active=True))
    return _page(Agency.objects.select_related("area").annotate(people=people).order_by("name"), number)


def areas(number: str) -> Page[Area]:
    return _page(Area.objects.annotate(count=Count("agencies")).order_by("name"), number)


def named() -> dict[UUID, list[Staff]]:
    """Return who takes concerns about staff, a panel member or their kin today, by the id of the area."""
    found: dict[UUID, list[Staff]] = {}
    for holding in _held_today().filter(post__role=NAMED, staff__is_active=True).order_by("staff__name"):
        found.setdefault(holding.post.area_id, []).append(holding.staff)
    return found


class Change(NamedTuple):
    """One entry of the history, its sentence, and the days it is about."""

    entry: AdministrationEntry
    said: str
    days: str


def changes(number: str, *, about: Staff | None = None) -> Page[Any]:
    """A page of the history, the newest first; of one person, or of all."""
    entries = AdministrationEntry.objects.select_related(
        "made_by", "area", "agency", "post__agency", "post__area", "staff"
    )
    page = _page(entries.filter(staff=about) if about else entries, number)
    page.object_list = [Change(entry, said(entry), days(entry)) for entry in page.object_list]
    return page


@dataclass(frozen=True)
class Person:
    """All that the page of one person shows."""

    staff: Staff
    held: list[Holding]
    to_come: list[Holding]
    over: list[Holding]
    trainings: tuple[training.Standing, ...]
    changes: Page[Any]


def person(staff_id: Any, number: str) -> Person:
    """Raises Staff.DoesNotExist."""
    staff = Staff.objects.select_related("agency").get(pk=staff_id)
    today = clock.today()
    holdings = list(staff.holdings.select_related("post__agency", "post__area"))
    return Person(
        staff=staff,
        held=[each for each in holdings if each.from_on <= today and not _is_over(each, today)],
        to_come=[each for each in holdings if each.from_on > today],
        over=[each for each in holdings if _is_over(each, today)],
        trainings=trainings(staff, today),
        changes=changes(number, about=staff),
    )


def trainings(staff: Staff, today: date) -> tuple[training.Standing, ...]:
    return training.standings(dates_of(staff.pk), today)


def dates_of(staff_id: UUID) -> dict[str, date]:
    """Return the last day of each training that is held for somebody."""
    return dict(TrainingDate.objects.filter(staff_id=staff_id).values_list("kind", "valid_until_on"))


def reason_against_deciding(staff: Staff) -> str | None:
    """Say why somebody takes no new decision today: a training has lapsed, or none is held (R-30)."""
    return training.reason_against_deciding(dates_of(staff.pk), clock.today())


def warnings(staff: Staff) -> list[str]:
    """Return a sentence for each training of somebody that lapses within the longest warning."""
    today = clock.today()
    last = today + timedelta(days=max(training.WARNED_DAYS))
    said = _(
        "Your training runs out on %(day)s: %(training)s. Without it you take no new decision; a manager enters the new"
        " date."
    )
    return [
        said % {"day": date_format(each.until_on), "training": _(each.label)}
        for each in trainings(staff, today)
        if each.until_on and today <= each.until_on <= last
    ]


def _is_over(holding: Holding, today: date) -> bool:
    return holding.until_on is not None and holding.until_on < today


def _held_today() -> QuerySet[Holding]:
    held: QuerySet[Holding] = Holding.objects.on(clock.today())
    return held.select_related("post__agency", "post__area", "staff").filter(staff__is_active=True)


def _page(found: QuerySet[Any], number: str) -> Page[Any]:
    return Paginator(found, A_PAGE).get_page(number)
