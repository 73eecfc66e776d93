"""The form for professionals: a list of tasks, in any order. Nothing is stored; what is sent is sealed first.

The whole way has one address, as the form for everybody does: an address says nothing about how far somebody got.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.commons import clock
from alongside.commons.envelope.contents import closes_on
from alongside.commons.refusals import BadInput
from alongside.public.concerns import duty, files, intake_keys, queries, queue, speaking
from alongside.public.concerns.sensitive import sensitive
from alongside.site import tokens
from alongside.site.bounds import Bound

from . import actions, blank, copies, draft, fields, forms, journey
from .visit import PURPOSE, Visit

log = logging.getLogger("alongside.professionals")

# Each costs 64 MiB for a moment.
DRAFTS_FROM_ONE_SOURCE = Bound("drafts", 30, timedelta(minutes=10))
OPEN_DRAFT: Final = "professional draft"
LARGEST_UPLOAD: Final = forms.LARGEST_DRAFT + 20_000


@sensitive
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _show(request, Visit.first())


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take what was typed on one page and show the page that was asked for."""
    if request.method != "POST":
        return redirect("professional_start")
    files.receive_in_memory(request)
    visit = Visit.from_form(tokens.receive(request, PURPOSE))
    if visit.step == journey.SENT and journey.SENT_AT not in visit.answers:
        return _show(request, Visit.first().with_problem(_no_copy(), 403))
    if visit.problem:
        return _show(request, visit)
    try:
        return _go_on(request, visit)
    except DatabaseError:
        log.error("the database did not answer while a professional was sharing a concern")
        return _show(request, visit.with_problem(_not_now(), 503))


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def open_draft(request: HttpRequest) -> HttpResponse:
    """Open a draft that was downloaded here; it is in memory while this runs, and nowhere else."""
    if request.method != "POST":
        return _draft_page(request, forms.OpenDraft())
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_UPLOAD:
        return _draft_page(request, forms.OpenDraft(), problem=_too_large(), status=413)
    sent = tokens.receive(request, OPEN_DRAFT)
    if sent.problem:
        return _draft_page(request, forms.OpenDraft(), problem=sent.problem, status=sent.status)
    form = forms.OpenDraft(sent.data, request.FILES)
    if not form.is_valid():
        return _draft_page(request, form, status=422)
    if not DRAFTS_FROM_ONE_SOURCE.allows(request):
        return _draft_page(request, form, problem=_too_many(), status=429)
    return _opened(request, form)


@require_safe
def blank_page(request: HttpRequest) -> HttpResponse:
    """All questions on one page, to print and prepare with."""
    return render(request, "professionals/blank.html", {"sections": fields.SECTIONS, "said_with": fields.said_with})


@require_safe
def blank_pdf(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(blank.pdf(), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="questions.pdf"'
    return response


def _opened(request: HttpRequest, form: forms.OpenDraft) -> HttpResponse:
    try:
        answers = draft.open(form.cleaned_data["draft"], form.cleaned_data["passphrase"])
    except BadInput as refused:
        form.add_error("passphrase" if isinstance(refused, draft.WrongPassphrase) else "draft", str(refused))
        return _draft_page(request, form, status=422)
    return _show(request, Visit.first(journey.of_a_draft(answers)))


def _go_on(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.step == journey.SENT:
        return _copy(visit)
    if visit.step == journey.FIRST:
        return _after_danger(request, visit)
    if not visit.answers.get("danger"):
        return _show(request, visit.at(journey.FIRST))
    asked = visit.go.removeprefix("open-")
    if asked in (journey.LIST, journey.CHECK, journey.DRAFT, *fields.BY_NAME):
        return _show(request, visit.at(asked))
    if visit.go == "save":
        return _save(request, visit)
    return _send(request, visit) if visit.step == journey.CHECK else _done(request, visit)


def _after_danger(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = forms.Danger(visit.answers)
    if not form.is_valid():
        return _show(request, visit, form, status=422)
    if visit.answers["danger"] == "yes" and visit.go != "told":
        return _page(request, "danger_now", visit)
    return _show(request, visit.at(journey.LIST if visit.has_place else fields.PLACE_OF_THEM.name))


def _done(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Judge one task; when it is well, back to the list."""
    if visit.step not in fields.BY_NAME:
        return _show(request, visit.at(journey.LIST))
    areas = queries.areas()
    form = forms.TASKS[visit.step](visit.answers, areas=areas)
    if not form.is_valid():
        return _show(request, visit, form, status=422)
    if _elsewhere(visit):
        return _page(request, "not_covered", visit)
    return _show(request, visit.having_done(visit.step).at(journey.LIST))


def _elsewhere(visit: Visit) -> bool:
    area = queries.area_called(visit.answers.get("area", ""))
    return area is not None and not area.covered


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Seal and post it, or say why not; the answers stay on the page."""
    tasks = journey.judged(visit.answers, queries.areas())
    if not all(task.is_valid() for task in tasks):
        return _show(request, visit, status=422, judged=True)
    if _elsewhere(visit):
        return _page(request, "not_covered", visit.at("place"))
    clean = {name: answer for task in tasks for name, answer in task.cleaned_data.items()}
    try:
        later = queue.is_later(request, tokens.receive(request, PURPOSE))
        sealed = actions.send(clean, nonce=visit.nonce, later=later)
    except intake_keys.NoKeyNow:
        log.error("a concern could not be sealed: there is no intake key for this moment")
        return _show(request, visit.with_problem(_not_now(), 503))
    sent = visit.at(journey.SENT).having(**{journey.SENT_AT: clock.now().isoformat()})
    spelled = speaking.spelled(sealed.receipt)
    until = closes_on(clock.now())
    return _page(request, "sent", sent, receipt=sealed.receipt, spelled=spelled, until=until)


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The draft as a file. The passphrase is used once and forgotten."""
    form = forms.Passphrase(request.POST)
    if not form.is_valid():
        return _show(request, visit.at(journey.DRAFT), form, status=422)
    if not DRAFTS_FROM_ONE_SOURCE.allows(request):
        return _show(request, visit.at(journey.DRAFT).with_problem(_too_many(), 429))
    try:
        file = draft.seal(journey.of_a_draft(visit.answers), form.cleaned_data["passphrase"])
    except BadInput as refused:
        return _show(request, visit.at(journey.DRAFT).with_problem(str(refused), 422))
    return _download(file, "application/octet-stream", "notes.alongside")


def _copy(visit: Visit) -> HttpResponse:
    """What was sent, for their own file: made from the page, kept nowhere here."""
    tasks = journey.judged(visit.answers, queries.areas())
    sent_at = visit.answers.get(journey.SENT_AT, "")
    if visit.go == "copy-text":
        return _download(copies.as_text(tasks, sent_at).encode(), "text/plain; charset=utf-8", "what-I-sent.txt")
    return _download(copies.as_page(tasks, sent_at).encode(), "text/html; charset=utf-8", "what-I-sent.html")


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _show(
    request: HttpRequest, visit: Visit, form: Any = None, *, status: int = 200, judged: bool = False
) -> HttpResponse:
    """Draw one page. Without a form of its own to show, an answer given before fills the fields, unjudged."""
    try:
        areas = queries.areas()
    except DatabaseError:
        areas = []
    status = visit.status if visit.problem else status
    return _page(request, _template(visit.step), visit, status=status, **_parts(visit, form, areas, judged))


def _template(step: str) -> str:
    return "task" if step in fields.BY_NAME else step


def _parts(visit: Visit, form: Any, areas: list[Any], judged: bool) -> dict[str, Any]:
    """What the page of a step shows besides its words."""
    step, answers = visit.step, visit.answers
    if step == journey.LIST:
        return {"rows": journey.rows(answers, areas)}
    if step == journey.CHECK:
        tasks = journey.judged(answers, areas)
        return {"tasks": [(task, journey.answered(task)) for task in tasks], "judged": judged}
    if step == journey.DRAFT:
        return {"form": form or forms.Passphrase()}
    if step in fields.BY_NAME:
        return {"form": form or journey.unjudged(step, answers, areas)}
    return {"form": form or forms.Danger(initial=answers)}


def _page(request: HttpRequest, template: str, visit: Visit, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {
        "visit": visit,
        "area": _area(visit),
        "unplaced": _unplaced(),
        "helpline": queries.helpline(),
        "reading": duty.reading(visit.answers.get("area", ""), clock.now()),
        "work_bits": settings.WORK_BITS,
        **more,
    }
    return render(request, f"professionals/{template}.html", page, status=status)


def _area(visit: Visit) -> Any:
    try:
        return queries.area_called(visit.answers.get("area", ""))
    except DatabaseError:
        return None


def _unplaced() -> Any:
    """The area that reads what has no place, so that whoever is not sure knows who that is."""
    try:
        return queries.area_that_reads_unplaced()
    except DatabaseError:
        return None


def _draft_page(request: HttpRequest, form: forms.OpenDraft, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = {"form": form, "problem": problem, "token": tokens.new(OPEN_DRAFT)}
    return render(request, "professionals/open_draft.html", page, status=status)


def _not_now() -> str:
    return _(
        "We cannot take this just now. Nothing you wrote is lost: it is all on this page. Save a draft, and try again"
        " in a few minutes, or telephone."
    )


def _too_many() -> str:
    return _("A lot was sent from your connection just now. Nothing is lost: wait a few minutes and try again.")


def _no_copy() -> str:
    return _(
        "This page was open for more than six hours, so a copy of what you sent cannot be made any more. What you sent"
        " has arrived: your receipt stays good."
    )


def _too_large() -> str:
    return _("This file is too large to be a draft from here. Choose the file that you downloaded.")
