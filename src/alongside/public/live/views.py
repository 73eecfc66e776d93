"""The pages of an event that anybody may open. None sets a cookie; those that everybody shares may be cached."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alongside.commons import installation
from alongside.commons.refusals import NotAllowed
from alongside.site import tokens
from alongside.site.bounds import Bound

from . import actions, queries, rules
from .forms import AskForm
from .models import Event

PURPOSE: Final = "question"
# A whole class may ask through one line of a school.
QUESTIONS_FROM_ONE_SOURCE = Bound("questions", 60, timedelta(minutes=10))


@require_safe
@cache_control(public=True, max_age=10)
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "live/index.html", {"events": queries.events()})


@require_safe
@cache_control(public=True, max_age=1)
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The event with everything published so far; with JavaScript it then follows the stream."""
    found = get_object_or_404(Event, slug=slug)
    entries = queries.entries_of(found)
    page = {
        "event": found,
        "entries": entries,
        "stream": f"{installation.address('stream')}/stream/{found.slug}",
        "offset": queries.last_offset(entries),
        "refused": rules.reason_against_asking(found.state),
    }
    return render(request, "live/event.html", page)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Event, slug=slug)
    if request.method != "POST":
        return _ask_page(request, found, AskForm())
    sent = tokens.receive(request, PURPOSE)
    form = AskForm(sent.data)
    if sent.problem:
        return _ask_page(request, found, AskForm(initial=sent.data.dict()), problem=sent.problem, status=sent.status)
    if not form.is_valid():
        return _ask_page(request, found, form, token=str(sent.data[tokens.FIELD]), status=422)
    if not QUESTIONS_FROM_ONE_SOURCE.allows(request):
        said = _("Many questions came from your connection just now. Wait a few minutes and send yours again.")
        return _ask_page(request, found, form, token=str(sent.data[tokens.FIELD]), problem=said, status=429)
    return _ask(request, found, form, sent)


@require_safe
@cache_control(no_store=True)
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """What became of one question; only its author knows this address."""
    found = queries.question(question_id)
    if found is None:
        return render(request, "live/question_elsewhere.html", status=404)
    return render(request, "live/question.html", {"question": found, "event": found.event, "reasons": rules.REASONS})


def _ask(request: HttpRequest, found: Event, form: AskForm, sent: tokens.Sent) -> HttpResponse:
    answers = form.answers()
    question_id = tokens.id_from(sent.nonce, f"{PURPOSE} {found.slug}", answers)
    try:
        actions.ask(found, id=question_id, text=answers["question"], display_name=answers["display_name"])
    except NotAllowed as refusal:
        return _ask_page(request, found, form, problem=str(refusal), status=409)
    return redirect("live_question", question_id)


def _ask_page(
    request: HttpRequest, found: Event, form: AskForm, *, token: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    page = {"event": found, "form": form, "problem": problem, "token": token or tokens.new(PURPOSE)}
    page["refused"] = rules.reason_against_asking(found.state)
    return render(request, "live/ask.html", page, status=status)
