"""Who takes a concern about staff, a panel member or their kin; who has one; what somebody passed on."""

from __future__ import annotations

from typing import Any

from alongside.casework.keys.actions import the_two
from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import apart as rules
from alongside.casework.rules import journey
from alongside.commons import clock

from .models import Keeping, PassedOn


def named_in(area: Area) -> list[Staff]:
    """Return who is named for an area today and works here, by name."""
    held = Holding.objects.on(clock.today()).filter(post__area=area, post__role=journey.NAMED)
    return list(Staff.objects.filter(pk__in=held.values("staff_id"), is_active=True).order_by("name"))


def who_takes(referral: Referral, takes: str) -> tuple[Area, list[Staff]]:
    """Return the area whose named people take a concern, and them. `takes` is a word of rules.TAKES."""
    area = referral.area if takes == "own" else Area.objects.get(takes_unplaced=True)
    return area, named_in(area)


def reason_against(referral: Referral, takes: str, *, marker: Staff) -> str | None:
    """Say why these two cannot take it and what to do then, or None."""
    area, two = who_takes(referral, takes)
    found = rules.Named(area.name, tuple(str(staff.pk) for staff in two))
    return rules.reason_against_taking(takes, found, marker=str(marker.pk), is_own=area.pk == referral.area_id)


def may_mark(seen: Seen) -> bool:
    move = rules.move_at(seen.referral.stage)
    return seen.referral.stage in move.leaves and not set(move.made_by).isdisjoint(seen.roles)


def for_who_marks(seen: Seen) -> dict[str, Any]:
    """Return what the page of a referral offers to whoever can pass it on to the two."""
    return {"shown": may_mark(seen), "referral": seen.referral}


def choices(seen: Seen) -> list[dict[str, Any]]:
    """Return the pairs who could take it, with their names, and why one cannot."""
    found = []
    for takes, label in rules.TAKES.items():
        area, two = who_takes(seen.referral, takes)
        against = reason_against(seen.referral, takes, marker=seen.staff)
        found.append({"takes": takes, "label": label, "area": area, "two": two, "against": against})
    return found


def for_the_two(seen: Seen) -> dict[str, Any]:
    """Return who the two are, which of them owns it, and who could take the place of one; nothing to others."""
    if not seen.referral.apart:
        return {"shown": False}
    keeping = Keeping.objects.select_related("owner").get(case=seen.referral)
    two = list(Staff.objects.filter(pk__in=the_two(seen.referral.pk)).order_by("name"))
    mine = keeping.owner_id == seen.staff.pk
    return {"shown": True, "referral": seen.referral, "two": two, "owner": keeping.owner, "mine": mine}


def could_take(seen: Seen) -> list[Staff]:
    """Return the named people of all areas who are not among the two."""
    held = Holding.objects.on(clock.today()).filter(post__role=journey.NAMED)
    two = the_two(seen.referral.pk)
    return list(Staff.objects.filter(pk__in=held.values("staff_id"), is_active=True).exclude(pk__in=two))


def passed_on(staff: Staff) -> list[PassedOn]:
    """Return what somebody passed on, newest first: when, and to whose two named people."""
    return list(PassedOn.objects.filter(passed_by=staff).select_related("to_area"))
