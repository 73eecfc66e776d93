"""The log of promises on a copy of the migrated template: the site as public_web, its worker as public_worker."""

from __future__ import annotations

import pytest

from tests.public.concerns.conftest import committed  # noqa: F401
from tests.public.live.state import own_state  # noqa: F401
from tests.public.promises.log import empty


@pytest.fixture(autouse=True)
def empty_log() -> None:
    """Each test begins with a log of its own."""
    empty()
