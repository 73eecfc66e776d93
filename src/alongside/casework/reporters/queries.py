"""What pages ask about who told us. Nothing here returns a name but ``Held.identity``, which actions alone read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.casework.keys.actions import case_key
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import roles_in
from alongside.casework.referrals.models import Line
from alongside.casework.referrals.queries import NotFound, Seen
from alongside.casework.rules import reporters as rules
from alongside.casework.rules.closure import CODES
from alongside.casework.rules.who_may_see import right_of
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.envelope.contents import Identity

from . import custodians, tries
from .models import Asking, Reporter

__all__ = ["NotFound"]


@dataclass(frozen=True)
class Held:
    """A reporter with the key that somebody holds for it."""

    reporter: Reporter
    key: bytes

    @property
    def identity(self) -> Identity:
        told = contents.from_bytes(self.reporter.opened(self.key, "told").encode())
        assert isinstance(told, Identity)
        return told


@dataclass(frozen=True)
class OfCase:
    """What the rules ask of the case that a reporter told of, for whoever is looking."""

    roles: tuple[str, ...] = ()
    stage: str = "received"
    restricted: bool = False


@dataclass(frozen=True)
class Card:
    """One reporter on the page of a referral: what was promised, and how it is opened. No name."""

    id: UUID
    number: str
    promise: str
    means: str
    received_at: datetime
    opened_at: list[datetime]
    may_open: bool
    why_not: str


def find(staff: Staff, reporter_id: UUID) -> Held:
    """Return a reporter that somebody holds the key for. Raises NotFound."""
    return _held(Reporter.objects.filter(pk=reporter_id).first())


def find_by_number(staff: Staff, number: str) -> Held:
    """Return a reporter by the number that is read out to a custodian, however it is typed. Raises NotFound."""
    typed = "".join(letter for letter in number.upper() if letter.isalnum())
    return _held(Reporter.objects.filter(number=f"{typed[:4]}-{typed[4:]}").first())


def _held(reporter: Reporter | None) -> Held:
    key = case_key(reporter.id) if reporter else None
    if reporter is None or key is None:
        raise NotFound
    return Held(reporter, key)


def find_asking(staff: Staff, asking_id: UUID) -> tuple[Held, Asking]:
    """Return an asking that has not been used, and its reporter. Raises NotFound."""
    asking = Asking.objects.select_for_update(of=("self",)).filter(pk=asking_id, used_at=None).first()
    if asking is None or not custodians.is_custodian(staff):
        raise NotFound
    return find(staff, asking.reporter_id), asking


def case_of(reporter: Reporter, staff: Staff) -> OfCase:
    """Return what whoever is looking is to the case that a reporter told of; nothing where they do not see it."""
    # Where its line leads: a concern that was linked belongs to another referral than the one it came as.
    line = Line.objects.select_related("case__area").only("id", "case").filter(pk=reporter.told_of).first()
    if line is None:
        return OfCase()
    case = line.case
    restricted = bool(case.closure_code) and CODES[case.closure_code].restricted
    return OfCase(tuple(roles_in(case.area, staff.pk)), case.stage, restricted)


def who_told_us(seen: Seen) -> dict[str, Any]:
    """Return what the page of a referral shows of who told us: the promises, and no name."""
    if not any(right_of(role, seen.referral.stage, "reporter") == "promise" for role in seen.roles):
        return {"cards": [], "promises": []}
    told_of = list(seen.referral.lines.values_list("id", flat=True))
    # Those in the case's own area: whoever reads it for another area, or judges an offer, opens nobody's name.
    roles = tuple(roles_in(seen.referral.area, seen.staff.pk))
    return {"cards": [_card(row, seen, roles) for row in of_concerns(told_of)], "promises": rules.PROMISES}


def of_concerns(told_of: Iterable[UUID]) -> list[Reporter]:
    """Return what was kept about who told these concerns, as far as whoever is looking holds a key, newest first."""
    found = Reporter.objects.filter(told_of__in=list(told_of)).order_by("-received_at")
    return list(found.prefetch_related("openings"))


def _card(row: Reporter, seen: Seen, roles: tuple[str, ...]) -> Card:
    restricted = bool(seen.referral.closure_code) and CODES[seen.referral.closure_code].restricted
    why_not = rules.reason_against_opening(
        roles=roles, stage=seen.referral.stage, promise=row.promise, restricted=restricted, reason="asked later"
    )
    return Card(
        row.id, row.number, row.promise, rules.PROMISES[row.promise], row.received_at,
        [opening.opened_at for opening in row.openings.all()], why_not is None, why_not or "",
    )  # fmt: skip


def waiting_for_second(staff: Staff) -> list[Asking]:
    """Return what other custodians ask to open with this one, the newest first, as long as it may be opened."""
    since = clock.now() - rules.ASKING_LASTS
    found = Asking.objects.filter(used_at=None, asked_at__gte=since).exclude(asked_by=staff)
    return list(found.select_related("asked_by", "reporter").order_by("-asked_at")) if is_custodian(staff) else []


def for_custodian(staff: Staff) -> dict[str, Any]:
    """Return what a custodian's page shows: what others ask, and that another's pass phrase was typed wrong often."""
    return {"waiting": waiting_for_second(staff), "wrong": tries.that_made_wait(staff)}


def is_custodian(staff: Staff) -> bool:
    return custodians.is_custodian(staff)
