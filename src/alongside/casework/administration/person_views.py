"""Pages over one person: joining, leaving, posts and training."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.organisation.models import Holding, Staff
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.design import forms as design

from . import forms, people, queries
from .access import for_managers, manager
from .models import TrainingDate


@require_safe
@for_managers
def staff(request: HttpRequest) -> HttpResponse:
    left = "left" in request.GET
    shown = {"staff": queries.staff(request.GET.get("page", "1"), left=left), "left": left}
    return render(request, "administration/staff.html", shown)


@require_safe
@for_managers
def person(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    somebody = get_object_or_404(Staff, pk=staff_id)
    shown = queries.person(staff_id, request.GET.get("page", "1"))
    return render(request, "administration/person.html", {"person": shown, "own": somebody == manager(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def join(request: HttpRequest) -> HttpResponse:
    form = forms.JoinForm(request.POST or None)
    if form.is_valid():
        try:
            made = people.join(**form.cleaned_data, by=manager(request))
        except NotAllowed as refusal:
            form.add_error("email", str(refusal))
        else:
            said = _("%(name)s has an account. A link to choose a password is on its way. Now give them a post.")
            messages.success(request, said % {"name": made.name})
            return redirect("administration_person", made.pk)
    words = {"title": _("Somebody joins"), "button": _("Make the account")}
    shown = {"form": form, "back": "administration_staff", "list": _("Staff"), **words}
    return render(request, "administration/form.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def leave(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    somebody = get_object_or_404(Staff, pk=staff_id)
    if request.method != "POST":
        return render(request, "administration/leave.html", {"person": queries.person(staff_id, "1")})
    done = _("The account of %(name)s is closed. They are signed out everywhere.") % {"name": somebody.name}
    return _do(request, somebody, lambda: people.leave(somebody, by=manager(request)), done)


@require_POST
@for_managers
def let_back(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    somebody = get_object_or_404(Staff, pk=staff_id)
    done = _("The account is open again. Their posts stay ended until you give them again.")
    return _do(request, somebody, lambda: people.let_back(somebody, by=manager(request)), done)


@require_POST
@for_managers
def password_link(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    somebody = get_object_or_404(Staff, pk=staff_id)
    done = _("A link to choose a password is on its way.")
    return _do(request, somebody, lambda: people.send_password_link(somebody, by=manager(request)), done)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def give(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    somebody = get_object_or_404(Staff, pk=staff_id)
    asked_for = {"post": request.GET.get("post"), "from_on": clock.today()}
    form = forms.GiveForm(request.POST or None, initial=asked_for, staff=somebody)
    return _fill_in(
        request, somebody, form, _("Give %(name)s a post"), _("Give the post"),
        lambda: people.give_post(somebody, form.cleaned_data["post"], form.period, by=manager(request)),
        _("The post is given."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def end(request: HttpRequest, holding_id: UUID) -> HttpResponse:
    holding = get_object_or_404(Holding.objects.select_related("post__agency", "staff"), pk=holding_id)
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        try:
            people.end_post(holding, form.chosen_day(), by=manager(request))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The end of the post is set. If that was wrong, give it again."))
            return redirect("administration_person", holding.staff_id)
    return render(request, "administration/end.html", {"form": form, "holding": holding})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def training(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    somebody = get_object_or_404(Staff, pk=staff_id)
    form = forms.TrainingForm(request.POST or None, initial={"kind": request.GET.get("kind")})
    dates = [(row.kind, str(row.valid_until_on), row.evidence) for row in TrainingDate.objects.filter(staff=somebody)]
    form.rests_on(*sorted(dates), "")

    def do() -> None:
        told = _("A colleague has saved a training of theirs since you opened this page.")
        form.refuse_older(told, at=reverse("administration_person", args=[staff_id]))
        people.record_training(somebody, **form.cleaned_data, by=manager(request))

    return _fill_in(
        request, somebody, form, _("Training of %(name)s"), _("Save"),
        do,
        _("The date is saved."),
    )  # fmt: skip


def _fill_in(
    request: HttpRequest, somebody: Staff, form: design.Form, title: str, button: str,
    do: Callable[[], Any], done: str,
) -> HttpResponse:  # fmt: skip
    """Show a form about a person, or do what it asks and go back to their page."""
    if form.is_valid():
        try:
            do()
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("administration_person", somebody.pk)
    shown = {"form": form, "title": title % {"name": somebody.name}, "somebody": somebody, "button": button}
    return render(request, "administration/form.html", shown)


def _do(request: HttpRequest, somebody: Staff, do: Callable[[], None], done: str) -> HttpResponse:
    """Do it and say so, or say why not, on the person's page."""
    try:
        do()
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("administration_person", somebody.pk)
