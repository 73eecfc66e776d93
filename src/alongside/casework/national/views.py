"""What waits to be keyed, one sheet, one month."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area
from alongside.casework.organisation.queries import roles_in
from alongside.casework.referrals.queries import NotFound
from alongside.casework.rules import national as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import Compare, Tick


@require_safe
@never_cache
def to_key(request: HttpRequest) -> HttpResponse:
    """What is not keyed yet in one area, the oldest first."""
    areas = queries.areas(request.user)  # type: ignore[arg-type]
    area = next((each for each in areas if each.code == request.GET.get("area")), areas[0] if areas else None)
    if area is None:
        raise Http404
    pages, rows = queries.page(area, request.user, request.GET.get("page"))  # type: ignore[arg-type]
    last = queries.before(clock.today().replace(day=1))
    shown = {"area": area, "areas": areas, "pages": pages, "rows": rows, "last_month": last}
    return render(request, "national/to_key.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def sheet(request: HttpRequest, case_id: UUID, history_id: UUID) -> HttpResponse:
    """What to key for one move, and the tick afterwards."""
    try:
        seen, shown = queries.sheet(request.user, case_id, history_id)  # type: ignore[arg-type]
    except NotFound as nothing:
        raise Http404 from nothing
    audit.note("looked at a national sheet", [case_id], by=seen.staff.pk)
    form = Tick(request.POST if request.method == "POST" else None, initial={"keyed_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.tick(case_id, history_id, said["keyed_on"], said["reference"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Ticked. It stands in the register of disclosures too."))
            return redirect("national")
    return render(request, "national/sheet.html", {"seen": seen, "sheet": shown, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def month(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """What the tracker should hold for a month of an area, counted, and the signature that it was compared."""
    area = next((each for each in queries.areas(request.user) if each.code == code), None)  # type: ignore[arg-type]
    if area is None or not 1 <= number <= 12 or not 2015 <= year <= clock.today().year:
        raise Http404
    first = date(year, number, 1)
    form = Compare(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(area, first, form.cleaned_data["differences"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signed."))
            return redirect("national_month", code, year, number)
    return render(request, "national/month.html", _month(request, area, first, form))


def _month(request: HttpRequest, area: Area, first: date, form: Compare) -> dict[str, object]:
    shown = queries.month(area, first, request.user)  # type: ignore[arg-type]
    refusal = rules.reason_against_signing(
        roles=roles_in(area, request.user.pk),  # type: ignore[arg-type]
        first=first,
        today=clock.today(),
        signed=shown.compared is not None,
    )
    return {"month": shown, "form": form, "refusal": refusal, "before": queries.before(first)}
