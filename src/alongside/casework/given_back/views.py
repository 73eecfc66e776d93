"""What is answered to a form that could not be taken: first closed to its writer, then, to them, their form again."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.datastructures import MultiValueDict
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alongside.site.tokens import is_from_here

from . import filling, sealing, whose

FIELD = "sealed"
MAIN = 'id="main-content">'
KEEP = frozenset({"csrfmiddlewaretoken", whose.FIELD})


def goes_its_own_way(request: HttpRequest) -> bool:
    """Sign-in has no words to give back, and what a script sends in the background shows no page."""
    return request.path.startswith("/sign-in/") or "HX-Request" in request.headers


@never_cache
def not_sent(request: HttpRequest, mark: whose.Mark) -> HttpResponse:
    """Nothing was done. What was typed stands in this page, closed to whoever typed it."""
    sealed = sealing.seal(sealing.typed_in(request, mark.page), mark.staff_id)
    return _closed(request, sealed, status=403 if request.user.is_authenticated else 401)


@never_cache
def not_believed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form's CSRF token is not that of this sign-in: its writer, signed in again, has the form back at once."""
    mark = None if goes_its_own_way(request) or not is_from_here(request) else whose.mark_on(request.POST)
    if mark is None:
        return csrf_failure(request, reason=reason)
    if mark.staff_id != request.user.pk:
        return not_sent(request, mark)
    return again(request, sealing.typed_in(request, mark.page), status=403)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def given_back(request: HttpRequest) -> HttpResponse:
    """Open what was closed, for its writer: their form, filled, to look at and send. This sends nothing.

    Without a CSRF token, because signing in made another one since; nothing changes here, and what is opened was
    closed by us to whoever is signed in.
    """
    if request.method != "POST":
        return _come_back(request)
    sealed = request.POST.get(FIELD, "")
    if not request.user.is_authenticated:
        return _closed(request, sealed, status=401)
    typed = sealing.unseal(sealed, request.user.pk) if is_from_here(request) else None
    if typed is None:
        return _closed(request, sealed, status=403)
    return again(request, typed, status=200)


def _come_back(request: HttpRequest) -> HttpResponse:
    """Where signing in leads to from there: nothing but the way back to the other tab."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    return render(request, "given_back/come_back.html")


def _closed(request: HttpRequest, sealed: str, *, status: int) -> HttpResponse:
    shown = {"sealed": sealed, "minutes": int(sealing.GOOD_FOR.total_seconds() // 60)}
    return render(request, "given_back/not_sent.html", shown, status=status)


def again(request: HttpRequest, typed: sealing.Typed, *, status: int, why: Sequence[str] = ()) -> HttpResponse:
    """The page on which the form stands now, filled; where it has no such form any more, the words alone."""
    page = _page(request, typed.page)
    if page is None:
        return words_alone(request, typed, status=status, why=why)
    filled = filling.fill(page, page=typed.page, to=typed.to, said=typed.said, keep=KEEP)
    if not filled.found:
        return words_alone(request, typed, status=status, why=why)
    shown = {"files": typed.files, "left": filled.left, "why": why}
    notice = render_to_string("given_back/_notice.html", shown)
    return HttpResponse(filled.html.replace(MAIN, MAIN + notice, 1), status=status)


def _page(request: HttpRequest, address: str) -> str | None:
    """Ask one of our pages as a visit would, as whoever is signed in; None where it is not there for them now."""
    visit = _as_visit(request, address)
    try:
        found = resolve(visit.path)
        visit.resolver_match = found
        answer = found.func(visit, *found.args, **found.kwargs)
    except (Http404, PermissionDenied):
        return None
    return answer.content.decode() if answer.status_code == 200 else None


def _as_visit(request: HttpRequest, address: str) -> HttpRequest:
    """This request as a GET of another page: same session, same person, nothing of what was posted."""
    parts, visit = urlsplit(address), copy.copy(request)
    visit.path = visit.path_info = parts.path
    visit.method, visit.GET = "GET", QueryDict(parts.query)
    visit.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    visit.POST, visit._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    return visit


def words_alone(request: HttpRequest, typed: sealing.Typed, *, status: int, why: Sequence[str] = ()) -> HttpResponse:
    """What was typed, field by field, to copy: the form that asked for it stands on its page no more."""
    page = {"said": shown(typed), "files": typed.files, "page": typed.page, "why": why}
    return render(request, "given_back/words_alone.html", page, status=status)


def shown(typed: sealing.Typed) -> list[tuple[str, str]]:
    """Each field that was filled, by its name, in the order of the form."""
    return [(name, text) for name, texts in typed.said.items() for text in texts if text.strip()]
