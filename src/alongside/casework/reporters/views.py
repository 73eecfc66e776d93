"""Learning who told us. What is opened is in the answer to a POST, once: no address leads to it again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import Asking, Second, Why


@require_http_methods(["GET", "POST"])
@never_cache
def named(request: HttpRequest, reporter_id: UUID) -> HttpResponse:
    """Open who gave their name, with a reason; shown in the answer alone."""
    try:
        held = queries.find(request.user, reporter_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    form = Why(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = actions.open_named(reporter_id, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            return render(request, "reporters/shown.html", {"told": told, "reporter": held.reporter})
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "reporters/open.html", {"form": form, "reporter": held.reporter})


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("phrase")
def together(request: HttpRequest) -> HttpResponse:
    """A custodian's page: ask as the first of two, and see what others ask. Nothing for anybody else."""
    _only_custodians(request)
    form = Asking(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except queries.NotFound:
            form.add_error("number", _("You hold nothing under this number. Check it with whoever read it out."))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You have asked. Any other custodian can open it with you for 24 hours."))
            return redirect("together")
    shown = queries.for_custodian(request.user)  # type: ignore[arg-type]
    return render(request, "reporters/together.html", {"form": form, **shown})


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("phrase")
def second(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """Open as the second of two custodians; shown in the answer alone."""
    _only_custodians(request)
    try:
        held, asking = queries.find_asking(request.user, asking_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    form = Second(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = actions.open_together(asking_id, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            return render(request, "reporters/shown.html", {"told": told, "reporter": held.reporter})
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    shown = {"form": form, "first": asking, "why": asking.opened(held.key, "reason"), "reporter": held.reporter}
    return render(request, "reporters/second.html", shown)


def _only_custodians(request: HttpRequest) -> None:
    if not queries.is_custodian(request.user):  # type: ignore[arg-type]
        raise Http404
