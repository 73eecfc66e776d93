"""Who may open what on the public site, and where each begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from alongside.commons import installation
from alongside.public.accounts import actions
from alongside.public.accounts.access import needs_group
from alongside.public.accounts.groups import EDITORS, MODERATORS, TASKS
from alongside.public.accounts.models import Account
from tests import cast

SignedIn = Callable[[cast.Person], Client]


@needs_group(MODERATORS)
def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the questions")


def asked_by(account: object) -> HttpResponse:
    request = RequestFactory().get("/questions/?page=2")
    request.user = account  # type: ignore[assignment]
    return closed(request)  # type: ignore[return-value]


def test_a_visitor_is_sent_to_sign_in_and_comes_back(visitor: Client) -> None:
    response = visitor.get("/live/desk/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in/login/?next=/live/desk/"


def test_a_moderator_passes_and_an_editor_gets_a_sentence(db: None) -> None:
    assert asked_by(Account.objects.get(email=cast.MODERATOR.email)).content == b"the questions"
    refused = asked_by(Account.objects.get(email=cast.EDITOR.email))
    assert refused.status_code == 403
    assert "This page is for moderators, and your account is not one of theirs." in refused.content.decode()
    assert "no-store" in refused.headers["Cache-Control"]


def test_a_group_that_does_not_exist_is_a_mistake_at_start() -> None:
    with pytest.raises(ValueError, match="no groups"):
        needs_group("moderatos")


@pytest.mark.parametrize("person", cast.PUBLIC, ids=lambda person: person.name)
def test_the_desk_lists_what_somebody_does_and_nothing_else(signed_in: SignedIn, person: cast.Person) -> None:
    page = signed_in(person).get("/desk/").content.decode()
    for group, tasks in TASKS.items():
        for task in tasks:
            assert (task.words in page) == (group in person.roles)


def test_every_page_that_a_desk_names_opens_for_whom_it_names_it(signed_in: SignedIn) -> None:
    from django.urls import reverse

    for person in cast.PUBLIC:
        client = signed_in(person)
        for group in person.roles:
            for task in TASKS[group]:
                assert client.get(reverse(task.page)).status_code == 200, (person.name, task.page)


def test_somebody_signs_in_with_the_password_of_the_cast(visitor: Client) -> None:
    password = installation.state("demo-password").read_text()
    answer = visitor.post("/sign-in/login/", {"login": cast.MODERATOR.email, "password": password})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/"
    assert visitor.get("/desk/").status_code == 200


def test_nobody_makes_an_account_for_themselves(visitor: Client) -> None:
    before = Account.objects.count()
    visitor.post("/sign-in/signup/", {"email": "new@northmere.example", "password1": "a long enough one 12"})
    assert Account.objects.count() == before


def test_only_editors_come_into_the_place_where_pages_are_written(signed_in: SignedIn) -> None:
    assert signed_in(cast.EDITOR).get("/edit/").status_code == 200
    assert signed_in(cast.MODERATOR).get("/edit/").status_code == 302


def test_making_the_groups_again_changes_nothing(db: None) -> None:
    from django.contrib.auth.models import Group

    def rights() -> dict[str, list[str]]:
        return {g.name: sorted(g.permissions.values_list("codename", flat=True)) for g in Group.objects.all()}

    before = rights()
    actions.make_groups()
    assert rights() == before
    assert set(before) == set(TASKS)
    assert "change_clip" in before[EDITORS]
    assert before[MODERATORS] == []


def test_the_password_of_the_cast_can_be_read_by_its_owner_alone() -> None:
    assert installation.state("demo-password").stat().st_mode & 0o777 == 0o600
