"""Two answer an offer at the same moment, and things come while a concern goes from one area to another: kept in
transactions of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from alongside.casework.keys.middleware import looking
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import as_role, working_as_intake
from tests.casework.intake.test_passing import WHY, area, named, tell


@pytest.fixture
def raced(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Two people with an offer before them, each in a transaction of their own that is kept."""
    from alongside.casework.intake import passing
    from alongside.casework.organisation.models import Staff

    key = letterbox.a_receipt()
    with working_as_intake(django_db_blocker):
        case = tell(key)
        as_role("casework_web")
        ines, gwen = (Staff.objects.get(email=who.email) for who in (cast.INTAKE, cast.WELSH_INTAKE))
        with looking(ines.pk):
            made = passing.offer(case, area("glanaber"), WHY, by=ines)
        yield {"ines": ines, "gwen": gwen, "offer": made, "case": case, "key": key}


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do several things at the same moment, each on a connection of its own; return how each ended."""
    barrier = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except NotAllowed as refused:
            return str(refused)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.parametrize("other", ["decline", "withdraw"])
def test_of_two_who_answer_at_once_one_has_an_effect_and_the_other_a_sentence(
    raced: dict[str, Any], other: str
) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.intake.models import Offer

    gwen, made = raced["gwen"], raced["offer"]
    second = gwen if other == "decline" else raced["ines"]

    def accept() -> None:
        with looking(gwen.pk):
            passing.accept(made.id, by=gwen)

    def undo() -> None:
        with looking(second.pk):
            if other == "decline":
                passing.decline(made.id, "Not ours.", by=second)
            else:
                passing.withdraw(made.id, by=second)

    ended = at_once(accept, undo)
    assert sorted(each == "done" for each in ended) == [False, True]
    (sentence,) = (each for each in ended if each != "done")
    with looking(gwen.pk):
        answer = Offer.objects.get(pk=made.id).answer
    words = {"accepted": "has accepted", "declined": "has declined", "withdrawn": "has taken the offer back"}
    assert words[answer] in sentence


def test_who_told_us_and_comes_while_it_is_offered_goes_along(raced: dict[str, Any]) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.referrals.models import Concern as Told
    from alongside.casework.reporters import actions as reporters
    from alongside.casework.reporters.queries import of_concerns

    gwen, ines = raced["gwen"], raced["ines"]
    with looking(ines.pk):
        (told,) = Told.objects.filter(case=raced["case"]).values_list("id", flat=True)
    as_role("intake")
    letterbox.post(letterbox.seal_any(named(told, raced["key"])))
    letterbox.work()
    as_role("casework_web")
    with looking(gwen.pk):
        passing.accept(raced["offer"].id, by=gwen)
        found = of_concerns([told])
        assert len(found) == 2
        for row in found:
            assert reporters.open_named(row.id, "To ring them", by=gwen).name == "Rhian Moss"
    with looking(ines.pk):
        assert of_concerns([told]) == []


def test_what_is_told_after_the_acceptance_comes_to_the_new_owner(raced: dict[str, Any]) -> None:
    from alongside.casework.intake import passing
    from alongside.casework.intake.queries import came_back
    from alongside.casework.referrals import queries

    gwen = raced["gwen"]
    with looking(gwen.pk):
        passing.accept(raced["offer"].id, by=gwen)
    as_role("intake")
    letterbox.post(letterbox.message(raced["key"].reply_to(), words="He came back on Friday."))
    letterbox.work()
    as_role("casework_web")
    with looking(gwen.pk):
        seen = queries.find(gwen, raced["case"])
        assert [row.words for row in came_back(seen)["messages"]] == ["He came back on Friday."]
