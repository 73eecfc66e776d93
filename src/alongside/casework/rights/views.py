"""How long things are kept: the schedule and its signature, what waits for its day, holds and certificates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.disclosures.forms import Answered
from alongside.casework.rules import retention
from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import Sign, WhyHold
from .models import Ending


@require_safe
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """The schedule of each area of whoever is looking, with what waits and what is gone."""
    areas = queries.areas(request.user, queries.READS)  # type: ignore[arg-type]
    if not areas:
        refusal = _("This page is for those who answer for how long an area keeps things.")
        return render(request, "design/refusal.html", {"refusal": refusal, "back_href": "/"}, status=403)
    rows = [
        {
            "area": area,
            "signature": queries.signature(area),
            "schedule": queries.schedule(area),
            "waiting": queries.waiting(area),
            "certificates": queries.certificates(area),
            "recalls": queries.recalls(area),
            "may_sign": area in queries.areas(request.user, queries.SIGNS),  # type: ignore[arg-type]
            "may_hold": area in queries.areas(request.user, queries.HOLDS),  # type: ignore[arg-type]
        }
        for area in areas
    ]
    return render(request, "rights/kept.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@never_cache
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Sign the schedule of one area for its controller."""
    area = next((each for each in queries.areas(request.user, queries.SIGNS) if each.code == code), None)  # type: ignore[arg-type]
    if area is None:
        raise Http404
    form = Sign(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_schedule(area, form.cleaned_data["authority"], form.periods, by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signed. From today the clocks of this area run."))
            return redirect("kept")
    return render(request, "rights/sign.html", {"form": form, "area": area})


@require_http_methods(["GET", "POST"])
@never_cache
def hold(request: HttpRequest, ending_id: UUID) -> HttpResponse:
    """Place a hold on a deletion, or with ``end`` end the one of that kind, which somebody else placed."""
    areas = queries.areas(request.user, queries.HOLDS)  # type: ignore[arg-type]
    ending = Ending.objects.filter(pk=ending_id, gone_at=None, area__in=areas).first()
    if ending is None:
        raise Http404
    form = WhyHold(request.POST if request.method == "POST" and "end" not in request.POST else None)
    try:
        if "end" in request.POST:
            actions.end_hold(ending_id, request.POST["end"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The hold has ended."))
            return redirect("hold_deletion", ending_id)
        if form.is_bound and form.is_valid():
            asked = form.cleaned_data
            actions.hold(ending_id, asked["kind"], asked["why"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("It is held. Nothing of it is deleted until the hold ends."))
            return redirect("kept")
    except NotAllowed as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            messages.error(request, str(refusal))
    live = [
        (held, retention.HOLDS[held.kind]) for held in ending.holds.filter(ended_on=None).select_related("placed_by")
    ]
    return render(request, "rights/hold.html", {"form": form, "ending": ending, "live": live})


@require_http_methods(["GET", "POST"])
@never_cache
def answer_recall(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """Note what a recipient answered to the recall of something that is gone."""
    if queries.recalled(disclosure_id, request.user) is None:  # type: ignore[arg-type]
        raise Http404
    form = Answered(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_answer(disclosure_id, form.cleaned_data["words"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect("kept")
    return render(request, "rights/answer_recall.html", {"form": form})
