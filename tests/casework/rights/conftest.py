"""Serve as one role after another in one transaction, so that a worker's destroying is taken back after each test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from alongside.command.postgres import ADMINISTRATOR, Postgres
from alongside.command.testing import TEMPLATE_PLACE
from alongside.commons import clock
from alongside.commons.envelope.contents import Concern
from tests import cast
from tests.casework.conftest import as_role
from tests.casework.looked import look_and_find_none
from tests.casework.reporters.conftest import identity


@pytest.fixture(scope="module", autouse=True)
def administrator(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Sign in as the tests' administrator, who then serves as any role."""
    with django_db_blocker.unblock():
        as_role("casework_web")
        connections["default"].settings_dict.update(USER=ADMINISTRATOR)
        connections["default"].settings_dict["OPTIONS"] = {"passfile": str(Postgres(TEMPLATE_PLACE).password_file)}
        yield
        as_role("casework_web")


def serve(role: str) -> None:
    """Be a role, as a connection of its own would be: session_user too."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION AUTHORIZATION {role}")


@pytest.fixture(autouse=True)
def served(db: None) -> Iterator[None]:
    """Serve as casework_web, and put role and clock back afterwards."""
    serve("casework_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
    clock.reset()


@dataclass(frozen=True)
class Closed:
    case: UUID
    concern: UUID


@pytest.fixture
def closed() -> Callable[..., Closed]:
    """Open a concern as intake, with who told it, and close it as Ines: ``closed("NC-LAWFUL")``."""

    def close(code: str, *, age: str = "21_30", promise: str = "named") -> Closed:
        case, concern = told(age, promise)
        _close(case, code)
        return Closed(case, concern)

    return close


def told(age: str, promise: str) -> tuple[UUID, UUID]:
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern
    from alongside.casework.reporters.actions import keep

    area, concern = Area.objects.get(code="northmere"), uuid.uuid4()
    serve("intake")
    told = Concern(
        "somebody", "northmere", "He reads a lot.", clock.now(), called="Sion", age_band=age, promise=promise
    )
    case = open_concern(told, envelope_id=concern, area=area).id
    keep(identity(concern, promise), envelope_id=uuid.uuid4(), area=area)
    serve("casework_web")
    return case, concern


def _close(case: UUID, code: str) -> None:
    from alongside.casework.keys.middleware import looking
    from alongside.casework.organisation.models import Staff
    from alongside.casework.referrals import actions
    from alongside.casework.rules import closure, journey

    move = "close_lawful" if code == "NC-LAWFUL" else "close_received"
    records: dict[str, dict[str, object]] = {"known_adult": {"how_known": "told"}}
    if "checklist_answered" in journey.MOVES[move].needs:
        records["checklist_answered"] = {question.word: "yes" for question in closure.CHECKLIST}
    if "receiving_service_accepted" in closure.CODES[code].needs:
        records["receiving_service_accepted"] = {"service": "Early help", "accepted_on": clock.today()}
    ines = Staff.objects.get(email=cast.INTAKE.email)
    with looking(ines.pk):
        look_and_find_none(case, ines)
        actions.record_and_move(case, move, records, by=ines, reason="because", closure_code=code)
