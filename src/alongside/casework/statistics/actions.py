"""Record what happened, so that it can be counted."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from alongside.casework.rules.journey import STAGES

from .models import StatisticsEvent

STAGES_VERSION = "2026-11-22"
"""The day of the latest change to the list of stages; a row keeps the version it was counted by (R-32)."""


def new_key() -> UUID:
    """A random name under which one referral is counted; it says nothing of the referral."""
    return uuid.uuid4()


def record(*, stage: str, area_code: str, statistics_key: UUID, on: date) -> None:
    """Add the event that a referral reached a stage. Raises ValueError for a stage that the journey does not have.

    Needs INSERT alone, so that the worker that opens concerns can count them and read nothing.
    """
    if stage not in STAGES:
        raise ValueError(f"{stage} is no stage of the journey.")
    StatisticsEvent.objects.create(
        stage=stage,
        area_code=area_code,
        statistics_key=statistics_key,
        happened_on=on,
        code_list_version=STAGES_VERSION,
    )
