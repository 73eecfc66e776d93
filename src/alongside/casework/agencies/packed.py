"""What agencies contributed, in the pack of a panel: what its preparer chose, and each agency lets its reader read."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework.keys.models import Given
from alongside.casework.organisation.models import Staff
from alongside.casework.rules import agencies as rules
from alongside.commons import clock

from . import queries
from .models import Contribution
from .queries import Shown, Version


def offers(case_id: UUID) -> list[tuple[str, str]]:
    """Return the contributions to a case that are still read, by id: whose, of when, under which law."""
    rows = Contribution.objects.filter(of_case=case_id, until__gte=clock.today()).select_related("agency")
    return [(str(row.id), _in_short(row)) for row in rows]


def _in_short(row: Contribution) -> str:
    whose = row.agency.name if row.agency else _("Somebody without an account")
    day = date_format(row.given_at.astimezone(clock.LONDON).date())
    return _("%(whose)s, %(day)s, held under %(regime)s") % {
        "whose": whose, "day": day, "regime": _(rules.REGIMES[row.regime]),
    }  # fmt: skip


def tells(case_id: UUID, staff: Staff, chosen: Collection[str]) -> list[tuple[str, str]]:
    """Return the chosen contributions that somebody is named on: their controller and law, and what they say."""
    held = Given.objects.filter(ends_at__gt=clock.now()).values("case_id")
    rows = Contribution.objects.filter(of_case=case_id, pk__in=held).filter(pk__in=list(chosen))
    rows = rows.select_related("agency", "post__agency")
    found = queries.contributions(staff, rows, _("Somebody without an account"))
    return [(_heading(row), "\n\n".join(_in_words(row))) for row in found if row.says]


def _heading(row: Shown) -> str:
    return _("Contribution of %(whose)s (held under %(regime)s, read until %(day)s)") % {
        "whose": row.whose, "regime": _(row.regime), "day": date_format(row.until),
    }  # fmt: skip


def _in_words(row: Shown) -> list[str]:
    files = ", ".join(file.name for file in row.files)
    named = [_("Files, on the page of the item: %(names)s") % {"names": files}] if files else []
    return [*(_version(said) for said in row.says), *named]


def _version(said: Version) -> str:
    ground = _("Ground: %(ground)s") % {"ground": _(said.ground)} if said.ground else ""
    return "\n".join(each for each in (_(said.kind), ground, said.words) if each)
