"""Sample pages: every component a form can draw, filled in well and badly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from alongside.design import forms

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WAYS = [("phone", _("Phone")), ("text", _("Text message")), ("none", _("Please do not contact me"))]


class Sample(forms.Form):
    worry = forms.LongTextField(
        label=_("What has worried you?"), help_text=_("Say it in your own words."), max_length=300
    )
    name = forms.CharField(label=_("Your name"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Your e-mail address"), required=False)
    age = forms.IntegerField(label=_("How old are they?"), required=False)
    seen_on = forms.DateField(label=_("When did you last see them?"), latest=date(2030, 1, 1))
    relation = forms.ChoiceField(
        label=_("Who are you to them?"),
        widget=forms.RadioSelect,
        choices=[("parent", _("A parent")), ("other", _("Somebody else"))],
    )
    who = forms.CharField(label=_("Who?"), required=False)
    ways = forms.MultipleChoiceField(
        label=_("How may we reach you?"), widget=forms.CheckboxSelectMultiple, choices=WAYS, required=False
    )
    area = forms.ChoiceField(
        label=_("Where do they live?"), choices=[("", "---"), ("leeds", "Leeds"), ("luton", "Luton")]
    )
    paper = forms.FileField(label=_("Add a picture"), required=False)
    secret = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), required=False
    )
    told = forms.BooleanField(label=_("They know that I am writing"))


class OneQuestion(forms.Form):
    seen_on = forms.DateField(label=_("When did you last see them?"), help_text=_("For example, 27 3 2026"))


def strict_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return answer


def sample(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The concern is with the triage lead.")
    messages.error(request, "Only the chair can do this.")
    return render(request, "sample/page.html", {"moment": datetime(2015, 3, 8, 12, 31, tzinfo=UTC)})


def sample_form(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST or None)
    return render(request, "sample/form.html", {"form": form}, status=422 if form.errors else 200)


def sample_question(request: HttpRequest) -> HttpResponse:
    return render(request, "sample/question.html", {"form": OneQuestion(request.POST or None)})


def sample_empty(request: HttpRequest) -> HttpResponse:
    return render(request, "sample/empty.html", {})


def sample_table(request: HttpRequest) -> HttpResponse:
    pages = Paginator(range(1000), 10).get_page(request.GET.get("page"))
    return render(request, "sample/table.html", {"pages": pages})


def sample_crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("so that the error page is shown")


def sample_refusal(request: HttpRequest) -> HttpResponse:
    said: dict[str, Any] = {"refusal": "The case has no consent yet.", "back_href": "/"}
    return render(request, "design/refusal.html", said, status=409)
