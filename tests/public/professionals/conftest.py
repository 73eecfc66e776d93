"""The form for professionals, on a copy of the migrated template, as the role that serves (public_web)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.public.live.state import own_state  # noqa: F401
from tests.public.professionals.way import Teacher


@pytest.fixture
def teacher(db: None) -> Teacher:
    """A teacher whose answers go no further than this test."""
    return Teacher(Client(raise_request_exception=False))


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Teacher]:
    """A teacher whose concern arrives for good, so that other roles see it."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield Teacher(Client(raise_request_exception=False))
        connections.close_all()
