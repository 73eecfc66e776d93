"""Who may administer, and what even a manager cannot do: make their own way to a case.

Source: domain page 2.7 (administration manager: posts, staff, training; must not open any case), 9 (the access matrix),
R-25, R-30. A sentence says why not; None means that it is allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.casework.rules.roles import label_of
from alongside.casework.rules.who_may_see import OF_A_CASE
from alongside.commons.words import _

MANAGER = "manager"

OPENS_CASES = frozenset(role for role, rights in OF_A_CASE.items() if set(rights.values()) != {"none"})
"""The roles that have any right to anything of a case."""


@dataclass(frozen=True)
class Period:
    """Days in which a post is held, the last included; None means until further notice."""

    from_on: date
    until_on: date | None = None

    def meets(self, other: "Period") -> bool:
        """Have the two a day in common?"""
        return (other.until_on is None or self.from_on <= other.until_on) and (
            self.until_on is None or other.from_on <= self.until_on
        )


def reason_against_administering(roles: Iterable[str]) -> str | None:
    """Only the holder of a manager's post administers areas, agencies, posts and staff."""
    if MANAGER in roles:
        return None
    return _("This is for the administration manager.")


def reason_against_giving(
    role: str,
    period: Period,
    *,
    to_self: bool,
    works_here: bool,
    own_agency: bool,
    held: Iterable[tuple[str, Period]],
    today: date,
) -> str | None:
    """Say why a post with this role cannot be given for this period, or None.

    `held` are the roles and periods that the person has or will have. Nobody is at once manager and in a role that
    opens cases: else the person who gives posts could give themselves a way to read.
    """
    if to_self:
        return _("Nobody gives a post to themselves. Ask another administration manager.")
    if not works_here:
        return _("This account is closed. Let the person back in first.")
    if not own_agency:
        return _("A post is held by staff of its own agency. The agency's key is not for others.")
    if period.from_on < today:
        return _("A post is given from today on, not for days that are past.")
    if period.until_on is not None and period.until_on < period.from_on:
        return _("The last day is before the first day.")
    for other, when in held:
        if period.meets(when) and _do_not_go_together(role, other):
            return _(
                "A manager can open no case, so the same person cannot be {one} and {other} at the same time."
            ).format(one=label_of(other), other=label_of(role))
    return None


def reason_against_post(role: str, agency_kind: str) -> str | None:
    """Say why an agency cannot have a post, or None: the police read nothing before it is delivered to them (R-01)."""
    if role == "intake" and agency_kind == "police":
        return _(
            "Intake is not a post of the police: they read a concern when a referral is opened, or at once where the"
            " area says so. Make the post of case manager instead."
        )
    return None


def _do_not_go_together(one: str, other: str) -> bool:
    return (one == MANAGER and other in OPENS_CASES) or (other == MANAGER and one in OPENS_CASES)


def reason_against_ending(period: Period, last_day: date, *, own: bool, today: date) -> str | None:
    """Say why a post cannot be made to end after `last_day`, or None. Yesterday means: at once."""
    if own:
        return _("Nobody ends their own post. Ask another administration manager.")
    if period.until_on is not None and period.until_on < today:
        return _("This period is over already.")
    if last_day < today - timedelta(days=1):
        return _("A post cannot be ended for days that are past. It can be ended at once.")
    if period.until_on is not None and last_day > period.until_on:
        return _("It ends earlier than that already. To go on, give the post again.")
    return None


def reason_against_leaving(*, own: bool, works_here: bool) -> str | None:
    """Say why an account cannot be closed, or None."""
    if own:
        return _("Nobody closes their own account. Ask another administration manager.")
    return None if works_here else _("This account is closed already.")
