"""One thing that is due: complete it, or move its date once."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.casework.due import actions
from alongside.casework.due.kinds import KINDS
from alongside.casework.due.models import Due
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import queries
from alongside.casework.rules import timescales
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .forms import Complete, MoveDate


@require_http_methods(["GET", "POST"])
@never_cache
def due(request: HttpRequest, due_id: UUID) -> HttpResponse:
    """Show one thing that is due; POST completes it, or with ``move`` moves its date."""
    mine = Due.objects.visible_to(cast(Staff, request.user).pk).open()
    row = mine.select_related("case", "owner").filter(pk=due_id).first()
    if row is None:
        raise Http404
    seen = queries.look(request.user, row.case_id)  # type: ignore[arg-type]
    if "referral" not in queries.sees(seen):
        raise Http404
    moving = "move" in request.POST
    complete = Complete(request.POST if request.method == "POST" and not moving else None)
    move_date = MoveDate(request.POST if moving else None, prefix="date")
    answer = _move(request, row, move_date) if moving else _complete(request, row, complete)
    shown = {
        "row": row, "seen": seen, "kind": KINDS[row.kind], "complete": complete, "move_date": move_date,
        "form": move_date if moving else complete, "in_words": timescales.overdue_in_words(row.due_on, clock.today()),
    }  # fmt: skip
    return answer or render(request, "reviews/due.html", shown)


def _complete(request: HttpRequest, row: Due, form: Complete) -> HttpResponse | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        actions.complete(row.id, form.cleaned_data["outcome"], by=request.user)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Done."))
    return redirect("referral", row.case_id)


def _move(request: HttpRequest, row: Due, form: MoveDate) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        actions.move(row.id, form.cleaned_data["to"], form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("The date is moved. It cannot be moved again."))
    return redirect("referral", row.case_id)
