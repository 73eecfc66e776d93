"""The page of a case tells its story; the list of one's referrals shows what is theirs, in the order they ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.referrals import lists, readers, timeline
from alongside.casework.referrals.lists import Wish, wish_of
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import find
from tests import cast
from tests.casework import gateway
from tests.casework.assessment.conftest import DECISION, Acting, agree, whole, write

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


@pytest.fixture
def assessed(opened: UUID, acting: Acting) -> UUID:
    """The opened case, gathering, with an agreed assessment."""
    clear = {"deconfliction_clear": {"answer": "clear"}, "decision_recorded": DECISION}
    for person, word, records in ((cast.INTAKE, "open_referral", {}), (cast.CASE_MANAGER, "ask_partners", clear)):
        with acting(person) as somebody:
            gateway.go(opened, word, records, by=somebody)  # type: ignore[arg-type]
    agree(acting, opened, write(acting, opened, whole()))
    return opened


def page_of(client: Client, case: UUID, asked: str = "") -> str:
    answer = client.get(f"/referrals/{case}/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_whose_turn_it_is_what_is_known_and_who_can_see_it(signed_in: SignedIn, assessed: UUID) -> None:
    page = page_of(signed_in(cast.INTAKE), assessed)
    headings = re.findall(r'<h2[^>]*id="(\w[\w-]*)"', page)
    assert [each for each in headings if each in ("now", "known", "person", "history", "told", "readers")] == [
        "now", "known", "history", "told", "person", "readers",
    ]  # fmt: skip
    assert "what is said of conclusion" in page
    whose = re.search(r"Whose turn\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", page, re.S)
    assert whose
    assert cast.CASE_MANAGER.name in whose[1]
    assert cast.INTAKE.name not in whose[1]
    who = page[page.index('id="readers"') :]
    assert cast.POLICE in who
    assert cast.SUPERVISOR.name in who


def test_while_it_waits_to_be_read_what_was_told_comes_first(signed_in: SignedIn, opened: UUID) -> None:
    page = page_of(signed_in(cast.INTAKE), opened)
    assert page.index('id="told"') < page.index('id="now"')


def test_the_story_is_newest_first_and_each_move_folds_what_was_recorded_for_it(assessed: UUID, acting: Acting) -> None:
    with acting(cast.SUPERVISOR) as sunita:
        story = timeline.of(find(sunita, assessed))
    assert [moment.at for moment in story] == sorted((moment.at for moment in story), reverse=True)
    assert story[0].what == "Assessment agreed, version 1"
    moved = next(moment for moment in story if moment.what == "Ask partners for information")
    assert [str(record["title"]) for record in moved.folded][-1] == "Decision record"
    assert not next(moment for moment in story if moment.what == "Open a referral").folded


def test_a_long_story_comes_page_by_page_and_whole_to_print(
    signed_in: SignedIn, assessed: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.casework.referrals.views.A_PAGE", 2)
    first, second = (page_of(signed_in(cast.INTAKE), assessed, f"?story={number}") for number in (1, 2))
    assert ("Assessment agreed" in first, "Assessment agreed" in second) == (True, False)
    whole_story = page_of(signed_in(cast.INTAKE), assessed, "?open=all")
    assert "Assessment agreed" in whole_story
    assert "Open a referral" in whole_story
    assert whole_story.count("<details") == whole_story.count("open>")


def test_who_sees_it_is_what_the_grants_say(assessed: UUID, acting: Acting) -> None:
    with acting(cast.INTAKE) as ines:
        found = readers.of(find(ines, assessed))
    names = {name for rows in found.values() for row in rows for name in row.names}
    assert {cast.INTAKE.name, cast.CASE_MANAGER.name, cast.SUPERVISOR.name} <= names
    assert cast.PANEL_MEMBER.name not in names
    assert cast.MANAGER.name not in names


def test_the_list_shows_what_is_theirs_in_the_order_they_ask_for(
    signed_in: SignedIn, assessed: UUID, acting: Acting
) -> None:
    def shown(person: cast.Person, wish: Wish) -> bool:
        with acting(person) as somebody:
            return lists.listed(somebody, wish).filter(pk=assessed).exists()

    assert shown(cast.CASE_MANAGER, Wish("mine"))
    assert not shown(cast.INTAKE, Wish("mine"))
    assert shown(cast.INTAKE, Wish(stage="gathering", area="northmere"))
    assert not shown(cast.INTAKE, Wish(stage="panel"))
    assert not shown(cast.INTAKE, Wish("closed"))
    assert not shown(cast.WELSH_INTAKE, Wish())
    with acting(cast.INTAKE) as ines:
        for sort in lists.SORTS:
            found = list(lists.listed(ines, Wish(sort=sort)))
            assert set(found) == set(Referral.objects.not_closed())
        found = list(lists.listed(ines, Wish(sort="reference")))
        assert [row.reference for row in found] == sorted(row.reference for row in found)
    page = signed_in(cast.INTAKE).get("/?show=mine&stage=gathering&sort=stage").content.decode()
    assert "No referral is like this." in page


def test_a_wish_that_nobody_can_have_is_the_beginning_of_the_list() -> None:
    assert wish_of({"show": "everybody's", "sort": "person", "stage": "x", "area": "n"}) == Wish(area="n")
    assert Wish("mine", area="a b").asked == "?show=mine&sort=due&area=a+b&page="
