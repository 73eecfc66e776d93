"""In an emergency nothing stands before telling 999 or social care; what was done is written down on one page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db
Browser = Callable[[cast.Person], Client]
SAID = {"whom": "999", "what": "He has a knife, at the quay.", "when": "today at 14:05"}


def test_it_is_one_click_from_the_concern_and_asks_for_nothing_first(signed_in: Browser, opened: UUID) -> None:
    ines = signed_in(cast.INTAKE)
    assert f'href="/triage/{opened}/emergency/"' in ines.get(f"/referrals/{opened}/").content.decode()
    page = ines.get(f"/triage/{opened}/emergency/").content.decode()
    assert "call 999 first" in page
    for asked in ("checklist", "second signature", "history_read"):
        assert asked not in page.lower()
    assert ines.post(f"/triage/{opened}/emergency/", SAID).status_code == 302
    shown = ines.get(f"/referrals/{opened}/").content.decode()
    for text in ("He has a knife", "today at 14:05", cast.INTAKE.name):
        assert text in shown


def test_it_closes_nothing_and_closing_afterwards_is_offered(signed_in: Browser, opened: UUID) -> None:
    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/triage/{opened}/emergency/").content.decode()
    assert f'href="/referrals/{opened}/close_received/"' in page
    ines.post(f"/triage/{opened}/emergency/", SAID)
    assert "Open a referral" in ines.get(f"/referrals/{opened}/").content.decode()


def test_the_time_of_now_is_there_to_keep_and_a_missing_answer_is_named(signed_in: Browser, opened: UUID) -> None:
    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/triage/{opened}/emergency/").content.decode()
    assert 'name="when"' in page
    assert ":" in page.split('name="when"')[1][:200]
    assert "Error" in ines.post(f"/triage/{opened}/emergency/", SAID | {"what": ""}).content.decode()


def test_whoever_may_not_read_the_concern_has_no_such_page(signed_in: Browser, opened: UUID) -> None:
    for person in (cast.CASE_MANAGER, cast.CHAIR, cast.WELSH_INTAKE, cast.MANAGER):
        assert signed_in(person).get(f"/triage/{opened}/emergency/").status_code == 404
