"""What intake sees: concerns to read, envelopes that do not open, and the page that answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.referrals import queries
from alongside.commons.refusals import NotAllowed

from . import answers
from .forms import Reply
from .kinds import ACTS
from .models import Collected
from .queries import replies, waiting_messages

A_PAGE = 25


@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Concerns that nobody has decided on yet: first where somebody could be hurt, then what has waited longest."""
    waiting = queries.waiting_for(request.user).filter(stage="received").order_by("-hurt_told", "received_at")  # type: ignore[arg-type]
    pages = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    set_aside = Collected.objects.filter(state=Collected.State.SET_ASIDE).defer("sealed").order_by("collected_at")
    shown = {
        "rows": queries.rows(request.user, list(pages)),  # type: ignore[arg-type]
        "pages": pages,
        "set_aside": set_aside[:A_PAGE],
        "messages_waiting": waiting_messages(request.user),  # type: ignore[arg-type]
        "acts": ACTS,
    }
    return render(request, "intake/queue.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def reply(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Answer whoever told us, through their receipt."""
    try:
        seen = queries.look(request.user, referral_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing
    if "intake" not in seen.roles:
        raise Http404
    form = Reply(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answers.reply(referral_id, form.cleaned_data["words"], by=request.user)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your reply is sealed and on its way."))
            return redirect("referral", referral_id)
    shown = {"seen": seen, "form": form, "refusal": answers.reason_against_answering(seen), **replies(seen)}
    return render(request, "intake/reply.html", shown)


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
