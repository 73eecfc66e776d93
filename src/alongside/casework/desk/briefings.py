"""Write, publish, read and confirm briefings. Each action is one transaction and one leaf; rules/calls says who may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import roles_in
from alongside.casework.rules import calls
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.actions import queue_about

from . import bulletins, queries
from .models import Asking, Briefing, Campaign, Confirmation, Line, Reading


@transaction.atomic
def write(area: Area, campaign: Campaign | None, lines: Iterable[Line], *, by: Staff, **card: Any) -> Briefing:
    """Write the next version of a card, as a draft. `card`: title, opening, points, languages, from_on, until_on."""
    refuse("write", area, by)
    _refuse_dates(card)
    same = Briefing.objects.filter(area=area, campaign=campaign)
    version = (same.aggregate(highest=Max("version"))["highest"] or 0) + 1
    briefing = Briefing(
        area=area, campaign=campaign, version=version, written_by=by, written_at=clock.now(), **card
    )  # fmt: skip
    try:
        with transaction.atomic():
            briefing.save(force_insert=True)
    except IntegrityError:
        raise NotAllowed(_("Somebody wrote a version at the same moment. Look at the list, then try again.")) from None
    briefing.lines.set(lines)
    audit.note("wrote_a_briefing", [briefing.id], by=by.pk)
    return briefing


@transaction.atomic
def change(briefing_id: UUID, lines: Iterable[Line], *, by: Staff, **card: Any) -> None:
    """Change a draft; who changes it has then written it."""
    briefing = _locked(briefing_id)
    refuse("write", briefing.area, by)
    _refuse_dates(card)
    if briefing.published_at is not None:
        raise NotAllowed(_("This version is published already. Write a new one to change it."))
    for name, value in card.items():
        setattr(briefing, name, value)
    briefing.written_by, briefing.written_at = by, clock.now()
    briefing.save()
    briefing.lines.set(lines)
    audit.note("changed_a_briefing", [briefing.id], by=by.pk)


@transaction.atomic
def publish(briefing_id: UUID, *, by: Staff) -> None:
    """Publish a draft that somebody else wrote, ask the contact of each line by mail, and tell the public half."""
    briefing = _locked(briefing_id)
    lines = list(briefing.lines.filter(closed_on=None))
    reason = calls.reason_against_publishing(
        roles_in(briefing.area, by.pk),
        own=briefing.written_by_id == by.pk,
        published=briefing.published_at is not None,
        lines=len(lines),
    )
    if reason:
        raise NotAllowed(_(reason))
    briefing.published_by, briefing.published_at = by, clock.now()
    briefing.save(update_fields=["published_by", "published_at"])
    for line in lines:
        _ask(briefing, line)
    bulletins.send()
    audit.note("published_a_briefing", [briefing.id], by=by.pk)


@transaction.atomic
def mark_read(briefing_id: UUID, *, by: Staff) -> None:
    """A handler has read one version; once is enough. Raises NotAllowed for a card that is not theirs."""
    briefing = queries.card_for(by, briefing_id)
    if briefing is None:
        raise NotAllowed(_("This card is not for a line that you answer."))
    _made, is_new = Reading.objects.get_or_create(briefing=briefing, staff=by, defaults={"read_at": clock.now()})
    if is_new:
        audit.note("read_a_briefing", [briefing.id], by=by.pk)


@transaction.atomic
def ask_again(briefing_id: UUID, line_id: UUID, *, by: Staff) -> None:
    """Send the contact of a line a new link."""
    briefing, line = _published_for(briefing_id, line_id)
    refuse("write", briefing.area, by)
    _refuse_if_confirmed(briefing, line)
    _ask(briefing, line)
    audit.note("asked_a_line", [briefing.id, line.id], by=by.pk)


@transaction.atomic
def confirm_by_link(asking_id: UUID, said_by: str) -> None:
    """The contact of a line confirms, by a link that works once. Raises NotAllowed for one that is used or too old."""
    found = Asking.objects.select_for_update(of=("self",)).select_related("briefing", "line")
    asking = found.filter(pk=asking_id).first()
    now = clock.now()
    if asking is None or not asking.is_good_at(now):
        raise NotAllowed(_("This link has been used, or is too old."))
    asking.used_at = now
    asking.save(update_fields=["used_at"])
    _confirm(asking.briefing, asking.line, how=Confirmation.How.LINK, said_by=said_by, said_at=now, by=None)


@transaction.atomic
def note_call(briefing_id: UUID, line_id: UUID, said_by: str, said_at: datetime, *, by: Staff) -> None:
    """Note that the contact of a line confirmed on the telephone: who, and when."""
    briefing, line = _published_for(briefing_id, line_id)
    refuse("note_call", briefing.area, by)
    if said_at > clock.now():
        raise NotAllowed(_("The call cannot have been later than now."))
    _refuse_if_confirmed(briefing, line)
    _confirm(briefing, line, how=Confirmation.How.CALL, said_by=said_by, said_at=said_at, by=by)


def _confirm(
    briefing: Briefing, line: Line, *, how: str, said_by: str, said_at: datetime, by: Staff | None
) -> None:  # fmt: skip
    row = Confirmation(
        briefing=briefing, line=line, how=how, said_by=said_by, said_at=said_at, noted_by=by, noted_at=clock.now()
    )  # fmt: skip
    # Two links may be out for one line, and both may be used: the first confirms.
    Confirmation.objects.bulk_create([row], ignore_conflicts=True)
    bulletins.send()
    audit.note("confirmed_a_briefing", [briefing.id, line.id], by=by.pk if by else None)


def _ask(briefing: Briefing, line: Line) -> None:
    now = clock.now()
    asking = Asking.objects.create(briefing=briefing, line=line, asked_at=now, expires_at=now + calls.LINK_LASTS)
    queue_about(asking.pk, "confirm_briefing")


def _locked(briefing_id: UUID) -> Briefing:
    return Briefing.objects.select_for_update(of=("self",)).select_related("area").get(pk=briefing_id)


def _published_for(briefing_id: UUID, line_id: UUID) -> tuple[Briefing, Line]:
    """Raises Briefing.DoesNotExist or Line.DoesNotExist."""
    briefing = Briefing.objects.select_related("area").get(pk=briefing_id, published_at__isnull=False)
    return briefing, briefing.lines.get(pk=line_id)


def _refuse_if_confirmed(briefing: Briefing, line: Line) -> None:
    if Confirmation.objects.filter(briefing=briefing, line=line).exists():
        raise NotAllowed(_("This line has confirmed this version already."))


def _refuse_dates(card: dict[str, Any]) -> None:
    if reason := calls.reason_against_dates(card["from_on"], card["until_on"]):
        raise NotAllowed(_(reason))


def refuse(task: str, area: Area, by: Staff) -> None:
    """Raise NotAllowed unless somebody holds, in this area and today, a role that may do this."""
    if reason := calls.reason_against(task, roles_in(area, by.pk)):
        raise NotAllowed(_(reason))
