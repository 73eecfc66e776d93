"""What a child told of somebody else: their own age is on no page, paper or sheet as the person's."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons import clock
from alongside.commons.envelope.contents import Concern
from tests import cast
from tests.casework.conftest import as_role

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]


@pytest.fixture(scope="module")
def of_a_brother(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> UUID:
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    told = Concern(
        "under_18", "northmere", "My brother says that a war is coming.", clock.now(), called="Danny",
        more={"about": "somebody_else", "teller_age_band": "11_15"},
    )  # fmt: skip
    with django_db_blocker.unblock():
        as_role("intake")
        try:
            return open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code="northmere")).id
        finally:
            as_role("casework_web")


def test_the_page_shows_a_childs_own_age_with_whoever_told_us(
    signed_in: Callable[[cast.Person], Client], of_a_brother: UUID
) -> None:
    page = signed_in(cast.INTAKE).get(f"/referrals/{of_a_brother}/").content.decode()
    person, _heading, teller = page.partition("Whoever told us")
    assert "11 to 15" in teller
    assert "11 to 15" not in person


def test_neither_the_national_sheet_nor_the_case_takes_a_childs_age_for_that_of_the_person(
    acting: Acting, of_a_brother: UUID
) -> None:
    from alongside.casework.national import queries as national
    from alongside.casework.referrals import actions, queries

    with acting(cast.INTAKE) as ines:
        move = actions.make_move(of_a_brother, "open_referral", by=ines, reason="A plan to travel.")
    with acting(cast.COORDINATOR) as cora:
        _seen, sheet = national.sheet(cora, of_a_brother, move.pk)
        person = queries.find(cora, of_a_brother).person
    lines = {str(label): value for label, value in sheet.lines}
    assert lines["What the person is called"] == person["called"] == "Danny"
    assert not lines.get("Age")
    assert not person["age_band"]
