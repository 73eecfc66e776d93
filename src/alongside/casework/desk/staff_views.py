"""Where briefings are written, published and followed, and lines and their numbers kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.rules import calls
from alongside.commons import clock, installation
from alongside.commons.refusals import NotAllowed
from alongside.design import forms as design

from . import actions, briefings, forms, lines, queries
from .models import Briefing, Campaign, Line

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Campaigns that need a briefing, versions, lines, numbers: of the areas where one has a part in it."""
    if refused := _refused(request, "see_readers"):
        return refused
    areas = queries.areas_written_for(_staff(request), "see_readers")
    shown = {
        "areas": areas,
        "writes_for": list(queries.areas_written_for(_staff(request), "write")),
        "campaigns": queries.campaigns_to_brief(areas),
        "briefings": queries.briefings_in(areas),
        "to_publish": queries.to_publish(areas, _staff(request)),
        "lines": queries.open_lines(areas).select_related("area").prefetch_related("posts__agency"),
        "numbers": queries.numbers_in(areas),
        "due_before": clock.today() - calls.CHECK_AGAIN_AFTER,
        "hidden_before": clock.today() - calls.HIDE_AFTER,
    }
    return render(request, "desk/briefings.html", shown)


@READ_OR_SEND
@never_cache
def write(request: HttpRequest, code: str, campaign_id: UUID | None = None) -> HttpResponse:
    """The next version of a card, begun from the one before it."""
    area = _area(request, code)
    campaign = get_object_or_404(Campaign, pk=campaign_id) if campaign_id else None
    last = Briefing.objects.filter(area=area, campaign=campaign).order_by("-version").first()
    begun = forms.as_written(last) if last else forms.blank_for(campaign, list(queries.open_lines().filter(area=area)))
    form = forms.BriefingForm(request.POST or None, area=area, initial=begun)

    def do() -> HttpResponse:
        made = briefings.write(area, campaign, by=_staff(request), **form.cleaned_data)
        messages.success(request, _("The draft is kept. A second person publishes it."))
        return redirect("briefing", made.pk)

    title = _("Write the card for the time between campaigns")
    if campaign:
        title = _("Write a briefing for “%(campaign)s”") % {"campaign": campaign}
    return _fill_in(request, form, do, title=title, button=_("Keep the draft"))


@READ_OR_SEND
@never_cache
def change(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    row = get_object_or_404(Briefing.objects.select_related("area"), pk=briefing_id, published_at=None)
    _area(request, row.area.code)
    form = forms.BriefingForm(request.POST or None, area=row.area, initial=forms.as_written(row))
    form.rests_on(str(row.written_at), str(row.written_by_id))

    def do() -> HttpResponse:
        told = _("%(name)s has changed the draft since you opened this page.")
        form.refuse_older(told % {"name": row.written_by.name})
        briefings.change(row.pk, by=_staff(request), **form.cleaned_data)
        messages.success(request, _("The draft is changed."))
        return redirect("briefing", row.pk)

    return _fill_in(request, form, do, title=_("Change the draft"), button=_("Keep the draft"))


@require_safe
@never_cache
def briefing(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """One version: what it says, who has read it, which line has confirmed it."""
    areas = queries.areas_written_for(_staff(request), "see_readers")
    row = get_object_or_404(queries.briefings_in(areas), pk=briefing_id)
    roles = {task: row.area in queries.areas_written_for(_staff(request), task) for task in calls.TASKS}
    shown = {
        "briefing": row,
        "readers": queries.readers_of(row),
        "may": roles,
        "own": row.written_by == request.user,
        "public_address": installation.address("public"),
    }
    return render(request, "desk/briefing.html", shown)


@require_POST
@never_cache
def publish(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    _one(request, briefing_id)
    done = _("It is published. The contact of each line gets a mail with a link to confirm it.")
    return _do(request, briefing_id, lambda: briefings.publish(briefing_id, by=_staff(request)), done)


@require_POST
@never_cache
def ask_again(request: HttpRequest, briefing_id: UUID, line_id: UUID) -> HttpResponse:
    _one(request, briefing_id, line_id)
    done = _("A new link is on its way.")
    return _do(request, briefing_id, lambda: briefings.ask_again(briefing_id, line_id, by=_staff(request)), done)


@READ_OR_SEND
@never_cache
def note_call(request: HttpRequest, briefing_id: UUID, line_id: UUID) -> HttpResponse:
    """An editor's note: the contact confirmed it on the telephone."""
    row = _one(request, briefing_id, line_id)
    now = clock.now().astimezone(clock.LONDON)
    form = forms.CallForm(request.POST or None, initial={"said_on": now.date(), "said_at": now.strftime("%H:%M")})

    def do() -> HttpResponse:
        given = form.cleaned_data
        said_at = datetime.combine(given["said_on"], given["said_at"], clock.LONDON)
        briefings.note_call(row.pk, line_id, given["said_by"], said_at, by=_staff(request))
        messages.success(request, _("The confirmation is noted, and the public site is told."))
        return redirect("briefing", row.pk)

    line = row.lines.get(pk=line_id)
    title = _("%(line)s confirmed on the telephone") % {"line": line}
    return _fill_in(request, form, do, title=title, button=_("Note the confirmation"), back=("briefing", row.pk))


@READ_OR_SEND
@never_cache
def line(request: HttpRequest, code: str, line_id: UUID | None = None) -> HttpResponse:
    """Make a line, or change one."""
    area = _area(request, code)
    row = get_object_or_404(Line, pk=line_id, area=area, closed_on=None) if line_id else None
    known = {"name": row.name, "contact_email": row.contact_email, "posts": row.posts.all()} if row else {}
    form = forms.LineForm(request.POST or None, area=area, initial=known)
    form.rests_on(*((row.name, row.contact_email, sorted(str(post.pk) for post in row.posts.all())) if row else ("",)))

    def do() -> HttpResponse:
        form.refuse_older(_("A colleague has changed this line since you opened this page."))
        lines.keep_line(row, area, by=_staff(request), **form.cleaned_data)
        messages.success(request, _("The line is kept."))
        return redirect("briefings")

    title = _("Change %(line)s") % {"line": row} if row else _("A new line in %(area)s") % {"area": area}
    return _fill_in(request, form, do, title=title, button=_("Keep the line"))


@require_POST
@never_cache
def close_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    row = get_object_or_404(Line.objects.select_related("area"), pk=line_id, closed_on=None)
    _area(request, row.area.code)
    return _do(request, None, lambda: lines.close_line(row, by=_staff(request)), _("The line is closed."))


@READ_OR_SEND
@never_cache
def number(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    form = forms.NumberForm(request.POST or None)

    def do() -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("name", "number", "what_for", "order")}
        lines.add_number(area, by=_staff(request), **given)
        messages.success(request, _("The number is on the desk."))
        return redirect("briefings")

    title = _("A number to put callers through to, in %(area)s") % {"area": area}
    return _fill_in(request, form, do, title=title, button=_("Add the number"))


@require_POST
@never_cache
def check_number(request: HttpRequest, number_id: UUID) -> HttpResponse:
    _number(request, number_id)
    done = _("Noted: you rang it today.")
    return _do(request, None, lambda: lines.check_number(number_id, by=_staff(request)), done)


@require_POST
@never_cache
def remove_number(request: HttpRequest, number_id: UUID) -> HttpResponse:
    _number(request, number_id)
    done = _("The number is off the desk.")
    return _do(request, None, lambda: lines.remove_number(number_id, by=_staff(request)), done)


def _fill_in(
    request: HttpRequest, form: design.Form, do: Callable[[], HttpResponse], *, title: str, button: str,
    back: tuple[Any, ...] = ("briefings",),
) -> HttpResponse:  # fmt: skip
    """Show a form, or do what it asks and go where that leads."""
    if form.is_valid():
        try:
            return do()
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    shown = {"form": form, "title": title, "button": button, "back": back}
    return render(request, "desk/form.html", shown, status=status)


def _do(request: HttpRequest, briefing_id: UUID | None, do: Callable[[], None], done: str) -> HttpResponse:
    """Do it and say so, or say why not, on the page it was asked from."""
    try:
        do()
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("briefing", briefing_id) if briefing_id else redirect("briefings")


def _refused(request: HttpRequest, task: str) -> HttpResponse | None:
    try:
        actions.refuse(task, _staff(request))
    except NotAllowed as refusal:
        return render(request, "design/refusal.html", {"refusal": str(refusal), "back_href": "/"}, status=403)
    return None


def _area(request: HttpRequest, code: str) -> Area:
    """An area for which somebody writes briefings; 404 for any other."""
    return get_object_or_404(queries.areas_written_for(_staff(request), "write"), code=code)


def _one(request: HttpRequest, briefing_id: UUID, line_id: UUID | None = None) -> Briefing:
    """A version (and one of its lines) of the areas where somebody has a part in briefings; 404 for any other."""
    areas = queries.areas_written_for(_staff(request), "see_readers")
    row = get_object_or_404(queries.briefings_in(areas), pk=briefing_id)
    if line_id and not (row.published_at and row.lines.filter(pk=line_id).exists()):
        raise Http404
    return row


def _number(request: HttpRequest, number_id: UUID) -> None:
    areas = queries.areas_written_for(_staff(request), "write")
    get_object_or_404(queries.numbers_in(areas), pk=number_id)


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
