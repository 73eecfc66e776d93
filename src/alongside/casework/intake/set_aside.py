"""Envelopes that did not open: who is told, and trying them again once their key or the next version is there."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.commons.refusals import NotAllowed

from .models import Collected

SHOWN: Final = 25


def first() -> tuple[list[Collected], int]:
    """Return the oldest that are set aside, without their bytes, and how many there are in all."""
    rows = Collected.objects.filter(state=Collected.State.SET_ASIDE).defer("sealed").order_by("collected_at")
    return list(rows[:SHOWN]), rows.count()


@transaction.atomic
def try_again(*, by: Staff) -> int:
    """Let the worker try all of them again; return how many. One that still does not open is set aside again.

    Raises NotAllowed with a sentence for whoever has no post of intake, or when none is set aside.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.intake_try_again()")
        again: list[UUID] = [row[0] for row in cursor.fetchall()]
    if not again:
        raise NotAllowed(_("There is nothing to try again, or it is not for you. Look at the queue again."))
    audit.note("tried envelopes again", again, by=by.pk)
    return len(again)
