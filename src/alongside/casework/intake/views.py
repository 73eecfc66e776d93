"""What intake sees: concerns to read, envelopes that do not open, and the page that answers."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.organisation.models import Staff
from alongside.casework.people.models import LookUp
from alongside.casework.referrals import queries
from alongside.casework.referrals.models import Countersigning
from alongside.casework.rules import closure, journey
from alongside.casework.rules.queue import MANY
from alongside.commons.envelope import contents
from alongside.commons.refusals import NotAllowed

from . import answers, lawful, offers, set_aside, together, waiting
from .forms import Release, Reply, SameWords
from .kinds import ACTS
from .models import Together
from .queries import languages_of, professionals, replies, waiting_messages


@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Concerns that nobody has decided on yet: where somebody could be hurt first, then as they came."""
    staff = cast(Staff, request.user)
    show, area = request.GET.get("show", ""), request.GET.get("area", "")
    answers.resend_all(staff)
    pages, lines = waiting.page(staff, request.GET.get("page"), show=show, area=area)
    aside, aside_count = set_aside.first()
    shown = {
        "lines": lines,
        "pages": pages,
        "messages_waiting": waiting_messages(staff),
        "acts": ACTS,
        "counts": waiting.counts(staff),
        "areas": waiting.areas(staff),
        "kinds": waiting.SHOWN,
        "show": show if show in waiting.SHOWN else "",
        "area": area,
        "set_aside": aside,
        "set_aside_count": aside_count,
        "closings": together.lately(staff),
        **offers.for_the_queue(staff),
    }
    return render(request, "intake/queue.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def same_words(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Read one of several concerns in the same words, and close them all."""
    staff = cast(Staff, request.user)
    try:
        seen = queries.look(staff, referral_id)
    except queries.NotFound as nothing:
        raise Http404 from nothing
    if not set(seen.roles) & set(journey.MOVES["close_together"].made_by):
        raise Http404
    form = SameWords(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            closing, left = together.close(referral_id, said["reason"], by=staff, goes_on=said["goes_on"])
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _closed(request, seen, closing, left, said["reason"])
    same = together.same_as(referral_id, staff)
    shown = {"seen": seen, "form": form, "same": len(same), "many": MANY, "concerns": queries.concerns(seen)[:1]}
    return render(request, "intake/same_words.html", shown)


def _closed(request: HttpRequest, seen: queries.Seen, closing: Together, left: int, reason: str) -> HttpResponse:
    """Go back to the queue, or show how far it is and go on where more are left."""
    if left:
        going_on = SameWords(initial={"reason": reason, "read": True, "goes_on": closing.pk})
        done = closing.places.count()
        return render(request, "intake/going_on.html", {"seen": seen, "form": going_on, "left": left, "done": done})
    done = closing.places.count()
    said = ngettext("%(num)s concern is closed.", "%(num)s concerns are closed together.", done) % {"num": done}
    messages.success(request, said + " " + _("You can take this back for 30 days, below."))
    return redirect("intake")


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Let the worker try again what did not open."""
    try:
        count = set_aside.try_again(by=cast(Staff, request.user))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext(
            "%(num)s envelope is tried again. It is in the queue in a minute, or here again if it still does not open.",
            "%(num)s envelopes are tried again. They are in the queue in a minute, or here again if they still do not"
            " open.",
            count,
        )
        messages.success(request, said % {"num": count})
    return redirect("intake")


@require_POST
def undo_together(request: HttpRequest, together_id: UUID) -> HttpResponse:
    """Open again what was closed together."""
    try:
        left = together.undo(together_id, by=cast(Staff, request.user))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("They wait again.")
        more = ngettext("%(num)s is left; press Take back again.", "%(num)s are left; press Take back again.", left)
        messages.success(request, more % {"num": left} if left else said)
    return redirect("intake")


@require_http_methods(["GET", "POST"])
@never_cache
def reply(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Answer whoever told us, through their receipt."""
    try:
        seen = queries.look(request.user, referral_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    if {"intake", journey.NAMED}.isdisjoint(seen.roles):
        raise Http404
    languages = languages_of(seen)
    whom = answers.tellers(seen)
    form = Reply(request.POST if request.method == "POST" else None, languages=languages, tellers=whom)
    form.rests_on(answers.sent_so_far(seen))
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = form.cleaned_data["words"]
        # Sent is what was previewed: words that changed since are shown again first.
        same = contents.tidied(request.POST.get("previewed", "")) == contents.tidied(preview)
        answer = _send(request, referral_id, form, languages[0], whom) if _is_newest(form) and same else None
        if answer:
            return answer
    shown = {
        "seen": seen, "form": form, "preview": preview, "refusal": answers.reason_against_answering(seen),
        "their_language": languages[0], **replies(seen),
        "by_professional": "intake" in seen.roles and bool(professionals(seen)),
    }  # fmt: skip
    return render(request, "intake/reply.html", shown)


def _is_newest(form: Reply) -> bool:
    """Say that a colleague has answered meanwhile, before anything is sent; the next press sends."""
    try:
        form.refuse_older(_("A colleague has answered meanwhile. Read it below; the next press sends yours, too."))
    except NotAllowed as told:
        form.add_error(None, str(told))
    return not form.is_older


def _send(
    request: HttpRequest, referral_id: UUID, form: Reply, language: str, whom: list[tuple[str, str]]
) -> HttpResponse | None:
    said = {"language": language, **form.cleaned_data}
    to = said.get("to") or (whom[0][0] if len(whom) == 1 else "")
    try:
        answers.reply(
            referral_id, said["words"], by=request.user, state=said["state"], language=said["language"],  # type: ignore[arg-type]
            to=UUID(to) if to else None, based_on=form.based_on,
        )  # fmt: skip
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Your words are sealed and on their way."))
    return redirect("referral", referral_id)


@require_POST
def close_lawful(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Close with thanks in one click, ask for the signature that a child's or a repeat needs, or show who it may be."""
    try:
        done = lawful.close(referral_id, by=request.user, earlier="earlier" in request.POST)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        if isinstance(done, LookUp):
            said = _("An earlier referral may be of the same person, so nothing is closed. Say of each whether it is.")
            messages.warning(request, said)
            return redirect("person", referral_id)
        asked = _("A second signature was asked for. You can finish this when it is given.")
        closed = _("Closed with thanks. The page says when it is deleted.")
        messages.success(request, asked if isinstance(done, Countersigning) else closed)
    return redirect("referral", referral_id)


@require_http_methods(["GET", "POST"])
@never_cache
def outcome(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Tell a professional the class of how it ended, after the two questions."""
    try:
        seen = queries.look(request.user, referral_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    told_by = professionals(seen) if "intake" in seen.roles else []
    if not told_by:
        raise Http404
    hear_nothing = {str(each.concern) for each in told_by if each.wants_none}
    whom = [each for each in answers.tellers(seen) if each[0] in {str(one.concern) for one in told_by}]
    tellers = [each for each in whom if each[0] not in hear_nothing]
    form = Release(request.POST if request.method == "POST" else None, tellers=tellers)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "to": form.cleaned_data.get("to") or (tellers[0][0] if tellers else "")}
        try:
            refusal = answers.release_outcome(referral_id, said, by=request.user)  # type: ignore[arg-type]
        except NotAllowed as against:
            form.add_error(None, str(against))
        else:
            if refusal:
                messages.error(request, refusal)
            else:
                messages.success(request, _("It was told. What they read stands with the replies."))
            return redirect("referral", referral_id)
    told = closure.OUTCOME_CLASSES[closure.outcome_class(seen.referral.closure_code)]
    shown = {"seen": seen, "form": form, "would_say": told, "hear_nothing": len(hear_nothing), "all": len(told_by)}
    return render(request, "intake/outcome.html", shown)


@require_POST
def handled(request: HttpRequest, referral_id: UUID, message_id: UUID) -> HttpResponse:
    """Take one message from the list of those that wait."""
    try:
        answers.mark_handled(referral_id, message_id, by=request.user)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("referral", referral_id)
