"""What the pages of oversight show, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_noop

from alongside.casework.organisation.models import Area, Holding
from alongside.casework.rules.who_may_see import right_of
from alongside.commons import canonical, clock, small_numbers
from alongside.commons.small_numbers import Cell

from . import counting
from .models import Release
from .quarters import Quarter, latest, read

TOTAL = gettext_noop("Total")
ALL_AREAS = ("counts", "edit")


@dataclass(frozen=True)
class Scope:
    """Whose counts somebody sees (who_may_see, row "statistics"): some areas by their codes, or all; and may
    publish.
    """

    areas: frozenset[str] = frozenset()
    everything: bool = False
    publishes: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether they see only what is published."""
        return not (self.areas or self.everything)


def scope_of(staff_id: UUID, today: date) -> Scope:
    """Return what the posts that somebody holds today let them count."""
    held: list[tuple[str, str]] = list(
        Holding.objects.on(today).filter(staff_id=staff_id).values_list("post__role", "post__area__code")
    )
    rights = [(right_of(role, "", "statistics"), area) for role, area in held]
    return Scope(
        areas=frozenset(area for right, area in rights if right == "area_counts"),
        everything=any(right in ALL_AREAS for right, _ in rights),
        publishes=any(right == "edit" for right, _ in rights),
    )


@dataclass(frozen=True)
class Row:
    """One stage and its cells, one for each area that is shown and then for all areas where those are shown."""

    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Shown:
    """A table of one quarter, cut to what somebody may see. Hidden places are hidden for everybody alike."""

    quarter: Quarter
    columns: tuple[str, ...]
    with_total: bool
    rows: tuple[Row, ...]


def shown(quarter: Quarter, scope: Scope) -> Shown | None:
    """Return the counts of a quarter that fall into a scope, or None where there is nothing to count."""
    table = counting.released(quarter)
    return None if table is None or scope.is_empty else cut(table, quarter, scope)


def cut(table: small_numbers.Release, quarter: Quarter, scope: Scope) -> Shown:
    """The gate closes over all areas first; only then are columns left out, so that no two readers see two tables."""
    own = frozenset(Area.objects.filter(code__in=scope.areas).values_list("name", flat=True))
    chosen = [at for at, name in enumerate(table.columns.labels) if scope.everything or name in own]
    with_total = scope.everything and len(table.columns.labels) > 1
    places = [*chosen, len(table.columns.labels)] if with_total else chosen
    lines = [tuple(row[at] for at in places) for row in table.grid[:-1]]
    return Shown(
        quarter,
        tuple(table.columns.labels[at] for at in chosen),
        with_total,
        tuple(Row(label, cells) for label, cells in zip(table.rows.labels, lines, strict=True)),
    )


def openings(quarter: Quarter, scope: Scope) -> Shown | None:
    """How often it was opened who told us, in all areas together, for everybody who sees any counts."""
    return None if scope.is_empty else whole(counting.openings(quarter), quarter)


def emergencies(quarter: Quarter, scope: Scope) -> Shown | None:
    """How often a case was opened in an emergency, in all areas together, for everybody who sees any counts."""
    return None if scope.is_empty else whole(counting.emergencies(quarter), quarter)


def whole(table: small_numbers.Release, quarter: Quarter) -> Shown:
    """A table with its totals, nothing left out: it has no areas by which readers differ."""
    labels = (*table.rows.labels, TOTAL)
    rows = tuple(Row(label, cells) for label, cells in zip(labels, table.grid, strict=True))
    return Shown(quarter, table.columns.labels, True, rows)


def quarters() -> list[Quarter]:
    return latest(clock.today())


@dataclass(frozen=True)
class Published:
    """A published table in the list."""

    row: Release
    quarter: Quarter


def published(number: str) -> Page[Published]:
    """A page of what was published, the latest first."""
    page: Page[Any] = Paginator(Release.objects.defer("body", "signature"), 20).get_page(number)
    page.object_list = [Published(row, read(row.quarter)) for row in page.object_list]
    return page


def one_published(number: int) -> tuple[Release, Shown, Shown, Shown]:
    """One publication as it left: stages, openings of identities, emergencies. Raises Release.DoesNotExist."""
    row = Release.objects.get(number=number)
    says, quarter = canonical.decode(bytes(row.body)), read(row.quarter)
    stages = cut(counting.read_back(says), quarter, Scope(everything=True))
    openings, emergencies = (whole(counting.read_back(says, which), quarter) for which in ("openings", "emergencies"))
    return row, stages, openings, emergencies
