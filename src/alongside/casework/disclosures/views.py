"""The register of one case: its page, its file, and what is written into it by hand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.audit import actions as audit
from alongside.casework.referrals import queries as referrals
from alongside.commons.refusals import NotAllowed
from alongside.design import forms

from . import actions, queries
from .csv_file import as_csv
from .forms import Answered, ByHand, Correction, Recall


@require_safe
@never_cache
def register(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Every disclosure of a case, newest first; ``?open=all`` unfolds it, for paper."""
    seen = _look(request, case_id)
    shown = {"seen": seen, "lines": queries.register(seen), "all_open": request.GET.get("open") == "all"}
    return render(request, "disclosures/register.html", shown)


@require_safe
@never_cache
def download(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The register as a file; that it left is a leaf of its own."""
    seen = _look(request, case_id)
    file = as_csv(queries.register(seen))
    audit.note("exported the register of disclosures", [case_id], by=seen.staff.pk)
    headers = {"Content-Disposition": f'attachment; filename="disclosures-{seen.referral.reference}.csv"'}
    return HttpResponse(file, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@never_cache
def by_hand(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down what was told by telephone, letter or in person."""
    seen = _look(request, case_id)
    form = ByHand(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_down(case_id, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("disclosures", case_id)
    return render(request, "disclosures/by_hand.html", {"seen": seen, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: HttpRequest, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """Put a correction beside a row."""
    form = Correction(request.POST if request.method == "POST" else None)
    return _beside(request, case_id, disclosure_id, form, "correct")


@require_http_methods(["GET", "POST"])
@never_cache
def recall(request: HttpRequest, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """Recall what a recipient has; the page shows the message that goes to them."""
    form = Recall(request.POST if request.method == "POST" else None)
    return _beside(request, case_id, disclosure_id, form, "recall")


@require_http_methods(["GET", "POST"])
@never_cache
def answered(request: HttpRequest, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """Note what a recipient answered to a recall."""
    form = Answered(request.POST if request.method == "POST" else None)
    return _beside(request, case_id, disclosure_id, form, "answered")


BESIDE: dict[str, Callable[..., object]] = {
    "correct": actions.correct, "recall": actions.recall, "answered": actions.answer,
}  # fmt: skip


def _beside(request: HttpRequest, case_id: UUID, disclosure_id: UUID, form: forms.Form, what: str) -> HttpResponse:
    """Show one row and a form, and do what it says; the row stays as it was."""
    seen = _look(request, case_id)
    line = _line(seen, disclosure_id)
    if request.method == "POST" and form.is_valid():
        try:
            BESIDE[what](case_id, disclosure_id, **form.cleaned_data, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written beside it. The row stays as it was."))
            return redirect("disclosures", case_id)
    return render(request, f"disclosures/{what}.html", {"seen": seen, "line": line, "form": form})


def _look(request: HttpRequest, case_id: UUID) -> referrals.Seen:
    """Return the case for who reads its register, with a leaf for the look; 404 for everybody else."""
    try:
        seen = referrals.look(request.user, case_id, "looked at disclosures")  # type: ignore[arg-type]
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    if not queries.may_read(seen):
        raise Http404
    return seen


def _line(seen: referrals.Seen, disclosure_id: UUID) -> queries.Line:
    try:
        return queries.line_of(seen, disclosure_id)
    except referrals.NotFound as nothing:
        raise Http404 from nothing
