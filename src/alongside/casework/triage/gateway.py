"""The gateway assessment of a referral (rules/gateway): one person of the police writes it, another signs it off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import actions, ownership, queries
from alongside.casework.referrals.models import Record, Referral
from alongside.casework.referrals.queries import NotFound, Seen, sees
from alongside.casework.rules import gateway as rules
from alongside.commons.refusals import NotAllowed

STAGE = "screening"


def goes_on(referral: Referral, key: bytes) -> bool:
    """Say whether the newest assessment lets partners be asked."""
    newest = _newest(referral)
    return newest is not None and rules.goes_on(json.loads(newest.opened(key, "answers")))


def _newest(referral: Referral) -> Record | None:
    return referral.records.filter(fact=rules.FACT).order_by("made_at").last()


def keep(seen: Seen, role: str, answers: Mapping[str, Any]) -> None:
    """Keep an assessment that does not contradict itself. Raises NotAllowed."""
    if refusal := rules.reason_against_keeping(answers):
        raise NotAllowed(refusal)
    actions.keep_record(seen, rules.FACT, answers, role)


def write(referral_id: UUID, answers: Mapping[str, Any], *, by: Staff) -> None:
    """Keep an assessment while the referral is at the gateway. Raises NotFound and NotAllowed."""
    seen = queries.find(by, referral_id, lock=True)
    if seen.referral.stage != STAGE:
        raise NotAllowed("The referral is not at the gateway any more.")
    actions.record(referral_id, rules.FACT, answers, by=by, role=_role(seen))


def _role(seen: Seen) -> str:
    return next((role for role in seen.roles if role in rules.ASSESSES), "")


def written_for(seen: Seen) -> list[dict[str, Any]]:
    """Return the assessments so far, newest first, for whoever writes them and may read them; else raise NotFound."""
    if not _role(seen) or "decision" not in sees(seen):
        raise NotFound
    return _in_words(seen)


def _in_words(seen: Seen) -> list[dict[str, Any]]:
    rows = seen.referral.records.filter(fact=rules.FACT).select_related("made_by").order_by("-made_at")
    return [queries.in_words(row, seen.key) for row in rows]


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return the newest assessment for the page of a case, to whom decisions are shown, and who may write one now."""
    writes = seen.referral.stage == STAGE and bool(_role(seen)) and ownership.reason_against_deciding(seen) is None
    shown = _in_words(seen)[:1] if "decision" in sees(seen) and seen.referral.stage == STAGE else []
    return {"writes": writes, "shown": shown, "waits_for": _waits_for(seen) if shown else ""}


def _waits_for(seen: Seen) -> str:
    """Return who asked for the second signature that is still to come, if anybody."""
    asked = seen.referral.countersignings.filter(
        move="ask_partners", asked_at__gte=seen.referral.entered_at, signed_at=None, returned_at=None
    )
    row = asked.select_related("asked_by", "case").last()
    return row.asked_by.name if row and queries.rests_on_the_newest(row) else ""
