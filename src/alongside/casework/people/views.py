"""The pages of "Is this the same person?". Candidates come from a written look-up; no address lists or searches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.referrals import queries as referrals
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import actions, queries
from .forms import Look, Names, Say, Undo

REVIEWED = timedelta(days=31)


@require_http_methods(["GET", "POST"])
@never_cache
def person(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What the person is called, what was shown and said, and the form that looks for earlier referrals."""
    seen = _look(request, referral_id)
    queries.note_reading(seen)
    form = Look(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.look(referral_id, form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            if not found.shown.exists():
                messages.success(request, _("No earlier referral was found. That you looked is kept."))
            return redirect("person", referral_id)
    return render(request, "people/person.html", {"seen": seen, "page": queries.page(seen), "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def names(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Write down what the person is called; what was written before stays beside it."""
    seen = _look(request, referral_id)
    form = Names(request.POST if request.method == "POST" else None, initial=_written(seen))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_down(
                referral_id,
                form.described(),
                unsure=form.cleaned_data["unsure"],
                language=form.cleaned_data["language"],
                by=request.user,  # type: ignore[arg-type]
                based_on=request.POST.get("based_on"),
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("person", referral_id)
    now = queries.number_of(queries.newest(seen.referral))
    shown = {"seen": seen, "form": form, "based_on": now, "wordings": queries.wordings(seen)}
    return render(request, "people/names.html", shown)


def _written(seen: referrals.Seen) -> dict[str, Any]:
    """Return what the form begins with: what was written, or what the concern said the person is called."""
    named = queries.named(seen)
    if named is None:
        return {"names": seen.person.get("called", "")}
    born = named.described.born
    told_age = {"age": clock.today().year - born.year} if born.year and born.within else {"year": born.year}
    return {
        "names": "\n".join(named.described.names), "unsure": named.unsure, "place": named.described.place,
        "language": named.language, "day": born.day, "month": born.month, **told_age,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@never_cache
def say(request: HttpRequest, referral_id: UUID, other: UUID) -> HttpResponse:
    """Say of one earlier referral that was shown whether it is of the same person."""
    seen = _look(request, referral_id)
    fact = next((fact for fact in queries.page(seen).waiting if fact.other == other), None)
    if fact is None:
        raise Http404
    form = Say(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.say(referral_id, other, same=said["same"] == "yes", reason=said["reason"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Said, with your reason. It can be taken back."))
            return redirect("person", referral_id)
    return render(request, "people/say.html", {"seen": seen, "fact": fact, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def undo(request: HttpRequest, referral_id: UUID, saying_id: UUID) -> HttpResponse:
    """Take back what was said; whoever read what it showed is told."""
    seen = _look(request, referral_id)
    said = next((each for each in queries.page(seen).said if each.id == saying_id and each.is_here), None)
    if said is None or said.undone_at:
        raise Http404
    form = Undo(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = actions.undo(referral_id, saying_id, form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = ngettext(
                "Taken back. %(num)s person who had read it is told.",
                "Taken back. %(num)s people who had read it are told.",
                told,
            )
            messages.success(request, sentence % {"num": told})
            return redirect("person", referral_id)
    return render(request, "people/undo.html", {"seen": seen, "said": said, "form": form})


@require_safe
@never_cache
def look_ups(request: HttpRequest) -> HttpResponse:
    """The look-ups of the last month, for the review of R-03: who, when, for which referral, how many were shown."""
    areas = list(queries.areas_to_review(request.user))  # type: ignore[arg-type]
    if not areas:
        raise Http404
    until = clock.today() + timedelta(days=1)
    shown = [
        (area, queries.to_review(request.user, area, until - REVIEWED, until))  # type: ignore[arg-type]
        for area in areas
    ]
    return render(request, "people/look_ups.html", {"areas": shown})


def _look(request: HttpRequest, referral_id: UUID) -> referrals.Seen:
    try:
        seen = referrals.look(request.user, referral_id)  # type: ignore[arg-type]
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    if "referral" not in referrals.sees(seen) and "concern" not in referrals.sees(seen):
        raise Http404
    return seen
