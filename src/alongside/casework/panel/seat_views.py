"""Pages on which whoever prepares says who sits on an item, and who comes to a meeting besides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.casework.organisation.queries import roles_in
from alongside.casework.rules import panel as rules
from alongside.commons.refusals import NotAllowed

from . import forms, queries, who_sits
from .models import Meeting
from .views import _form_page, _item, _meeting, _uuid


@require_http_methods(["GET", "POST"])
@never_cache
def sits(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Choose whose members sit on an item."""
    seen = _item(request, item_id)
    if not (set(seen.roles) & set(rules.PREPARES) and queries.may_read(seen)):
        raise Http404
    rows = who_sits.offered(seen)
    form = forms.WhoSits(
        request.POST if request.method == "POST" else None,
        offered=[(str(row.agency.pk), row.agency.name) for row in rows],
        initial={"agencies": [str(row.agency.pk) for row in rows if row.sits]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            who_sits.choose(item_id, {UUID(each) for each in form.cleaned_data["agencies"]}, by=seen.staff)
            messages.success(request, _("Saved. Only their members get this item."))
            return redirect("panel_item", item_id)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _form_page(request, form, _("Who sits on this item"), _("Save"), "panel_item", item_id)


@require_http_methods(["GET", "POST"])
@never_cache
def add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Invite somebody more to a meeting, or a stand-in."""
    row = _meeting(request, meeting_id)
    if not set(roles_in(row.area, request.user.pk)) & set(rules.PREPARES):  # type: ignore[arg-type]
        raise Http404
    form = _add_form(request, row)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        instead_of = _uuid(said["instead_of"]) if said["instead_of"] else None
        try:
            who_sits.add_seat(row.id, _uuid(said["staff"]), by=request.user, instead_of=instead_of)  # type: ignore[arg-type]
            messages.success(request, _("Invited, with the date for their calendar."))
            return redirect("panel_meeting", row.id)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _form_page(request, form, _("Who comes besides"), _("Invite"), "panel_meeting", row.id)


def _add_form(request: HttpRequest, row: Meeting) -> forms.AddSeat:
    invited = {seat.staff_id: seat for seat in row.attendances.select_related("staff", "post__agency")}
    people = [each for each in who_sits.can_come(row.area) if each.staff_id not in invited]
    members = [seat for seat in invited.values() if seat.post.role in rules.sits()]
    return forms.AddSeat(
        request.POST if request.method == "POST" else None,
        people=[(str(each.staff_id), f"{each.staff.name}, {each.post.agency.name}") for each in people],
        members=[(str(seat.id), f"{seat.staff.name}, {seat.post.agency.name}") for seat in members],
    )
