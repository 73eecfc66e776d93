"""Rooms that both halves share, tried in casework's: committed rows, and the roles that serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from alongside.commons import installation
from tests import cast
from tests.casework.conftest import as_role, django_db_setup, signed_in, staff
from tests.site.smtp import MailServer

__all__ = ["django_db_setup", "signed_in", "staff"]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """The database as its owner; the outbox is empty before and after."""
    with installation.connect("casework", "casework_owner", autocommit=True) as connection:
        connection.execute("DELETE FROM outbox_mail")
        yield connection
        connection.execute("DELETE FROM outbox_mail")


@pytest.fixture
def as_worker(
    owner: psycopg.Connection[Any], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Serve as the worker does: under its role, every transaction for good."""
    with django_db_blocker.unblock():
        as_role("casework_worker")
        try:
            yield
        finally:
            as_role("casework_web")


@pytest.fixture
def queued(owner: psycopg.Connection[Any], django_db_blocker: DjangoDbBlocker) -> Callable[..., Any]:
    """Queue a message for good, as the web role does, and return its id."""

    def queue(person: cast.Person, kind: str, path: str = "") -> Any:
        from alongside.casework.organisation.models import Staff
        from alongside.site.outbox import actions

        with django_db_blocker.unblock():
            as_role("casework_web")
            actions.queue(Staff.objects.get(email=person.email), kind, path)
            as_role("casework_worker")
        found = owner.execute("SELECT id FROM outbox_mail ORDER BY queued_at DESC LIMIT 1").fetchone()
        return found and found[0]

    return queue
