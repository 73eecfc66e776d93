"""A move that shares a case with a role to which the promise reaches shares who gave their name with it (R-07).

Who made the move may hold no key of who told us (cover of another area): then the next look of intake's shares it.
"""

from __future__ import annotations

from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import facts, parts
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules.journey import MOVES
from alongside.casework.rules.reporters import WHEN_OPENED

from .actions import share


def register() -> None:
    facts.after_each_move(share_with_the_case_manager)
    parts.when_looked_at(share_what_came_meanwhile)


def share_with_the_case_manager(referral: Referral, history: History, key: bytes) -> None:
    """Give the keys of named reporters to the posts that the promise names, when a move shares the case with them."""
    if history.move not in MOVES:
        return
    roles = set(WHEN_OPENED) & set(MOVES[history.move].shares_with)
    if roles:
        # Locked, as the worker locks it that keeps who told us: neither misses what the other does at this moment.
        list(referral.lines.select_for_update().values_list("id", flat=True))
        _share(referral, roles)


def share_what_came_meanwhile(seen: Seen) -> None:
    """Share who told us where a referral is open and whoever opened it could not: once, for whoever holds the key."""
    opened = seen.referral.stage != "received" and not seen.referral.closed_at
    if opened and "intake" in seen.roles:
        _share(seen.referral, set(WHEN_OPENED))


def _share(referral: Referral, roles: set[str]) -> None:
    share(referral.lines.values_list("id", flat=True), posts_with(referral.area, roles))
