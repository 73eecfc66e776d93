"""The one page of the desk that needs no account: the contact of a line confirms a briefing by the link in a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.commons import clock, installation
from alongside.commons.refusals import NotAllowed
from alongside.site.bounds import Bound

from . import briefings, letters
from .forms import ConfirmForm
from .models import Asking

FROM_ONE_SOURCE: Final = Bound("briefing links", 60, timedelta(hours=1))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the card and a button. A look confirms nothing: mail programs open links by themselves.

    A link that is used, too old or not ours gets the same answer.
    """
    if not FROM_ONE_SOURCE.allows(request):
        return _refused(request, _("Too many links were opened from here in one hour. Try again later."), status=429)
    asking = _good(token)
    if asking is None:
        return _refused(request, _too_late(), status=404)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        try:
            briefings.confirm_by_link(asking.pk, form.cleaned_data["said_by"])
        except NotAllowed:
            return _refused(request, _too_late(), status=404)
        return render(request, "desk/confirmed.html", {"asked": asking})
    shown = {"asked": asking, "form": form, "public_address": installation.address("public")}
    return render(request, "desk/confirm.html", shown, status=422 if form.is_bound else 200)


def _good(token: str) -> Asking | None:
    asking_id = letters.asking_in(token)
    if asking_id is None:
        return None
    found = Asking.objects.select_related("line", "briefing__campaign", "briefing__area").filter(pk=asking_id).first()
    return found if found and found.is_good_at(clock.now()) else None


def _too_late() -> str:
    return _("This link has been used, or is too old. Ask whoever sent it for a new one, or confirm by telephone.")


def _refused(request: HttpRequest, refusal: str, *, status: int) -> HttpResponse:
    return render(request, "desk/link_refused.html", {"refusal": refusal}, status=status)
