"""One question to somebody without an account: a link, a code that they were told by telephone, an answer, the end.

No cookie, no session. A link that was never made, a wrong code, a question that was answered, withdrawn or closed: all
are answered alike.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.receipt import Receipt, ReplyKey
from alongside.commons.refusals import BadInput
from alongside.public.concerns import held
from alongside.public.concerns.intake_keys import NoKeyNow
from alongside.public.concerns.sensitive import sensitive
from alongside.site import tokens
from alongside.site.bounds import Bound

from . import actions, forms, queries

log = logging.getLogger("alongside.one_question")
CODES_FROM_ONE_SOURCE: Final = Bound("codes", 30, timedelta(minutes=10))


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def one_question(request: HttpRequest, link: str) -> HttpResponse:
    """Ask for the code; show the one question; take its answer."""
    if request.method != "POST":
        return _ask(request, link, forms.Code())
    sent = tokens.receive(request, actions.PURPOSE)
    try:
        return _answer(request, link, sent) if "held" in sent.data else _look(request, link, sent)
    except (DatabaseError, NoKeyNow) as why:
        log.error("a question could not be shown or answered: %s", type(why).__name__)
        return _ask(request, link, forms.Code(), problem=_("It does not work now. Try again later."), status=503)


def _look(request: HttpRequest, link: str, sent: tokens.Sent) -> HttpResponse:
    if sent.problem:
        return _ask(request, link, forms.Code(), problem=sent.problem, status=sent.status)
    form = forms.Code(sent.data)
    if not form.is_valid():
        return _ask(request, link, form, status=422)
    if not CODES_FROM_ONE_SOURCE.allows(request):
        return _ask(request, link, form, problem=_("That was often. Wait ten minutes and try again."), status=429)
    found = _link(link)
    question = queries.opened_with(found, form.cleaned_data["code"]) if found else None
    return _show(request, link, question, forms.Answer(says=question.says)) if question else _nothing(request, link)


def _answer(request: HttpRequest, link: str, sent: tokens.Sent) -> HttpResponse:
    key = _carried_back(held.open(str(sent.data["held"]), actions.PURPOSE))
    if key is None:
        problem = sent.problem or _("This page was open for too long. Type the code again.")
        return _ask(request, link, forms.Code(), problem=problem, status=403)
    question = queries.opened(key)
    if question is None:
        return _nothing(request, link)
    form = forms.Answer(sent.data, says=question.says)
    if sent.problem or not form.is_valid():
        return _show(request, link, question, form, problem=sent.problem, status=sent.status if sent.problem else 422)
    try:
        actions.answer(question, form.cleaned_data, nonce=sent.nonce)
    except actions.AnsweredBefore:
        return _nothing(request, link)
    return render(request, "one_question/answered.html")


def _link(text: str) -> Receipt | None:
    try:
        return receipts.parse(text)
    except BadInput:
        return None


def _carried_back(what: dict[str, Any] | None) -> ReplyKey | None:
    return ReplyKey(what["locator"], PrivateKey(bytes.fromhex(what["seed"]))) if what else None


def _show(
    request: HttpRequest, link: str, question: queries.Question, form: forms.Answer, *, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    seed = question.key.private_key.seed.hex()
    shown = {
        "question": question, "form": form, "link": link, "problem": problem, "token": tokens.new(actions.PURPOSE),
        "held": held.close({"locator": question.key.locator, "seed": seed}, actions.PURPOSE),
    }  # fmt: skip
    return render(request, "one_question/question.html", shown, status=status)


def _ask(request: HttpRequest, link: str, form: forms.Code, *, problem: str = "", status: int = 200) -> HttpResponse:
    shown = {"form": form, "link": link, "problem": problem, "token": tokens.new(actions.PURPOSE)}
    return render(request, "one_question/code.html", shown, status=status)


def _nothing(request: HttpRequest, link: str) -> HttpResponse:
    return render(request, "one_question/nothing.html", {"link": link}, status=404)
