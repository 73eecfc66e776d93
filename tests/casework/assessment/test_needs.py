"""Each need of an assessment has an action, or a reason for none (R-12), on the pages of the people of the cast."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.assessment import needs
from alongside.casework.referrals.queries import find
from tests import cast
from tests.casework.assessment.conftest import Acting
from tests.casework.assessment.test_pages import A, text

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def test_a_need_is_answered_on_its_page_and_a_reason_is_asked_where_nothing_is_done(
    signed_in: SignedIn, agreed: UUID
) -> None:
    callum, address = signed_in(cast.CASE_MANAGER), f"/assessment/{agreed}/needs/"
    assert address in text(callum, f"/referrals/{agreed}/")
    page = text(callum, address)
    assert "Somebody to talk with." in page
    assert "Not answered yet." in page
    wrong = callum.post(address, {f"need-{A}-answer": "none", f"need-{A}-why": ""}).content.decode()
    assert "Write why nothing is done about this need." in wrong
    assert callum.post(address, {f"need-{A}-answer": "none", f"need-{A}-why": "His aunt does."}).status_code == 302
    page = text(signed_in(cast.INTAKE), address)
    assert "No action: His aunt does." in page
    assert "His aunt does." in text(signed_in(cast.INTAKE), f"/referrals/{agreed}/")


def test_who_answers_second_is_told_and_both_answers_stand(signed_in: SignedIn, agreed: UUID, acting: Acting) -> None:
    address, why = f"/assessment/{agreed}/needs/", f"need-{A}-why"
    first = {f"need-{A}-answer": "none", f"need-{A}-read": ""}
    signed_in(cast.CASE_MANAGER).post(address, {**first, why: "His aunt does."})
    page = signed_in(cast.CASE_MANAGER).post(address, {**first, why: "He wants nobody."}, follow=True).content.decode()
    assert "Callum Reyes had answered" in page
    assert "No action: He wants nobody." in page
    assert "His aunt does." in page
    with acting(cast.CASE_MANAGER) as callum:
        (row,) = needs.of(find(callum, agreed))
    assert row.now
    same = {f"need-{A}-answer": "none", f"need-{A}-read": row.now.id, why: row.now.why}
    signed_in(cast.CASE_MANAGER).post(address, same)
    with acting(cast.CASE_MANAGER) as callum:
        assert needs.of(find(callum, agreed)) == [row], "what is sent as it stands is no new answer"


def test_who_reads_the_assessment_and_no_more_answers_nothing_and_others_find_nothing(
    signed_in: SignedIn, agreed: UUID
) -> None:
    address, said = f"/assessment/{agreed}/needs/", {f"need-{A}-answer": "none", f"need-{A}-why": "mine"}
    refused = signed_in(cast.SUPERVISOR).post(address, said)
    assert "What is done about a need is recorded by" in refused.content.decode()
    assert refused.status_code == 403
    assert ">mine<" not in text(signed_in(cast.SUPERVISOR), address)
    for person in (cast.PANEL_MEMBER, cast.MANAGER, cast.COORDINATOR):
        assert signed_in(person).get(address).status_code == 404
