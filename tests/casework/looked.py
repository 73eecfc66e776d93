"""Look for earlier referrals as staff do, and find none: what makes a first referral known (R-04)."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from alongside.casework.people.births import Birth
from alongside.casework.people.matching import Described


def look_and_find_none(case: UUID, by: Any) -> None:
    """Write down a name that nobody else has, and look for it."""
    from alongside.casework.people import actions

    name = "".join(secrets.choice("bcdfghjklmnpqrstvwxyz") for _ in range(14))
    actions.write_down(case, Described((f"{name[:7]} {name[7:]}",), Birth(1950, 1, 2), ""), unsure=False, by=by)
    shown = actions.look(case, "Is this their first referral?", by=by).shown
    assert not shown.exists()
