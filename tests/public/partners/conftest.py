"""The API for partner agencies, on a copy of the migrated template, as the role that serves (public_web)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.public.live.state import own_state  # noqa: F401
from tests.public.partners.agency import Machine, admitted


@pytest.fixture
def machine(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Machine]:
    """A machine whose agency was admitted; what it posts arrives for good."""
    from django.db import connections

    with admitted() as client_id, django_db_blocker.unblock():
        yield Machine(client_id)
        connections.close_all()
