"""The demo's panel: a referral that was listed, a meeting a week ahead, and its paper out to the members."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from alongside.casework.assessment.demo import assess
from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import signing
from alongside.casework.rules import closure
from alongside.commons import clock
from alongside.commons.calendars import Nation, add_working_days
from alongside.commons.envelope import receipt
from alongside.commons.envelope.contents import Concern

from . import meetings, papers
from .models import Item

WORRY = (
    "My cousin has pictures of an attack under her bed and says that they were heroes. She hardly goes out. She laughed"
    " when I asked her."
)
DECISION = {
    "options": "The panel, help from college alone, or nothing.",
    "chosen": "To ask the panel.",
    "reasons": "The pictures, seen by her cousin on Sunday; she has stopped seeing friends, told by the college.",
    "counter_evidence": "She goes to college every day and talks with her tutor.",
    "dissent": "",
    "legal_test": "CTSA 2015 section 36(3)",
    "next_trigger": "If her tutor or her cousin hears of a plan; at the panel at the latest.",
}
GATEWAY = {
    "basis": "yes",
    "outcome": "limited",
    "explanation": "none",
    "spoken": "yes",
    "checked": "Our own records, Monday: nothing held.",
    "spoken_about": "Her cousin, by telephone on Monday: she saw the pictures herself.",
    "why": "The pictures and what she said about them; little else is known yet.",
}
PAPER = {
    "who": "Noor, 19. She likes to be talked with in the morning, in person and not by telephone.",
    "why_listed": "Her cousin saw pictures of an attack, and she called those who did it heroes.",
    "known": "Pictures under her bed: seen by her cousin, Sunday. No friends now: told by the college, Monday.",
    "unknown": "Whether she talks about it with anybody, at college or elsewhere.",
    "strengths": "She goes to college every day. Her cousin and her tutor are there for her.",
    "needs": "Company, and somebody to talk with about her father's death.",
    "concerns": "She called those who did the attack heroes and laughed when she was asked. She hardly goes out.",
    "could_be_hurt": "Nobody whom we know of. Callum asks the college by Friday.",
    "views": "",
    "changed": "",
    "conclusion": "One person saw the pictures. What they are to her is not known: nobody has asked her.",
    "plan": "Her tutor talks with her by Friday; a mentor is offered when she agrees.",
    "asked": "To adopt and offer a mentor; else to ask health.",
}
assert set(DECISION) == {row.word for row in closure.DECISION_FIELDS}


def open_one(area_code: str) -> UUID:
    """Open an invented concern, as the intake worker does."""
    told = Concern(
        kind_of_door="somebody", area=area_code, worry=WORRY, sent_at=clock.now(), called="Noor", age_band="18_20",
        hurt="unsure", reply_to=receipt.stretch(receipt.new()).reply_to(),
    )  # fmt: skip
    return referrals.open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code=area_code)).id


def gather(case: UUID, cast: Any) -> None:
    """Let the cast open the referral, ask partners, and write and agree to an assessment twice."""
    _move(case, cast.INTAKE, "open_referral", {})
    _pass_the_gateway(case, cast)
    assess(case, cast)


def _pass_the_gateway(case: UUID, cast: Any) -> None:
    """Let the case manager assess, the supervisor sign, and the case manager ask partners."""
    word, reason = "ask_partners", "Her cousin's word stands; partners may know more."
    records = {"deconfliction_clear": {"answer": "clear"}, "gateway_assessed": GATEWAY, "decision_recorded": DECISION}
    _as(cast.CASE_MANAGER, lambda by: referrals.record_all(case, word, records, by=by))
    _as(cast.CASE_MANAGER, lambda by: referrals.ask_to_sign(case, word, by=by, reason=reason))
    _as(cast.SUPERVISOR, lambda by: referrals.countersign(case, signing.asked_to_sign(by)[0].id, by=by))
    _as(cast.CASE_MANAGER, lambda by: referrals.make_move(case, word, by=by, reason=reason))


def bring_to_panel(case: UUID, cast: Any) -> None:
    """Let the cast plan a meeting, refer the case, write its paper and send it out."""
    area = Area.objects.get(code="northmere")
    _as(cast.CHAIR, lambda by: meetings.plan(area, _when(area, by), by=by))
    gather(case, cast)
    grounds = {"grounds_recorded": {"grounds": DECISION["reasons"]}, "decision_recorded": DECISION}
    _move(case, cast.COORDINATOR, "list_for_panel", grounds)
    _as(cast.CASE_MANAGER, lambda by: _send(case, by))


def _move(case: UUID, person: Any, word: str, records: dict[str, dict[str, str]]) -> None:
    reason = "Because of what her cousin saw."
    _as(person, lambda by: referrals.record_and_move(case, word, records, by=by, reason=reason))


def _when(area: Area, chair: Staff) -> dict[str, Any]:
    return {
        "day": add_working_days(clock.today() + timedelta(days=5), 1, Nation(area.nation)), "time": time(10),
        "zone": "Europe/London", "place": "Room 2, Harbour House", "link": "", "chair": chair.pk, "urgent": False,
    }  # fmt: skip


def _send(case: UUID, by: Staff) -> None:
    item = Item.objects.get(of_case=case)
    quorum = {"adult": "She is 19: her college card, seen by Callum.", "relevant": ["education"]}
    papers.save(item.id, PAPER, based_on=0, by=by, quorum=quorum)
    assert item.meeting_id is not None
    papers.put_out(item.meeting_id, "", by=by)


def _as(person: Any, does: Any) -> None:
    staff = Staff.objects.select_related("agency__area").get(email=person.email)
    with looking(staff.pk):
        does(staff)
