"""What a review is done by, where that is an act of another room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.casework.assessment.models import Version
from alongside.casework.due import actions as due
from alongside.casework.referrals.queries import Seen


def reassessed(seen: Seen, version: Version) -> None:
    """Take an agreed version for the reassessment that was due; the next one is due three months later (R-10)."""
    outcome = _("Version %(number)s of the assessment was agreed.") % {"number": version.number}
    due.complete_by_act("reassessment", seen, outcome)
