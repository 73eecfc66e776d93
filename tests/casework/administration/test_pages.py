"""The pages of administration, as Magnus and as others find them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from alongside.casework.administration import urls
from alongside.casework.organisation.models import Agency, Holding, Post, Staff
from alongside.commons import clock
from tests import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]


def address(name: str) -> str:
    tom = Staff.objects.get(email=cast.TOM.email)
    held = Holding.objects.get(staff=tom)
    parts = {"staff_id": tom.pk, "holding_id": held.pk}
    wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={part: parts[part] for part in wanted})


def names() -> list[str]:
    return [str(pattern.name) for pattern in urls.urlpatterns]


@pytest.mark.parametrize("name", names())
def test_a_page_of_administration_is_closed_to_all_but_managers(signed_in: SignedIn, name: str) -> None:
    page = address(name)
    assert Client().get(page).status_code == 302
    for person in (cast.INTAKE, cast.CHAIR, cast.DPO, cast.INSPECTOR, cast.DIRECTOR):
        for answer in (signed_in(person).get(page), signed_in(person).post(page)):
            assert answer.status_code in (403, 405)
            assert "Aldous" not in answer.content.decode()


@pytest.mark.parametrize("name", names())
def test_a_get_changes_nothing(signed_in: SignedIn, name: str) -> None:
    assert signed_in(cast.MANAGER).get(address(name)).status_code in (200, 405)
    assert Staff.objects.get(email=cast.TOM.email).is_active


def test_somebody_joins_gets_a_post_and_leaves_by_the_pages(signed_in: SignedIn) -> None:
    magnus = signed_in(cast.MANAGER)
    council = Agency.objects.get(name=cast.COUNCIL)
    joined = magnus.post(
        reverse("administration_join"), {"name": "Nora Quist", "email": "nora@northmere.example", "agency": council.pk}
    )
    nora = Staff.objects.get(email="nora@northmere.example")
    assert joined["Location"] == reverse("administration_person", args=[nora.pk])
    today = clock.today()
    given = {"post": Post.objects.get(role="intake", agency=council).pk, "from_on-day": today.day,
             "from_on-month": today.month, "from_on-year": today.year}  # fmt: skip
    assert magnus.post(reverse("administration_give", args=[nora.pk]), given).status_code == 302
    held = Holding.objects.get(staff=nora)
    assert magnus.post(reverse("administration_end", args=[held.pk]), {"when": "on_a_day"}).status_code == 200
    assert magnus.post(reverse("administration_end", args=[held.pk]), {"when": "today"}).status_code == 302
    assert "Nora Quist" in magnus.get(reverse("administration_leave", args=[nora.pk])).content.decode()
    assert magnus.post(reverse("administration_leave", args=[nora.pk])).status_code == 302
    page = magnus.get(reverse("administration_person", args=[nora.pk])).content.decode()
    assert "Let them back in" in page
    assert "closed the account of Nora Quist" in page


def test_a_refusal_stands_on_the_page_in_its_own_words(signed_in: SignedIn) -> None:
    magnus = signed_in(cast.MANAGER)
    again = {"name": "Somebody", "email": cast.TOM.email, "agency": Agency.objects.get(name=cast.COUNCIL).pk}
    page = magnus.post(reverse("administration_join"), again).content.decode()
    assert "There is an account with this e-mail address already." in page
    assert cast.TOM.name not in page


def test_over_long_and_wrong_text_is_told_without_a_crash(signed_in: SignedIn) -> None:
    magnus = signed_in(cast.MANAGER)
    for name in ("x" * 10_000, "\x00", "<script>alert(1)</script>" * 50, ""):
        answer = magnus.post(reverse("administration_make_area"), {"name": name, "nation": "scotland"})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_a_post_that_nobody_holds_is_shown_on_the_first_page(signed_in: SignedIn) -> None:
    magnus = signed_in(cast.MANAGER)
    assert "held by nobody" not in magnus.get(reverse("administration")).content.decode()
    held = Holding.objects.get(staff__email=cast.CHAIR.email)
    magnus.post(reverse("administration_leave", args=[held.staff_id]))
    assert "1 post is held by nobody today" in magnus.get(reverse("administration")).content.decode()
    assert "Panel chair" in magnus.get(reverse("administration_posts") + "?vacant").content.decode()
