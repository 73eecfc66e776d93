"""What the demo shows of questions to partners: one open, one late, one answered, one of which nothing is known."""

from __future__ import annotations

from uuid import UUID

import pytest

from alongside.casework.agencies import demo, queries
from alongside.casework.referrals.queries import find
from tests import cast
from tests.casework.agencies.conftest import Acting

pytestmark = pytest.mark.django_db


def test_the_demos_questions_stand_in_each_of_their_states(gathering: UUID, acting: Acting) -> None:
    demo.ask(gathering, cast)
    with acting(cast.CASE_MANAGER) as callum:
        rows = queries.of_case(find(callum, gathering))["requests"]
        assert sorted((row.state, row.overdue) for row in rows) == [
            ("answered", False), ("answered", False), ("open", False), ("open", True),
        ]  # fmt: skip
        said = {version.words for row in rows for given in row.given for version in given.says}
        assert said == {demo.SAID, ""}
    with acting(cast.TOM) as tom:
        assert len(queries.to_answer(tom)) == 2
