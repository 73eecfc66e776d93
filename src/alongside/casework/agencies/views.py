"""Questions to partners: to ask one, to answer one, to say who reads an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.documents.checking import NotTaken
from alongside.casework.documents.views import handed_out
from alongside.casework.organisation.models import Post
from alongside.casework.referrals import queries as referrals
from alongside.casework.rules import agencies as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import actions, answering, enclosing, forms, links, queries


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What one's agency is asked, what it answered, and which answers to one's own questions are late."""
    shown = {
        "waiting": queries.to_answer(request.user),  # type: ignore[arg-type]
        "answered": queries.answered_by(request.user),  # type: ignore[arg-type]
        "late": queries.overdue_for(request.user),  # type: ignore[arg-type]
        "named": queries.named_for(request.user),  # type: ignore[arg-type]
    }
    return render(request, "agencies/home.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def ask(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Ask a partner about a referral."""
    seen = _asks(request, referral_id)
    partners = queries.partners(seen)
    form = forms.Ask(request.POST if request.method == "POST" else None, partners=partners)

    def does() -> str:
        to_post = partners.get(pk=form.cleaned_data["partner"])
        actions.ask(referral_id, to_post, form.asked(), by=request.user)  # type: ignore[arg-type]
        return _("Asked. The partner is told that a question waits, and you are when it is answered.")

    if done := _sent(request, form, does):
        return done("referral", referral_id)
    return _page(request, form, _("Ask a partner"), _("Ask"), reverse("referral", args=[referral_id]))


@require_http_methods(["GET", "POST"])
@never_cache
def ask_by_link(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Ask somebody without an account; the address and the code are shown once, on the page that answers."""
    _asks(request, referral_id)
    form = forms.AskWithoutAccount(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = links.ask(referral_id, form.cleaned_data["whom"], form.asked(), by=request.user)  # type: ignore[arg-type]
            return render(request, "agencies/link.html", {"made": made, "wrong": rules.WRONG_CODES})
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    back = reverse("referral", args=[referral_id])
    return _page(request, form, _("Ask somebody without an account"), _("Make the link"), back)


@require_safe
@never_cache
def question(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One question: what is asked, how it stands, and what was answered as far as one is named."""
    seen = _look(request, request_id)
    shown = {
        "seen": seen, "given": queries.of_request(seen), "kinds": [rules.KINDS[word] for word in rules.AT_ONCE],
        "until": rules.seen_until(clock.today()), "late": seen.request.due_on < clock.today(),
    }  # fmt: skip
    return render(request, "agencies/question.html", shown)


@require_POST
@never_cache
def at_once(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Answer with one press that nothing is known, or nothing that bears on the question."""
    seen = _find(request, request_id)
    kind = request.POST.get("kind", "")
    if not seen.answers or kind not in rules.AT_ONCE:
        raise Http404
    try:
        answering.answer(request_id, {"kind": kind}, by=request.user, **answering.at_once(seen))  # type: ignore[arg-type]
        messages.success(request, _("Answered. Whoever asked is told."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("question", request_id)


@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Answer in words, in part, or refuse with a ground; name who reads it and until when."""
    seen = _find(request, request_id)
    if not seen.answers or seen.request.to_post is None:
        raise Http404
    posts = queries.nameable(seen.request.area, seen.request.to_post)
    begins = {
        "readers": [str(seen.request.asker_id)], "until": rules.seen_until(clock.today()),
        "regime": rules.regime_of(seen.request.to_post.agency.kind),
    }  # fmt: skip
    form = forms.Answer(*_posted(request), posts=posts, initial=begins)
    form.rests_on(queries.answers_of(seen))

    def does() -> str:
        said = form.cleaned_data
        told = _("A colleague of your agency has answered meanwhile. Sending yours puts it beside theirs.")
        form.refuse_older(told, at=reverse("question", args=[request_id]))
        answering.answer(
            request_id, form.said(), readers=posts.filter(pk__in=said["readers"]), until=said["until"],
            regime=said["regime"], by=request.user, files=form.chosen(), based_on=form.based_on,  # type: ignore[arg-type]
        )  # fmt: skip
        return _("Answered. Whoever may read it is told.")

    if done := _sent(request, form, does):
        return done("question", request_id)
    return _page(request, form, _("Answer"), _("Send the answer"), reverse("question", args=[request_id]))


@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Withdraw a question."""
    seen = _find(request, request_id)
    form = forms.Why(request.POST if request.method == "POST" else None)

    def does() -> str:
        actions.withdraw(request_id, form.cleaned_data["why"], by=request.user)  # type: ignore[arg-type]
        return _("Withdrawn.")

    if done := _sent(request, form, does):
        return done("referral", seen.request.of_case)
    return _page(request, form, _("Withdraw the question"), _("Withdraw it"), reverse("question", args=[request_id]))


@require_http_methods(["GET", "POST"])
@never_cache
def hand_over(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Hand a question over to another post that sees the case."""
    seen = _find(request, request_id)
    posts = queries.successors(seen)
    form = forms.HandOver(request.POST if request.method == "POST" else None, posts=posts)

    def does() -> str:
        actions.hand_over(request_id, posts.get(pk=form.cleaned_data["to"]), by=request.user)  # type: ignore[arg-type]
        return _("Handed over.")

    if done := _sent(request, form, does):
        return done("question", request_id)
    return _page(request, form, _("Hand the question over"), _("Hand it over"), reverse("question", args=[request_id]))


@require_safe
@never_cache
def contribution(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """One contribution, for whoever is named on it and for its agency."""
    row, _key = _contribution(request, contribution_id)
    (shown,) = queries.contributions(request.user, [row])  # type: ignore[arg-type]
    return render(request, "agencies/contribution.html", {"row": shown})


@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Say beside a contribution what is right, or what came since."""
    _contribution(request, contribution_id)
    form = forms.Says(request.POST if request.method == "POST" else None)

    def does() -> str:
        answering.correct(contribution_id, form.said(), by=request.user)  # type: ignore[arg-type]
        return _("It stands beside what you said before; whoever may read it is told.")

    if done := _sent(request, form, does):
        return done("contribution", contribution_id)
    back = reverse("contribution", args=[contribution_id])
    return _page(request, form, _("Correct or add to your contribution"), _("Put it beside"), back)


@require_http_methods(["GET", "POST"])
@never_cache
def readers(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Say anew who reads a contribution and until when."""
    row, _key = _contribution(request, contribution_id)
    posts = queries.nameable(row.area, row.post)
    begins = {"readers": sorted(str(post) for post in queries.named_in(row)), "until": row.until}
    form = forms.Readers(request.POST if request.method == "POST" else None, posts=posts, initial=begins)
    form.rests_on(begins["readers"], str(row.until))

    def does() -> str:
        named: list[Post] = list(posts.filter(pk__in=form.cleaned_data["readers"]))
        form.refuse_older(_("A colleague has changed meanwhile who reads it. Look at it again."))
        answering.name_readers(
            contribution_id, named, form.cleaned_data["until"], by=request.user, based_on=form.based_on,  # type: ignore[arg-type]
        )  # fmt: skip
        return _("Changed from now on.")

    if done := _sent(request, form, does):
        return done("contribution", contribution_id)
    back = reverse("contribution", args=[contribution_id])
    return _page(request, form, _("Who reads your contribution"), _("Change it"), back)


@require_http_methods(["GET", "POST"])
@never_cache
def add_file(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Add a file to what one's agency contributed."""
    row, _key = _contribution(request, contribution_id)
    form = forms.AddFile(*_posted(request))

    def does() -> str:
        enclosing.add(contribution_id, form.chosen(), by=request.user)  # type: ignore[arg-type]
        return _("The file was checked, made anew and added. Whoever reads your contribution reads it, too.")

    if done := _sent(request, form, does):
        return done("contribution", row.pk)
    back = reverse("contribution", args=[contribution_id])
    return _page(request, form, _("Add a file to your contribution"), _("Check it and add it"), back)


@require_safe
@never_cache
def file(request: HttpRequest, contribution_id: UUID, enclosure_id: UUID, how: str) -> HttpResponse:
    """Show or hand out a file of a contribution to whoever is named on it; the reading leaves a leaf."""
    try:
        found, content = enclosing.opened(request.user, contribution_id, enclosure_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    assert found.kind
    return handed_out(found.kind, found.name, content, how)


# ------------------------------------------------------------------------------------------------------------ the same


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """Return what was typed and which files were sent, or nothing before it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _sent(request: HttpRequest, form: Any, does: Callable[[], str]) -> Callable[..., HttpResponse] | None:
    """Do what was sent where it is whole, and return how to go on; None where the form is to be shown."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        messages.success(request, does())
    except NotTaken as refusal:
        form.add_error("file" if "file" in form.fields else "enclosed", str(refusal))
        return None
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect


def _page(request: HttpRequest, form: Any, title: str, button: str, back: str) -> HttpResponse:
    return render(request, "agencies/form.html", {"form": form, "title": title, "button": button, "back": back})


def _asks(request: HttpRequest, referral_id: UUID) -> referrals.Seen:
    """Return the case to whoever asks partners about it now; what somebody has typed comes back with the refusal."""
    try:
        seen = referrals.look(request.user, referral_id)  # type: ignore[arg-type]
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    if request.method != "POST" and queries.asker_post(seen) is None:
        raise Http404
    return seen


def _find(request: HttpRequest, request_id: UUID) -> queries.SeenRequest:
    try:
        return queries.find(request.user, request_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _look(request: HttpRequest, request_id: UUID) -> queries.SeenRequest:
    try:
        return queries.look(request.user, request_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _contribution(request: HttpRequest, contribution_id: UUID) -> tuple[queries.Contribution, bytes]:
    try:
        return queries.contribution(request.user, contribution_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
