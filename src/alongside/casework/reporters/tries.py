"""A bound on wrong pass phrases: five in fifteen minutes, and that custodian waits; the others are told of it.

A try counts before its phrase is looked at, in one transaction after another for each custodian, so that two at once
are two; it is forgotten when the phrase was theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.rules import reporters as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from . import custodians
from .models import Try

TOGETHER = "/reporters/together/"


@contextmanager
def counted(by: Staff) -> Iterator[None]:
    """Count what happens inside as one try, and forget it unless the pass phrase was wrong.

    Raises NotAllowed, before any key is tried, while the custodian has to wait.
    """
    begun = _begin(by)
    try:
        yield
    except custodians.WrongPhrase:
        _wrong(begun)
        raise
    except BaseException:
        begun.delete()
        raise
    begun.delete()


@transaction.atomic
def _begin(by: Staff) -> Try:
    Staff.objects.select_for_update().only("id").get(pk=by.pk)
    Try.objects.filter(at__lt=clock.now() - rules.TOLD_FOR).delete()
    minutes = rules.minutes_to_wait(_tries(by), clock.now())
    if minutes:
        raise NotAllowed(_has_to_wait(minutes))
    return Try.objects.create(by=by, at=clock.now())


def _tries(by: Staff) -> list[datetime]:
    return list(Try.objects.filter(by=by).values_list("at", flat=True))


def _has_to_wait(minutes: int) -> str:
    return ngettext(
        "Your pass phrase was typed wrong 5 times. Wait %(num)s minute, then try again.",
        "Your pass phrase was typed wrong 5 times. Wait %(num)s minutes, then try again.",
        minutes,
    ) % {"num": minutes}


@transaction.atomic
def _wrong(begun: Try) -> None:
    """Keep a wrong try. The one after which a custodian has to wait is a leaf, and the others are told by mail."""
    Staff.objects.select_for_update().only("id").get(pk=begun.by_id)
    if not rules.minutes_to_wait(_tries(begun.by), clock.now()):
        return
    begun.made_wait = True
    begun.save(update_fields=["made_wait"])
    audit.note("typed wrong pass phrases", [], by=begun.by_id)
    for custodian in custodians.people():
        if custodian.pk != begun.by_id:
            outbox.queue(custodian, "waiting", TOGETHER)


def that_made_wait(staff: Staff) -> list[Try]:
    """Return when other custodians had to wait, the newest first, for as long as it is told."""
    found = Try.objects.filter(made_wait=True, at__gte=clock.now() - rules.TOLD_FOR).exclude(by=staff)
    return list(found.select_related("by").order_by("-at"))
