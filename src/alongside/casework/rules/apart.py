"""A concern about staff, a panel member or their kin: who takes it, and who can be named for that.

Source: issue 4 ("What must hold"): it goes to two named people outside the team. That the two of another area take it
where an area has not two who are free of it is a choice of ours: docs/concerns-about-staff.md.
"""

from collections.abc import Collection
from dataclasses import dataclass

from alongside.casework.rules.journey import MOVES, NAMED, Move
from alongside.casework.rules.roles import label_of
from alongside.casework.rules.who_may_see import OF_A_CASE, RIGHTS
from alongside.commons.words import _

TWO = 2

TAKES = {
    "own": _("The two named people of the area"),
    "lead": _("The two named people of the area that takes what has no place"),
}
"""Who takes it: those of the area, or where they cannot, those of the one area that takes what has no place."""

WORKS_ON_CASES = frozenset(
    role
    for role, rights in OF_A_CASE.items()
    if role != NAMED and any(RIGHTS[word].writes for word in rights.values())
) | {"coordinator", "police_supervisor", "dpo"}
"""The roles of the team, and whoever audits it: nobody is one of these and named in the same area."""


@dataclass(frozen=True)
class Step:
    """What the history says of a handing over, which moves no stage: stored word, label, and the leaf's verb."""

    word: str
    label: str
    verb: str


OWNED = Step("owned_apart", _("The other of the two owns it now"), "took over")
REPLACED = Step("replaced_apart", _("One of the two was replaced"), "replaced one of the two")
STEPS = {step.word: step for step in (OWNED, REPLACED)}


@dataclass(frozen=True)
class Named:
    """Who is named in one area today, as far as they can take a concern: ids of staff, in the order of their names."""

    area: str
    people: tuple[str, ...]


def move_at(stage: str) -> Move:
    """The move by which a referral goes to the two from a stage: before anybody else reads it, or later."""
    return MOVES["set_apart" if stage == "received" else "set_apart_later"]


def reason_against_naming(*, area: str, named: Collection[str], roles: Collection[str]) -> str | None:
    """Say why somebody is not named for an area, or None.

    Args:
        named: who is named there already, on any of the days.
        roles: what the person is in that area on these days.
    """
    if len(named) >= TWO:
        return _("Two people are named for {area} already. End one of them first.").format(area=area)
    if inside := sorted(set(roles) & WORKS_ON_CASES):
        return _("The two are from outside the team: this person is the {role} of {area}.").format(
            role=label_of(inside[0]), area=area
        )
    return None


def reason_against_joining_the_team(role: str, *, area: str, is_named: bool) -> str | None:
    """Say why somebody does not get a post of the team where they are one of the two, or None."""
    if is_named and role in WORKS_ON_CASES:
        return _("This person is one of the two named people of {area}, who are outside the team.").format(area=area)
    return None


def reason_against_taking(takes: str, found: Named, *, marker: str, is_own: bool) -> str | None:
    """Say why two people cannot take a concern, and what to do then, or None.

    `is_own`: they are those of the concern's own area.
    """
    if takes == "lead" and is_own:
        return _(
            "{area} takes what has no place itself, so there are no other two. If its two cannot take this, do not read"
            " on and tell nobody of the team. Telephone an administration manager: others have to be named first."
        ).format(area=found.area)
    if len(found.people) == TWO and marker not in found.people:
        return None
    if takes == "own":
        return _(
            "{area} has not named two people who could take this. Pass it to the two of the area that takes what has"
            " no place."
        ).format(area=found.area)
    return _(
        "{area}, which takes what has no place, has not named two people either. Do not read on and tell nobody of the"
        " team. Telephone an administration manager: two people have to be named first."
    ).format(area=found.area)


def reason_against_replacing(two: Collection[str], *, by: str, gone: str, new: str, is_named: bool) -> str | None:
    """Say why one of the two is not replaced by somebody, or None. Either of the two does it."""
    if by not in two:
        return _("One of the two hands over.")
    if gone not in two:
        return _("Say which of the two hands over.")
    if new in two:
        return _("Somebody else has to take the place: this person is one of the two already.")
    return None if is_named else _("Only somebody whom an area has named takes it; a manager names them.")
