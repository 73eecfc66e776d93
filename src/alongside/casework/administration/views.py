"""Pages over areas, agencies, posts and the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.rules.apart import TWO
from alongside.commons.refusals import NotAllowed
from alongside.design import forms as design

from . import actions, forms, queries
from .access import for_managers, manager

LISTS = {
    "administration_areas": gettext_lazy("Areas"),
    "administration_agencies": gettext_lazy("Agencies"),
    "administration_posts": gettext_lazy("Posts"),
}


@require_safe
@for_managers
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/home.html", {"totals": queries.totals(), "changes": queries.changes("1")})


@require_safe
@for_managers
def areas(request: HttpRequest) -> HttpResponse:
    shown = {"areas": queries.areas(_number(request)), "named": queries.named(), "two": TWO}
    return render(request, "administration/areas.html", shown)


@require_safe
@for_managers
def agencies(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/agencies.html", {"agencies": queries.agencies(_number(request))})


@require_safe
@for_managers
def posts(request: HttpRequest) -> HttpResponse:
    vacant = "vacant" in request.GET
    shown = {"posts": queries.posts(_number(request), vacant=vacant), "vacant": vacant}
    return render(request, "administration/posts.html", shown)


@require_safe
@for_managers
def changes(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/changes.html", {"changes": queries.changes(_number(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def make_area(request: HttpRequest) -> HttpResponse:
    return _make(
        request, forms.AreaForm(request.POST or None), "administration_areas", _("Make an area"),
        lambda asked: actions.make_area(**asked, by=manager(request)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def make_agency(request: HttpRequest) -> HttpResponse:
    return _make(
        request, forms.AgencyForm(request.POST or None), "administration_agencies", _("Make an agency"),
        lambda asked: actions.make_agency(**asked, by=manager(request)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def make_post(request: HttpRequest) -> HttpResponse:
    return _make(
        request, forms.PostForm(request.POST or None), "administration_posts", _("Make a post"),
        lambda asked: actions.make_post(**asked, by=manager(request)),
    )  # fmt: skip


def _make(
    request: HttpRequest, form: design.Form, back: str, title: str, make: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Show a form, or do what it asks and go back to the list. A refusal stands above the form."""
    if form.is_valid():
        try:
            made = make(form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(made)s” is made.") % {"made": made})
            return redirect(back)
    shown = {"form": form, "title": title, "back": back, "list": LISTS[back], "button": title}
    return render(request, "administration/form.html", shown)


def _number(request: HttpRequest) -> str:
    return request.GET.get("page", "1")
