"""The page on which a referral is taken up and handed over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.queries import NotFound, look, sees
from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import Offer, Refuse

DONE = {
    "take": gettext_noop("It is yours by name."),
    "offer": gettext_noop("It is offered. It stays where it is until your colleague has accepted."),
    "accept": gettext_noop("It is yours by name."),
    "refuse": gettext_noop("It stays with your colleague, who reads why."),
    "withdraw": gettext_noop("It is not offered any more."),
}


@require_http_methods(["GET", "POST"])
@never_cache
def whose(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Whose it is, and what whoever is looking can do about that."""
    try:
        seen = look(request.user, referral_id)  # type: ignore[arg-type]
    except NotFound as nothing:
        raise Http404 from nothing
    if "referral" not in sees(seen) or seen.referral.apart:
        raise Http404
    part, word = queries.on_the_page(seen), next((word for word in DONE if word in request.POST), "")
    offer = Offer(request.POST if word == "offer" else None, colleagues=part.get("colleagues", []))
    refuse = Refuse(request.POST if word == "refuse" else None)
    form = refuse if word == "refuse" else offer
    if word and (word not in ("offer", "refuse") or form.is_valid()):
        try:
            _do(word, referral_id, form, request.user)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _(DONE[word]))
        return redirect("referral", referral_id)
    shown = {"seen": seen, "part": part, "offer": offer, "refuse": refuse, "form": form}
    return render(request, "owners/whose.html", shown)


def _do(word: str, referral_id: UUID, form: Any, by: Any) -> None:
    if word == "take":
        actions.take_up(referral_id, by=by)
    elif word == "withdraw":
        actions.withdraw(referral_id, by=by)
    elif word == "offer":
        to = Staff.objects.get(pk=form.cleaned_data["to"])
        actions.offer(referral_id, to, form.cleaned_data["reason"], by=by)
    else:
        reason = form.cleaned_data["why"] if word == "refuse" else ""
        actions.answer(referral_id, accepts=word == "accept", reason=reason, by=by)
