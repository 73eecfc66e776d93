"""Casework's tests run on a copy of the migrated template with the cast in it, as the role that serves
(casework_web).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.casework.keys.middleware import looking
from alongside.commons import clock, installation
from alongside.commons.envelope import receipt
from alongside.commons.envelope.contents import Concern
from tests import cast
from tests.casework import letterbox

WORRY = "He has stopped seeing his friends and talks of going away to fight."
A_RECEIPT = receipt.made_from(b"a receipt of the tests")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already; whoever serves may not make one."""


def as_role(role: str) -> None:
    """Let Django's connection of this process be another role's; outside a transaction only."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update(installation.database("casework"), USER=role)
    connection.settings_dict["OPTIONS"] = {"passfile": str(installation.password_file(role))}


@contextmanager
def working_as_intake(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Work as the intake worker in this process, committing for real, with an empty letterbox to begin with."""
    letterbox.empty()
    with blocker.unblock():
        as_role("intake")
        yield
        as_role("casework_web")


@pytest.fixture
def as_intake(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with working_as_intake(django_db_blocker):
        yield


@pytest.fixture(scope="session")
def opened(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> UUID:
    """One concern that the intake worker has opened, for good; each test's own changes are taken back."""
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern

    told = Concern(
        kind_of_door="somebody", area="northmere", worry=WORRY, sent_at=clock.now(), called="Jordan",
        reply_to=receipt.stretch(A_RECEIPT).reply_to(), hurt="no", age_band="18-20",
    )  # fmt: skip
    with django_db_blocker.unblock():
        as_role("intake")
        try:
            area = Area.objects.get(code="northmere")
            return open_concern(told, envelope_id=uuid.uuid4(), area=area).id
        finally:
            as_role("casework_web")


@pytest.fixture
def staff(db: None) -> Callable[[cast.Person], Any]:
    """Look up somebody of the cast."""
    from alongside.casework.organisation.models import Staff

    return lambda person: Staff.objects.select_related("agency__area").get(email=person.email)


@pytest.fixture
def acting(staff: Callable[[cast.Person], Any]) -> Callable[[cast.Person], Any]:
    """Act as somebody: ``with acting(cast.CHAIR) as charity: …``."""
    return lambda person: _Acting(staff(person))


class _Acting:
    def __init__(self, somebody: Any) -> None:
        self.somebody = somebody
        self.context = looking(somebody.pk)

    def __enter__(self) -> Any:
        self.context.__enter__()
        return self.somebody

    def __exit__(self, *error: Any) -> None:
        self.context.__exit__(*error)


@pytest.fixture
def signed_in(staff: Callable[[cast.Person], Any]) -> Iterator[Callable[[cast.Person], Client]]:
    """A browser's side, signed in as somebody."""

    def client(person: cast.Person) -> Client:
        browser = Client()
        browser.force_login(staff(person))
        return browser

    return client
