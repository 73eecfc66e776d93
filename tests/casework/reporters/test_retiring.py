"""A custodian who retires sees no more of who told us; the others open together what was locked to them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from alongside.command import custodians, custody_grants
from alongside.command.words import Stop
from alongside.commons import installation
from tests import cast
from tests.casework.reporters.conftest import NAME, REASON, Told, phrase

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
GIVEN = "SELECT id, case_id, post_id, staff_id, agency_id, wrapped, given_by, given_at, ends_at FROM keys.given"


def key_of(person: cast.Person) -> str:
    return str(next(row["custodian"] for row in custodians.files() if row["email"] == person.email))


@pytest.fixture
def as_they_were() -> Iterator[None]:
    """Give back, after the test, the grants that it took, and let nobody have retired."""
    with installation.connect("casework", "casework_owner") as owner:
        before = owner.execute(f"{GIVEN} WHERE staff_id IS NOT NULL").fetchall()
    yield
    for retired in installation.state("keys", "casework", "custodians").glob("*.retired"):
        retired.unlink()
    custodians.publish()
    with installation.connect("casework", "casework_owner") as owner:
        for row in before:
            owner.execute(
                "INSERT INTO keys.given (id, case_id, post_id, staff_id, agency_id, wrapped, given_by, given_at,"
                " ends_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                row,
            )


def retire(person: cast.Person, *more: str) -> int:
    return custodians.run(["retire", key_of(person), *more], lambda _asked: "")


def held_by(staff: Any) -> int:
    with installation.connect("casework", "casework_owner") as owner:
        row = owner.execute("SELECT count(*) FROM keys.given WHERE staff_id = %s", (staff.pk,)).fetchone()
    return int(row[0]) if row else 0


def number_of(told: Told, acting: Acting) -> str:
    from alongside.casework.reporters.models import Reporter

    with acting(cast.INTAKE):
        return str(Reporter.objects.get(pk=told.reporter).number)


def test_their_sight_is_taken_back_and_the_others_still_open_it(
    in_confidence: Told, named: Told, acting: Acting, staff: Acting, signed_in: Browser, as_they_were: None,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from alongside.casework.reporters import actions
    from alongside.casework.reporters.models import Reporter

    number, dilys = number_of(in_confidence, acting), staff(cast.DIRECTOR)
    assert held_by(dilys) >= 2
    assert retire(cast.DIRECTOR) == 0
    assert held_by(dilys) == 0
    said = capsys.readouterr().out
    assert "sees no more of who told us; taken back: " in said
    assert "open for nobody" not in said
    with acting(cast.DIRECTOR):
        assert not Reporter.objects.exists()
    assert signed_in(cast.DIRECTOR).get("/reporters/together/").status_code == 404
    with acting(cast.DPO) as dara:
        asking = actions.ask(number, REASON, phrase(), by=dara)
    with acting(cast.DEPUTY) as dev:
        assert actions.open_together(asking.id, REASON, phrase(), by=dev).name == NAME


def test_where_fewer_than_two_would_be_left_it_is_said_first_and_done_when_told_so_again(
    in_confidence: Told, acting: Acting, staff: Acting, as_they_were: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from alongside.casework.reporters import actions
    from alongside.commons.refusals import NotAllowed

    number, dev = number_of(in_confidence, acting), staff(cast.DEPUTY)
    retire(cast.DIRECTOR)
    with pytest.raises(Stop, match=r"open for nobody ever again.* even-so"):
        retire(cast.DEPUTY)
    assert held_by(dev) >= 1
    assert retire(cast.DEPUTY, "even-so") == 0
    assert held_by(dev) == 0
    said = capsys.readouterr().out
    assert "open for nobody any more" in said
    assert "Custodians left: 1." in said
    with acting(cast.DPO) as dara, pytest.raises(NotAllowed, match="No other custodian is left"):
        actions.ask(number, REASON, phrase(), by=dara)


def test_taking_back_is_one_leaf_of_the_audit(in_confidence: Told, staff: Acting, as_they_were: None) -> None:
    leaves = "SELECT count(*) FROM audit.leaf WHERE verb = 'took back from a custodian'"
    with installation.connect("casework", "auditor") as auditor:
        before = auditor.execute(leaves).fetchone()
    retire(cast.DIRECTOR)
    with installation.connect("casework", "auditor") as auditor:
        after = auditor.execute(leaves).fetchone()
    assert (before, after) == ((before[0],), (before[0] + 1,)) if before else after


def test_who_retires_one_key_and_holds_another_keeps_what_that_one_opens(in_confidence: Told) -> None:
    here = {row["custodian"]: row["email"] for row in custodians.files()}
    assert custody_grants.of(cast.DIRECTOR.email, here).lost == ()
