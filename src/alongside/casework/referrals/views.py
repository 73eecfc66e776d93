"""The pages of one referral: what it is, what happened, what can be done now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.rules import closure, journey
from alongside.commons.refusals import NotAllowed

from . import actions, at_once, owners, ownership, parts, queries, readers, signing, timeline
from .forms import AskBack, MovePage

A_PAGE = 10
"""Moments of the story on one page: more than fit on a screen, fewer than one scrolls through at night."""


@require_safe
@never_cache
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral for whoever has a grant; a stranger gets 404."""
    seen = _look(request, referral_id)
    parts.looked_at(seen)
    who, everything = readers.of(seen), request.GET.get("open") == "all"
    page = {
        "seen": seen,
        "concerns": queries.concerns(seen),
        "moments": _a_page(timeline.of(seen), request.GET.get("story"), everything=everything),
        "readers": who,
        "owner": owners.of(seen.referral),
        "turn": readers.whose_turn(seen, who),
        "buttons": queries.buttons(seen),
        "to_sign": signing.to_sign(seen),
        "unsigned": signing.given_back(seen),
        "due": queries.due_in_words(seen),
        "parts": parts.of(seen),
        "at_once": at_once.on_the_page(seen),
        "untrained": ownership.reason_against_new_decisions(seen.staff),
        "sees": queries.sees(seen),
        "all_open": everything,
        "moves": journey.MOVES,
        "codes": closure.CODES,
    }
    return render(request, "referrals/referral.html", page)


def _a_page(story: list[timeline.Moment], number: str | None, *, everything: bool) -> Page[timeline.Moment]:
    return Paginator(story, max(len(story), 1) if everything else A_PAGE).get_page(number)


@require_http_methods(["GET", "POST"])
@never_cache
def move(request: HttpRequest, referral_id: UUID, word: str) -> HttpResponse:
    """The page of one move: what it needs, its reason, and the button that makes it."""
    seen = _look(request, referral_id)
    chosen = journey.MOVES.get(word)
    if chosen is None or not any(button.move.word == word for button in queries.buttons(seen)):
        return _refuse(request, seen, word)
    page = MovePage(seen, chosen, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        answer = _make(request, seen, page)
        if answer:
            return answer
    second = journey.countersigners(chosen, page.known)
    shown = {
        "seen": seen, "page": page, "form": page.reason, "move": chosen, "second": second,
        "always": chosen.second_signature == closure.ALWAYS, "signed": "second_signed" in page.known,
    }  # fmt: skip
    return render(request, "referrals/move.html", shown)


def _make(request: HttpRequest, seen: queries.Seen, page: MovePage) -> HttpResponse | None:
    """Make the move, or ask for the second signature where that is all that is missing."""
    said = page.reason.cleaned_data
    code = said.get("closure_code", "")
    try:
        with transaction.atomic():
            actions.record_and_move(
                seen.referral.id,
                page.move.word,
                page.records,
                by=request.user,  # type: ignore[arg-type]
                reason=said["reason"],
                closure_code=code,
            )
    except NotAllowed as refusal:
        if "ask" in request.POST:
            return _ask_to_sign(request, seen, page, code)
        page.reason.add_error(None, str(refusal))
        _keep_what_stands_alone(request, seen, page)
        return None
    messages.success(request, _("Done: %(move)s.") % {"move": _(page.move.label)})
    return redirect("referral", seen.referral.id)


def _keep_what_stands_alone(request: HttpRequest, seen: queries.Seen, page: MovePage) -> None:
    """Keep an answer that is itself the reason why the move cannot be made, and say so."""
    word, records = page.move.word, page.records
    if actions.keep_what_stands_alone(seen.referral.id, word, records, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("What you recorded is kept. The move itself was not made."))


def _ask_to_sign(request: HttpRequest, seen: queries.Seen, page: MovePage, code: str) -> HttpResponse | None:
    try:
        with transaction.atomic():
            actions.record_all(seen.referral.id, page.move.word, page.records, by=request.user)  # type: ignore[arg-type]
            reason = page.reason.cleaned_data["reason"]
            actions.ask_to_sign(
                seen.referral.id,
                page.move.word,
                by=request.user,  # type: ignore[arg-type]
                closure_code=code,
                reason=reason,
            )
    except NotAllowed as refusal:
        page.reason.add_error(None, str(refusal))
        return None
    messages.success(request, _("A second signature was asked for. You can finish this when it is given."))
    return redirect("referral", seen.referral.id)


@require_http_methods(["GET", "POST"])
@never_cache
def countersign(request: HttpRequest, referral_id: UUID, countersigning_id: UUID) -> HttpResponse:
    """Show what a colleague's move rests on, and give the second signature for it."""
    seen = _look(request, referral_id)
    form = AskBack(request.POST if "back" in request.POST else None)
    if request.method == "GET" or (form.is_bound and not form.is_valid()):
        try:
            asked = signing.rests_on(seen, countersigning_id)
        except queries.NotFound as nothing:
            raise Http404 from nothing
        return render(request, "referrals/sign.html", {"seen": seen, "asked": asked, "form": form})
    try:
        if form.is_bound:
            actions.give_back(referral_id, countersigning_id, form.cleaned_data["question"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("It is given back with your question. Nothing was signed."))
        else:
            actions.countersign(referral_id, countersigning_id, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("You have signed. Your colleague can finish the move now."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("referral", seen.referral.id)


def _look(request: HttpRequest, referral_id: UUID) -> queries.Seen:
    try:
        return queries.look(request.user, referral_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _refuse(request: HttpRequest, seen: queries.Seen, word: str) -> HttpResponse:
    """Say why a move is not open to this person, and what changed last: an old page, or an address typed by hand."""
    chosen = journey.MOVES.get(word)
    role = seen.roles[0] if seen.roles else ""
    sentence = journey.reason_against(chosen, stage=seen.referral.stage, role=role) if chosen else None
    page = {
        "refusal": sentence or _("There is no such move."),
        "last": next(iter(queries.history(seen)), None),
        "back_href": f"/referrals/{seen.referral.id}/",
    }
    return render(request, "referrals/not_now.html", page, status=403 if chosen else 404)
