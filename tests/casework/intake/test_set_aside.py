"""What did not open keeps its bytes; when the reason is mended, intake lets it be tried again, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons.envelope.seal import Envelope
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import working_as_intake
from tests.casework.test_intake_worker import alter, forget, states_of

SignedIn = Callable[[cast.Person], Client]
AGAIN = "/intake/set-aside/again/"


@pytest.fixture(scope="module")
def aside(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Envelope]:
    """A concern that came to a database of another version, which has been mended since."""
    told = letterbox.sealed("between two versions", reply_to=letterbox.a_receipt().reply_to())
    with working_as_intake(django_db_blocker):
        from alongside.casework.intake import actions

        actions.copy(told)
        alter("ALTER TABLE referrals_line ADD not_yet integer NOT NULL DEFAULT 0")
        alter("ALTER TABLE referrals_line ALTER not_yet DROP DEFAULT")
        try:
            actions.open_waiting()
        finally:
            alter("ALTER TABLE referrals_line DROP not_yet")
    yield told
    with working_as_intake(django_db_blocker):
        forget(told)


def test_what_the_other_version_could_not_take_says_so_and_waits_again_when_intake_tries_it(
    aside: Envelope, signed_in: SignedIn
) -> None:
    ines = signed_in(cast.INTAKE)
    shown = ines.get("/intake/").content.decode()
    assert "do not fit together" in shown
    assert "It repeats a concern" not in shown
    assert "tried again" in ines.post(AGAIN, follow=True).content.decode()
    assert states_of([aside]) == {"waiting"}
    shown = ines.post(AGAIN, follow=True).content.decode()
    assert "There is nothing to try again" in shown
    assert "do not fit together" not in shown


def test_whoever_has_no_post_of_intake_tries_nothing_again(aside: Envelope, signed_in: SignedIn) -> None:
    assert signed_in(cast.CHAIR).post(AGAIN).status_code in {302, 403, 404}
    assert states_of([aside]) == {"set_aside"}
