"""What an attack on the first version got through, and no longer does."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons import clock, installation
from alongside.commons.envelope.seal import SEALED_SIZES
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import as_role

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def as_intake(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    letterbox.empty()
    with django_db_blocker.unblock():
        as_role("intake")
        yield
        as_role("casework_web")


def test_the_letterbox_takes_only_the_sizes_of_sealed_things() -> None:
    migration = (CHECKOUT / "src/alongside/public/letterbox/migrations/0001_the_letterbox.py").read_text()
    found = re.search(r"octet_length\(sealed\) IN \(([\d, ]+)\)", migration)
    assert found
    assert {int(size) for size in found[1].split(",")} == SEALED_SIZES
    with installation.connect("public", "public_web") as web, pytest.raises(psycopg.errors.CheckViolation):
        web.execute("INSERT INTO letterbox.envelope VALUES (%s, 'concern', 'intake-2026-W48', 'x')", (uuid.uuid4(),))


def test_a_collected_row_that_nobody_could_seal_does_not_stop_those_behind_it(as_intake: None) -> None:
    from alongside.casework.intake import actions
    from alongside.casework.intake.models import Collected

    poison = Collected(id=uuid.uuid4(), kind="concern", key_id="intake-2026-W48", sealed=b"x", collected_at=clock.now())
    poison.save(force_insert=True)
    good = letterbox.sealed("behind it")
    actions.copy(good)
    actions.open_waiting()
    states = dict(Collected.objects.filter(id__in=[poison.id, good.id]).values_list("id", "state"))
    assert states == {poison.id: "set_aside", good.id: "opened"}


def test_captured_intake_cannot_write_into_a_case_that_somebody_has(opened: UUID) -> None:
    history = (
        "INSERT INTO referrals_history (id, case_id, number, move, leaves, enters, made_as, made_at, closure_code)"
        " VALUES (%s, %s, 2, 'adopt', 'panel', 'adopted', 'chair', now(), '')"
    )
    with installation.connect("casework", "intake") as intake:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            intake.execute(history, (uuid.uuid4(), opened))
        intake.rollback()
        post = intake.execute("SELECT id FROM organisation_post WHERE role = 'intake' LIMIT 1").fetchone()
        assert post is not None
        garbage = (uuid.uuid4(), opened, post[0], bytes(60))
        with pytest.raises(psycopg.errors.RaiseException, match="somebody has already"):
            intake.execute("SELECT keys.give(%s, %s, %s, NULL, %s, now())", garbage)


def test_the_worker_cannot_move_the_clock_and_shred_grants(opened: UUID) -> None:
    with installation.connect("casework", "casework_worker") as worker:
        worker.execute("SELECT set_config('app.now', '9999-12-31', false)")
        assert worker.execute("SELECT keys.remove_lapsed()").fetchone() == (0,)


@pytest.mark.parametrize(("half", "role"), [("public", "public_worker"), ("casework", "casework_worker")])
def test_no_worker_can_read_the_key_of_a_session(half: Any, role: str) -> None:
    with installation.connect(half, role) as worker, pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker.execute("SELECT session_key FROM django_session")


@pytest.mark.django_db
def test_the_last_grant_of_a_case_is_not_taken_back(acting: Callable[..., Any], opened: UUID) -> None:
    from django.db import DatabaseError, transaction

    from alongside.casework.keys.actions import take_back
    from alongside.casework.organisation.models import Post

    with acting(cast.INTAKE), pytest.raises(DatabaseError, match="last grant"), transaction.atomic():
        take_back(opened, Post.objects.get(role="intake", area__code="northmere"))


@pytest.mark.django_db
def test_a_row_that_was_altered_does_not_hide_the_rest_of_the_case(
    signed_in: Callable[[cast.Person], Client], acting: Callable[..., Any], opened: UUID
) -> None:
    from alongside.casework.referrals.models import Referral

    with acting(cast.INTAKE):
        Referral.objects.filter(pk=opened).update(person=b"altered on purpose, and long enough")
    page = signed_in(cast.INTAKE).get(f"/referrals/{opened}/")
    assert page.status_code == 200
    assert "He has stopped seeing his friends" in page.content.decode()
