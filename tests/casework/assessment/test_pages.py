"""The pages of an assessment, as the people of the cast use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.assessment.content import fresh
from alongside.casework.rules import assessment as rules
from tests import cast
from tests.casework.assessment.conftest import Acting, agree, fact, whole, write

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
A = "a" * 32


def text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def test_it_is_written_read_through_put_forward_and_agreed(signed_in: SignedIn, gathering: UUID) -> None:
    callum, address = signed_in(cast.CASE_MANAGER), f"/assessment/{gathering}/"
    page = text(callum, f"{address}write/")
    assert "quote it as it was said" in page
    assert page.count("From whom, or from what, do we know it?") == 2
    row = re.search("fact-([0-9a-f]{32})-what", page)
    assert row
    sent = {key.replace(A, row[1]): said for key, said in whole(A).items()}
    saved = callum.post(f"{address}write/", {**sent, "based_on": "0", "through": "yes"})
    assert saved.headers["Location"] == f"{address}preview/"
    through = text(callum, f"{address}preview/")
    assert "He sold his car." in through
    assert all(each in through for each in rules.REMINDERS)
    assert callum.post(f"{address}preview/", {"read": "1"}).status_code == 302
    sunita = signed_in(cast.SUPERVISOR)
    assert "He sold his car." in text(sunita, f"{address}agree/")
    assert sunita.post(f"{address}agree/", {"read": "2", "agree": "yes"}).status_code == 302
    assert "Version 1" in text(signed_in(cast.INTAKE), address)
    assert "what is said of conclusion" in text(signed_in(cast.INTAKE), f"/referrals/{gathering}/")


def test_the_reminder_is_for_the_writer_alone(signed_in: SignedIn, agreed: UUID) -> None:
    for person in (cast.INTAKE, cast.SUPERVISOR, cast.CASE_MANAGER):
        assert rules.REMINDERS[0] not in text(signed_in(person), f"/assessment/{agreed}/")
    assert signed_in(cast.INTAKE).get(f"/assessment/{agreed}/preview/").status_code == 404


def test_what_is_being_written_is_not_read_by_others_until_it_is_put_forward(
    signed_in: SignedIn, agreed: UUID, acting: Acting
) -> None:
    write(acting, agreed, {"conclusion": "a new thought"}, based_on=2)
    for person in (cast.INTAKE, cast.SUPERVISOR):
        page = text(signed_in(person), f"/assessment/{agreed}/")
        assert "a new thought" not in page
        assert "It is being written" not in page
    assert signed_in(cast.SUPERVISOR).get(f"/assessment/{agreed}/agree/").status_code == 403


@pytest.mark.parametrize("path", ["", "2/"])
def test_what_changed_is_shown_side_by_side_on_the_page_with_conclusion_and_plan_and_said_in_words(
    signed_in: SignedIn, agreed: UUID, acting: Acting, path: str
) -> None:
    agree(acting, agreed, write(acting, agreed, fact(A, "He sold his van."), based_on=2))
    page = text(signed_in(cast.INTAKE), f"/assessment/{agreed}/{path}")
    assert "what is said of conclusion" in page
    assert "what is said of plan" in page
    gone, came = re.search("<del>(.*?)</del>", page, re.S), re.search("<ins>(.*?)</ins>", page, re.S)
    assert gone
    assert came
    assert ("removed:" in gone[1], " car." in gone[1]) == (True, True)
    assert ("added:" in came[1], " van." in came[1]) == (True, True)
    assert "The same as before:" in page


def test_somebody_who_typed_meanwhile_is_told_and_what_is_too_long_comes_back(
    signed_in: SignedIn, agreed: UUID, acting: Acting
) -> None:
    callum, address = signed_in(cast.CASE_MANAGER), f"/assessment/{agreed}/write/"
    write(acting, agreed, {"plan": "theirs"}, based_on=2)
    answer = callum.post(address, {"plan": "mine", "based_on": "2", "save": "yes"}, follow=True).content.decode()
    assert "changed the same box while you were typing" in answer
    assert "mine\n\n[Callum Reyes" in answer
    long = callum.post(address, {"plan": "x" * 7000, "based_on": "4", "save": "yes"})
    assert long.status_code == 200
    assert "x" * 7000 in long.content.decode()


def test_a_correction_stands_beside_and_a_stranger_learns_nothing(signed_in: SignedIn, agreed: UUID) -> None:
    sunita, address = signed_in(cast.SUPERVISOR), f"/assessment/{agreed}/1/"
    assert sunita.post(f"{address}correct/", {"text": "It was on Monday."}).status_code == 302
    page = text(signed_in(cast.INTAKE), address)
    assert "It was on Monday." in page
    assert "Sunday" in page
    for person in (cast.PANEL_MEMBER, cast.MANAGER, cast.COORDINATOR):
        for path in ("", "write/", "preview/", "agree/", "1/", "1/correct/"):
            assert signed_in(person).get(f"/assessment/{agreed}/{path}").status_code == 404


def test_rows_that_are_blank_have_the_same_names_until_something_is_saved_and_others_for_somebody_else() -> None:
    case, one, two = UUID(int=1), UUID(int=2), UUID(int=3)
    assert fresh("fact", case, one, 0, 2) == fresh("fact", case, one, 0, 2)
    ids = [*fresh("fact", case, one, 0, 2), *fresh("fact", case, two, 0, 2), *fresh("fact", case, one, 1, 2)]
    assert len(set(ids)) == len(ids) == 6
