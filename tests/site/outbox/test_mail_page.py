"""The page that shows what would be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from alongside.site.outbox import actions
from tests import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def test_it_is_empty_in_words_and_then_shows_each_message(signed_in: SignedIn, staff: Callable[..., Any]) -> None:
    magnus = signed_in(cast.MANAGER)
    assert "No mail has been queued yet." in magnus.get("/mail/").content.decode()
    actions.queue(staff(cast.TOM), "waiting", "/referrals/")
    page = magnus.get("/mail/").content.decode()
    assert "Something waits for you" in page
    assert cast.TOM.email in page


def test_a_second_page_begins_after_twenty(signed_in: SignedIn, staff: Callable[..., Any]) -> None:
    for _ in range(21):
        actions.queue(staff(cast.TOM), "waiting")
    magnus = signed_in(cast.MANAGER)
    for asked, shown in (("1", 20), ("2", 1), ("99", 1), ("x", 20)):
        page = magnus.get("/mail/", {"page": asked}).content.decode()
        assert page.count(f"<bdi>{cast.TOM.email}</bdi>") == shown


def test_a_visitor_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/mail/").status_code == 302


def test_there_is_no_such_page_in_production(signed_in: SignedIn) -> None:
    with override_settings(MODE="production"):
        assert signed_in(cast.MANAGER).get("/mail/").status_code == 404
