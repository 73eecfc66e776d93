"""Record what was told in an emergency. Nothing stands before it: no checklist, no second signature, no stage."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import queries
from alongside.casework.rules.disclosures import EMERGENCY_KIND
from alongside.commons import clock

from .models import Emergency
from .words import WHO


@transaction.atomic
def record_emergency(referral_id: UUID, said: Mapping[str, str], *, by: Staff) -> Emergency:
    """Record who was told what, when and by whom, by anybody who may read the concern. Raises queries.NotFound."""
    seen = queries.find(by, referral_id)
    if "concern" not in queries.sees(seen):
        raise queries.NotFound
    row = Emergency(case=seen.referral, recorded_by=by, recorded_at=clock.now())
    row.seal(seen.key, said=json.dumps(dict(said), ensure_ascii=False))
    row.save(force_insert=True)
    _disclosed(row, seen, said)
    audit.note("told in an emergency", [seen.referral.id], by=by.pk)
    return row


def _disclosed(row: Emergency, seen: queries.Seen, said: Mapping[str, str]) -> None:
    """Put what was told into the register of disclosures: to whom, and in the words of who wrote it down."""
    whom = str(dict(WHO)[said["whom"]])
    exactly = said.get("who", "").strip()
    disclosures.by_act(
        seen.referral, seen.key, "emergency", of_act=row.id, recipient=f"{whom}: {exactly}" if exactly else whom,
        kind=EMERGENCY_KIND[said["whom"]], fields=[said["what"]], by=seen.staff,
    )  # fmt: skip
