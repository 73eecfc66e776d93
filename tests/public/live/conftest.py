"""The event of the demo, on a copy of the migrated template, as the role that serves (public_web)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.public.live import given
from tests.public.live.state import own_state  # noqa: F401


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
