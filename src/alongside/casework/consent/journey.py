"""What the consent ledger says, by the words of rules/journey."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from alongside.casework.referrals import facts
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import consent as rules
from alongside.commons import clock

from . import forms
from .models import Consent

TEXT_VERSION = "2026-11"
ANSWERS = {
    "live_consent": "given",
    "consent_refusal_recorded": "refused",
    "consent_withdrawal_recorded": "withdrawn",
}
"""Which answer each fact asks to be recorded."""


def register() -> None:
    facts.known("live_consent", _is_live)
    facts.known("consent_refusal_recorded", partial(_last_is, "refused"))
    facts.known("consent_withdrawal_recorded", partial(_last_is, "withdrawn"))
    facts.known("consent_must_be_asked_again", _has_run_out)
    for fact, status in ANSWERS.items():
        facts.recorded(fact, forms.Answer, keep=partial(_keep, status))


def last(referral: Referral) -> Consent | None:
    """Return the newest answer about taking part."""
    return referral.consents.filter(scope="take_part").order_by("-recorded_at").first()


def reason_not_live(referral: Referral) -> str | None:
    """Say why nothing may rest on consent now, or None; an answer from before the latest adoption does not count."""
    row = last(referral)
    adopted = referral.history.filter(enters="adopted").order_by("-number").first()
    if row is None or adopted is None or row.recorded_at < adopted.made_at:
        return rules.STATUSES["offered"].means
    given_on = row.answered_on if row.status == "given" else None
    return rules.reason_not_live(rules.Consent("take_part", row.status, row.by, given_on=given_on), clock.today())


def _is_live(referral: Referral, key: bytes) -> bool:
    return reason_not_live(referral) is None


def _last_is(status: str, referral: Referral, key: bytes) -> bool:
    row = last(referral)
    return row is not None and row.status == status


def _has_run_out(referral: Referral, key: bytes) -> bool:
    row = last(referral)
    return row is not None and row.status == "given" and reason_not_live(referral) is not None


def _keep(status: str, seen: Seen, role: str, answers: Mapping[str, Any]) -> None:
    row = Consent(
        case=seen.referral, scope="take_part", status=status, by=answers["by"], answered_on=answers["answered_on"],
        how=answers["how"], text_version=TEXT_VERSION, recorded_by=seen.staff, recorded_at=clock.now(),
    )  # fmt: skip
    row.seal(seen.key, own_words=str(answers.get("own_words") or ""))
    row.save(force_insert=True)
