"""Who gave their name is opened by intake and the case manager, each time with a reason, and by nobody else (R-07)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.reporters.conftest import NAME, REASON, SAFE, TELEPHONE, Told

OPEN = {"reason": REASON, "ground": "reach"}
pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]


def leaves(told: Told, verb: str) -> int:
    from alongside.casework.reporters.models import Opening

    assert verb == "opened who told us"
    return Opening.objects.filter(reporter_id=told.reporter).count()


def test_intake_opens_with_a_reason_and_each_opening_is_kept(signed_in: Browser, acting: Acting, named: Told) -> None:
    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/referrals/{named.case}/").content.decode()
    assert f"/reporters/{named.reporter}/" in page
    assert NAME not in page
    refused = ines.post(f"/reporters/{named.reporter}/", {"reason": " ", "ground": "reach"})
    assert NAME not in refused.content.decode()
    shown = ines.post(f"/reporters/{named.reporter}/", OPEN)
    for text in (NAME, TELEPHONE, SAFE, "Welsh"):
        assert text in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert NAME not in ines.get(f"/reporters/{named.reporter}/").content.decode()
    with acting(cast.INTAKE):
        assert leaves(named, "opened who told us") == 1


def test_an_opening_is_a_leaf_of_the_audit_and_one_in_the_count(acting: Acting, named: Told) -> None:
    from alongside.casework.reporters import actions
    from alongside.casework.reporters.models import Tally

    with acting(cast.INTAKE) as ines, connection.execute_wrapper(Noted()) as _:
        actions.open_named(named.reporter, REASON, ground="reach", by=ines)
        assert list(Tally.objects.values_list("opener", "ground")) == [("intake", "reach")]
    assert "opened who told us" in Noted.verbs


class Noted:
    """Watch which leaves go into the audit: the web role adds them and cannot read them."""

    verbs: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "audit.leaf" in sql:
            self.verbs.append(params[3])
        return execute(sql, params, many, context)


def test_the_case_manager_opens_it_once_intake_has_opened_a_referral_and_not_before(
    signed_in: Browser, acting: Acting, named: Told
) -> None:
    from alongside.casework.referrals import actions

    callum = signed_in(cast.CASE_MANAGER)
    assert callum.get(f"/reporters/{named.reporter}/").status_code == 404
    with acting(cast.INTAKE) as ines:
        actions.make_move(named.case, "open_referral", by=ines, reason="A plan to travel.")
    assert NAME in callum.post(f"/reporters/{named.reporter}/", OPEN).content.decode()


def test_a_name_that_comes_after_the_referral_was_opened_reaches_the_case_manager_by_itself(
    signed_in: Browser, opened_then_named: Told
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    assert f"/reporters/{opened_then_named.reporter}/" in callum.get(f"/referrals/{opened_then_named.case}/").text
    assert NAME in callum.post(f"/reporters/{opened_then_named.reporter}/", OPEN).text


def test_whoever_opened_it_without_the_reporters_key_is_followed_by_the_next_look_of_intake(
    signed_in: Browser, acting: Acting, named: Told
) -> None:
    from alongside.casework.keys.actions import take_back
    from alongside.casework.organisation.models import Post
    from alongside.casework.referrals import actions

    callum = signed_in(cast.CASE_MANAGER)
    with acting(cast.INTAKE) as ines:
        actions.make_move(named.case, "open_referral", by=ines, reason="A plan to travel.")
        take_back(named.reporter, Post.objects.get(role="case_manager", area__code="northmere"))
    assert callum.get(f"/reporters/{named.reporter}/").status_code == 404
    signed_in(cast.INTAKE).get(f"/referrals/{named.case}/")
    assert NAME in callum.post(f"/reporters/{named.reporter}/", OPEN).text


def test_nobody_else_learns_it_whatever_the_stage(signed_in: Browser, acting: Acting, named: Told) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        actions.make_move(named.case, "open_referral", by=ines, reason="A plan to travel.")
    for person in cast.CASEWORK:
        if person in (cast.INTAKE, cast.CASE_MANAGER):
            continue
        browser = signed_in(person)
        for answer in (
            browser.post(f"/reporters/{named.reporter}/", OPEN),
            browser.get(f"/referrals/{named.case}/"),
        ):
            assert NAME not in answer.content.decode(), person.name


def test_who_has_the_key_of_a_case_has_not_the_key_of_who_told_us(acting: Acting, named: Told) -> None:
    from alongside.casework.keys import vault
    from alongside.casework.keys.actions import case_key
    from alongside.casework.reporters.models import Reporter

    with acting(cast.INTAKE):
        row, key = Reporter.objects.get(pk=named.reporter), case_key(named.case)
        assert key is not None
        with pytest.raises(vault.DoesNotOpen):
            row.opened(key, "told")


def test_who_told_what_was_believed_malicious_is_opened_by_two_custodians_only(acting: Acting, named: Told) -> None:
    from alongside.casework.referrals.models import Referral
    from alongside.casework.reporters import actions
    from alongside.commons import clock

    with acting(cast.INTAKE) as ines:
        Referral.objects.filter(pk=named.case).update(
            stage="closed", closed_at=clock.now(), closure_code="NC-MALICIOUS", due_on=None
        )
        with pytest.raises(NotAllowed, match="two custodians only"):
            actions.open_named(named.reporter, REASON, by=ines)


def test_a_name_disclosed_later_stands_beside_the_earlier_promise(
    signed_in: Browser, acting: Acting, disclosed: Told
) -> None:
    from alongside.casework.referrals.models import Concern
    from alongside.casework.reporters.queries import of_concerns

    with acting(cast.INTAKE):
        told_of = Concern.objects.get(case=disclosed.case).id
        assert [row.promise for row in of_concerns([told_of])] == ["named", "in_confidence"]
    ines = signed_in(cast.INTAKE)
    page = ines.get(f"/referrals/{disclosed.case}/").content.decode()
    assert "Two custodians open it together" in page
    assert NAME in ines.post(f"/reporters/{disclosed.reporter}/", OPEN).content.decode()
