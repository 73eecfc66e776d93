"""Pages of the roster: now, a week, the list, and one page for each change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.organisation.models import Area, Staff
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import actions, alerts, changes, late, week
from .models import LIVE, Change, Leave, ReadingHours, Turn

FARTHEST_DAYS = 3 * 365
"""How far back and ahead a week can be looked at."""
KINDS: dict[str, Any] = {"hours": ReadingHours, "turn": Turn, "leave": Leave}


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Who reads now, where the next gap is, and what waits to be acknowledged."""
    staff = _staff(request)
    shown = {"areas": week.areas_for(staff), "waiting": week.alerts_for(staff), "late": late.for_(staff)}
    return render(request, "duty/home.html", shown)


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Say that one is on it, up to the newest alert that the page showed."""
    area = get_object_or_404(Area, code=request.POST.get("area", ""))
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
        if until.tzinfo is None:
            raise ValueError
        taken = alerts.acknowledge(area, until, by=_staff(request))
    except ValueError:
        raise Http404 from None
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("It is yours. Read first where somebody could be hurt.") if taken else _("A colleague was first.")
        messages.success(request, said)
    return redirect("intake")


@require_safe
@never_cache
def week_of(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    shown = {"area": area, "keeps": week.may_keep(area, _staff(request)), **week.week(area, _monday(request))}
    return render(request, "duty/week.html", shown)


@require_safe
@never_cache
def listed(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    shown = {
        "area": area,
        "keeps": week.may_keep(area, _staff(request)),
        "changes": week.changes(area, request.GET.get("page")),
        "verbs": week.VERBS,
        "weekdays": week.rules.WEEKDAYS,
        **week.entries(area),
    }
    return render(request, "duty/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_area(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The form of a change to an area's roster."""
    return _fill_in(request, changes.KINDS[kind], changes.Asked(_area(request, code), day=request.GET.get("day", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_turn(request: HttpRequest, turn_id: UUID, kind: str) -> HttpResponse:
    """The form of a change to one turn."""
    turn = _turn(request, turn_id)
    return _fill_in(request, changes.KINDS[kind], changes.Asked(turn.area, turn))


@require_POST
def remove(request: HttpRequest, kind: str, entry_id: UUID) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(KINDS[kind]._default_manager.select_related("area"), pk=entry_id)
    return _do(request, row.area, lambda: actions.remove(KINDS[kind], entry_id, by=_staff(request)))


@require_POST
def undo(request: HttpRequest, change_id: UUID) -> HttpResponse:
    change = get_object_or_404(Change.objects.select_related("area"), pk=change_id)
    return _do(request, change.area, lambda: actions.undo(change_id, by=_staff(request)))


@require_POST
def take_unplaced(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    return _do(request, area, lambda: actions.let_take_unplaced(area, by=_staff(request)))


@require_POST
def both_at_once(request: HttpRequest, code: str) -> HttpResponse:
    area, both = _area(request, code), request.POST.get("both") == "yes"
    return _do(request, area, lambda: actions.let_both_have_it(area, both, by=_staff(request)))


def _fill_in(request: HttpRequest, kind: changes.Kind, asked: changes.Asked) -> HttpResponse:
    """Show a form, or make the change that it asks for and go back to the list. A refusal stands above the form."""
    reason = actions.reason_against(asked.area, _staff(request))
    if reason is not None:
        back = {"refusal": _(reason), "back_href": url("duty_list", args=[asked.area.code])}
        return render(request, "design/refusal.html", back, status=403)
    form = kind.ask(asked, request)
    if form.is_valid():
        try:
            with transaction.atomic():
                kind.do(asked, form.cleaned_data, _staff(request))
        except NotAllowed as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            messages.success(request, _("The roster is changed. You can undo it below."))
            return redirect("duty_list", asked.area.code)
    return render(request, "duty/form.html", {"form": form, "title": kind.title(asked), "area": asked.area})


def _do(request: HttpRequest, area: Area, change: Callable[[], Change]) -> HttpResponse:
    try:
        with transaction.atomic():
            change()
    except NotAllowed as refusal:
        messages.error(request, _(str(refusal)))
    else:
        messages.success(request, _("The roster is changed."))
    return redirect("duty_list", area.code)


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def _area(request: HttpRequest, code: str) -> Area:
    """The area of an address, for those who work there or administer; 404 for others."""
    area = get_object_or_404(Area, code=code)
    if not week.may_look(area, _staff(request)):
        raise Http404
    return area


def _turn(request: HttpRequest, turn_id: UUID) -> Turn:
    turn = get_object_or_404(Turn.objects.filter(LIVE).select_related("area", "staff"), pk=turn_id)
    if not week.may_look(turn.area, _staff(request)):
        raise Http404
    return turn


def _monday(request: HttpRequest) -> date:
    """The Monday of the week that is asked for, within some years, or of this one."""
    today = clock.today()
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = today
    if abs((day - today).days) > FARTHEST_DAYS:
        day = today
    return day - timedelta(days=day.weekday())
