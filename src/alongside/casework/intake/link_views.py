"""The pages on which a concern is linked to an open referral, on which its owner answers, and that take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.casework.referrals import queries
from alongside.casework.rules import journey
from alongside.commons.refusals import NotAllowed

from . import linking
from .forms import LinkAnswer, LinkTo, LinkUndo
from .models import Link

Done = TypeVar("Done")


@require_http_methods(["GET", "POST"])
@never_cache
def link(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Name the open referral to which a concern belongs, and why."""
    seen = _looked_at(request, referral_id)
    if "intake" not in seen.roles:
        raise Http404
    form = LinkTo(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = _done(form, lambda: linking.link_or_ask(referral_id, said["reference"], said["reason"], by=seen.staff))
        if isinstance(done, Link):
            messages.success(request, _("It is linked. Whoever has this referral is told; it can be taken back below."))
            return redirect("referral", done.case_id)
        if done:
            messages.success(request, _("Its owner is asked. Until they accept, the concern stays in your queue."))
            return redirect("referral", referral_id)
    return render(request, "intake/link.html", {"seen": seen, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: HttpRequest, referral_id: UUID, asking_id: UUID) -> HttpResponse:
    """Read what intake wants to link to one's referral, and accept or refuse it."""
    seen = _looked_at(request, referral_id)
    try:
        target, asking = linking.to_answer(referral_id, asking_id, by=seen.staff)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    form = LinkAnswer(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        accepted, why = said["accept"] == "yes", said["why"]
        if _done(form, lambda: linking.answer(referral_id, asking_id, accepted, why, by=seen.staff)):
            return redirect("referral", target.referral.id)
    shown = {
        "seen": target, "wish": asking, "form": form, "reason": asking.opened(seen.key, "reason"),
        "concerns": queries.told_in(seen),
    }  # fmt: skip
    return render(request, "intake/link_answer.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def undo(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Take a link back: the concern waits in the queue again."""
    row = Link.objects.filter(pk=link_id, undone_at=None).first()
    if row is None:
        raise Http404
    seen = _looked_at(request, row.case_id)
    if not set(seen.roles) & set(journey.MOVES["undo_link"].made_by):
        raise Http404
    form = LinkUndo(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _done(form, lambda: linking.undo(link_id, form.cleaned_data["why"], by=seen.staff))
        if done:
            messages.success(request, _("It waits in the queue again, with everything that came for it."))
            return redirect("referral", row.case_id)
    return render(request, "intake/link_undo.html", {"seen": seen, "form": form})


def _looked_at(request: HttpRequest, referral_id: UUID) -> queries.Seen:
    try:
        return queries.look(request.user, referral_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _done(form: LinkTo | LinkAnswer | LinkUndo, act: Callable[[], Done]) -> Done | None:
    """Do it, or put the sentence against it at the head of the form."""
    try:
        return act()
    except queries.NotFound as nothing:
        raise Http404 from nothing
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
