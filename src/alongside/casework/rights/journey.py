"""The clock of what is kept starts and stops with a move (rules/journey: start_retention, stop_retention)."""

from __future__ import annotations

import json
from datetime import date

from alongside.casework.referrals import facts
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import journey, retention
from alongside.commons import clock

from .models import Ending


def register() -> None:
    facts.effect("start_retention", start)
    facts.effect("stop_retention", stop)


def start(referral: Referral, history: History, key: bytes) -> None:
    """Note what goes and from which day it is counted. Whether a clock runs is for the controller's signature to say.

    What was opened as a referral is not deleted by this software yet; who told us of it is, a year after closing.
    """
    was_opened = referral.history.exclude(enters__in=("received", "closed", journey.APART)).exists()
    closed_on = _day(history)
    kind = "reporter" if was_opened else _kind(referral)
    Ending.objects.create(
        area=referral.area,
        reference=referral.reference,
        of_case=None if was_opened else referral.id,
        closed_case=referral.id,
        tellings=list(referral.concerns.values_list("id", flat=True)),
        kind=kind,
        from_on=_accepted_on(referral, key) or closed_on if kind == "signposted" else closed_on,
    )


def stop(referral: Referral, history: History, key: bytes) -> None:
    """Take it back: the referral is open again."""
    Ending.objects.filter(closed_case=referral.id, gone_at=None).delete()


def _kind(referral: Referral) -> str:
    is_child = not referral.records.filter(fact="known_adult").exists()
    return retention.kind_of(referral.closure_code, child=is_child)


def _accepted_on(referral: Referral, key: bytes) -> date | None:
    """Return the day on which the receiving service accepted, from which what was passed on is counted."""
    newest = referral.records.filter(fact="receiving_service_accepted").order_by("-made_at").first()
    return date.fromisoformat(json.loads(newest.opened(key, "answers"))["accepted_on"]) if newest else None


def _day(history: History) -> date:
    return history.made_at.astimezone(clock.LONDON).date()
