"""What the police answer to deconfliction: clear, hold or police-owned, and nothing else (R-17).

Only they write it (domain page 10). An answer counts for the question it answers: once they are asked anew, or asked
us to wait, an older one counts no more (domain page 2.2, stage 2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alongside.casework.due import actions as due
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import actions, ownership, queries
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import NotFound, Seen, sees
from alongside.casework.rules import journey
from alongside.commons.refusals import NotAllowed

FACT = "deconfliction_clear"
DUE = "deconfliction_answer"
WRITTEN_BY = journey.POLICE


def is_clear(referral: Referral, key: bytes) -> bool:
    """Say whether the newest answer since the police were last asked, or it was put on hold, is *clear*."""
    asked = referral.history.filter(move__in=journey.ASKS_DECONFLICTION).order_by("number").last()
    answers = referral.records.filter(fact=FACT)
    newest = (answers.filter(made_at__gte=asked.made_at) if asked else answers).order_by("made_at").last()
    return newest is not None and json.loads(newest.opened(key, "answers"))["answer"] == "clear"


def keep(seen: Seen, role: str, answers: Mapping[str, Any]) -> None:
    """Keep an answer, which ends what the police were due to give."""
    actions.keep_record(seen, FACT, answers, role)
    due.end(DUE, seen.referral)


def answer(referral_id: UUID, answers: Mapping[str, Any], *, by: Staff) -> None:
    """Keep an answer without a move. Raises NotFound and NotAllowed."""
    seen = queries.find(by, referral_id, lock=True)
    if seen.referral.stage not in journey.ANSWERS_DECONFLICTION_AT:
        raise NotAllowed("Deconfliction is answered at the gateway, on hold, or before the panel.")
    actions.record(referral_id, FACT, answers, by=by, role=_role(seen))


def _role(seen: Seen) -> str:
    return next((role for role in seen.roles if role in WRITTEN_BY), "")


def answered_for(seen: Seen) -> list[dict[str, Any]]:
    """Return the answers so far, newest first, for whoever writes them and may read them; else raise NotFound."""
    if not _role(seen) or "deconfliction" not in sees(seen):
        raise NotFound
    rows = seen.referral.records.filter(fact=FACT).select_related("made_by").order_by("-made_at")
    return [queries.in_words(row, seen.key) for row in rows]


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Say on the page of a case whether the police have answered, and who may answer now."""
    open_now = seen.referral.stage in ("screening", "held") and "deconfliction" in sees(seen)
    writes = open_now and bool(_role(seen)) and ownership.reason_against_deciding(seen) is None
    return {"shown": open_now, "writes": writes, "is_clear": open_now and is_clear(seen.referral, seen.key)}
