"""The pages of questions to partners, as each of the cast is served them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.agencies.models import Request
from alongside.commons import clock
from tests import cast
from tests.casework.agencies.conftest import ASKED, TOLD, Acting, answered, post_of

pytestmark = pytest.mark.django_db
DAY = clock.today() + timedelta(days=7)
A_WEEK = {"until-day": DAY.day, "until-month": DAY.month, "until-year": DAY.year}
SignedIn = Callable[[cast.Person], Client]


def test_a_case_manager_asks_from_the_page_of_the_case(gathering: UUID, signed_in: SignedIn) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    assert f"/agencies/ask/{gathering}/" in callum.get(f"/referrals/{gathering}/").content.decode()
    sent = {
        "partner": str(post_of(cast.PANEL_MEMBER).pk), "about": "Jordan", "question": "Is he known?",
        "necessity": "To see who could help.", "fields_asked": ["known"], "basis": "safeguarding",
    }  # fmt: skip
    page = callum.post(f"/agencies/ask/{gathering}/", {**sent, "necessity": ""})
    assert "Is he known?" in page.content.decode()
    assert callum.post(f"/agencies/ask/{gathering}/", sent).status_code == 302
    shown = callum.get(f"/referrals/{gathering}/").content.decode()
    assert cast.HEALTH in shown
    assert "Not answered" in shown


def test_a_partner_answers_with_one_press(asked: Request, signed_in: SignedIn) -> None:
    hana = signed_in(cast.PANEL_MEMBER)
    assert f"/agencies/{asked.id}/" in hana.get("/").content.decode()
    assert ASKED["question"] in hana.get(f"/agencies/{asked.id}/").content.decode()
    assert hana.post(f"/agencies/{asked.id}/at-once/", {"kind": "nothing_known"}).status_code == 302
    assert "We know nothing of this person" in hana.get(f"/agencies/{asked.id}/").content.decode()
    assert "No question waits" in hana.get("/agencies/").content.decode()
    assert hana.get(f"/referrals/{asked.of_case}/").status_code == 404


def test_a_partner_answers_in_words_names_readers_and_changes_them(asked: Request, signed_in: SignedIn) -> None:
    hana, callum, sunita = (signed_in(each) for each in (cast.PANEL_MEMBER, cast.CASE_MANAGER, cast.SUPERVISOR))
    manager = str(post_of(cast.CASE_MANAGER).pk)
    sent = {"kind": "answered", "words": TOLD, "readers": [manager], "regime": "uk_gdpr", **A_WEEK}
    assert hana.post(f"/agencies/{asked.id}/answer/", sent).status_code == 302
    (row,) = re.findall(r"/agencies/contribution/([0-9a-f-]{36})/", hana.get(f"/agencies/{asked.id}/").content.decode())
    assert TOLD in callum.get(f"/referrals/{asked.of_case}/").content.decode()
    seen = sunita.get(f"/referrals/{asked.of_case}/").content.decode()
    assert TOLD not in seen
    assert "You are not named on it" in seen
    assert cast.PANEL_MEMBER.email in seen
    page = hana.get(f"/agencies/contribution/{row}/readers/").content.decode()
    assert "Who may read it?" in page
    changed = {"readers": [str(post_of(cast.SUPERVISOR).pk)], **A_WEEK}
    assert hana.post(f"/agencies/contribution/{row}/readers/", changed).status_code == 302
    assert TOLD not in callum.get(f"/referrals/{asked.of_case}/").content.decode()
    assert TOLD in sunita.get(f"/agencies/contribution/{row}/").content.decode()
    correction = {"kind": "answered", "words": "It was June."}
    assert hana.post(f"/agencies/contribution/{row}/correct/", correction).status_code == 302
    assert "It was June." in sunita.get(f"/agencies/contribution/{row}/").content.decode()
    assert sunita.post(f"/agencies/contribution/{row}/correct/", correction).status_code == 200


def test_the_asker_withdraws_and_hands_over(asked: Request, signed_in: SignedIn) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    to = {"to": str(post_of(cast.COORDINATOR).pk)}
    assert callum.post(f"/agencies/{asked.id}/hand-over/", to).status_code == 302
    assert (
        "This is for whoever asked"
        in callum.post(f"/agencies/{asked.id}/withdraw/", {"why": "not needed"}).content.decode()
    )
    cora = signed_in(cast.COORDINATOR)
    assert cora.post(f"/agencies/{asked.id}/withdraw/", {"why": "not needed"}).status_code == 302
    assert signed_in(cast.PANEL_MEMBER).get(f"/agencies/{asked.id}/").status_code == 404


@pytest.mark.parametrize("person", [cast.TOM, cast.MENTOR, cast.MANAGER, cast.WELSH_INTAKE, cast.DPO])
def test_whoever_has_no_part_in_it_finds_nothing(
    person: cast.Person, asked: Request, acting: Acting, signed_in: SignedIn
) -> None:
    row = answered(acting, asked)
    stranger = signed_in(person)
    for path in ("", "answer/", "withdraw/", "hand-over/"):
        assert stranger.get(f"/agencies/{asked.id}/{path}").status_code == 404
    for path in ("", "correct/", "readers/"):
        assert stranger.get(f"/agencies/contribution/{row.id}/{path}").status_code == 404
    assert stranger.post(f"/agencies/{asked.id}/at-once/", {"kind": "nothing_known"}).status_code == 404
