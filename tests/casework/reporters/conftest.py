"""A concern with somebody who told it, kept by the intake worker for good; each test's own changes are taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from uuid import UUID

import pytest
from pytest_django import DjangoDbBlocker

from alongside.commons import clock, installation
from alongside.commons.envelope import custody
from alongside.commons.envelope.contents import Concern, Identity
from tests import cast
from tests.casework.conftest import as_role

NAME = "canary-reporter-71d3 Rhian Moss"
TELEPHONE = "01632 960 417"
SAFE = "canary-safe-0c5e after six, never at home"
REASON = "She said that he is at the station; we have to reach her."


@dataclass(frozen=True)
class Told:
    """A case and the reporter of its one concern."""

    case: UUID
    reporter: UUID


def phrase() -> str:
    """The pass phrase of the cast's custodians."""
    return installation.state("demo-password").read_text()


def identity(concern: UUID, promise: str) -> Identity:
    told = Identity(
        concern, "named", clock.now(), name=NAME, telephone=TELEPHONE, safe_contact=SAFE, relation="his sister",
        language="cy",
    )  # fmt: skip
    custodians = custody.custodians_in(installation.state("keys", "public"))
    return told if promise == "named" else custody.in_confidence(told, custodians)


def tell(blocker: DjangoDbBlocker, *promises: str) -> Told:
    """Let the intake worker open a concern and keep who told it, and again for each later disclosure."""
    from alongside.casework.organisation.models import Area
    from alongside.casework.referrals.actions import open_concern
    from alongside.casework.reporters.actions import keep

    told = Concern("somebody", "northmere", "He gave away his guitar.", clock.now(), promise=promises[0], called="Sion")
    with blocker.unblock():
        as_role("intake")
        try:
            area, concern = Area.objects.get(code="northmere"), uuid.uuid4()
            case = open_concern(told, envelope_id=concern, area=area)
            kept = [keep(identity(concern, each), envelope_id=uuid.uuid4(), area=area) for each in promises]
            return Told(case.id, kept[-1].id)
        finally:
            as_role("casework_web")


@pytest.fixture(scope="session")
def named(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, "named")


@pytest.fixture(scope="session")
def in_confidence(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    return tell(django_db_blocker, "in_confidence")


@pytest.fixture(scope="session")
def disclosed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    """Told in confidence first, and by name later with the receipt."""
    return tell(django_db_blocker, "in_confidence", "named")


@pytest.fixture(scope="session")
def opened_then_named(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Told:
    """Told without a name; the name comes when intake has opened a referral."""
    from alongside.casework.keys.middleware import looking
    from alongside.casework.organisation.models import Area, Staff
    from alongside.casework.referrals.actions import make_move, open_concern
    from alongside.casework.reporters.actions import keep

    told, concern = Concern("somebody", "northmere", "He sold his car.", clock.now(), called="Emrys"), uuid.uuid4()
    with django_db_blocker.unblock():
        try:
            as_role("intake")
            area = Area.objects.get(code="northmere")
            case = open_concern(told, envelope_id=concern, area=area).id
            as_role("casework_web")
            ines = Staff.objects.get(email=cast.INTAKE.email)
            with looking(ines.pk):
                make_move(case, "open_referral", by=ines, reason="A plan to travel.")
            as_role("intake")
            return Told(case, keep(identity(concern, "named"), envelope_id=uuid.uuid4(), area=area).id)
        finally:
            as_role("casework_web")
