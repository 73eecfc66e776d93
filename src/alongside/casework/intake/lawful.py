"""Close a concern about lawful views, faith or protest in one click, with thanks (R-22)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.organisation.models import Staff
from alongside.casework.people import actions as of_people
from alongside.casework.people import queries as people
from alongside.casework.people.matching import Described
from alongside.casework.people.models import LookUp
from alongside.casework.people.names import words_of
from alongside.casework.referrals import actions, facts, ownership, queries
from alongside.casework.referrals.models import Countersigning, History
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import journey, retention
from alongside.casework.rules.code_lists import ADULT_BANDS, label
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .answers import came_after_deletion

MOVE = "close_lawful"
CODE = "NC-LAWFUL"


@transaction.atomic
def close(referral_id: UUID, *, by: Staff, earlier: bool = False) -> History | Countersigning | LookUp:
    """Close with thanks; or, for a child, an unknown age or a repeat, ask for the second signature that it needs.

    An adult who was named is looked for first, as anybody would be who reads it, where nobody has looked yet.

    Args:
        earlier: whoever closes knows of an earlier referral that no look-up showed.

    Returns the look-up, and closes nothing, where it showed an earlier referral that somebody has to judge.
    Raises queries.NotFound and NotAllowed.
    """
    seen = queries.find(by, referral_id, lock=True)
    move = journey.MOVES[MOVE]
    actions.record_all(referral_id, MOVE, _said(seen), by=by)
    if _waits(seen, by):
        raise NotAllowed(_("The second signature has been asked for and is not there yet."))
    if not earlier and (shown := _to_judge(seen, queries.facts_for(seen, move))):
        return shown
    reason = _("Lawful expression of views or faith, or lawful protest: no concern.")
    known = queries.facts_for(seen, move)
    if "second_signed" in known or not (earlier or journey.countersigners(move, known)):
        return actions.make_move(referral_id, MOVE, by=by, reason=reason, closure_code=CODE)
    return actions.ask_to_sign(referral_id, MOVE, by=by, closure_code=CODE, reason=reason)


def _to_judge(seen: Seen, known: frozenset[str]) -> LookUp | None:
    """Look for earlier referrals of a named adult; return the look-up whose candidates nobody has judged, or None."""
    if "known_adult" not in known or known & {"second_signed", "first_referral"} or people.has_earlier(seen.referral):
        return None
    if people.waits_for_an_answer(seen.referral):
        return LookUp.objects.filter(case=seen.referral).order_by("-asked_at").first()
    if people.named(seen) is None:
        if not words_of(seen.person.get("called", "")):
            return None
        of_people.write_down(seen.referral.id, Described((seen.person["called"],)), unsure=False, by=seen.staff)
    row = of_people.look(
        seen.referral.id, _("Is this the first? Asked before closing as lawful expression."), by=seen.staff
    )
    return row if row.more or people.waits_for_an_answer(seen.referral) else None


def _waits(seen: Seen, staff: Staff) -> bool:
    return seen.referral.countersignings.filter(move=MOVE, signed_at=None, returned_at=None, asked_by=staff).exists()


def _said(seen: Seen) -> dict[str, dict[str, object]]:
    """Return what the one click says: that the person is an adult, as told. Earlier referrals are looked for."""
    known = facts.true_of(seen.referral, seen.key, among=("known_adult",))
    said: dict[str, dict[str, object]] = {}
    band = seen.person.get("age_band", "")
    if "known_adult" not in known and band in ADULT_BANDS:
        said["known_adult"] = {"how_known": _("Whoever told us said: %(age)s.") % {"age": label("age_band", band)}}
    return said


def offer(seen: Seen) -> dict[str, Any]:
    """Return what the one click would do, for the referral's page; nothing where it is not intake's turn.

    Nor for what came with the receipt of a deleted concern: its teller is not thanked a second time.
    """
    buttons = {button.move.word: button for button in queries.buttons(seen)}
    if MOVE not in buttons or ownership.reason_against_deciding(seen) or came_after_deletion(seen):
        return {"offered": False}
    known = facts.true_of(seen.referral, seen.key, among=("known_adult", "first_referral"))
    adult = seen.person.get("age_band", "") in ADULT_BANDS or "known_adult" in known
    mine = queries.signed(seen.referral, journey.MOVES[MOVE], seen.staff)
    return {
        "offered": True,
        "adult": adult,
        "first": "first_referral" in known,
        "unnamed": people.nobody_to_look_for(seen.referral, seen.key),
        "repeat": people.has_earlier(seen.referral),
        "to_judge": people.waits_for_an_answer(seen.referral),
        "signed": mine is not None,
        "waits": _waits(seen, seen.staff),
        "goes_on": goes_on(),
    }


def goes_on() -> date | None:
    """Return the day on which something closed like this today goes, where the controller has signed the schedule."""
    return retention.ends_on("lawful_expression", clock.today())
