"""What was answered about consent, for the referral's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import consent as rules

from .journey import reason_not_live
from .models import Consent


def answers(seen: Seen) -> dict[str, Any]:
    """Return every answer in words, oldest first, and how it stands now."""
    rows = Consent.objects.filter(case=seen.referral).select_related("recorded_by")
    shown = [
        {
            "on": row.answered_on,
            "status": rules.STATUSES[row.status].label,
            "by": rules.GIVERS[row.by].label,
            "recorded_by": row.recorded_by.name,
            "own_words": row.opened(seen.key, "own_words"),
        }
        for row in rows
    ]
    return {"answers": shown, "now": reason_not_live(seen.referral) or _("There is a live consent to take part.")}
