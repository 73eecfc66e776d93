"""What screening knows and does, by the words of rules/journey."""

from __future__ import annotations

from datetime import date

from alongside.casework.organisation.queries import posts_with
from alongside.casework.referrals import facts
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import gateway as rules
from alongside.casework.rules import timescales
from alongside.commons import clock

from . import deconfliction, forms, gateway, holds


def register() -> None:
    facts.recorded(
        deconfliction.FACT, forms.Deconfliction, stands_alone=True, keep=deconfliction.keep,
        written_by=deconfliction.WRITTEN_BY,
    )  # fmt: skip
    facts.known(deconfliction.FACT, deconfliction.is_clear)
    facts.recorded(
        rules.FACT, forms.Gateway, keep=gateway.keep,
        written_by=rules.ASSESSES, page="gateway", signed_off_at=gateway.STAGE,
    )  # fmt: skip
    facts.known("gateway_passed", gateway.goes_on)
    facts.recorded("grounds_recorded", forms.Grounds)
    facts.recorded("known_adult", forms.Adult)
    facts.recorded("checklist_answered", forms.Checklist, for_this_stage=True)
    facts.recorded("receiving_service_accepted", forms.ServiceAccepted)
    facts.recorded("receiving_area_accepted", forms.AreaAccepted)
    facts.known("closed_as_duplicate", lambda referral, key: referral.closure_code == "DUPLICATE")
    facts.recorded("held_elsewhere", forms.HeldElsewhere, for_this_stage=True)
    facts.effect("ask_weekly_if_still_needed", holds.begin)
    facts.after_each_move(holds.end_when_left)
    facts.effect("pause_clocks", _pause)
    facts.effect("resume_clocks", _resume)
    facts.effect("tell_police_and_authority", _tell)


def _pause(referral: Referral, history: History, key: bytes) -> None:
    """While the police have it no other clock of the referral runs; the weekly question has a date of its own."""
    referral.due_on = None
    referral.save(update_fields=["due_on"])


def _resume(referral: Referral, history: History, key: bytes) -> None:
    """Count from the day screening first began, later by as long as the holds lasted (R-29)."""
    rows = list(referral.history.order_by("number"))
    began = next(row.made_at for row in rows if row.enters == "screening")
    holds: list[tuple[date, date | None]] = []
    since: date | None = None
    for row in rows:
        if row.enters in ("held", "police_owned") and since is None:
            since = _day(row)
        elif since is not None and row.enters not in ("held", "police_owned"):
            holds.append((since, _day(row)))
            since = None
    referral.due_on = timescales.due_after_holds(
        timescales.CLOCKS[referral.at.clock],
        began.astimezone(clock.LONDON).date(),
        referral.area.nation,
        holds,
        clock.today(),
    )
    referral.save(update_fields=["due_on"])


def _day(row: History) -> date:
    return row.made_at.astimezone(clock.LONDON).date()


def _tell(referral: Referral, history: History, key: bytes) -> None:
    """Tell the holders of the posts that see it from now on, by a mail that says no more than where to look."""
    for post in posts_with(referral.area, ("case_manager", "police_supervisor", "coordinator")):
        tell_holders(post, f"/referrals/{referral.id}/")
