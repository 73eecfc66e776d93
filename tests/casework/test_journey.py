"""One concern, carried from the letterbox's far side to the end of its follow-up, by the people who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from alongside.casework.assessment import needs
from alongside.casework.due.models import Due
from alongside.casework.referrals import actions, queries, signing
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import closure, timescales
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework import gateway
from tests.casework.assessment.conftest import agree, whole, write
from tests.casework.looked import look_and_find_none

pytestmark = pytest.mark.django_db

DECISION = {
    "options": "support, another service, nothing", "chosen": "support", "reasons": "seen and told by his aunt",
    "counter_evidence": "he still goes to college", "dissent": "", "legal_test": "CTSA 2015 s36(3)",
    "next_trigger": "if he stops going to college; looked at again in a month",
}  # fmt: skip
CHECKLIST = {question.word: f"answered: {question.word}" for question in closure.CHECKLIST}
ADULT = {"known_adult": {"how_known": "he is 19, his aunt says"}}


def go(
    person: cast.Person, word: str, acting: Callable[..., Any], case: UUID, code: str = "", **records: Any
) -> History:
    with acting(person) as somebody:
        return gateway.go(case, word, records, by=somebody, closure_code=code)


@pytest.fixture
def carried(acting: Callable[..., Any], opened: UUID) -> Callable[[str], None]:
    """Carry the concern on to a stage by the people who may."""

    def carry(to: str) -> None:
        for stage, person, word, records in WAY:
            if word == "exit":
                with acting(cast.INTAKE) as ines:
                    look_and_find_none(opened, ines)
            go(person, word, acting, opened, code="CH-EXIT-AIMS-MET" if word == "exit" else "", **records())
            if stage == to:
                return

    return carry


def _consent() -> dict[str, Any]:
    return {"by": "self", "answered_on": clock.today(), "how": "meeting", "own_words": "I would like that."}


PLAN: dict[str, Any] = {
    "need": "friends",
    "outcome": "company",
    "action": "mentoring",
    "owner": "Idris",
    "from_when": None,
}
WAY: list[tuple[str, cast.Person, str, Callable[[], dict[str, Any]]]] = [
    ("screening", cast.INTAKE, "open_referral", dict),
    ("gathering", cast.CASE_MANAGER, "ask_partners",
     lambda: {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION}),
    ("panel", cast.COORDINATOR, "list_for_panel",
     lambda: {"grounds_recorded": {"grounds": "what the aunt saw"}, "decision_recorded": DECISION}),
    ("adopted", cast.CHAIR, "adopt",
     lambda: {"decision_recorded": DECISION,
              "consent_asker_named": {"who": "Callum", "how": "at home", "when": clock.today()}}),
    ("consented", cast.CASE_MANAGER, "consent_given", lambda: {"live_consent": _consent()}),
    ("in_support", cast.CASE_MANAGER, "start_support", lambda: {"plan_written": PLAN}),
    ("exited", cast.CHAIR, "exit",
     lambda: {"decision_recorded": DECISION, "checklist_answered": CHECKLIST,
              "closing_report": {"report": "well", "step_down": "college"},
              "every_need_answered": {"answered": "company: mentoring"}, **ADULT}),
]  # fmt: skip


def test_a_concern_is_carried_to_exit_and_its_two_reviews_are_scheduled(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    carried("exited")
    with acting(cast.CHAIR) as charity:
        seen = queries.look(charity, opened)
        assert seen.referral.stage == "exited"
        due = {row.kind: row.due_on for row in Due.objects.visible_to(charity.pk).open()}
        assert next(line.enters for line in queries.history(seen)) == "Support ended, follow-up"
    today = clock.today()
    assert timedelta(days=180) <= due["review_6m"] - today <= timedelta(days=185)
    assert timedelta(days=364) <= due["review_12m"] - today <= timedelta(days=367)


def test_no_support_starts_without_consent(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    carried("adopted")
    with pytest.raises(NotAllowed, match="No support starts without a live consent"):
        go(cast.CASE_MANAGER, "consent_given", acting, opened)


def test_a_move_of_another_role_is_refused_with_the_rules_own_sentence(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    carried("panel")
    with pytest.raises(NotAllowed, match=r"Adopt. is for the panel chair"):
        go(cast.COORDINATOR, "adopt", acting, opened)


def test_tom_cannot_see_a_referral_that_nobody_shared_with_him(acting: Callable[..., Any], opened: UUID) -> None:
    with acting(cast.TOM) as tom:
        assert not Referral.objects.filter(pk=opened).exists()
        with pytest.raises(queries.NotFound):
            queries.look(tom, opened)


def test_the_police_see_nothing_before_intake_opens_a_referral(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    with acting(cast.CASE_MANAGER):
        assert not Referral.objects.filter(pk=opened).exists()
    carried("screening")
    with acting(cast.CASE_MANAGER) as callum:
        assert queries.look(callum, opened).called == "Jordan"


def test_the_exit_of_somebody_who_may_be_a_child_waits_for_a_second_signature(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    carried("in_support")
    records = {word: given for word, given in WAY[-1][3]().items() if word not in ADULT}
    with pytest.raises(NotAllowed, match="second person"):
        go(cast.CHAIR, "exit", acting, opened, code="CH-EXIT-AIMS-MET", **records)
    with acting(cast.CHAIR) as charity:
        actions.record_all(opened, "exit", records, by=charity)
        asked = actions.ask_to_sign(opened, "exit", by=charity, closure_code="CH-EXIT-AIMS-MET")
        with pytest.raises(NotAllowed, match="somebody else"):
            actions.countersign(opened, asked.id, by=charity)
    with acting(cast.DEPUTY) as dev:
        assert [row.id for row in signing.asked_to_sign(dev)] == [asked.id]
        actions.countersign(opened, asked.id, by=dev)
    assert go(cast.CHAIR, "exit", acting, opened, code="CH-EXIT-AIMS-MET").enters == "exited"


def test_support_does_not_end_while_a_need_has_neither_action_nor_reason_and_the_refusal_names_it(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    carried("in_support")
    agree(acting, opened, write(acting, opened, whole("a" * 32) | {f"need-{'b' * 32}-what": "A place to sleep."}))
    records = {word: given for word, given in WAY[-1][3]().items() if word != needs.FACT}
    with pytest.raises(NotAllowed, match="Somebody to talk with"):
        go(cast.CHAIR, "exit", acting, opened, code="CH-EXIT-AIMS-MET", **WAY[-1][3]())
    with acting(cast.CASE_MANAGER) as callum:
        ((plan, words),) = needs.offered(queries.find(callum, opened))
        assert words == "mentoring (Idris)"
        needs.answer(opened, {"a" * 32: needs.Said(plan, "", "")}, by=callum)
    with pytest.raises(NotAllowed, match="A place to sleep"):
        go(cast.CHAIR, "exit", acting, opened, code="CH-EXIT-AIMS-MET", **records)
    with acting(cast.CHAIR) as charity:
        needs.answer(opened, {"b" * 32: needs.Said(needs.NONE, "He has his own room since May.", "")}, by=charity)
    with acting(cast.INTAKE) as ines:
        look_and_find_none(opened, ines)
    assert go(cast.CHAIR, "exit", acting, opened, code="CH-EXIT-AIMS-MET", **records).enters == "exited"


def test_a_review_is_moved_once_by_the_chair_and_never_again(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    from alongside.casework.due import actions as due

    carried("exited")
    with acting(cast.CHAIR) as charity:
        review = Due.objects.visible_to(charity.pk).get(kind="review_6m")
        due.move(review.id, review.due_on + timedelta(days=14), "the panel meets then", by=charity)
        with pytest.raises(NotAllowed, match="moved once already"):
            due.move(review.id, review.due_on + timedelta(days=28), "again", by=charity)


def test_nobody_can_remove_a_review_or_rewrite_history(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    from django.db import DatabaseError, transaction

    carried("exited")
    with acting(cast.CHAIR):
        for broken in (
            lambda: Due.objects.filter(case_id=opened).delete(),
            lambda: History.objects.filter(case_id=opened).update(move="adopt"),
            lambda: History.objects.filter(case_id=opened).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                broken()


def test_a_review_is_not_completed_on_the_day_of_exit_and_its_outcome_stays_on_the_page(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    from alongside.casework.due import actions as due
    from alongside.casework.reviews.queries import story

    carried("exited")
    with acting(cast.CHAIR) as charity:
        review = Due.objects.visible_to(charity.pk).get(kind="review_6m")
        with pytest.raises(NotAllowed, match="not sooner"):
            due.complete(review.id, "too soon", by=charity)
        with pytest.raises(NotAllowed, match="three months at most"):
            due.move(review.id, review.due_on + timedelta(days=4000), "far away", by=charity)
        Due.objects.filter(pk=review.id).update(due_on=clock.today(), moved_by=charity)
        due.complete(review.id, "He is well.", by=charity)
        assert [row.words for row in story(queries.look(charity, opened))] == ["He is well."]


def test_an_agreed_assessment_is_the_reassessment_that_was_due_and_makes_the_next(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    from alongside.casework.due import actions as due
    from alongside.casework.reviews.queries import story

    carried("in_support")
    clock.shift(timedelta(days=80))
    with acting(cast.CASE_MANAGER) as callum:
        waits = Due.objects.visible_to(callum.pk).open().get(kind="reassessment")
        with pytest.raises(NotAllowed, match="when a new version of the assessment is agreed"):
            due.complete(waits.id, "looked at", by=callum)
    agree(acting, opened, write(acting, opened, whole()))
    with acting(cast.CASE_MANAGER) as callum:
        following = Due.objects.visible_to(callum.pk).open().get(kind="reassessment")
        assert following.due_on >= timescales.add_months(clock.today(), 3) > waits.due_on
        assert [row.words for row in story(queries.look(callum, opened))] == ["Version 1 of the assessment was agreed."]


def test_a_mentor_sees_the_plan_and_neither_what_was_told_nor_why(
    carried: Callable[[str], None], acting: Callable[..., Any], opened: UUID
) -> None:
    carried("in_support")
    with acting(cast.MENTOR) as idris:
        seen = queries.look(idris, opened)
        assert queries.sees(seen) == {"plan"}
        assert queries.concerns(seen) == []
        assert queries.history(seen) == []
        assert {row["title"] for row in queries.records(seen)} == {"Support plan"}


def test_whoever_is_asked_for_a_second_signature_at_intake_can_see_what_to_sign(
    acting: Callable[..., Any], opened: UUID
) -> None:
    with acting(cast.INTAKE) as ines:
        actions.ask_to_sign(opened, "close_lawful", by=ines, closure_code="NC-LAWFUL")
    with acting(cast.CHAIR) as charity:
        asked = signing.asked_to_sign(charity)
        assert [row.case_id for row in asked] == [opened]
        actions.countersign(opened, asked[0].id, by=charity)
    with acting(cast.INTAKE) as ines:
        done = actions.make_move(opened, "close_lawful", by=ines, reason="A lawful view.", closure_code="NC-LAWFUL")
        assert done.enters == "closed"


def test_what_may_be_left_out_is_not_reported_as_forgotten(acting: Callable[..., Any], opened: UUID) -> None:
    from django.http import QueryDict

    from alongside.casework.referrals.forms import MovePage
    from alongside.casework.rules import journey

    with acting(cast.INTAKE) as ines:
        seen = queries.look(ines, opened)
        page = MovePage(seen, journey.MOVES["close_lawful"], QueryDict("reason=&closure_code=NC-LAWFUL"))
        assert not page.is_valid()
        assert "18 or over" not in page.error_summary
        assert "Why?" in page.error_summary or "reason" in page.error_summary
