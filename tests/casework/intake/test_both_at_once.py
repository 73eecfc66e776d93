"""Where an area delivers to both at once, the police read a concern as soon as intake can, and decide nothing; where it
does not, or was not said before Send, the police read nothing before a referral is opened (R-01).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons.envelope.receipt import ReplyKey
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import working_as_intake
from tests.casework.intake.test_passing import EMERGENCY, area, decides, named, refusal, seen
from tests.casework.looked import look_and_find_none

Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
WORRY = "My brother speaks of a bomb and has bought pipes."
HUW, GWEN = cast.WELSH_POLICE_READER, cast.WELSH_INTAKE
pytestmark = pytest.mark.django_db


def tell(key: ReplyKey, **said: Any) -> UUID:
    """Send a concern and who told it; return the case. Call as role intake."""
    from alongside.casework.referrals.models import Line

    id = uuid.uuid4()
    said = {"area": "glanaber", "called": "Rowan", "promise": "named", **said}
    letterbox.post(letterbox.sealed(WORRY, id=id, reply_to=key.reply_to(), **said))
    letterbox.post(letterbox.seal_any(named(id, key)))
    letterbox.work()
    case: UUID = Line.objects.get(pk=id).case_id
    return case


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, UUID]:
    """Concerns that wait, by where and how they were told."""
    with working_as_intake(django_db_blocker):
        return {
            "glanaber": tell(letterbox.a_receipt()),
            "second": tell(letterbox.a_receipt(), called="Rowan again"),
            "advice": tell(letterbox.a_receipt(), advice_first="yes", called=""),
            "northmere": tell(letterbox.a_receipt(), area="northmere"),
            "not_sure": tell(letterbox.a_receipt(), area="not_sure"),
        }


def test_both_have_it_at_once_and_read_the_same(told: dict[str, UUID], signed_in: Browser) -> None:
    for person in (GWEN, HUW):
        page = signed_in(person).get(f"/referrals/{told['glanaber']}/").content.decode()
        assert WORRY in page
        assert "Delivered at once to the police and the local authority" in page
        assert cast.WELSH_POLICE in page
    work = signed_in(HUW).get("/").content.decode()
    assert "Rowan" in work
    assert "For information and checks" in work


def test_each_reads_on_the_page_what_is_theirs_to_do(told: dict[str, UUID], signed_in: Browser) -> None:
    ours = signed_in(GWEN).get(f"/referrals/{told['glanaber']}/").content.decode()
    assert "The police have had this since it came" in ours
    assert "Open a referral" in ours
    theirs = signed_in(HUW).get(f"/referrals/{told['glanaber']}/").content.decode()
    assert "delivered to you at once, for information and for checks" in theirs
    for word in ("Open a referral", "Offer it to another area", "Answer whoever told us"):
        assert word not in theirs


@pytest.mark.parametrize("where", ["northmere", "not_sure", "advice"])
def test_the_police_read_nothing_earlier_where_that_was_not_said(
    told: dict[str, UUID], where: str, signed_in: Browser, acting: Acting
) -> None:
    police = HUW if where == "advice" else cast.CASE_MANAGER
    intake = GWEN if where == "advice" else cast.INTAKE
    for person in (police, HUW, cast.SUPERVISOR):
        assert seen(told[where], person, acting) is None
        assert signed_in(person).get(f"/referrals/{told[where]}/").status_code == 404
    assert WORRY in signed_in(intake).get(f"/referrals/{told[where]}/").content.decode()


@pytest.mark.parametrize("name", ["open", "close", "lawful", "record", "ask"])
def test_the_police_decide_nothing_while_it_waits(told: dict[str, UUID], name: str, acting: Acting) -> None:
    def act(by: Any) -> None:
        from alongside.casework.referrals import actions

        if name == "record":
            actions.record(told["glanaber"], "known_adult", {"how_known": "seen"}, by=by, role="case_manager")
        decides()[name](told["glanaber"], by)

    assert "Intake in Glanaber decides about it" in refusal(act, HUW, acting)


def test_the_police_answer_nobody_pass_nothing_on_and_handle_nothing(told: dict[str, UUID], acting: Acting) -> None:
    from alongside.casework.intake import answers, passing
    from alongside.casework.people import actions as people
    from alongside.casework.people.matching import Described

    case = told["glanaber"]
    for act in (
        lambda by: people.write_down(case, Described(("Rowan Pugh",)), unsure=False, by=by),
        lambda by: people.say(case, uuid.uuid4(), same=True, reason="Same day of birth.", by=by),
        lambda by: answers.reply(case, "Hello", by=by),
        lambda by: answers.mark_handled(case, uuid.uuid4(), by=by),
        lambda by: passing.offer(case, area("northmere"), "Ours.", by=by),
    ):
        assert "Intake in Glanaber decides about it" in refusal(act, HUW, acting)


def test_the_first_look_of_the_police_tells_nobody_that_it_was_read(told: dict[str, UUID], signed_in: Browser) -> None:
    sent: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alongside.casework.outgoing.actions.send_reply", sent.append)
        signed_in(HUW).get(f"/referrals/{told['glanaber']}/")
        assert sent == []
        signed_in(GWEN).get(f"/referrals/{told['glanaber']}/")
    assert len(sent) == 1


def test_emergency_disclosure_is_open_to_the_police(told: dict[str, UUID], signed_in: Browser) -> None:
    address = f"/triage/{told['glanaber']}/emergency/"
    assert signed_in(HUW).post(address, EMERGENCY).status_code == 302


def test_who_told_us_is_not_with_the_police_before_a_referral_is_opened(told: dict[str, UUID], acting: Acting) -> None:
    from alongside.casework.referrals import actions
    from alongside.casework.reporters import actions as reporters

    assert who_told(told["glanaber"], HUW, acting) == []
    with acting(GWEN) as gwen:
        actions.make_move(told["glanaber"], "open_referral", by=gwen, reason="It is serious.")
    (row,) = who_told(told["glanaber"], HUW, acting)
    with acting(HUW) as huw:
        assert reporters.open_named(row.id, "To ring them", by=huw).name == "Rhian Moss"


def who_told(case: UUID, person: cast.Person, acting: Acting) -> list[Any]:
    """Those who told a case, as far as somebody holds their keys."""
    from alongside.casework.keys.actions import case_key
    from alongside.casework.referrals.models import Concern as Told
    from alongside.casework.reporters.queries import of_concerns

    with acting(GWEN):
        ids = list(Told.objects.filter(case=case).values_list("id", flat=True))
    with acting(person):
        return [row for row in of_concerns(ids) if case_key(row.id)]


def test_opened_as_a_referral_it_is_theirs_to_screen(told: dict[str, UUID], acting: Acting) -> None:
    from alongside.casework.referrals import actions, queries

    with acting(GWEN) as gwen:
        actions.make_move(told["glanaber"], "open_referral", by=gwen, reason="It is serious.")
    huw = seen(told["glanaber"], HUW, acting)
    with acting(HUW):
        assert queries.reads_at_once(huw) is False
        assert {button.reason_against for button in queries.buttons(huw) if button.move.word == "hold"} == {None}


def test_closed_unopened_the_police_see_it_no_more_and_again_when_that_is_undone(
    told: dict[str, UUID], acting: Acting
) -> None:
    from alongside.casework.referrals import actions

    case = told["glanaber"]
    with acting(GWEN) as gwen:
        for fact, said in (
            ("known_adult", {"how_known": "seen"}),
            ("checklist_answered", {}),
        ):
            actions.record(case, fact, said, by=gwen, role="intake")
        look_and_find_none(case, gwen)
        actions.make_move(case, "close_received", by=gwen, reason="Told twice.", closure_code="DUPLICATE")
    assert seen(case, HUW, acting) is None
    with acting(GWEN) as gwen:
        actions.make_move(case, "undo_duplicate", by=gwen, reason="It was not.")
    assert seen(case, HUW, acting) is not None


def test_linked_and_taken_back_the_police_still_have_what_was_delivered_and_not_who_told_it(
    told: dict[str, UUID], acting: Acting
) -> None:
    from alongside.casework.intake import linking
    from alongside.casework.referrals import actions

    with acting(GWEN) as gwen:
        reference = actions.make_move(told["glanaber"], "open_referral", by=gwen, reason="Serious.").case.reference
        link = linking.link_or_ask(told["second"], reference, "The same lad.", by=gwen)
    assert seen(told["second"], HUW, acting) is not None
    with acting(GWEN) as gwen:
        linking.undo(link.id, "Another lad.", by=gwen)
    assert seen(told["second"], HUW, acting).referral.stage == "received"
    assert who_told(told["second"], HUW, acting) == []


@pytest.mark.parametrize(("where", "theirs"), [("northmere", False), ("not_sure", True)])
def test_passed_on_the_police_get_it_at_acceptance_where_whoever_told_it_had_read_so(
    told: dict[str, UUID], where: str, theirs: bool, acting: Acting
) -> None:
    from alongside.casework.intake import passing

    with acting(cast.INTAKE) as ines:
        made = passing.offer(told[where], area("glanaber"), "They live in Quay Street.", by=ines)
    assert seen(told[where], HUW, acting) is None
    with acting(GWEN) as gwen:
        passing.accept(made.id, by=gwen)
    assert (seen(told[where], HUW, acting) is not None) is theirs
    steps = [line.label for line in history(told[where], acting)]
    assert ("Delivered at once to the police and the local authority" in steps) is theirs


def history(case: UUID, acting: Acting) -> Any:
    from alongside.casework.referrals import queries

    found = seen(case, GWEN, acting)
    with acting(GWEN):
        return queries.history(found)


def test_passed_away_the_police_of_the_area_that_was_see_it_no_more(told: dict[str, UUID], acting: Acting) -> None:
    from alongside.casework.intake import passing

    with acting(GWEN) as gwen:
        made = passing.offer(told["glanaber"], area("northmere"), "They live in Northmere.", by=gwen)
    with acting(cast.INTAKE) as ines:
        passing.accept(made.id, by=ines)
    for person in (HUW, cast.CASE_MANAGER):
        assert seen(told["glanaber"], person, acting) is None


def test_where_a_manager_has_ended_it_the_police_read_nothing_that_waits(
    told: dict[str, UUID], signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.duty import actions

    with acting(cast.MANAGER) as magnus:
        actions.let_both_have_it(area("glanaber"), False, by=magnus)
    assert WORRY not in signed_in(HUW).get(f"/referrals/{told['glanaber']}/").content.decode()


def test_a_manager_lets_an_area_deliver_to_both_where_the_police_have_a_post(
    signed_in: Browser, acting: Acting
) -> None:
    from alongside.casework.administration.actions import make_area
    from alongside.casework.duty import actions
    from alongside.casework.duty.models import Change

    with acting(cast.MANAGER) as magnus:
        new = make_area("Quayside", "england_and_wales", by=magnus)
    let = lambda by: actions.let_both_have_it(new, True, by=by)  # noqa: E731
    assert "administration manager" in refusal(let, cast.COORDINATOR, acting)
    assert "Make that post first" in refusal(let, cast.MANAGER, acting)
    page = signed_in(cast.MANAGER).post("/duty/northmere/both-at-once/", {"both": "yes"}, follow=True).content.decode()
    assert "let each concern go to the police and the authority at once" in page
    assert area("northmere").both_at_once
    signed_in(cast.MANAGER).post("/duty/northmere/both-at-once/")
    assert not area("northmere").both_at_once
    assert list(Change.objects.order_by("-made_at").values_list("verb", flat=True)[:2]) == [
        "intake_first",
        "both_at_once",
    ]


def test_nobody_makes_a_post_of_intake_for_the_police(acting: Acting) -> None:
    from alongside.casework.administration import actions
    from alongside.casework.organisation.models import Agency

    police = Agency.objects.get(name=cast.POLICE)
    made = lambda by: actions.make_post(police, area("northmere"), "intake", by=by)  # noqa: E731
    assert "Intake is not a post of the police" in refusal(made, cast.MANAGER, acting)
