"""What support records, by the words of rules/journey."""

from __future__ import annotations

from alongside.casework.assessment import needs
from alongside.casework.referrals import facts, queries
from alongside.casework.referrals.queries import Seen

from . import forms


def register() -> None:
    facts.recorded("plan_written", forms.Plan)
    facts.known(needs.FACT, needs.all_answered)
    facts.recorded(
        needs.FACT, forms.NeedsAnswered, for_this_stage=True, page="assessment_needs", first=needs.first_open
    )  # fmt: skip
    needs.OFFERS.append(_planned)
    facts.recorded("closing_report", forms.ClosingReport, for_this_stage=True)
    facts.recorded("attempts_recorded", forms.Attempts, for_this_stage=True)


def _planned(seen: Seen) -> list[tuple[str, str]]:
    """Return the action of the support plan as something that can answer a need."""
    if "plan" not in queries.sees(seen):
        return []
    row = seen.referral.records.filter(fact="plan_written").order_by("made_at").last()
    said = queries.answers_in(row, seen.key) if row else {}
    return [(str(row.id), f"{said.get('action', '')} ({said.get('owner', '')})")] if row else []
