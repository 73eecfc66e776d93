"""A concern goes to another area by acceptance: until then its owner is the area that was, afterwards the other, and
never both; whoever told us notices nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.casework.keys.middleware import looking
from alongside.commons import clock
from alongside.commons.envelope.contents import Identity
from alongside.commons.envelope.receipt import ReplyKey
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import working_as_intake

Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
WORRY = "My cousin in Glanaber keeps knives and writes to people I do not know."
WHY = "The person lives in Glanaber, in Quay Street."
EMERGENCY = {"whom": "999", "what": "He is on his way to the station.", "when": "today at 14:05"}


def area(code: str) -> Any:
    from alongside.casework.organisation.models import Area

    return Area.objects.get(code=code)


@pytest.fixture(scope="module")
def concern(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[UUID, ReplyKey]:
    """A concern that waits in Northmere, with a name in an envelope of its own and a receipt."""
    key = letterbox.a_receipt()
    with working_as_intake(django_db_blocker):
        return tell(key), key


def tell(key: ReplyKey) -> UUID:
    """Send a concern and who told it; return the case. Call as role intake."""
    from alongside.casework.referrals.models import Line

    id = uuid.uuid4()
    letterbox.post(letterbox.sealed(WORRY, id=id, reply_to=key.reply_to(), called="Robin", hurt="yes", promise="named"))
    letterbox.post(letterbox.seal_any(named(id, key)))
    letterbox.work()
    case: UUID = Line.objects.get(pk=id).case_id
    return case


def named(concern: UUID, key: ReplyKey) -> Identity:
    said = {"name": "Rhian Moss", "safe_contact": "after six", "sent_at": clock.now()}
    return Identity(concern=concern, promise="named", reply_to=key.reply_to(), **said)


@pytest.fixture
def offered(concern: tuple[UUID, ReplyKey], acting: Acting) -> Any:
    from alongside.casework.intake import passing

    with acting(cast.INTAKE) as ines:
        return passing.offer(concern[0], area("glanaber"), WHY, by=ines)


pytestmark = pytest.mark.django_db


def seen(case: UUID, person: cast.Person, acting: Acting) -> Any:
    """Return what somebody sees of a case, or None."""
    from alongside.casework.referrals import queries

    with acting(person) as somebody:
        try:
            return queries.find(somebody, case)
        except queries.NotFound:
            return None


def refusal(act: Callable[[Any], object], person: cast.Person, acting: Acting) -> str:
    with acting(person) as somebody, pytest.raises(NotAllowed) as refused:
        act(somebody)
    return str(refused.value)


def test_nobody_of_the_other_area_sees_a_concern_before_it_is_offered(
    concern: tuple[UUID, ReplyKey], acting: Acting
) -> None:
    assert seen(concern[0], cast.INTAKE, acting) is not None
    assert seen(concern[0], cast.WELSH_INTAKE, acting) is None


def test_from_the_offer_on_the_other_intake_reads_it_and_the_history_says_so(
    offered: Any, signed_in: Browser, acting: Acting
) -> None:
    queue = signed_in(cast.WELSH_INTAKE).get("/intake/").content.decode()
    assert "Offered to you by another area" in queue
    line = queue.split(f'href="/intake/offers/{offered.id}/"')[1].split("</li>")[0]
    assert "<strong>somebody could be hurt</strong>" in line
    page = signed_in(cast.WELSH_INTAKE).get(f"/referrals/{offered.case_id}/").content.decode()
    for words in (WORRY, WHY, "Offered to another area", cast.INTAKE.name, "owns this concern and offers it to you"):
        assert words in page
    assert WHY in signed_in(cast.WELSH_INTAKE).get(f"/intake/offers/{offered.id}/").content.decode()


def test_what_holds_up_every_move_is_said_once(offered: Any, signed_in: Browser) -> None:
    for person, held_up in (
        (cast.WELSH_INTAKE, "Accept it or decline it"),
        (cast.INTAKE, "It is yours until they accept"),
    ):
        now = signed_in(person).get(f"/referrals/{offered.case_id}/").content.decode()
        now = now.split('id="now"')[1].split("</ul>")[0]
        assert now.count("<li>") > 1
        assert now.count(held_up) == 1


def test_until_they_accept_the_owner_and_every_date_are_as_before(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import passing

    before = seen(offered.case_id, cast.INTAKE, acting).referral
    assert before.area.code == "northmere"
    assert before.due_on is not None
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(offered.id, by=gwen)
    after = seen(offered.case_id, cast.WELSH_INTAKE, acting).referral
    assert (after.area.code, after.due_on, after.entered_at) == ("glanaber", before.due_on, before.entered_at)


def decides() -> dict[str, Callable[[UUID, Any], object]]:
    from alongside.casework.intake import lawful
    from alongside.casework.referrals import actions

    return {
        "open": lambda case, by: actions.make_move(case, "open_referral", by=by, reason="It is serious."),
        "close": lambda case, by: actions.make_move(
            case, "close_received", by=by, reason="No.", closure_code="NC-NO-CONCERN"
        ),
        "lawful": lambda case, by: lawful.close(case, by=by),
        "record": lambda case, by: actions.record(case, "known_adult", {"how_known": "seen"}, by=by, role="intake"),
        "ask": lambda case, by: actions.ask_to_sign(case, "close_lawful", by=by, closure_code="NC-LAWFUL"),
    }


@pytest.mark.parametrize("name", ["open", "close", "lawful", "record", "ask"])
def test_while_it_is_offered_neither_side_decides_and_each_hears_what_to_do(
    offered: Any, acting: Acting, name: str
) -> None:
    act = decides()[name]
    ours = refusal(lambda by: act(offered.case_id, by), cast.INTAKE, acting)
    theirs = refusal(lambda by: act(offered.case_id, by), cast.WELSH_INTAKE, acting)
    assert "take the offer back first" in ours
    assert "Accept it or decline it first" in theirs


def test_the_other_area_answers_nobody_and_handles_nothing_before_it_accepts(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import answers

    said = refusal(lambda by: answers.reply(offered.case_id, "Hello", by=by), cast.WELSH_INTAKE, acting)
    assert "Northmere owns this concern" in said
    said = refusal(lambda by: answers.mark_handled(offered.case_id, uuid.uuid4(), by=by), cast.WELSH_INTAKE, acting)
    assert "Northmere owns this concern" in said
    weighed = {"prejudice": "no", "danger": "no"}
    said = refusal(lambda by: answers.release_outcome(offered.case_id, weighed, by=by), cast.WELSH_INTAKE, acting)
    assert "Northmere owns this concern" in said
    with acting(cast.INTAKE) as ines:
        answers.reply(offered.case_id, "Thank you. A person reads this.", by=ines)


def test_emergency_disclosure_is_open_to_both_sides_and_the_offer_stands(offered: Any, signed_in: Browser) -> None:
    for person in (cast.INTAKE, cast.WELSH_INTAKE):
        assert signed_in(person).post(f"/triage/{offered.case_id}/emergency/", EMERGENCY).status_code == 302
    with looking(offered.offered_by_id):
        offered.refresh_from_db()
    assert offered.answer == ""


def test_nobody_of_the_other_area_opens_who_told_us_before_they_accept(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.reporters import actions as reporters
    from alongside.casework.reporters import queries as told_us

    who = reporter_of(offered.case_id, cast.WELSH_INTAKE, acting)
    said = refusal(lambda by: reporters.open_named(who, "To ring them", by=by), cast.WELSH_INTAKE, acting)
    assert "not shown to you" in said
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(offered.id, by=gwen)
        assert reporters.open_named(who, "To ring them", by=gwen).name == "Rhian Moss"
    with acting(cast.INTAKE) as ines, pytest.raises(told_us.NotFound):
        reporters.open_named(who, "To ring them", by=ines)


def reporter_of(case: UUID, person: cast.Person, acting: Acting) -> UUID:
    from alongside.casework.referrals.models import Concern as Told
    from alongside.casework.reporters.queries import of_concerns

    with acting(person):
        (row,) = of_concerns(Told.objects.filter(case=case).values_list("id", flat=True))
        found: UUID = row.id
        return found


def test_acceptance_ends_the_first_areas_sight_and_both_see_what_became_of_it(
    offered: Any, signed_in: Browser, acting: Acting
) -> None:
    answer = signed_in(cast.WELSH_INTAKE).post(f"/intake/offers/{offered.id}/", {"accept": "yes"}, follow=True)
    assert "It is yours now" in answer.content.decode()
    assert seen(offered.case_id, cast.INTAKE, acting) is None
    assert signed_in(cast.INTAKE).get(f"/referrals/{offered.case_id}/").status_code == 404
    ours = signed_in(cast.INTAKE).get("/intake/").content.decode()
    assert offered.reference in ours
    assert "accepted" in ours
    page = signed_in(cast.INTAKE).get(f"/intake/offers/{offered.id}/").content.decode()
    assert cast.WELSH_INTAKE.name in page
    assert WHY not in page
    theirs = signed_in(cast.WELSH_INTAKE).get(f"/referrals/{offered.case_id}/").content.decode()
    assert "The other area accepted it and owns it now" in theirs
    assert "Open a referral" in theirs
    assert "owns this concern and offers" not in theirs


def test_after_acceptance_the_new_owner_decides(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.referrals import actions

    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(offered.id, by=gwen)
        actions.record(offered.case_id, "known_adult", {"how_known": "seen"}, by=gwen, role="intake")


def test_declining_asks_for_a_reason_which_the_first_area_reads(
    offered: Any, signed_in: Browser, acting: Acting
) -> None:
    gwen = signed_in(cast.WELSH_INTAKE)
    assert "Error" in gwen.post(f"/intake/offers/{offered.id}/", {"decline": "yes", "reason": ""}).content.decode()
    gwen.post(f"/intake/offers/{offered.id}/", {"decline": "yes", "reason": "Quay Street is in Northmere."})
    assert seen(offered.case_id, cast.WELSH_INTAKE, acting) is None
    assert gwen.get(f"/referrals/{offered.case_id}/").status_code == 404
    page = signed_in(cast.INTAKE).get(f"/referrals/{offered.case_id}/").content.decode()
    assert "Quay Street is in Northmere." in page
    assert "Offer it to another area" in page
    from alongside.casework.keys.actions import seen_by
    from alongside.casework.organisation.models import Post

    who = reporter_of(offered.case_id, cast.INTAKE, acting)
    with acting(cast.INTAKE):
        areas = {post.area.code for post in Post.objects.filter(pk__in=seen_by(who)).select_related("area")}
    assert areas == {"northmere"}


def test_taken_back_it_is_as_it_was_before(offered: Any, signed_in: Browser, acting: Acting) -> None:
    ines = signed_in(cast.INTAKE)
    answer = ines.post(f"/intake/offers/{offered.id}/", {"withdraw": "yes"}, follow=True).content.decode()
    assert "The offer is taken back" in answer
    assert seen(offered.case_id, cast.WELSH_INTAKE, acting) is None
    assert signed_in(cast.WELSH_INTAKE).get(f"/intake/offers/{offered.id}/").status_code == 200
    assert "Offer it to another area" in ines.get(f"/referrals/{offered.case_id}/").content.decode()


def test_whoever_is_second_hears_who_was_first_and_changes_nothing(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import passing

    with acting(cast.WELSH_INTAKE) as gwen:
        passing.decline(offered.id, "It is not ours.", by=gwen)
    said = refusal(lambda by: passing.accept(offered.id, by=by), cast.WELSH_INTAKE, acting)
    assert said == f"{cast.WELSH_INTAKE.name} has declined this concern already."
    said = refusal(lambda by: passing.withdraw(offered.id, by=by), cast.INTAKE, acting)
    assert said == f"{cast.WELSH_INTAKE.name} has declined this concern already."
    assert seen(offered.case_id, cast.INTAKE, acting).referral.area.code == "northmere"


def test_only_intake_of_the_two_areas_answers_and_a_stranger_finds_nothing(
    offered: Any, signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.intake import passing

    for person in (cast.CASE_MANAGER, cast.CHAIR, cast.WELSH_HANDLER, cast.MANAGER):
        assert signed_in(person).get(f"/intake/offers/{offered.id}/").status_code == 404
        assert signed_in(person).post(f"/intake/offers/{offered.id}/", {"accept": "yes"}).status_code == 404
    said = refusal(lambda by: passing.accept(offered.id, by=by), cast.INTAKE, acting)
    assert "of the area that it is offered to" in said
    said = refusal(lambda by: passing.withdraw(offered.id, by=by), cast.WELSH_INTAKE, acting)
    assert "of the area that owns the concern" in said


def test_an_offer_is_due_for_the_first_area_alone_until_it_is_answered(
    offered: Any, signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.intake import passing

    label = "Get an answer to your offer"
    assert label in signed_in(cast.INTAKE).get("/").content.decode()
    assert label not in signed_in(cast.WELSH_INTAKE).get("/").content.decode()
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.decline(offered.id, "Not ours.", by=gwen)
    assert label not in signed_in(cast.INTAKE).get("/").content.decode()


def test_the_teller_reads_the_same_whoever_owns_it(
    concern: tuple[UUID, ReplyKey], signed_in: Browser, acting: Acting, sent: list[Any]
) -> None:
    """Not the offer, not the other area's look, not the acceptance: nothing leaves for the receipt."""
    from alongside.casework.intake import passing

    with acting(cast.INTAKE) as ines:
        made = passing.offer(concern[0], area("glanaber"), WHY, by=ines)
    signed_in(cast.WELSH_INTAKE).get(f"/referrals/{concern[0]}/")
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(made.id, by=gwen)
    assert sent == []


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What goes into the tray for receipts in this test."""
    from alongside.casework.outgoing import actions as outgoing

    gone: list[Any] = []
    real = outgoing.send_reply
    monkeypatch.setattr(outgoing, "send_reply", lambda *given, **named: (gone.append(given), real(*given, **named)))
    return gone


def test_an_alert_that_nobody_has_answered_goes_along_and_asks_the_new_area_from_the_beginning(
    offered: Any, acting: Acting
) -> None:
    from alongside.casework.duty.models import Alert
    from alongside.casework.intake import passing

    moment = seen(offered.case_id, cast.INTAKE, acting).referral.received_at
    with acting(cast.WELSH_INTAKE) as gwen:
        ours = Alert.objects.get(area__code="northmere", made_at=moment)
        assert ours.acknowledged_at is None
        before = Alert.objects.filter(area__code="glanaber", acknowledged_at=None).count()
        passing.accept(offered.id, by=gwen)
        ours.refresh_from_db()
        assert ours.acknowledged_by == gwen
        theirs = Alert.objects.filter(area__code="glanaber", acknowledged_at=None)
        assert theirs.count() == before + 1
        assert theirs.latest("made_at").step == ""


def test_an_alert_that_was_answered_stays_where_it_was(offered: Any, acting: Acting) -> None:
    from alongside.casework.duty import alerts
    from alongside.casework.duty.models import Alert
    from alongside.casework.intake import passing

    with acting(cast.INTAKE) as ines:
        alerts.acknowledge(area("northmere"), clock.now(), by=ines)
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(offered.id, by=gwen)
        assert not Alert.objects.filter(area__code="glanaber", made_at__gte=offered.offered_at).exists()


def test_it_can_be_offered_again_after_it_was_declined_but_not_twice_at_once(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import passing

    again = lambda by: passing.offer(offered.case_id, area("glanaber"), WHY, by=by)  # noqa: E731
    assert "take the offer back first" in refusal(again, cast.INTAKE, acting)
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.decline(offered.id, "Not ours.", by=gwen)
    with acting(cast.INTAKE) as ines:
        second = again(ines)
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(second.id, by=gwen)
    assert seen(offered.case_id, cast.WELSH_INTAKE, acting).referral.area.code == "glanaber"


def test_without_a_reason_to_its_own_area_or_after_a_decision_it_is_not_offered(
    concern: tuple[UUID, ReplyKey], acting: Acting
) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.referrals import actions

    offer = lambda to, why: lambda by: passing.offer(concern[0], area(to), why, by=by)  # noqa: E731
    assert "Write why" in refusal(offer("glanaber", " "), cast.INTAKE, acting)
    assert "there already" in refusal(offer("northmere", WHY), cast.INTAKE, acting)
    with acting(cast.INTAKE) as ines:
        actions.make_move(concern[0], "open_referral", by=ines, reason="It is serious.")
    assert "nobody has decided on yet" in refusal(offer("glanaber", WHY), cast.INTAKE, acting)


def test_every_step_is_one_row_of_history_and_one_leaf(
    offered: Any, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alongside.casework.audit import actions as audit
    from alongside.casework.intake import passing
    from alongside.casework.referrals.models import History

    verbs: list[str] = []
    note = audit.note
    monkeypatch.setattr(audit, "note", lambda verb, *about, **by: (verbs.append(verb), note(verb, *about, **by)))
    with acting(cast.WELSH_INTAKE) as gwen:
        passing.accept(offered.id, by=gwen)
        steps = list(History.objects.filter(case=offered.case_id).values_list("number", "move", "made_by"))
    assert verbs == ["accepted a concern"]
    assert steps[1:] == [(2, "offer", offered.offered_by_id), (3, "accept_offer", gwen.pk)]


def test_a_concern_counts_once_wherever_it_goes(offered: Any, acting: Acting) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.statistics.models import StatisticsEvent

    with acting(cast.WELSH_INTAKE) as gwen:
        before = StatisticsEvent.objects.count()
        passing.accept(offered.id, by=gwen)
        assert StatisticsEvent.objects.count() == before


def test_an_offered_concern_is_closed_with_no_others_and_stands_in_the_first_areas_queue_alone(
    offered: Any, signed_in: Browser
) -> None:
    ours = signed_in(cast.INTAKE).get("/intake/?show=hurt").content.decode()
    assert "Offered to Glanaber, not answered yet." in ours
    theirs = signed_in(cast.WELSH_INTAKE).get("/intake/?show=hurt").content.decode()
    assert f'href="/referrals/{offered.case_id}/"' not in theirs
