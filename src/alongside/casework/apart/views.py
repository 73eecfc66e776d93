"""The pages of a concern about staff, a panel member or their kin."""

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
from alongside.casework.referrals import queries as referrals
from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import PassOn, Replace


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mark(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Pass a concern on: who takes it, and why. Nothing of what was told is on this page."""
    seen = _look(request, referral_id)
    if not queries.may_mark(seen):
        raise Http404
    form = PassOn(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.pass_on(referral_id, form.cleaned_data["takes"], form.cleaned_data["reason"], by=_staff(request))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is passed on. You can read it no more."))
            return redirect("apart_passed_on")
    return render(request, "apart/mark.html", {"seen": seen, "form": form, "choices": queries.choices(seen)})


@require_safe
@never_cache
def passed_on(request: HttpRequest) -> HttpResponse:
    """What somebody passed on: when, and to whose two named people."""
    return render(request, "apart/passed_on.html", {"rows": queries.passed_on(_staff(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def replace(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Hand over: somebody who is named takes the place of one of the two."""
    seen = _of_the_two(request, referral_id)
    two, could = queries.for_the_two(seen)["two"], queries.could_take(seen)
    form = Replace(request.POST if request.method == "POST" else None, two=two, could=could)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.replace(referral_id, UUID(said["gone"]), UUID(said["taker"]), said["reason"], by=_staff(request))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is handed over."))
            return redirect("work" if said["gone"] == str(_staff(request).pk) else "referral", *_where(said, seen))
    return render(request, "apart/replace.html", {"seen": seen, "form": form, "could": could})


def _where(said: dict[str, str], seen: referrals.Seen) -> tuple[UUID, ...]:
    return () if said["gone"] == str(seen.staff.pk) else (seen.referral.pk,)


@require_POST
def own(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Become the owner in the place of the other of the two."""
    seen = _of_the_two(request, referral_id)
    try:
        actions.make_owner(seen.referral.pk, by=seen.staff)
        messages.success(request, _("You own it now."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("referral", referral_id)


def _of_the_two(request: HttpRequest, referral_id: UUID) -> referrals.Seen:
    seen = _look(request, referral_id)
    if not seen.referral.apart:
        raise Http404
    return seen


def _look(request: HttpRequest, referral_id: UUID) -> referrals.Seen:
    try:
        return referrals.look(_staff(request), referral_id)
    except referrals.NotFound as nothing:
        raise Http404 from nothing


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
