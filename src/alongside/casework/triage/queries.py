"""What was told in emergencies, for the referral's page."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from alongside.casework.referrals.queries import Seen, sees
from alongside.casework.referrals.timeline import Moment

from .models import Emergency
from .words import WHO


def emergencies(seen: Seen) -> dict[str, Any]:
    """Return each disclosure, newest first; nothing to who may not read what was told."""
    if "concern" not in sees(seen):
        return {"told": []}
    rows = Emergency.objects.filter(case=seen.referral).select_related("recorded_by").order_by("-recorded_at")
    return {"told": [_in_words(row, seen.key) for row in rows]}


def _in_words(row: Emergency, key: bytes) -> dict[str, Any]:
    said = json.loads(row.opened(key, "said"))
    return {
        **said,
        "whom": dict(WHO).get(said["whom"], said["whom"]),
        "at": row.recorded_at,
        "by": row.recorded_by.name,
    }


def story(seen: Seen) -> list[Moment]:
    """Return each disclosure as it stands in the story of the case."""
    return [
        Moment(row["at"], _("Told in an emergency: %(whom)s") % {"whom": _(str(row["whom"]))}, row["by"])
        for row in emergencies(seen)["told"]
    ]
