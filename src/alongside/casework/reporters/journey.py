"""A move that shares a case with a role to which the promise reaches shares who gave their name with it (R-07)."""

from __future__ import annotations

from alongside.casework.keys.actions import case_key, give
from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import facts
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules.journey import MOVES
from alongside.casework.rules.reporters import WHEN_OPENED

from .queries import of_concerns


def register() -> None:
    facts.after_each_move(share_with_the_case_manager)


def share_with_the_case_manager(referral: Referral, history: History, key: bytes) -> None:
    """Give the keys of named reporters to the posts that the promise names, when a move shares the case with them."""
    if history.move not in MOVES:
        return
    roles = set(WHEN_OPENED) & set(MOVES[history.move].shares_with)
    if not roles:
        return
    for reporter in of_concerns(referral.concerns.values_list("id", flat=True)):
        reporter_key = case_key(reporter.id)
        if reporter_key is not None:
            for post in posts_with(referral.area, roles):
                give(reporter.id, reporter_key, post)
