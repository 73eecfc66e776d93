"""The pages of an assessment: read it, write it, read it through before it goes on, agree to it, correct beside it."""

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
from alongside.casework.rules import assessment as rules
from alongside.commons.refusals import NotAllowed
from alongside.design.forms import error_summary

from . import actions, changes, content, forms, needs, queries
from .actions import Saved


@require_safe
@never_cache
def assessment(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The newest version with what changed in it, the earlier ones, and what whoever is looking can do."""
    seen = _look(request, referral_id)
    page = queries.page(seen)
    shown = {"seen": seen, "page": page, "changes": _changes(seen, page.latest)}
    return render(request, "assessment/page.html", shown | _words())


@require_http_methods(["GET", "POST"])
@never_cache
def write(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Write it, and save as often as one likes; nothing that somebody else typed meanwhile is lost."""
    seen = _look(request, referral_id)
    now = queries.newest(seen)
    if not queries.may_write(seen):
        return _refused(request, seen, rules.reason_against_writing(roles=seen.roles, stage=seen.referral.stage))
    sheet = forms.Sheet(seen, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.is_valid():
        saved = actions.save(referral_id, sheet.written, based_on=_number(request, "based_on"), by=seen.staff)
        _tell(request, saved)
        if "through" in request.POST and not saved.both:
            return redirect("assessment_preview", referral_id)
        return redirect("assessment_write", referral_id)
    shown = {"seen": seen, "sheet": sheet, "now": now, "given_back": queries.given_back(seen)}
    return render(request, "assessment/write.html", shown | _words())


def _tell(request: HttpRequest, saved: Saved) -> None:
    """Say that it is saved, and who else had typed meanwhile."""
    if saved.both:
        words = _("Saved. %(who)s changed the same box while you were typing: both texts stand there, yours first.")
        messages.warning(request, words % {"who": saved.other})
    elif saved.other:
        messages.info(request, _("Saved, with what %(who)s saved while you were typing.") % {"who": saved.other})
    else:
        messages.success(request, _("Saved."))


@require_http_methods(["GET", "POST"])
@never_cache
def preview(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Exactly as it will be read, what changed, what it lacks, and what its writer asks themselves; put it forward."""
    seen = _look(request, referral_id)
    now = queries.newest(seen)
    if not queries.may_write(seen) or not now.number:
        raise Http404
    if request.method == "POST":
        try:
            actions.put_forward(referral_id, read=_number(request, "read"), by=seen.staff)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("assessment_preview", referral_id)
        messages.success(request, _("Put forward. Whoever agrees to it is told."))
        return redirect("assessment", referral_id)
    return render(request, "assessment/preview.html", _to_read(seen, now) | {"reminders": rules.REMINDERS})


@require_http_methods(["GET", "POST"])
@never_cache
def agree(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What was put forward and what changed since last time: agree to it, or give it back."""
    seen = _look(request, referral_id)
    now = queries.newest(seen)
    if request.method == "GET" and (refusal := queries.reason_against_agreeing(seen, now)):
        return _refused(request, seen, refusal)
    form = forms.Why(request.POST if "back" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            messages.success(request, _pressed(request, seen, form))
            return redirect("assessment", referral_id)
        except NotAllowed as refusal_of_action:
            messages.error(request, str(refusal_of_action))
            return redirect("assessment", referral_id)
    return render(request, "assessment/agree.html", _to_read(seen, now) | {"form": form})


def _pressed(request: HttpRequest, seen: referrals.Seen, form: forms.Why) -> str:
    read = _number(request, "read")
    if form.is_bound:
        actions.give_back(seen.referral.id, form.cleaned_data["why"], read=read, by=seen.staff)
        return _("Given back, with what you wrote.")
    made = actions.agree(seen.referral.id, read=read, by=seen.staff)
    return _("Agreed. It is version %(number)s now.") % {"number": made.number}


def _changes(seen: referrals.Seen, shown: queries.Agreed | None) -> changes.Changes | None:
    """Return what changed from the version before to the one that is shown; None where it is the first."""
    return queries.changed_in(seen, shown.number) if shown and shown.number > 1 else None


@require_safe
@never_cache
def version(request: HttpRequest, referral_id: UUID, number: int) -> HttpResponse:
    """One version, and what changed in it."""
    seen = _look(request, referral_id)
    found = _version(seen, number)
    shown = {
        "seen": seen,
        "version": found,
        "changes": _changes(seen, found),
        "may_correct": bool({*rules.WRITES, *rules.AGREES} & set(seen.roles)),
    }
    return render(request, "assessment/version.html", shown | _words())


@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: HttpRequest, referral_id: UUID, number: int) -> HttpResponse:
    """Write a correction beside a version."""
    seen = _look(request, referral_id)
    shown = _version(seen, number)
    form = forms.Correct(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(referral_id, number, form.cleaned_data["text"], by=seen.staff)
            messages.success(request, _("The correction stands beside the version."))
            return redirect("assessment_version", referral_id, number)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "assessment/correct.html", {"seen": seen, "version": shown, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def needs_of_case(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The needs of the newest version, each with what is done about it; who answers them does it here (R-12)."""
    seen = _look(request, referral_id)
    rows, refusal, errors = needs.of(seen), needs.reason_against_answering(seen), ""
    sheet = forms.needs_sheet(rows, needs.offered(seen), request.POST if request.method == "POST" else None)
    if request.method == "POST" and refusal:
        return _refused(request, seen, refusal)
    if request.method == "POST":
        errors = _answer_needs(request, seen, sheet, rows)
        if not errors:
            return redirect("assessment_needs", referral_id)
    drawn = [None] * len(rows) if refusal else sheet
    shown = {"seen": seen, "rows": list(zip(rows, drawn, strict=True)), "errors": errors, "may_answer": not refusal}
    return render(request, "assessment/needs.html", shown | _words())


def _answer_needs(
    request: HttpRequest, seen: referrals.Seen, sheet: list[forms.NeedAnswer], rows: list[needs.Answered]
) -> str:
    """Record what was sent; return the summary of what is wrong, empty where it is recorded."""
    if [form for form in sheet if not form.is_valid()]:
        return str(error_summary(*(form for form in sheet if form.errors)))
    try:
        said = {row.need.id: form.said() for row, form in zip(rows, sheet, strict=True)}
        for row in needs.answer(seen.referral.id, said, by=seen.staff):
            words = _("%(who)s had answered “%(need)s” meanwhile. Your answer stands, and theirs below it.")
            messages.warning(request, words % {"who": row.now.by if row.now else "", "need": row.need.what})
        messages.success(request, _("Saved."))
    except NotAllowed as refusal:
        first = sheet[0] if sheet else forms.Why({})
        first.add_error(None, str(refusal))
        return str(error_summary(first))
    return ""


def _to_read(seen: referrals.Seen, now: queries.Newest) -> dict[str, Any]:
    said = content.read(now.written)
    changed = queries.changed_so_far(seen)
    return {"seen": seen, "now": now, "content": said, "lacks": said.lacks, "changes": changed} | _words()


def _words() -> dict[str, Any]:
    return {"rules": rules}


def _version(seen: referrals.Seen, number: int) -> queries.Agreed:
    try:
        return queries.version(seen, number)
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _look(request: HttpRequest, referral_id: UUID) -> referrals.Seen:
    try:
        seen = referrals.look(request.user, referral_id, "looked at an assessment")  # type: ignore[arg-type]
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    if not queries.may_read(seen):
        raise Http404
    return seen


def _refused(request: HttpRequest, seen: referrals.Seen, refusal: str | None) -> HttpResponse:
    sentence = _(refusal) if refusal else _("Others own this referral: you read it, and write nothing into it.")
    shown = {"refusal": sentence, "back_href": f"/assessment/{seen.referral.id}/"}
    return render(request, "design/refusal.html", shown, status=403)


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "0")
    return int(said) if said.isdecimal() and len(said) < 7 else 0
