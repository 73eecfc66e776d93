"""The pages of passing a concern to another area: offer it, and answer what is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import queries
from alongside.commons.refusals import NotAllowed

from . import offers, passing
from .forms import Declining, PassOn


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def offer(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Offer a concern to another area, with the reason by which it judges."""
    staff = cast(Staff, request.user)
    try:
        seen = queries.look(staff, referral_id)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    if not offers.on_the_page(seen)["may_offer"]:
        messages.warning(request, _("It cannot be offered to another area now. Look at what has changed."))
        return redirect("referral", referral_id)
    areas = {str(area.pk): area for area in offers.areas_to_offer_to(seen)}
    form = PassOn(
        request.POST if request.method == "POST" else None, areas=[(pk, area.name) for pk, area in areas.items()]
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                passing.offer(referral_id, areas[said["area"]], said["reason"], by=staff)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is offered. It stays yours, with its dates, until they accept it."))
            return redirect("referral", referral_id)
    return render(request, "intake/pass.html", {"seen": seen, "form": form, "areas": areas})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show an offer to both areas; the one accepts or declines it, the other takes it back."""
    staff = cast(Staff, request.user)
    try:
        shown = offers.find(staff, offer_id)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    form = Declining(request.POST if "decline" in request.POST else None)
    if request.method == "POST" and (done := _chosen(request, offer_id, form, staff)):
        return _carry_out(request, offer_id, *done)
    return render(request, "intake/offer.html", {"row": shown, "form": form})


def _chosen(
    request: HttpRequest, offer_id: UUID, form: Declining, staff: Staff
) -> tuple[Callable[[], None], str] | None:
    """Return what the pressed button does, and what is said when it is done; None where a reason is missing."""
    if "accept" in request.POST:
        done = _("You have accepted it. It is yours now, with everything that belongs to it.")
        return lambda: passing.accept(offer_id, by=staff), done
    if "withdraw" in request.POST:
        done = _("The offer is taken back. The other area sees the concern no more.")
        return lambda: passing.withdraw(offer_id, by=staff), done
    if "decline" in request.POST and form.is_valid():
        reason = form.cleaned_data["reason"]
        return lambda: passing.decline(offer_id, reason, by=staff), _("You have declined it. The other area is told.")
    return None


def _carry_out(request: HttpRequest, offer_id: UUID, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except queries.NotFound as nothing:
        raise Http404 from nothing
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("offer", offer_id)
