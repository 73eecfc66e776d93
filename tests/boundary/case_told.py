"""Runs under casework's settings: ``open`` as the intake role, then ``carry CASE`` as the web role. See case.py."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import django

django.setup()

from alongside.casework.intake import answers  # noqa: E402
from alongside.casework.keys.middleware import looking  # noqa: E402
from alongside.casework.organisation.models import Area, Staff  # noqa: E402
from alongside.casework.organisation.queries import posts_held  # noqa: E402
from alongside.casework.referrals import actions  # noqa: E402
from alongside.commons import clock  # noqa: E402
from alongside.commons.envelope import receipt  # noqa: E402
from alongside.commons.envelope.contents import Concern  # noqa: E402
from tests import cast  # noqa: E402
from tests.boundary.case import CANARIES  # noqa: E402

SAID = CANARIES["record"]
DECISION = dict.fromkeys(
    ("options", "chosen", "reasons", "counter_evidence", "dissent", "legal_test", "next_trigger"), SAID
)
PLAN = {"need": SAID, "outcome": SAID, "action": SAID, "owner": "Idris", "from_when": None}
CONSENT = {"by": "self", "how": "meeting", "own_words": CANARIES["own_words"]}
ADULT = {"known_adult": {"how_known": SAID}, "first_referral": {"where_looked": SAID}}
ENDING = {
    "decision_recorded": DECISION,
    "closing_report": {"report": SAID, "step_down": SAID},
    "every_need_answered": {"answered": SAID},
}

Step = tuple[cast.Person, str, Callable[[], Mapping[str, Mapping[str, object]]]]
WAY: tuple[Step, ...] = (
    (cast.INTAKE, "open_referral", dict),
    (cast.CASE_MANAGER, "ask_partners",
     lambda: {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION}),
    (cast.COORDINATOR, "list_for_panel",
     lambda: {"grounds_recorded": {"grounds": SAID}, "decision_recorded": DECISION}),
    (cast.CHAIR, "adopt",
     lambda: {"decision_recorded": DECISION,
              "consent_asker_named": {"who": "Callum", "how": SAID, "when": clock.today()}}),
    (cast.CASE_MANAGER, "consent_given", lambda: {"live_consent": {**CONSENT, "answered_on": clock.today()}}),
    (cast.CASE_MANAGER, "start_support", lambda: {"plan_written": PLAN}),
)  # fmt: skip


def somebody(person: cast.Person) -> Any:
    return Staff.objects.get(email=person.email)


def open_() -> dict[str, str]:
    told = Concern(
        kind_of_door="somebody", area="northmere", sent_at=clock.now(), hurt="no", age_band="18-20",
        reply_to=receipt.stretch(receipt.made_from(b"a receipt of the boundary")).reply_to(),
        **{name: CANARIES[name] for name in ("worry", "called", "find_them", "going_well", "needs")},
    )  # fmt: skip
    area = Area.objects.get(code="northmere")
    return {"case": str(actions.open_concern(told, envelope_id=uuid.uuid4(), area=area).id)}


def carry(case: UUID) -> dict[str, str]:
    """Carry it on to support, answer the person who told us, and ask for the second signature of an ending."""
    for person, move, records in WAY:
        with looking((who := somebody(person)).pk):
            actions.record_and_move(case, move, records(), by=who, reason=CANARIES["reason"])
    with looking((ines := somebody(cast.INTAKE)).pk):
        answers.reply(case, CANARIES["reply"], by=ines)
    chair, stranger = somebody(cast.CHAIR), somebody(cast.MANAGER)
    with looking(chair.pk):
        actions.record_all(case, "exit", ENDING, by=chair)
        actions.ask_to_sign(case, "exit", by=chair, closure_code="CH-EXIT-AIMS-MET")
    return {
        "case": str(case),
        "sees": str(chair.pk),
        "stranger": str(stranger.pk),
        "post_of_stranger": str(posts_held(stranger.pk)[0].pk),
        "post_of_seer": str(posts_held(chair.pk)[0].pk),
    }


if __name__ == "__main__":
    print(json.dumps(open_() if sys.argv[1] == "open" else carry(UUID(sys.argv[2]))))
