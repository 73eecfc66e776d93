"""The event of the demo, on a copy of the migrated template, as the role that serves (public_web)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.browser import browser, page  # noqa: F401
from tests.public.live import given

# Playwright's loop runs on in this thread between its calls, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already; whoever serves may not make one."""


@pytest.fixture
def event(db: None) -> Any:
    """An open event with nothing in it."""
    return given.open_event()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test does stays, so that other processes and other roles see it."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture
def signed_in() -> Callable[[cast.Person], Client]:
    """A browser's side, signed in as somebody."""

    def client(person: cast.Person) -> Client:
        visitor = Client()
        visitor.force_login(given.account(person))
        return visitor

    return client
