"""Sharing a concern, one question a page: no cookie, no session, nothing stored until Send, then only what is sealed.

The whole way has one address, so that an address says nothing about how far somebody got or what they answered.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.site import tokens
from alongside.site.bounds import Bound

from . import actions, forms, held, intake_keys, journey, queries
from .sensitive import sensitive
from .visit import Visit

log = logging.getLogger("alongside.concerns")

# A neutral page that nobody has to explain (GOV.UK pattern "Exit a page quickly").
ELSEWHERE: Final = "https://www.bbc.co.uk/weather"
CONCERNS_FROM_ONE_SOURCE = Bound("concerns", 60, timedelta(hours=1))


@sensitive
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _show(request, Visit(journey.FIRST, {}, tokens.new(actions.PURPOSE)))


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take one page's answer and show the next; the last one is Send."""
    if request.method != "POST":
        return redirect("concern_start")
    visit = Visit.from_form(tokens.receive(request, actions.PURPOSE))
    if visit.problem:
        return _show(request, visit)
    if asked := journey.wanted(visit.go, visit.step, visit.answers):
        return _show(request, visit.at(asked))
    try:
        return _go_on(request, visit)
    except DatabaseError:
        log.error("the database did not answer while somebody was sharing a concern")
        return _show(request, visit.with_problem(_not_now(), 503))


@sensitive
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Go somewhere neutral, and ask the browser to forget what it holds of this site: when it is asked from here."""
    response = HttpResponseRedirect(ELSEWHERE)
    if request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _go_on(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.step == journey.LAST:
        return _send(request, visit)
    form = forms.form_for(visit.step, visit.answers, queries.areas())
    if form is not None and not form.is_valid():
        return _show(request, visit, form, status=422)
    if stop := _stop(visit):
        return _page(request, f"concerns/{stop}.html", visit)
    return _show(request, visit.at(journey.after(visit.step, visit.answers)))


def _stop(visit: Visit) -> str | None:
    """Where the way leads elsewhere: to 999, or to the route of a place that takes no part."""
    if visit.step == "danger" and visit.answers["danger"] == "yes" and visit.go != "told":
        return "danger_now"
    area = queries.area_called(visit.answers.get("area", "")) if visit.step == "area" else None
    return "not_covered" if area and not area.covered else None


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Seal and post it, or say in one sentence why not; the answers stay on the page."""
    areas = queries.areas()
    answers = visit.answers_to_send()
    if wrong := forms.first_wrong(answers, areas):
        return _show(request, visit.at(wrong), forms.form_for(wrong, answers, areas), status=422)
    if (area := queries.area_called(answers["area"])) and not area.covered:
        return _page(request, "concerns/not_covered.html", visit.at("area"))
    if not CONCERNS_FROM_ONE_SOURCE.allows(request):
        return _show(request, visit.with_problem(_too_many(), 429))
    try:
        sealed = actions.post_concern(forms.cleaned(answers, areas), nonce=visit.nonce)
    except intake_keys.NoKeyNow:
        log.error("a concern could not be sealed: there is no intake key for this moment")
        return _show(request, visit.with_problem(_not_now(), 503))
    return _page(request, "concerns/sent.html", visit, receipt=sealed.receipt)


def _show(request: HttpRequest, visit: Visit, form: Any = None, *, status: int = 200) -> HttpResponse:
    """Draw one step. Without a form of its own to show, an answer given before fills the fields, unjudged."""
    try:
        areas = queries.areas()
    except DatabaseError:
        if visit.step == "area":
            visit = visit.with_problem(_not_now(), 503)
        areas = []
    if visit.step == journey.LAST:
        visit = visit.having_seen_all()
    if form is None and visit.step in forms.FORMS:
        form = forms.unjudged(visit.step, visit.answers, areas)
    rows = forms.answered(visit.answers, areas) if visit.step == journey.LAST else []
    status = visit.status if visit.problem else status
    asked = {"form": form} if form is not None else {}
    return _page(request, f"concerns/{_template(visit.step)}.html", visit, rows=rows, status=status, **asked)


def _template(step: str) -> str:
    return step if step in ("danger", "who_sees", "worry", journey.LAST) else "question"


def _page(request: HttpRequest, template: str, visit: Visit, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {
        "visit": visit,
        "held": held.close(visit.answers),
        "has_back": visit.step != journey.FIRST or template != "concerns/danger.html",
        **journey.place_of(visit.step),
        "area": _area(visit),
        "helpline": queries.helpline(),
        **more,
    }
    return render(request, template, page, status=status)


def _area(visit: Visit) -> Any:
    try:
        return queries.area_called(visit.answers.get("area", ""))
    except DatabaseError:
        return None


def _not_now() -> str:
    return _(
        "We cannot take this just now. Nothing you wrote is lost: it is all on this page."
        " Try again in a few minutes, or telephone."
    )


def _too_many() -> str:
    return _("A lot was sent from your connection just now. Nothing is lost: wait a few minutes and send it again.")
