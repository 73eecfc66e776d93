"""The pages of a referral, as the people of the cast see them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from tests import cast
from tests.casework.conftest import WORRY

pytestmark = pytest.mark.django_db


def test_intake_reads_the_concern_and_a_stranger_gets_404(
    signed_in: Callable[[cast.Person], Client], opened: UUID
) -> None:
    page = signed_in(cast.INTAKE).get(f"/referrals/{opened}/")
    assert page.status_code == 200
    assert WORRY in page.content.decode()
    for stranger in (cast.CASE_MANAGER, cast.CHAIR, cast.TOM, cast.MANAGER, cast.DPO, cast.WELSH_INTAKE):
        assert signed_in(stranger).get(f"/referrals/{opened}/").status_code == 404


def test_opening_a_referral_by_the_page_shows_it_to_the_police(
    signed_in: Callable[[cast.Person], Client], opened: UUID
) -> None:
    ines = signed_in(cast.INTAKE)
    assert ines.get(f"/referrals/{opened}/open_referral/").status_code == 200
    empty = ines.post(f"/referrals/{opened}/open_referral/", {"reason": ""})
    assert "Error" in empty.content.decode()
    done = ines.post(f"/referrals/{opened}/open_referral/", {"reason": "A plan to travel, told by his aunt."})
    assert done.status_code == 302, done.content.decode()
    page = signed_in(cast.CASE_MANAGER).get(f"/referrals/{opened}/").content.decode()
    assert "A plan to travel, told by his aunt." in page
    assert "Jordan" in signed_in(cast.CASE_MANAGER).get("/").content.decode()


def test_the_reply_page_shows_what_will_be_read_and_then_seals_it(
    signed_in: Callable[[cast.Person], Client], opened: UUID
) -> None:
    ines, address = signed_in(cast.INTAKE), f"/intake/{opened}/reply/"
    said = {"words": "Thank you for telling us.\r\nWe are here.", "state": "replied"}
    page = ines.post(address, said).content.decode()
    assert "This is what they will read" in page
    assert "Sent so far" not in page
    changed = ines.post(address, said | {"previewed": "Something else."}).content.decode()
    assert "This is what they will read" in changed
    assert ines.post(address, said | {"previewed": said["words"]}).status_code == 302
    assert "Thank you for telling us." in ines.get(address).content.decode()
    assert signed_in(cast.CHAIR).get(address).status_code == 404


def test_a_move_that_is_not_open_to_this_role_says_so(signed_in: Callable[[cast.Person], Client], opened: UUID) -> None:
    page = signed_in(cast.INTAKE).get(f"/referrals/{opened}/adopt/")
    assert page.status_code == 403
    assert "not possible at" in page.content.decode()


def test_the_queue_begins_with_what_could_hurt_somebody(
    signed_in: Callable[[cast.Person], Client], opened: UUID
) -> None:
    from alongside.casework.keys.middleware import looking
    from alongside.casework.organisation.models import Staff
    from alongside.casework.referrals.models import Referral

    ines = Staff.objects.get(email=cast.INTAKE.email)
    with looking(ines.pk):
        Referral.objects.filter(pk=opened).update(hurt_told=True)
    page = signed_in(cast.INTAKE).get("/intake/").content.decode()
    first, *_rest = page.split('class="govuk-list alongside-queue"', 1)[1].split("</li>")
    assert "Comes first: somebody could be hurt" in first
    assert f"/referrals/{opened}/" in first
