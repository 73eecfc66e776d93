"""From events to a table that may be shown. True counts go no further than this module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Count

from alongside.casework.access.models import Tally as Emergency
from alongside.casework.organisation.models import Area
from alongside.casework.reporters.models import Tally
from alongside.casework.rules import access
from alongside.casework.rules import reporters as rules
from alongside.casework.rules.journey import STAGES
from alongside.casework.statistics.models import StatisticsEvent
from alongside.commons import canonical, small_numbers
from alongside.commons.small_numbers import Axis, Cell, Table
from alongside.commons.words import _

from .models import Release
from .quarters import Quarter

NAME = "Referrals by stage and area, {quarter}"
"""The name that a table has for readers and for the comparison with earlier ones; it is published, so it stays
English.
"""

WORDS_BELOW = "fewer than "


def released(quarter: Quarter, earlier: Iterable[small_numbers.Release] = ()) -> small_numbers.Release | None:
    """Return the table of a quarter as it may be shown, or None while there is no area.

    A referral counts once for each stage it reached in the quarter. Raises NotAllowed when the table, beside an earlier
    one, would tell what is hidden.
    """
    areas = list(Area.objects.order_by("name"))
    if not areas:
        return None
    counts = _counts(quarter)
    grid = tuple(tuple(counts.get((stage, area.code), 0) for area in areas) for stage in STAGES)
    table = Table(
        NAME.format(quarter=quarter.word),
        Axis("stage", tuple(stage.label for stage in STAGES.values())),
        Axis("area", tuple(area.name for area in areas)),
        grid,
        narrowed_by=("quarter",),
    )
    return _without_sums_of_stages(small_numbers.release(table, earlier=earlier))


OPENED = _("Cases opened")

OPENINGS = "Openings of identities by opener and ground, {quarter}"
"""The name of the other table that is published beside it."""


def openings(quarter: Quarter, earlier: Iterable[small_numbers.Release] = ()) -> small_numbers.Release:
    """How often it was opened in a quarter who told us, in all areas together, as it may be shown (R-43).

    Raises NotAllowed as ``released`` does.
    """
    of_quarter = Tally.objects.filter(opened_on__range=(quarter.first_day, quarter.last_day))
    counts = {(opener, ground): times for opener, ground, times in
              of_quarter.values_list("opener", "ground").annotate(times=Count("id"))}  # fmt: skip
    table = Table(
        OPENINGS.format(quarter=quarter.word),
        Axis("ground", tuple(rules.GROUNDS.values())),
        Axis("opener", tuple(rules.OPENERS.values())),
        tuple(tuple(counts.get((opener, ground), 0) for opener in rules.OPENERS) for ground in rules.GROUNDS),
        narrowed_by=("quarter",),
    )
    return small_numbers.release(table, earlier=earlier)


EMERGENCIES = "Cases opened in an emergency, by whether somebody had agreed, {quarter}"
"""The name of the third table that is published beside them."""


def emergencies(quarter: Quarter, earlier: Iterable[small_numbers.Release] = ()) -> small_numbers.Release:
    """How often a case was opened in an emergency in a quarter, in all areas together, as it may be shown (R-43).

    Raises NotAllowed as ``released`` does.
    """
    of_quarter = Emergency.objects.filter(opened_on__range=(quarter.first_day, quarter.last_day))
    counts = dict(of_quarter.values_list("how").annotate(times=Count("id")))
    table = Table(
        EMERGENCIES.format(quarter=quarter.word),
        Axis("how", tuple(access.HOW.values())),
        Axis("measure", (OPENED,)),
        tuple((counts.get(how, 0),) for how in access.HOW),
        narrowed_by=("quarter",),
    )
    return small_numbers.release(table, earlier=earlier)


def _without_sums_of_stages(made: small_numbers.Release) -> small_numbers.Release:
    """Leave out the last line: it adds stages up, and one referral reaches several, so it would mislead.

    The gate has weighed the table with it, so leaving it out tells less.
    """
    return replace(made, grid=(*made.grid[:-1], tuple(None for _each in made.grid[-1])))


def _counts(quarter: Quarter) -> dict[tuple[str, str], int]:
    events = StatisticsEvent.objects.filter(happened_on__range=(quarter.first_day, quarter.last_day))
    counted = events.values_list("stage", "area_code").annotate(referrals=Count("statistics_key", distinct=True))
    return {(stage, area): count for stage, area, count in counted}


def published_before(quarter: Quarter, which: str = "table") -> list[small_numbers.Release]:
    """Return the tables of this quarter that were published, to compare a new one with; `which` as in ``read_back``."""
    bodies = [canonical.decode(bytes(row.body)) for row in Release.objects.filter(quarter=quarter.word)]
    return [read_back(says, which) for says in bodies]


def read_back(says: dict[str, Any], which: str = "table") -> small_numbers.Release:
    """Make a release again from what its bulletin says.

    Args:
        which: the `table` of stages, the `openings` of identities, or the `emergencies`.
    """
    table = says[which]
    return small_numbers.Release(
        table["name"],
        Axis(table["rows"]["attribute"], tuple(table["rows"]["labels"])),
        Axis(table["columns"]["attribute"], tuple(table["columns"]["labels"])),
        tuple(table["narrowed_by"]),
        small_numbers.GATES["area"],
        tuple(tuple(_cell(cell) for cell in row) for row in table["grid"]),
    )


def _cell(plain: int | str | None) -> Cell | None:
    if plain is None:
        return None
    if isinstance(plain, int):
        return Cell(number=plain)
    return Cell(below=int(plain.removeprefix(WORDS_BELOW))) if plain.startswith(WORDS_BELOW) else Cell()
