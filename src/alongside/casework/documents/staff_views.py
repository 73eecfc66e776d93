"""Staff's documents of a case: the list, a page for each form, and the file itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.referrals import queries as referrals
from alongside.commons.refusals import NotAllowed

from . import adding, forms, listing
from .checking import NotTaken
from .views import handed_out


@require_safe
@never_cache
def documents(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """All documents of a case, newest first, each with its earlier versions; all on one page to print."""
    seen = _look(request, referral_id)
    everything = request.GET.get("open") == "all"
    shown = {
        "seen": seen,
        "documents": listing.page(seen, request.GET.get("page"), everything=everything),
        "may_add": adding.reason_against(seen) is None,
        "all_open": everything,
    }
    return render(request, "documents/documents.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def add(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Add a document."""
    seen = _look(request, referral_id)
    if refusal := adding.reason_against(seen):
        return _refused(request, seen, refusal)
    return _taken(request, seen, None)


@require_http_methods(["GET", "POST"])
@never_cache
def replace(request: HttpRequest, referral_id: UUID, case_document_id: UUID) -> HttpResponse:
    """Put a new version beside a document."""
    seen = _look(request, referral_id)
    before = _one(seen, case_document_id)
    if refusal := adding.reason_against(seen):
        return _refused(request, seen, refusal)
    return _taken(request, seen, before)


def _taken(request: HttpRequest, seen: referrals.Seen, before: listing.Shown | None) -> HttpResponse:
    form = forms.Add(*_sent(request), initial=_begins(before))
    if form.is_bound and form.is_valid():
        try:
            made = adding.add(
                seen.referral.id, forms.chosen(form.cleaned_data["file"]), form.said(), by=seen.staff,
                replaces=before.id if before else None,
            )  # fmt: skip
            return _added(request, listing.one(seen, made.id))
        except NotTaken as refusal:
            form.add_error("file", str(refusal))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "documents/add.html", {"seen": seen, "form": form, "before": before})


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _begins(before: listing.Shown | None) -> dict[str, Any]:
    """Return what a new version begins with: most stays as it was."""
    if before is None:
        return {}
    return {name: getattr(before, name) for name in ("purpose", "source", "controller")} | {"type": before.type_word}


def _added(request: HttpRequest, made: listing.Shown) -> HttpResponse:
    messages.success(request, _("“%(name)s” was checked, made anew and added.") % {"name": made.name})
    if made.mislabelled and made.kind:
        said = _("Its name promised another kind of file. It is kept as what it is: %(kind)s.")
        messages.info(request, said % {"kind": _(made.kind.label)})
    return redirect("documents", request.resolver_match.kwargs["referral_id"])  # type: ignore[union-attr]


@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: HttpRequest, referral_id: UUID, case_document_id: UUID) -> HttpResponse:
    """Withdraw a document, with a reason."""
    seen = _look(request, referral_id)
    shown = _one(seen, case_document_id)
    if refusal := adding.reason_against(seen):
        return _refused(request, seen, refusal)
    form = forms.Withdraw(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            adding.withdraw(referral_id, shown.id, said["why"], delete=said["file"] == "goes", by=seen.staff)
            messages.success(request, _("Withdrawn. It stays in the list with your reason."))
            return redirect("documents", referral_id)
        except NotAllowed as refusal_of_action:
            form.add_error(None, str(refusal_of_action))
    return render(request, "documents/withdraw.html", {"seen": seen, "form": form, "shown": shown})


@require_safe
@never_cache
def document(request: HttpRequest, referral_id: UUID, case_document_id: UUID, how: str) -> HttpResponse:
    """Show or hand out one version; the reading leaves a leaf with the document's id."""
    try:
        seen = referrals.find(request.user, referral_id)  # type: ignore[arg-type]
        shown, content = listing.opened(seen, case_document_id)
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    assert shown.kind
    return handed_out(shown.kind, shown.name, content, how)


def _look(request: HttpRequest, referral_id: UUID) -> referrals.Seen:
    try:
        seen = referrals.look(request.user, referral_id, "looked at documents")  # type: ignore[arg-type]
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    if not listing.may_read(seen):
        raise Http404
    return seen


def _one(seen: referrals.Seen, document_id: UUID) -> listing.Shown:
    try:
        return listing.one(seen, document_id)
    except referrals.NotFound as nothing:
        raise Http404 from nothing


def _refused(request: HttpRequest, seen: referrals.Seen, refusal: str) -> HttpResponse:
    shown = {"refusal": refusal, "back_href": f"/files/{seen.referral.id}/"}
    return render(request, "design/refusal.html", shown, status=403)
