"""What every part of the tests shares."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

LONG = bool(os.environ.get("ALONGSIDE_LONG"))
settings.register_profile(
    "alongside", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("alongside")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the long counts unless they were asked for."""
    if not LONG:
        items[:] = [item for item in items if "long" not in item.keywords]
