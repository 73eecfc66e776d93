"""Second signatures: which wait for somebody, and what each rests on (R-04, R-08)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.casework.organisation.models import Staff
from alongside.casework.rules import closure, journey

from . import queries, told
from .models import Countersigning, Referral
from .queries import Seen


def asked_to_sign(staff: Staff) -> list[Countersigning]:
    """Return the moves of others that wait for a second signature which this person may give."""
    waiting = Countersigning.objects.filter(
        signed_at=None, returned_at=None, case__in=Referral.objects.visible_to(staff.pk).not_closed()
    )
    found = waiting.exclude(asked_by=staff).select_related("case", "case__area", "asked_by")
    return [row for row in found if _may_sign(row, queries.roles_on(row.case, staff), staff)]


def to_sign(seen: Seen) -> list[Countersigning]:
    """Return the moves of one referral that wait for the second signature of whoever is looking."""
    if seen.referral.closed_at:
        return []
    waiting = seen.referral.countersignings.filter(signed_at=None, returned_at=None).exclude(asked_by=seen.staff)
    return [row for row in waiting.select_related("asked_by", "case") if _may_sign(row, seen.roles, seen.staff)]


@dataclass(frozen=True)
class ToSign:
    """What a second signature rests on: whoever is asked for it reads this much, at whatever stage."""

    row: Countersigning
    move: journey.Move
    ending: closure.Code | None
    reason: str
    told: list[told.Told]
    recorded: list[dict[str, Any]]


def rests_on(seen: Seen, countersigning_id: UUID) -> ToSign:
    """Return one move that waits for the signature of whoever is looking, in its context. Raises queries.NotFound.

    Whoever signs has to read what they sign for: what was told and what was recorded, though their role alone would
    not open it at this stage (rules/who_may_see, BEFORE_OPENING).
    """
    row = next((row for row in to_sign(seen) if row.id == countersigning_id), None)
    if row is None:
        raise queries.NotFound
    move = journey.MOVES[row.move]
    return ToSign(
        row,
        move,
        closure.CODES.get(row.closure_code),
        queries.text_of(row, seen.key, "reason"),
        queries.told_in(seen),
        [
            queries.in_words(record, seen.key)
            for record in queries.records_of(seen)
            if record.fact in queries.asked_by(move)
        ],
    )


def unfinished(seen: Seen, move: journey.Move) -> tuple[str, str]:
    """Return the reason and the ending with which whoever is looking asked for a signature that they now have."""
    row = queries.signed(seen.referral, move, seen.staff)
    row = row or next((each.row for each in given_back(seen) if each.row.move == move.word), None)
    return (queries.text_of(row, seen.key, "reason"), row.closure_code) if row else ("", "")


@dataclass(frozen=True)
class GivenBack:
    """A move that came back unsigned, with the question."""

    row: Countersigning
    move: journey.Move
    question: str


def given_back(seen: Seen) -> list[GivenBack]:
    """Return what whoever is looking asked for at this stage and has back, unless they have asked again since."""
    mine = seen.referral.countersignings.filter(asked_by=seen.staff, asked_at__gte=seen.referral.entered_at)
    newest = {row.move: row for row in mine.select_related("returned_by").order_by("asked_at")}
    return [
        GivenBack(row, journey.MOVES[row.move], queries.text_of(row, seen.key, "question"))
        for row in newest.values()
        if row.returned_at
    ]


def _may_sign(row: Countersigning, roles: Iterable[str], staff: Staff) -> bool:
    right_role = not set(roles).isdisjoint(journey.MOVES[row.move].second_by)
    return right_role and reason_against_own(row, staff) is None


def reason_against_own(row: Countersigning, staff: Staff) -> str | None:
    """Say why somebody does not sign this: they wrote what it is for, or it was written anew since; or None."""
    written = queries.signed_off(row.case, journey.MOVES[row.move])
    if written and written.made_by_id == staff.pk:
        return _("You wrote what this signature is for. Somebody else signs it.")
    if not queries.rests_on_the_newest(row):
        return _("What this signature is for was written anew since. Your colleague has to ask again.")
    return None


def reason_against_alone(seen: Seen, move: journey.Move, known: frozenset[str]) -> str | None:
    """Say why somebody does not make a move on what they wrote themselves without a second signature, or None."""
    written = queries.signed_off(seen.referral, move)
    if written is None or written.made_by_id != seen.staff.pk or "second_signed" in known:
        return None
    return _("You wrote what this rests on, and nobody signs off their own. A colleague makes this move, or signs it.")
