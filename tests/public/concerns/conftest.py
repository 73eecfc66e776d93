"""Sharing a concern, on a copy of the migrated template, as the role that serves (public_web)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.public.concerns.way import Visitor
from tests.public.live.state import own_state  # noqa: F401


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Somebody without JavaScript, whose answers go no further than this test."""
    return Visitor(Client(raise_request_exception=False))


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Visitor]:
    """Somebody whose concern arrives for good, so that other roles see it."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield Visitor(Client(raise_request_exception=False))
        connections.close_all()
