"""What was answered about consent, and whether anything may rest on it now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen, sees
from alongside.casework.referrals.timeline import Moment
from alongside.casework.rules import consent as rules
from alongside.commons import clock

from .models import Consent


def last(referral: Referral) -> Consent | None:
    """Return the newest answer about taking part."""
    return referral.consents.filter(scope="take_part").order_by("-recorded_at").first()


def reason_not_live(referral: Referral) -> str | None:
    """Say why nothing may rest on consent now, or None; an answer from before the latest adoption does not count."""
    row = last(referral)
    adopted = referral.history.filter(enters="adopted").exclude(leaves="adopted").order_by("-number").first()
    if row is None or adopted is None or row.recorded_at < adopted.made_at:
        return rules.STATUSES["offered"].means
    given_on = row.answered_on if row.status == "given" else None
    return rules.reason_not_live(rules.Consent("take_part", row.status, row.by, given_on=given_on), clock.today())


def answers(seen: Seen) -> dict[str, Any]:
    """Return every answer in words, oldest first, and how it stands now."""
    if "referral" not in sees(seen):
        return {"answers": []}
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


def story(seen: Seen) -> list[Moment]:
    """Return each answer as it stands in the story of the case."""
    rows = Consent.objects.filter(case=seen.referral).select_related("recorded_by")
    return [
        Moment(row.recorded_at, _("Consent: %(answer)s") % {"answer": _(rules.STATUSES[row.status].label)},
               row.recorded_by.name, href="#consent")
        for row in rows
    ]  # fmt: skip
