"""Whoever's training has lapsed takes no new decision, and still hands over, records a withdrawal, tells 999 (R-30)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.rules import journey, training
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.test_journey import CHECKLIST, DECISION, WAY, go
from tests.casework.trained import lapse, renew_trainings

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
LAPSED = "Your training lapsed"


@pytest.fixture(autouse=True)
def the_clock_goes_back() -> Iterator[None]:
    yield
    clock.reset()


def carry(to: str, acting: Acting, case: UUID) -> None:
    for stage, person, word, records in WAY:
        go(person, word, acting, case, **records())
        if stage == to:
            return


@pytest.mark.parametrize("kind", training.TRAINING)
def test_a_training_counts_on_its_last_day_and_the_day_after_nothing_is_decided(
    opened: UUID, acting: Acting, kind: str
) -> None:
    lapse(cast.INTAKE, kind, days=1)
    with pytest.raises(NotAllowed, match=training.TRAINING[kind]):
        go(cast.INTAKE, "open_referral", acting, opened)
    lapse(cast.INTAKE, kind, days=0)
    assert go(cast.INTAKE, "open_referral", acting, opened).enters == "screening"


def test_every_move_of_every_role_asks_but_those_that_stay_open(opened: UUID, acting: Acting) -> None:
    from alongside.casework.referrals import actions, queries

    open_to: set[str] = set()
    for person in cast.CASEWORK:
        lapse(person, "prevent")
    for person in (cast.INTAKE, cast.CHAIR, cast.COORDINATOR, cast.CASE_MANAGER, cast.SUPERVISOR):
        for word in journey.MOVES:
            with acting(person) as somebody:
                try:
                    actions.make_move(opened, word, by=somebody, reason="because")
                except queries.NotFound:
                    continue
                except NotAllowed as refusal:
                    if LAPSED not in str(refusal):
                        open_to.add(word)
    assert open_to == set(training.STILL_OPEN)


def test_a_withdrawal_is_recorded_the_same_day_whoever_s_training_has_lapsed(opened: UUID, acting: Acting) -> None:
    carry("consented", acting, opened)
    lapse(cast.CASE_MANAGER, "safeguarding")
    with pytest.raises(NotAllowed, match=LAPSED):
        go(cast.CASE_MANAGER, "start_support", acting, opened, **WAY[5][3]())
    answer = {"by": "self", "answered_on": clock.today(), "how": "meeting", "own_words": "No."}
    said = {"consent_withdrawal_recorded": answer}
    done = go(cast.CASE_MANAGER, "consent_withdrawn", acting, opened, **said)
    assert done.enters == "not_wanted"
    with pytest.raises(NotAllowed, match=LAPSED):
        go(cast.CASE_MANAGER, "close_not_wanted", acting, opened, code="CH-CONSENT-WITHDRAWN")


def test_a_case_is_handed_over_whoever_s_training_has_lapsed(opened: UUID, acting: Acting) -> None:
    from alongside.casework.referrals import actions

    carry("gathering", acting, opened)
    lapse(cast.COORDINATOR, "data_protection")
    said = {
        "receiving_area_accepted": {"area": "Glanaber, Gwen Parry", "accepted_on": clock.today()},
        "decision_recorded": DECISION, "checklist_answered": CHECKLIST,
    }  # fmt: skip
    with acting(cast.COORDINATOR) as cora:
        actions.record_all(opened, "hand_over", said, by=cora)
        asked = actions.ask_to_sign(opened, "hand_over", by=cora, closure_code="CH-EXIT-MOVED", reason="He moved.")
    with acting(cast.SUPERVISOR) as sunita:
        actions.countersign(opened, asked.id, by=sunita)
    assert go(cast.COORDINATOR, "hand_over", acting, opened, code="CH-EXIT-MOVED").enters == "closed"


def test_999_and_social_care_are_told_whoever_s_training_has_lapsed(opened: UUID, signed_in: Browser) -> None:
    lapse(cast.INTAKE, "prevent")
    said = {"whom": "999", "what": "He left with a knife.", "when": "now", "who": "", "told_by": ""}
    assert signed_in(cast.INTAKE).post(f"/triage/{opened}/emergency/", said).status_code == 302


def test_nobody_signs_for_a_colleague_without_training(opened: UUID, acting: Acting) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        asked = actions.ask_to_sign(opened, "close_lawful", by=ines, closure_code="NC-LAWFUL")
    lapse(cast.CHAIR, "prevent")
    with acting(cast.CHAIR) as charity, pytest.raises(NotAllowed, match=LAPSED):
        actions.countersign(opened, asked.id, by=charity)


def test_the_pages_say_what_lapsed_since_when_and_what_can_still_be_done(opened: UUID, signed_in: Browser) -> None:
    assert LAPSED not in signed_in(cast.INTAKE).get(f"/referrals/{opened}/").content.decode()
    lapse(cast.INTAKE, "prevent")
    for address in ("/", f"/referrals/{opened}/"):
        page = signed_in(cast.INTAKE).get(address).content.decode()
        assert page.count(LAPSED) == 1, address
        assert training.CAN_STILL in page


def test_a_manager_enters_the_date_with_its_evidence_and_the_gate_opens(
    opened: UUID, signed_in: Browser, acting: Acting
) -> None:
    lapse(cast.INTAKE, "prevent")
    with acting(cast.INTAKE) as ines:
        address = f"/administration/staff/{ines.pk}/training/"
    day = clock.today() + timedelta(days=365)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    said = {"kind": "prevent", **{f"valid_until_on-{part}": value for part, value in parts.items()}}
    magnus = signed_in(cast.MANAGER)
    assert magnus.post(address, said).status_code == 200
    assert magnus.post(address, said | {"evidence": "PREV-2026-118"}).status_code == 302
    assert signed_in(cast.INTAKE).post(address, said).status_code == 403
    assert go(cast.INTAKE, "open_referral", acting, opened).enters == "screening"


def test_two_years_on_nobody_decides_until_a_manager_renews_what_lapsed(opened: UUID, acting: Acting) -> None:
    clock.shift(timedelta(days=800))
    with pytest.raises(NotAllowed, match=LAPSED):
        go(cast.INTAKE, "open_referral", acting, opened)
    renew_trainings()
    assert go(cast.INTAKE, "open_referral", acting, opened).enters == "screening"
