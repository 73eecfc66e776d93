"""What the pages of emergency access show: whoever has an asking's key reads who asked, why, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.keys.actions import case_key, case_keys
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import roles_in, roles_of
from alongside.casework.referrals import queries as referrals
from alongside.casework.rules import access as rules
from alongside.commons import clock

from .models import Asking


class NotFound(Exception):
    """There is no such asking for whoever is looking."""


@dataclass(frozen=True)
class Held:
    """An asking with the key that opens it, and what was said."""

    row: Asking
    key: bytes
    staff: Staff
    reference: str
    reason: str
    justification: str

    @property
    def own(self) -> bool:
        return self.row.asked_by_id == self.staff.pk

    @property
    def is_open(self) -> bool:
        """Say whether the hour runs."""
        return self.row.ends_at is not None and clock.now() < self.row.ends_at

    @property
    def to_justify(self) -> bool:
        return self.row.opened_at is not None and self.row.justified_at is None

    @property
    def reason_against_opening(self) -> str | None:
        return rules.reason_against_opening(
            asked_at=self.row.asked_at, now=clock.now(), agreed=self.row.agreed is True,
            refused=self.row.agreed is False, opened=self.row.opened_at is not None,
        )  # fmt: skip

    @property
    def reason_against_answering(self) -> str | None:
        on_call = not set(roles_in(self.row.area, self.staff.pk)).isdisjoint(rules.COUNTERSIGNS)
        return rules.reason_against_answering(
            asked_at=self.row.asked_at, now=clock.now(), own=self.own, on_call=on_call,
            answered=self.row.answered_at is not None or self.row.opened_at is not None,
        )  # fmt: skip


def find(asking_id: UUID, staff: Staff) -> Held:
    """Raises NotFound where somebody has no key of this asking."""
    row = Asking.objects.select_related("area", "asked_by", "answered_by").filter(pk=asking_id).first()
    key = case_key(asking_id) if row else None
    if row is None or key is None:
        raise NotFound
    return _held(row, key, staff)


def _held(row: Asking, key: bytes, staff: Staff) -> Held:
    said = json.loads(vault.open_(key, bytes(row.said or b""), row.cell("said")))
    why = vault.open_(key, bytes(row.justification), row.cell("justification")) if row.justification else ""
    return Held(row, key, staff, said["reference"], said["reason"], why)


def newest(staff: Staff) -> list[Held]:
    """Return the askings that somebody may read, the newest first; no more than fifty."""
    return _all(Asking.objects.all()[:50], staff)


def _all(found: QuerySet[Asking], staff: Staff) -> list[Held]:
    rows = list(found.select_related("area", "asked_by", "answered_by"))
    keys = case_keys(row.id for row in rows)
    return [_held(row, keys[row.id], staff) for row in rows if row.id in keys]


def waiting_for(staff: Staff) -> list[Held]:
    """Return what somebody has to do: answer an asking, or say why their own opening was right."""
    lately = clock.now() - rules.ASKING_LASTS
    unanswered = Q(answered_at=None, opened_at=None, asked_at__gt=lately)
    to_justify = Q(asked_by=staff, justified_at=None, opened_at__isnull=False)
    found = _all(Asking.objects.filter(unanswered | to_justify), staff)
    return [held for held in found if held.to_justify or not held.reason_against_answering]


def may_ask(staff: Staff) -> bool:
    return not roles_of(staff.pk, on=clock.today()).isdisjoint(rules.MAY_ASK)


@contextmanager
def reading(held: Held) -> Iterator[referrals.Seen]:
    """Open the case of an asking to read, while its hour runs: nothing can be written inside.

    Only here is the grant of an emergency looked at: no other page, file or list knows of it. Raises NotFound when the
    hour is over.
    """
    audit.note("looked in an emergency", [held.row.of_case, held.row.id], by=held.staff.pk)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.emergency', %s, true)", [str(held.row.id)])
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield _seen(held)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.emergency', '', true)")


def _seen(held: Held) -> referrals.Seen:
    try:
        seen = referrals.find(held.staff, held.row.of_case)
    except referrals.NotFound as over:
        raise NotFound from over
    if seen.roles:
        return seen
    roles = roles_of(held.staff.pk, on=clock.today()).intersection(rules.MAY_ASK)
    return replace(seen, roles=tuple(sorted(roles)))


def status(held: Held) -> str:
    """Return how an asking stands, in a sentence."""
    if held.row.agreed is False:
        return _("Whoever is on call said no.")
    if held.is_open:
        return _("It is open.")
    if held.row.opened_at:
        return _("It was open for an hour and is closed again.")
    if held.row.agreed:
        return _("Somebody on call agreed.")
    return _("Nobody has answered yet.")
