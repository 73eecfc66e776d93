"""The pages of emergency access. The case itself is read on one page of its own, and on no other."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import parts
from alongside.casework.referrals import queries as referrals
from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import Ask, Justify


@require_http_methods(["GET", "POST"])
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Ask for a case, and what was asked before."""
    staff, may_ask = _staff(request), queries.may_ask(_staff(request))
    form = Ask(request.POST if request.method == "POST" else None)
    if may_ask and form.is_valid():
        try:
            asked = actions.ask(form.cleaned_data["reference"], form.cleaned_data["reason"], by=staff)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            if asked:
                return redirect("access_asking", asked.id)
            form.add_error("reference", _("No case has this reference. Look at it again."))
    askings = [(held, queries.status(held)) for held in queries.newest(staff)]
    return render(request, "access/home.html", {"form": form, "may_ask": may_ask, "askings": askings})


@require_safe
@never_cache
def asking(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """One asking: for who asked, who is on call, and who has to know."""
    held = _find(request, asking_id)
    return render(request, "access/asking.html", {"held": held, "status": queries.status(held)})


@require_POST
def answer(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    held, agrees = _find(request, asking_id), request.POST.get("answer") == "agree"
    try:
        actions.answer(held.row.id, agrees=agrees, by=held.staff)
        messages.success(request, _("You agreed.") if agrees else _("You said no. That ends it."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("access_asking", asking_id)


@require_POST
def open_(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    held = _find(request, asking_id)
    try:
        actions.open_(held.row.id, by=held.staff)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("access_asking", asking_id)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    return redirect("access_case", asking_id)


@require_safe
@never_cache
def case(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """The case, to read, for as long as its hour runs."""
    held = _find(request, asking_id)
    if not (held.own and held.is_open):
        raise Http404
    try:
        with queries.reading(held) as seen:
            page = {
                "held": held,
                "seen": seen,
                "sees": referrals.sees(seen),
                "concerns": referrals.concerns(seen),
                "history": referrals.history(seen),
                "records": referrals.records(seen),
                "parts": parts.to_read(seen),
            }
            return render(request, "access/case.html", page)
    except queries.NotFound as over:
        raise Http404 from over


@require_http_methods(["GET", "POST"])
@never_cache
def justify(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    held = _find(request, asking_id)
    if not (held.own and held.to_justify):
        raise Http404
    form = Justify(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.justify(asking_id, form.cleaned_data["why"], by=held.staff)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your reason is kept. Those who answer for the area read it."))
            return redirect("access_asking", asking_id)
    return render(request, "access/justify.html", {"held": held, "form": form})


def _find(request: HttpRequest, asking_id: UUID) -> queries.Held:
    try:
        return queries.find(asking_id, _staff(request))
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
