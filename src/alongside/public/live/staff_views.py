"""The screens of moderators, panellists and producers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.commons.refusals import NotAllowed
from alongside.public.accounts.access import groups_of, needs_group
from alongside.public.accounts.groups import MODERATORS, PANELLISTS, PRODUCERS, SAFEGUARDING_LEADS

from . import actions, queries, rules
from .forms import AnswerForm, DeclineForm, PassForm
from .models import Event


@require_safe
@needs_group(PRODUCERS, MODERATORS, PANELLISTS, SAFEGUARDING_LEADS)
def desk(request: HttpRequest) -> HttpResponse:
    """The events, and what this person does in each."""
    page = {"events": queries.events(), "groups": groups_of(request.user)}  # type: ignore[arg-type]
    return render(request, "live/desk.html", page)


@require_safe
@needs_group(MODERATORS)
def moderate(request: HttpRequest, slug: str) -> HttpResponse:
    return _moderate_page(request, slug)


@require_POST
@needs_group(MODERATORS)
def let_through(request: HttpRequest, slug: str, question_id: UUID) -> HttpResponse:
    said = _("The question was put to the panel.")
    return _done(request, "live_moderate", slug, said, lambda: actions.let_through(question_id, by=request.user))  # type: ignore[arg-type]


@require_POST
@needs_group(MODERATORS)
def decline(request: HttpRequest, slug: str, question_id: UUID) -> HttpResponse:
    form = DeclineForm(request.POST, prefix=str(question_id))
    if not form.is_valid():
        return _moderate_page(request, slug, wrong={question_id: {"decline": form}})
    said = _("The question was declined. Its author can read why.")
    return _done(
        request, "live_moderate", slug, said,
        lambda: actions.decline(question_id, reason=form.cleaned_data["reason"], by=request.user),  # type: ignore[arg-type]
    )  # fmt: skip


@require_POST
@needs_group(MODERATORS)
def pass_to_lead(request: HttpRequest, slug: str, question_id: UUID) -> HttpResponse:
    form = PassForm(request.POST, prefix=str(question_id))
    if not form.is_valid():
        return _moderate_page(request, slug, wrong={question_id: {"pass": form}})
    said = _("The question was sealed to the safeguarding lead and is not here any more.")
    return _done(
        request, "live_moderate", slug, said,
        lambda: actions.pass_to_lead(question_id, note=form.cleaned_data["note"], by=request.user),  # type: ignore[arg-type]
    )  # fmt: skip


@require_safe
@needs_group(PANELLISTS)
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    return _panel_page(request, slug)


@require_POST
@needs_group(PANELLISTS)
def answer(request: HttpRequest, slug: str, question_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST, prefix=str(question_id))
    if not form.is_valid():
        return _panel_page(request, slug, wrong={question_id: form})
    try:
        actions.answer(question_id, text=form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        # What was written stays on the page, even when a colleague was faster.
        form.add_error(None, str(refusal))
        return _panel_page(request, slug, wrong={question_id: form})
    messages.success(request, _("Your answer is published."))
    return redirect("live_panel", slug)


@require_safe
@needs_group(PRODUCERS)
def produce(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    turns = [turn.name for turn in rules.TURNS.values() if turn.leaves == event.state]
    counts = {state: queries.count(event, state) for state in rules.STATES}
    return render(request, "live/produce.html", {"event": event, "turns": turns, "counts": counts})


@require_POST
@needs_group(PRODUCERS)
def open_event(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    said = _("The event is open. The panel can answer.")
    return _done(request, "live_produce", slug, said, lambda: actions.open_event(event.id, by=request.user))  # type: ignore[arg-type]


@require_POST
@needs_group(PRODUCERS)
def end_event(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    said = _("The event has ended. Its answers stay on the page.")
    return _done(request, "live_produce", slug, said, lambda: actions.end_event(event.id, by=request.user))  # type: ignore[arg-type]


def _done(request: HttpRequest, page: str, slug: str, said: str, act: Callable[[], object]) -> HttpResponse:
    """Do it, say so or say why not, and go back to the screen."""
    try:
        act()
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(page, slug)


def _moderate_page(request: HttpRequest, slug: str, wrong: dict[UUID, dict[str, Any]] | None = None) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    page = {
        "event": event,
        "held": [_with_forms(one, wrong or {}) for one in queries.held(event)],
        "put": [_with_forms(one, wrong or {}) for one in queries.put(event)],
        "held_in_all": queries.count(event, rules.HELD),
        "wrong": [form for forms in (wrong or {}).values() for form in forms.values()],
    }
    return render(request, "live/moderate.html", page, status=422 if wrong else 200)


def _with_forms(waiting: queries.Waiting, wrong: dict[UUID, dict[str, Any]]) -> dict[str, Any]:
    prefix = str(waiting.id)
    fresh = {"decline": DeclineForm(prefix=prefix), "pass": PassForm(prefix=prefix)}
    return {"question": waiting, "forms": fresh | wrong.get(waiting.id, {})}


def _panel_page(request: HttpRequest, slug: str, wrong: dict[UUID, AnswerForm] | None = None) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    wrong = wrong or {}
    put = queries.put(event)
    page = {
        "event": event,
        "put": [(one, wrong.get(one.id) or AnswerForm(prefix=str(one.id))) for one in put],
        # An answer to a question that is not waiting any more: a colleague was faster, or it was passed on.
        "left_over": [form for id, form in wrong.items() if id not in {one.id for one in put}],
        "wrong": list(wrong.values()),
    }
    return render(request, "live/panel.html", page, status=422 if wrong else 200)
