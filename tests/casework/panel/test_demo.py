"""What the demo shows of a panel: one item whose paper members read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoDbBlocker

from alongside.casework.assessment import queries as assessments
from alongside.casework.panel import demo, queries
from alongside.casework.referrals.queries import find
from tests import cast
from tests.casework.conftest import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case(opened: UUID, django_db_blocker: DjangoDbBlocker) -> UUID:
    """An invented concern, opened for good as the intake worker opens it."""
    with django_db_blocker.unblock():
        as_role("intake")
        try:
            return demo.open_one("northmere")
        finally:
            as_role("casework_web")


def test_the_demos_panel_has_its_papers_out_and_a_member_reads_them(case: UUID, acting: Callable[..., Any]) -> None:
    demo.bring_to_panel(case, cast)
    with acting(cast.PANEL_MEMBER) as hana:
        (row,) = queries.my_items(hana)
        assert row.called == "Noor"
        assert queries.find(hana, row.id).paper == demo.PAPER


def test_the_demos_case_has_two_versions_of_its_assessment_with_what_changed(
    case: UUID, acting: Callable[..., Any]
) -> None:
    demo.bring_to_panel(case, cast)
    with acting(cast.CHAIR) as charity:
        seen = find(charity, case)
        changed = assessments.changed_in(seen, 2)
        assert len(changed.changed) == 10
        assert "What worries us?" in changed.same
