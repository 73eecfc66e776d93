"""What was answered through receipts, for the referral's page and the page that answers."""

from __future__ import annotations

from typing import Any

from alongside.casework.referrals.queries import Seen, sees

from .models import Answer


def replies(seen: Seen) -> dict[str, Any]:
    """Return every reply so far, oldest first; nothing to who may not read what was told."""
    if "concern" not in sees(seen):
        return {"sent": []}
    rows = Answer.objects.filter(case=seen.referral).select_related("made_by")
    return {
        "sent": [{"by": row.made_by.name, "at": row.made_at, "words": row.opened(seen.key, "words")} for row in rows]
    }
