"""Serve as one role after another in one transaction, as the tests of keeping do; pass a concern to the two."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests import cast
from tests.casework.rights.conftest import administrator, served

__all__ = ["administrator", "served"]


@pytest.fixture
def passed(opened: UUID, acting: Callable[[cast.Person], Any]) -> UUID:
    """A concern that Ines passed to Ruth and Niall before anybody else read it."""
    from alongside.casework.apart import actions

    with acting(cast.INTAKE) as ines:
        actions.pass_on(opened, "own", "It is about Charity's brother.", by=ines)
    return opened
