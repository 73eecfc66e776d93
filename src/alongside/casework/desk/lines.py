"""Keep lines and the numbers to put callers through to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area, Post, Staff
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import bulletins
from .briefings import refuse
from .models import Line, TransferNumber


@transaction.atomic
def keep_line(
    line: Line | None, area: Area, name: str, contact_email: str, posts: Iterable[Post], *, by: Staff
) -> Line:  # fmt: skip
    """Make a line, or change its name, its contact and the posts that answer it."""
    refuse("write", area, by)
    kept = line or Line(area=area)
    kept.name, kept.contact_email = name, contact_email
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise NotAllowed(_("There is a line with this name already.")) from None
    kept.posts.set(posts)
    bulletins.send()
    audit.note("kept_a_line", [kept.id], by=by.pk)
    return kept


@transaction.atomic
def close_line(line: Line, *, by: Staff) -> None:
    """A line is answered no more: it gets no briefings and is not waited for."""
    refuse("write", line.area, by)
    line.closed_on = clock.today()
    line.save(update_fields=["closed_on"])
    bulletins.send()
    audit.note("closed_a_line", [line.id], by=by.pk)


@transaction.atomic
def add_number(area: Area, name: str, number: str, what_for: str, order: int, *, by: Staff) -> None:
    """Add a number that was checked today."""
    refuse("write", area, by)
    row = TransferNumber.objects.create(
        area=area, name=name, number=number, what_for=what_for, order=order, checked_on=clock.today(), checked_by=by
    )  # fmt: skip
    audit.note("added_a_number", [row.id], by=by.pk)


@transaction.atomic
def check_number(number_id: UUID, *, by: Staff) -> None:
    """Somebody rang it today, and it is right."""
    row = TransferNumber.objects.select_related("area").get(pk=number_id, removed_on=None)
    refuse("write", row.area, by)
    row.checked_on, row.checked_by = clock.today(), by
    row.save(update_fields=["checked_on", "checked_by"])
    audit.note("checked_a_number", [row.id], by=by.pk)


@transaction.atomic
def remove_number(number_id: UUID, *, by: Staff) -> None:
    row = TransferNumber.objects.select_related("area").get(pk=number_id, removed_on=None)
    refuse("write", row.area, by)
    row.removed_on = clock.today()
    row.save(update_fields=["removed_on"])
    audit.note("removed_a_number", [row.id], by=by.pk)
