"""The one page of an emergency: what to do first, and what was done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.referrals import queries
from alongside.casework.rules import journey
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import actions, deconfliction, gateway, holds
from .forms import Deconfliction, Emergency, Gateway, HoldGoesOn


@require_http_methods(["GET", "POST"])
@never_cache
def emergency(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say what comes first (999, not this page), and record what was told, to whom and when."""
    try:
        seen = queries.look(request.user, referral_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    if "concern" not in queries.sees(seen):
        raise Http404
    when = clock.now().astimezone(clock.LONDON).strftime("%d %B %Y, %H:%M")
    form = Emergency(request.POST if request.method == "POST" else None, initial={"when": when})
    if request.method == "POST" and form.is_valid():
        actions.record_emergency(referral_id, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Recorded. Nothing else is asked for: carry on, or close the concern."))
        return redirect("referral", referral_id)
    closes = any(button.move.word == "close_received" for button in queries.buttons(seen))
    shown = {"seen": seen, "form": form, "closes": closes, "close": journey.MOVES["close_received"]}
    return render(request, "triage/emergency.html", shown)


@require_safe
@never_cache
def long_holds(request: HttpRequest) -> HttpResponse:
    """The holds of which the director says whether they go on."""
    return render(request, "triage/holds.html", {"holds": holds.waiting_for(request.user)})  # type: ignore[arg-type]


@require_http_methods(["GET", "POST"])
@never_cache
def hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """One hold that has lasted 28 days: since when, why, and the director's word."""
    found = {held.row.id: held for held in holds.waiting_for(request.user)}  # type: ignore[arg-type]
    if hold_id not in found:
        raise Http404
    form = HoldGoesOn(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            holds.answer(hold_id, goes_on=said["goes_on"] == "yes", why=said["why"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is kept, and those who have the case read it."))
            return redirect("holds")
    return render(request, "triage/hold.html", {"held": found[hold_id], "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def deconfliction_answer(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Answer deconfliction without a move, beside what was answered before."""
    try:
        seen = queries.look(request.user, referral_id)  # type: ignore[arg-type]
        answered = deconfliction.answered_for(seen)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    form = Deconfliction(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            deconfliction.answer(referral_id, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is kept. It is no more than one word."))
            return redirect("referral", referral_id)
    shown = {"seen": seen, "form": form, "answered": answered, "at": journey.ANSWERS_DECONFLICTION_AT}
    return render(request, "triage/deconfliction.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def gateway_assessment(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Write the gateway assessment, beside those that were written before."""
    try:
        seen = queries.look(request.user, referral_id)  # type: ignore[arg-type]
        written = gateway.written_for(seen)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    form = Gateway(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            gateway.write(referral_id, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The gateway assessment is kept. A colleague signs what follows from it."))
            return redirect("referral", referral_id)
    return render(request, "triage/gateway.html", {"seen": seen, "form": form, "written": written})
