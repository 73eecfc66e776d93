"""What passing a concern to the two named people records and causes, by the words of rules/journey."""

from __future__ import annotations

from alongside.casework.referrals import facts

from . import forms, keeping


def register() -> None:
    facts.recorded("two_named", forms.WhoTakesIt, for_this_stage=True)
    facts.last_effect("keys_to_the_two", keeping.give_to_the_two)
    facts.last_effect("keys_to_intake", keeping.give_back)
