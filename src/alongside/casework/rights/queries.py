"""What pages and the deleting worker ask: what is signed, what waits for its day, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from alongside.casework.disclosures import queries as disclosures
from alongside.casework.disclosures.models import Disclosure
from alongside.casework.disclosures.queries import Gone
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import areas_of
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import retention
from alongside.commons import clock

from .models import Certificate, Ending, LegalHold, Signature

SIGNS = ("director",)
"""Who signs for the controller: the one who answers for the programme (rules/roles)."""
HOLDS = ("dpo", "chair", "deputy_chair")
READS = (*SIGNS, *HOLDS, "coordinator", "intake")


@dataclass(frozen=True)
class Row:
    """One row of an area's schedule."""

    word: str
    label: str
    starts: str
    then: str
    keep: str


@dataclass(frozen=True)
class Waiting:
    """Something that waits for its day. ``goes_on`` is None, with the reason, while no day is set."""

    ending: Ending
    label: str
    goes_on: date | None
    why_not: str
    hold: LegalHold | None


def areas(staff: Staff, roles: Iterable[str]) -> list[Area]:
    """Return the areas in which somebody holds one of these roles today."""
    return list(Area.objects.filter(code__in=areas_of(staff.pk, roles, on=clock.today())))


def signature(area: Area) -> Signature | None:
    """Return the schedule that holds for an area, or None where the controller has not signed."""
    return Signature.objects.filter(area=area).prefetch_related("periods").last()


def schedule(area: Area) -> list[Row]:
    """Return the rows that a controller signs, each with the signed period where there is one."""
    signed = signed_periods(signature(area))
    rules = [retention.SCHEDULE[word] for word in retention.TO_SIGN]
    return [
        Row(rule.word, rule.label, rule.starts, rule.then, signed.get(rule.word, rule.keep).in_words) for rule in rules
    ]


def signed_periods(of: Signature | None) -> dict[str, retention.Period]:
    return {row.kind: row.period for row in of.periods.all()} if of else {}


def goes_on(ending: Ending, signed: Signature | None, *, today: date) -> date | None:
    """Return the day on which something goes, or None while it has none; by the rule alone."""
    return retention.delete_on(
        ending.kind,
        ending.from_on,
        signed_on=signed.signed_on if signed else None,
        holds=_holds(ending),
        keep=signed_periods(signed).get(ending.kind),
        today=today,
    )


def _holds(ending: Ending) -> list[retention.Hold]:
    return [retention.Hold(hold.kind, hold.from_on, hold.ended_on) for hold in ending.holds.all()]


def why_not(ending: Ending, signed: Signature | None, *, today: date) -> str:
    signed_on = signed.signed_on if signed else None
    return retention.reason_to_keep(ending.kind, signed_on=signed_on, holds=_holds(ending), today=today) or ""


def waiting(area: Area) -> list[Waiting]:
    """Return what waits for its day in an area, as far as row security shows it to whoever is looking."""
    signed, today = signature(area), clock.today()
    found = Ending.objects.filter(area=area, gone_at=None).select_related("area").prefetch_related("holds")
    return [_waiting(ending, signed, today) for ending in found]


def _waiting(ending: Ending, signed: Signature | None, today: date) -> Waiting:
    live = next((hold for hold in ending.holds.all() if hold.ended_on is None), None)
    label = retention.SCHEDULE[ending.kind].label
    return Waiting(ending, label, goes_on(ending, signed, today=today), why_not(ending, signed, today=today), live)


def how_long_kept(seen: Seen) -> dict[str, Any]:
    """Return what the page of a closed referral says about its deletion; nothing while it is open."""
    found = Ending.objects.filter(closed_case=seen.referral.id, gone_at=None).prefetch_related("holds").first()
    if found is None or not seen.referral.closed_at:
        return {"row": None}
    signed = signature(seen.referral.area)
    plain = retention.ends_on(found.kind, found.from_on, keep=signed_periods(signed).get(found.kind))
    return {"row": _waiting(found, signed, clock.today()), "would_go_on": plain}


def would_go_on(area: Area, code: str, *, child: bool) -> tuple[date | None, bool]:
    """Return when something closed today with this code would go, and whether the clock runs at all."""
    signed = signature(area)
    kind = retention.kind_of(code, child=child)
    return retention.ends_on(kind, clock.today(), keep=signed_periods(signed).get(kind)), signed is not None


def certificates(area: Area) -> list[Certificate]:
    return list(Certificate.objects.filter(area=area).select_related("signature__signed_by")[:100])


def recalls(area: Area) -> list[Gone]:
    """Return what was recalled when its case was destroyed and waits for an answer, for who answers for the area."""
    references = dict(Ending.objects.filter(area=area).exclude(gone_at=None).values_list("of_case", "reference"))
    return disclosures.waiting_of_gone({case: name for case, name in references.items() if case})


def recalled(disclosure_id: UUID, staff: Staff) -> Disclosure | None:
    """Return a disclosure of something that is gone in an area whose deletions somebody answers for, or None."""
    of_cases = Ending.objects.filter(area__in=areas(staff, HOLDS)).exclude(gone_at=None).values("of_case")
    return Disclosure.objects.filter(pk=disclosure_id, case_id__in=of_cases).first()
