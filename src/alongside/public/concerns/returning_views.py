"""Coming back with the receipt: no cookie, no session. An opened receipt travels in the page, closed, for six hours.

Everything has one address, so that an address says nothing about what somebody found or did.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.commons import promise
from alongside.commons.exchange import STATUS_WORDS
from alongside.public.promises import queries as promises
from alongside.site import tokens
from alongside.site.bounds import Bound

from . import files, held, intake_keys, queries, speaking
from . import returning_actions as actions
from . import returning_forms as forms
from . import returning_queries as waiting
from .sensitive import sensitive

log = logging.getLogger("alongside.concerns")

RETURNS_FROM_ONE_SOURCE: Final = Bound("returns", 60, timedelta(minutes=10))
FILES_FROM_ONE_SOURCE: Final = Bound("files", 120, timedelta(hours=1))
MESSAGES_FROM_ONE_SOURCE: Final = Bound("messages", 60, timedelta(hours=1))
REMOVE: Final = "remove-"
FOR_A_CALLER: Final = "phone"
WITH_A_PHONE_CODE: Final = ("exchange", "more")
"""What a code does that somebody on the telephone has heard: be read and added to, and end."""
# The name of a kept file says nothing of what it is.
FILE_NAME: Final = "record.json"


@dataclass(frozen=True)
class Visit:
    """Somebody with an opened receipt, on one of its pages."""

    opened: waiting.Opened
    page: str
    sent: tokens.Sent

    @property
    def go(self) -> str:
        return str(self.sent.data.get("go", ""))


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt; open what waits; do what is asked on the page that it opened."""
    if request.method != "POST":
        return _ask(request, forms.Return())
    files.receive_in_memory(request)
    sent = tokens.receive(request, actions.PURPOSE)
    try:
        return _go_on(request, sent) if "held" in sent.data else _look(request, sent)
    except (DatabaseError, intake_keys.NoKeyNow) as why:
        log.error("somebody who came back could not be served: %s", type(why).__name__)
        return _again(request, sent)


def _look(request: HttpRequest, sent: tokens.Sent) -> HttpResponse:
    """Open what waits for a receipt that was typed."""
    words = sent.data.get("words", "")
    if sent.problem:
        form = forms.Return(initial=sent.data.dict())
        return _ask(request, form, problem=sent.problem, status=sent.status, words=words)
    form = forms.Return(sent.data)
    if not form.is_valid():
        return _ask(request, form, status=422, words=words)
    if not RETURNS_FROM_ONE_SOURCE.allows(request):
        return _ask(request, form, problem=_too_many(), status=429, words=words)
    opened = waiting.opened_with(form.cleaned_data["receipt"])
    if opened is None:
        return _nothing(request)
    # Words that were written on a page that had been open for too long are on the page that sends them.
    visit = Visit(opened, "more" if words else "", sent)
    return _more(request, visit) if visit.page else _box(request, opened)


def _go_on(request: HttpRequest, sent: tokens.Sent) -> HttpResponse:
    """One page of an opened receipt, or what was sent from it."""
    key = waiting.carried_back(held.open(str(sent.data["held"]), actions.PURPOSE))
    if key is None:
        return _ask(request, forms.Return(), problem=_forgotten(), status=403, words=sent.data.get("words", ""))
    opened = waiting.opened(key)
    page = sent.data.get("page", "")
    if opened is None:
        return _given_before(request, key.locator, sent) if page == "exchange" else _nothing(request)
    visit = Visit(opened, page if page in PAGES else "", sent)
    if opened.is_phone_code and visit.page and visit.page not in WITH_A_PHONE_CODE:
        return _page(request, visit, "exchange")
    if not visit.page or visit.go == "back":
        return _box(request, opened)
    if sent.problem:
        return PAGES[visit.page](request, visit, problem=sent.problem, status=sent.status)
    if visit.go in ("do", FOR_A_CALLER) and not MESSAGES_FROM_ONE_SOURCE.allows(request):
        return PAGES[visit.page](request, visit, problem=_too_many(), status=429)
    return PAGES[visit.page](request, visit)


def _more(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    """Write more, and add files: each is sealed and posted when it is added, and belongs to this message at Send."""
    added = files.opened(visit.sent.data.get("files", ""))
    if added is None:
        added, shown = [], {"problem": _files_forgotten(), "status": 403, **shown}
    chosen = visit.go == "do" and files.FIELD in request.FILES
    if "problem" not in shown and (chosen or visit.go == "add" or visit.go.startswith(REMOVE)):
        added, shown = _with_files(request, visit, added)
        shown = shown or ({"problem": files.added_instead()} if chosen else {})
    form = forms.More(visit.sent.data) if visit.go == "do" else forms.More(initial=visit.sent.data.dict())
    if visit.go != "do" or shown or not form.is_valid():
        return _page(request, visit, "more", form, added=added, files=files.close(added), **shown)
    words = form.cleaned_data["words"]
    if not (words or added):
        form.add_error("words", _("Write something, or add a file."))
        return _page(request, visit, "more", form, added=added, files=files.close(added), status=422)
    parts = tuple(UUID(one.id) for one in added)
    actions.write(visit.opened, "more", words, nonce=visit.sent.nonce, parts=parts)
    return _box(request, visit.opened, _("We have what you sent. A trained person reads it."))


def _with_files(
    request: HttpRequest, visit: Visit, added: list[files.Added]
) -> tuple[list[files.Added], dict[str, Any]]:
    """The list of files after adding or removing one, and what went wrong with it."""
    if visit.go.startswith(REMOVE):
        return files.without(visit.go.removeprefix(REMOVE), added), {}
    if not FILES_FROM_ONE_SOURCE.allows(request):
        return added, {"problem": _too_many(), "status": 429}
    try:
        return files.add(request, added), {}
    except files.NotTaken as why:
        return added, {"problem": str(why), "status": 422}


def _correct(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    return _words(request, visit, forms.Correct, "correction", _("We have your correction."), **shown)


def _withdraw(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    said = _("We have your wish to take it back. A trained person reads it and replies here.")
    return _words(request, visit, forms.Withdraw, "withdrawal", said, **shown)


def _words(
    request: HttpRequest, visit: Visit, kind: type[forms.Correct | forms.Withdraw], act: str, said: str, **shown: Any
) -> HttpResponse:
    form = kind(visit.sent.data) if visit.go == "do" else kind(initial=visit.sent.data.dict())
    if visit.go != "do" or shown or not form.is_valid():
        return _page(request, visit, visit.page, form, **shown)
    actions.write(visit.opened, act, form.cleaned_data["words"], nonce=visit.sent.nonce)
    return _box(request, visit.opened, said)


def _who(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    """Say who they are, later."""
    confidence = bool(intake_keys.custodians())
    data = visit.sent.data if visit.go == "do" else None
    form = forms.Who(data, confidence=confidence, initial=None if data else visit.sent.data.dict())
    if visit.go != "do" or shown or not form.is_valid():
        return _page(request, visit, "who", form, **shown)
    actions.say_who(visit.opened, form.cleaned_data, nonce=visit.sent.nonce)
    return _box(request, visit.opened, _("We have your name, apart from what you told us."))


def _burn(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    if visit.go != "do" or shown:
        return _page(request, visit, "burn", **shown)
    actions.burn(visit.opened, nonce=visit.sent.nonce)
    return render(request, "concerns/returning_burnt.html", {"helpline": queries.helpline()})


def _exchange(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    """Give this receipt back for a fresh one of one's own; or, by whoever hears it on a call, for a phone code."""
    if visit.go not in ("do", FOR_A_CALLER) or shown:
        return _page(request, visit, "exchange", **shown)
    fresh = actions.fresh_receipt(visit.opened.key.locator, nonce=visit.sent.nonce)
    try:
        actions.exchange(visit.opened, fresh, nonce=visit.sent.nonce, for_a_caller=visit.go == FOR_A_CALLER)
    except actions.GivenBefore:
        return _given_before(request, visit.opened.key.locator, visit.sent)
    return _fresh(request, fresh.shown(), is_phone_code=visit.go == FOR_A_CALLER)


def _given_before(request: HttpRequest, locator: str, sent: tokens.Sent) -> HttpResponse:
    """The same exchange again, because its answer was lost on the way: it gives the same receipt."""
    fresh = actions.fresh_receipt(locator, nonce=sent.nonce)
    opened = None if sent.problem else waiting.opened_with(fresh)
    if opened is None:
        return _nothing(request)
    return _fresh(request, fresh.shown(), is_phone_code=opened.is_phone_code)


def _proof(request: HttpRequest, visit: Visit, **shown: Any) -> HttpResponse:
    """The proof of receipt as a file: only when it is asked for, after the warning."""
    proof = promises.proof(visit.opened.box)
    if visit.go != "do" or shown or proof is None:
        text = promise.to_json(proof).decode() if proof else ""
        return _page(request, visit, "proof", proof=proof, shown=text, **shown)
    response = HttpResponse(promise.to_json(proof), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


PAGES: Final[dict[str, Callable[..., HttpResponse]]] = {
    "more": _more,
    "correct": _correct,
    "withdraw": _withdraw,
    "who": _who,
    "burn": _burn,
    "exchange": _exchange,
    "proof": _proof,
}


def _box(request: HttpRequest, opened: waiting.Opened, said: str = "") -> HttpResponse:
    """What the receipt opens: where the telling stands, our replies, and what can be done."""
    page = {
        "opened": opened,
        "steps": [(_(STATUS_WORDS[step.state]), step.on) for step in opened.steps],
        "said": said,
        "problem": "",
        "page": "exchange" if opened.is_phone_code else "",
        **_form(opened),
    }
    return render(request, "concerns/returning_box.html", page)


def _page(
    request: HttpRequest, visit: Visit, page: str, form: Any = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    asked = {"form": form} if form is not None else {}
    status = 422 if form is not None and form.is_bound and form.errors and status == 200 else status
    shown = {"page": page, "problem": "", **asked, **_form(visit.opened), **more}
    return render(request, f"concerns/returning_{page}.html", shown, status=status)


def _form(opened: waiting.Opened) -> dict[str, Any]:
    return {
        "token": tokens.new(actions.PURPOSE),
        "held": held.close(waiting.carried(opened.key), actions.PURPOSE),
        "helpline": queries.helpline(),
    }


def _ask(
    request: HttpRequest, form: forms.Return, *, problem: str = "", status: int = 200, words: str = ""
) -> HttpResponse:
    page = {
        "form": form,
        "problem": problem,
        "words": words,
        "token": tokens.new(actions.PURPOSE),
        "helpline": queries.helpline(),
    }
    return render(request, "concerns/returning_receipt.html", page, status=status)


def _again(request: HttpRequest, sent: tokens.Sent) -> HttpResponse:
    """The page that was sent, with what was typed, while the database does not answer."""
    page = sent.data.get("page", "")
    typed = {name: str(text) for name, text in sent.data.items()}
    if page not in PAGES or "held" not in sent.data:
        return _ask(request, forms.Return(initial=typed), problem=_not_now(), status=503, words=typed.get("words", ""))
    kind = forms.BY_PAGE.get(page)
    shown = {
        "page": page,
        "problem": _not_now(),
        "token": tokens.new(actions.PURPOSE),
        "held": typed["held"],
        "files": typed.get("files", ""),
        "added": files.opened(typed.get("files", "")) or [],
        **({"form": kind(initial=typed)} if kind else {}),
        "proof": None,
        "shown": "",
        "helpline": queries.helpline(),
    }
    return render(request, f"concerns/returning_{page}.html", shown, status=503)


def _nothing(request: HttpRequest) -> HttpResponse:
    """Alike for a receipt that is unknown, wrong, burnt or no longer good."""
    return render(request, "concerns/returning_nothing.html", {"helpline": queries.helpline()})


def _fresh(request: HttpRequest, receipt: str, *, is_phone_code: bool) -> HttpResponse:
    page = {"receipt": receipt, "spelled": speaking.spelled(receipt), "helpline": queries.helpline()}
    return render(request, "concerns/returning_fresh.html", {**page, "is_phone_code": is_phone_code})


def _not_now() -> str:
    return _("We cannot do this just now. Your receipt stays good, and nothing is lost: try again in a few minutes.")


def _forgotten() -> str:
    return _("This page was open for more than six hours, so it has forgotten your receipt. Type it again.")


def _files_forgotten() -> str:
    return _("The files you added were forgotten, because this page was open for more than six hours. Add them again.")


def _too_many() -> str:
    return _("A lot was sent from your connection just now. Nothing is lost: wait a few minutes and send it again.")
