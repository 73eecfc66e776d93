"""What the panel and section 36 record, and what they cause, by the words of rules/journey."""

from __future__ import annotations

from alongside.casework.referrals import facts

from . import agenda, forms


def register() -> None:
    facts.recorded("decision_recorded", forms.Decision, for_this_stage=True)
    facts.recorded("consent_asker_named", forms.ConsentAsker)
    facts.effect("list_for_next_panel", agenda.list_for_next_panel)
    facts.after_each_move(agenda.after_a_move)
    facts.when_shared_to_sign(agenda.keep_conflicts)
