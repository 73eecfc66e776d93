"""What is answered to a form that its view refused: a colleague was first, or it is not this person's any more.

A view says why, by a refusal page, a 404, or a message and the way to another page. It need not think of the words:
they are put into its answer here, once for every form, for whoever typed them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from . import sealing, views, whose

OURS = re.compile(r"[a-z0-9_.:-]*|[\w.:=+/-]{24,}", re.ASCII)
"""What a page puts into its own fields: words of a choice, days, ids, tokens. Everything else was typed."""


class WithTheWords:
    """Stand inside the messages' own middleware: a refusal of a form that carried words answers with the words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if request.method != "POST" or not isinstance(answer, HttpResponse) or views.goes_its_own_way(request):
            return answer
        mark = whose.mark_on(request.POST) if answer.status_code >= 300 else None
        if mark is None or mark.staff_id != request.user.pk:
            return answer
        typed = sealing.typed_in(request, mark.page)
        return _answered(request, answer, typed) if typed.files or words_in(typed) else answer


def words_in(typed: sealing.Typed) -> list[str]:
    """What a person wrote, of what a form sent."""
    return [text for texts in typed.said.values() for text in texts if not OURS.fullmatch(text.strip())]


def _answered(request: HttpRequest, answer: HttpResponse, typed: sealing.Typed) -> HttpResponse:
    if answer.status_code < 400:
        why = _reasons(request)
        return views.again(request, typed, status=409, why=why) if why else answer
    if answer.status_code >= 500 or _holds(answer, typed):
        return answer
    html = answer.content.decode()
    if views.MAIN not in html:
        return views.words_alone(request, typed, status=answer.status_code)
    words = render_to_string("given_back/_words.html", {"said": views.shown(typed), "files": typed.files})
    answer.content = html.replace(views.MAIN, views.MAIN + words, 1)
    return answer


def _reasons(request: HttpRequest) -> list[str]:
    """The sentences with which the view refused, taken from the messages that wait for the next page."""
    waiting = list(messages.get_messages(request))
    refused = [each for each in waiting if each.level >= messages.WARNING]
    for each in waiting:
        if each not in refused:
            messages.add_message(request, each.level, each.message, extra_tags=each.extra_tags or "")
    return [str(each.message) for each in refused]


def _holds(answer: HttpResponse, typed: sealing.Typed) -> bool:
    """Whether the words are in the answer: the form itself, or what another refusal gave back."""
    page = _run_on(unescape(answer.content.decode()))
    return not typed.files and all(_run_on(text) in page for text in words_in(typed))


def _run_on(text: str) -> str:
    """A text without its line breaks and indents, which a page may have changed."""
    return " ".join(text.split())
