"""The gateway as the tests pass it: one assesses, another signs, and the move is made (rules/gateway)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from alongside.casework.keys.middleware import looking, set_looking
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import actions
from alongside.casework.referrals.models import History
from tests import cast

GATEWAY = {
    "basis": "yes", "outcome": "limited", "explanation": "none", "spoken": "yes",
    "checked": "our own records, Monday", "spoken_about": "his aunt, on the telephone", "why": "what she saw herself",
}  # fmt: skip


def go(
    case: UUID, word: str, records: Mapping[str, Mapping[str, object]], *, by: Staff, reason: str = "because",
    closure_code: str = "", signer: cast.Person = cast.SUPERVISOR,
) -> History:  # fmt: skip
    """Record and move as ``by``, who is looking; asking partners with an assessment that ``signer`` signs first."""
    if word != "ask_partners":
        return actions.record_and_move(case, word, records, by=by, reason=reason, closure_code=closure_code)
    actions.record_all(case, word, {"gateway_assessed": GATEWAY, **records}, by=by)
    asked = actions.ask_to_sign(case, word, by=by, reason=reason)
    sunita = Staff.objects.get(email=signer.email)
    with looking(sunita.pk):
        actions.countersign(case, asked.id, by=sunita)
    set_looking(by.pk)
    return actions.make_move(case, word, by=by, reason=reason)
