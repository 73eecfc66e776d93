"""What a move does to questions that nobody has answered, and who takes in the answer that comes by a link."""

from __future__ import annotations

from alongside.casework.referrals import facts, lines

from . import actions, links


def register() -> None:
    facts.after_each_move(actions.after_a_move)
    lines.answers_elsewhere(links.take_in)
