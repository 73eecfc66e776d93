"""What the consent ledger says, by the words of rules/journey."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from alongside.casework.referrals import facts
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen
from alongside.commons import clock

from . import forms
from .models import Consent
from .queries import last, reason_not_live

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
