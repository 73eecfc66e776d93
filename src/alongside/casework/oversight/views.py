"""Pages of counts. Staff who may count nothing see what is published."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.organisation.models import Staff
from alongside.casework.statistics.actions import STAGES_VERSION
from alongside.commons import clock
from alongside.commons.refusals import BadInput, NotAllowed
from alongside.design import forms

from . import actions, queries
from .csv_file import as_csv
from .models import Release
from .quarters import Quarter, quarter_of, read


class PublishForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    looked = forms.BooleanField(label=gettext_lazy("I have looked at every number above. It cannot be taken back."))


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    quarter, scope = _quarter(request), queries.scope_of(_staff(request).pk, clock.today())
    return render(
        request,
        "oversight/home.html",
        {
            "quarter": quarter,
            "quarters": queries.quarters(),
            "scope": scope,
            "shown": queries.shown(quarter, scope),
            "openings": queries.openings(quarter, scope),
            "emergencies": queries.emergencies(quarter, scope),
            "published": queries.published(request.GET.get("page", "1")),
            "may_publish": scope.publishes and quarter.is_over(clock.today()),
        },
    )


@require_safe
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    quarter, scope = _quarter(request), queries.scope_of(_staff(request).pk, clock.today())
    shown = queries.shown(quarter, scope)
    if shown is None:
        raise Http404
    file = as_csv(shown, code_list_version=STAGES_VERSION)
    headers = {"Content-Disposition": f'attachment; filename="referrals-{quarter.word}.csv"'}
    return HttpResponse(file, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    try:
        row, shown, openings, emergencies = queries.one_published(number)
    except Release.DoesNotExist:
        raise Http404 from None
    page = {"row": row, "shown": shown, "openings": openings, "emergencies": emergencies}
    return render(request, "oversight/release.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: HttpRequest, word: str) -> HttpResponse:
    quarter, by = _read(word), _staff(request)
    form = PublishForm(request.POST or None)
    try:
        if form.is_valid():
            bulletin = actions.publish(quarter, seen=form.cleaned_data["seen"], by=by)
            messages.success(request, _("The table is published. It is on the public site within seconds."))
            return redirect("oversight_release", bulletin.number)
        tables = actions.to_publish(quarter, by=by)
    except NotAllowed as refusal:
        back = {"refusal": str(refusal), "back_href": f"../../?quarter={quarter.word}"}
        return render(request, "design/refusal.html", back, status=403 if request.method == "POST" else 200)
    everything = queries.Scope(everything=True)
    shown = {
        "form": form,
        "quarter": quarter,
        "seen": actions.digest(tables),
        "shown": queries.cut(tables.stages, quarter, everything),
        "openings": queries.whole(tables.openings, quarter),
        "emergencies": queries.whole(tables.emergencies, quarter),
    }
    return render(request, "oversight/publish.html", shown)


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def _quarter(request: HttpRequest) -> Quarter:
    asked = request.GET.get("quarter")
    return _read(asked) if asked else quarter_of(clock.today())


def _read(word: str) -> Quarter:
    try:
        return read(word)
    except BadInput:
        raise Http404 from None
