"""Training as a manager keeps it: tests that let years pass renew it as an organisation would (R-30)."""

from __future__ import annotations

from datetime import timedelta

from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Staff
from alongside.casework.rules.training import TRAINING
from alongside.commons import clock
from tests import cast

COURSE = timedelta(days=730)


def renew_trainings(*, ahead: timedelta = timedelta(days=120)) -> None:
    """Let the manager enter a new date for every training of the cast that lapses within so many days."""
    from alongside.casework.administration.models import TrainingDate
    from alongside.casework.administration.people import record_training

    magnus = Staff.objects.get(email=cast.MANAGER.email)
    with looking(magnus.pk):
        soon = TrainingDate.objects.filter(valid_until_on__lte=clock.today() + ahead).select_related("staff")
        for row in soon:
            assert row.kind in TRAINING
            record_training(row.staff, row.kind, clock.today() + COURSE, evidence="A course of the tests", by=magnus)


def lapse(person: cast.Person, kind: str, *, days: int = 1) -> None:
    """Let the manager write that a training of somebody ended so many days ago."""
    from alongside.casework.administration.people import record_training

    magnus, somebody = (Staff.objects.get(email=each.email) for each in (cast.MANAGER, person))
    with looking(magnus.pk):
        last = clock.today() - timedelta(days=days)
        record_training(somebody, kind, last, evidence="A course of the tests", by=magnus)
