"""What a move does to questions that nobody has answered."""

from __future__ import annotations

from alongside.casework.referrals import facts

from . import actions


def register() -> None:
    facts.after_each_move(actions.after_a_move)
