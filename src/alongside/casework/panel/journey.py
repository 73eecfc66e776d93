"""What the panel and section 36 record, by the words of rules/journey."""

from __future__ import annotations

from alongside.casework.referrals import facts

from . import forms


def register() -> None:
    facts.recorded("decision_recorded", forms.Decision, for_this_stage=True)
    facts.recorded("consent_asker_named", forms.ConsentAsker)
