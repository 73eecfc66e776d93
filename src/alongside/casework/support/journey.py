"""What support records, by the words of rules/journey."""

from __future__ import annotations

from alongside.casework.referrals import facts

from . import forms


def register() -> None:
    facts.recorded("plan_written", forms.Plan)
    facts.recorded("every_need_answered", forms.NeedsAnswered, for_this_stage=True)
    facts.recorded("closing_report", forms.ClosingReport, for_this_stage=True)
    facts.recorded("attempts_recorded", forms.Attempts, for_this_stage=True)
